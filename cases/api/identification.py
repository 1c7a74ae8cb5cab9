"""Identifying somebody, what became of it, and the receipts of a cooperating actor."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import valid, who
from accounts.asks import asks
from cases import serializers as s
from cases import serializers_handover as h
from cases.models import Identification, Receipt
from cases.selectors.handover import receipt_page, receipts
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


@extend_schema(request=h.OutcomeIn, responses={204: None})
@asks(Act.STATE_OUTCOME, of=Identification)
@api_view(["POST"])
def outcome(request: Request, ref: str) -> Response:
    """Say what became of an identification when admission is not asked for."""
    said = valid(h.OutcomeIn, request).validated_data
    identification.state_outcome(ref, said.pop("act"), **said, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(responses=h.ReceiptLine(many=True), operation_id="receipts_list")
@asks(Act.SEE_RECEIPTS)
@api_view(["GET"])
def receipt_list(request: Request) -> Response:
    """The receipts of the viewer's cooperating actor."""
    return Response(h.ReceiptLine(receipts(who(request)), many=True).data)


@extend_schema(responses=h.ReceiptDetail)
@asks(Act.SEE_RECEIPTS, of=Receipt)
@api_view(["GET"])
def receipt(request: Request, ref: str) -> Response:
    """One receipt, with the actor's own text."""
    return Response(h.ReceiptDetail(receipt_page(ref)).data)
