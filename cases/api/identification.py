"""Identifying somebody, what became of it, and the receipts of a cooperating actor."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import TEXTS_TOO, opened, parameters_of, valid, who
from accounts.asks import asks
from accounts.forms.lists import asked_for
from accounts.lists import Wanted
from cases import serializers as s
from cases import serializers_group as g
from cases import serializers_handover as h
from cases.models import Identification, Receipt
from cases.selectors.handover import receipt_page, receipts
from cases.selectors.identification import identified_codes
from cases.selectors.identification_list import IDENTIFICATIONS, identification_list
from cases.services import identification


@extend_schema(request=s.IdentificationIn, responses={201: s.IdentificationOut})
@asks(Act.IDENTIFY)
@api_view(["POST"])
def identify(request: Request) -> Response:
    """Identify somebody; for a cooperating actor, hand them over."""
    said = valid(s.IdentificationIn, request)
    given = {"by": who(request), "at": clock.now(), "answered": said.validated_data["answered"]}
    token = said.validated_data["token"]
    if who(request).hands_over:
        receipt = identification.hand_over(said.identified(), token=token, **given)
        return Response({"receipt": receipt.number}, status=201)
    made = identification.identify(said.identified(), token=token, **given)
    ref = made.identifications.earliest("made_at").ref
    return Response({"ref": ref, "code": made.code, "code_name": made.code_name}, status=201)


@extend_schema(
    responses=g.IdentificationListOut, operation_id="identifications_list", parameters=parameters_of(IDENTIFICATIONS)
)
@asks(Act.LIST_IDENTIFICATIONS)
@api_view(["GET"])
def identifications(request: Request) -> Response:
    """The identifications that the viewer sees, the open ones first."""
    wanted = asked_for(request.query_params, listing=IDENTIFICATIONS, viewer=who(request))
    return Response(g.IdentificationListOut(identification_list(who(request), wanted, on=clock.today())).data)


@extend_schema(responses=h.MetOut, parameters=[TEXTS_TOO])
@asks(Act.SEE_PERSON, of=Identification, texts=True)
@api_view(["GET"])
def met(request: Request, ref: str) -> Response:
    """What was said at one meeting; ``texts=1`` opens the sealed words."""
    given = opened(request)
    return Response(h.MetOut(identified_codes(who(request), ref, **given), context=given).data)


@extend_schema(request=h.OutcomeIn, responses={204: None})
@asks(Act.STATE_OUTCOME, of=Identification)
@api_view(["POST"])
def outcome(request: Request, ref: str) -> Response:
    """Say what became of an identification when admission is not asked for."""
    said = valid(h.OutcomeIn, request).validated_data
    identification.state_outcome(ref, said.pop("act"), **said, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(
    responses=h.ReceiptLine(many=True),
    operation_id="receipts_list",
    parameters=[OpenApiParameter(side, str) for side in ("older", "newer")],
)
@asks(Act.SEE_RECEIPTS)
@api_view(["GET"])
def receipt_list(request: Request) -> Response:
    """A page of the receipts of the viewer's cooperating actor, newest first. ``older``, ``newer``: the number to page
    from."""
    older, newer = (request.query_params.get(side, "")[:16] for side in ("older", "newer"))
    return Response(h.ReceiptLine(receipts(who(request), Wanted(older=older, newer=newer)).rows, many=True).data)


@extend_schema(responses=h.ReceiptDetail)
@asks(Act.SEE_RECEIPTS, of=Receipt)
@api_view(["GET"])
def receipt(request: Request, ref: str) -> Response:
    """One receipt, with the actor's own text."""
    return Response(h.ReceiptDetail(receipt_page(ref)).data)
