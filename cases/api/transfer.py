"""Moving somebody over to another actor, through the API. Accepting is the desk's."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import TEXT, Day, Guarded, valid, who
from accounts.asks import Asked, asks
from cases.models import Person, TransferOffer
from cases.models.consent import HowSaid
from cases.models.transfer import Errand, WhyNot, WithoutConsent
from cases.selectors.transfer import asked_offer, asked_offers, extracts
from cases.services import transfer
from cases.services.consent import ConsentSaid
from cases.services.transfer import Offered
from cases.views.transfer import as_file


class OfferIn(Guarded):
    """To which actor, for what; on the ``consent`` of that reference, on a new one (``language``, ``how``), or without
    one (``without_consent``)."""

    actor = s.CharField(max_length=12)
    errand = s.ChoiceField(Errand.choices)
    words = s.CharField(**TEXT)
    consent = s.CharField(max_length=16, required=False, allow_blank=True, default="")
    language = s.CharField(max_length=3, required=False, allow_blank=True, default="")
    how = s.ChoiceField(HowSaid.choices, required=False, allow_blank=True, default="")
    consent_until = Day(required=False, allow_null=True, default=None)
    without_consent = s.ChoiceField(WithoutConsent.choices, required=False, allow_blank=True, default="")


class OfferOut(s.Serializer[Any]):
    """The reference of the offer."""

    ref = s.CharField()


class AskedOffer(s.Serializer[Any]):
    """What the asked actor sees: nothing of the person. ``words`` only of one."""

    ref = s.CharField()
    sender = s.CharField()
    errand = s.CharField()
    words = s.CharField()
    made_at = s.DateTimeField()
    until = s.DateField()


class WhyNotIn(s.Serializer[Any]):
    """Why not."""

    why = s.ChoiceField(WhyNot.choices)


class ExtractLine(s.Serializer[Any]):
    """Somebody who has moved over; ``waits``: the extract can be taken out."""

    ref = s.CharField()
    to = s.CharField()
    moved_at = s.DateTimeField()
    until = s.DateField(allow_null=True)
    taken_at = s.DateTimeField(allow_null=True)
    waits = s.BooleanField()


@extend_schema(request=OfferIn, responses={201: OfferOut})
@asks(Act.OFFER_TRANSFER, of=Person, ref="code")
@api_view(["POST"])
def offer(request: Request, code: str) -> Response:
    """Ask another actor to take the person over."""
    given = valid(OfferIn, request).validated_data
    new = ConsentSaid("TRANSFER", given["language"], given["how"], clock.today(), given["consent_until"])
    rests_on = None if given["without_consent"] else given["consent"] or new
    said = Offered(given["actor"], given["errand"], rests_on, given["without_consent"], given["words"])
    row = transfer.offer(code, said, by=who(request), at=clock.now(), answered=given.get("answered", ()))
    return Response({"ref": row.ref}, status=201)


@extend_schema(request=None, responses={204: None})
@asks(Act.TAKE_BACK_TRANSFER, of=Person, ref="code")
@api_view(["POST"])
def take_back(request: Request, code: str, offer: str) -> Response:
    """The sender wants it no more."""
    transfer.take_back(code, offer, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(responses=AskedOffer(many=True), operation_id="transfers_list")
@asks(Act.SEE_TRANSFERS)
@api_view(["GET"])
def asked(request: Request) -> Response:
    """What other actors ask the viewer's."""
    return Response(AskedOffer(asked_offers(who(request), on=clock.today()), many=True).data)


@extend_schema(responses=AskedOffer)
@asks(Act.ANSWER_TRANSFER, of=TransferOffer)
@api_view(["GET"])
def asked_one(request: Request, ref: str) -> Response:
    """One of them, with its words."""
    return Response(AskedOffer(asked_offer(who(request), ref, on=clock.today())).data)


@extend_schema(request=WhyNotIn, responses={204: None})
@asks(Act.ANSWER_TRANSFER, of=TransferOffer)
@api_view(["POST"])
def refuse(request: Request, ref: str) -> Response:
    """Say no."""
    transfer.refuse(ref, valid(WhyNotIn, request).validated_data["why"], by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(responses=ExtractLine(many=True), operation_id="extracts_list")
@asks(Act.TAKE_EXTRACT)
@api_view(["GET"])
def extract_list(request: Request) -> Response:
    """Those who have moved over from the manager's actors."""
    return Response(ExtractLine(extracts(who(request), on=clock.today()), many=True).data)


@extend_schema(request=None, responses={(200, "application/pdf"): OpenApiTypes.BINARY})
@asks(Act.TAKE_EXTRACT, of=TransferOffer)
@api_view(["POST"])
def extract(request: Request, ref: str) -> HttpResponse:
    """Take an extract out, once."""
    file = transfer.take_extract(ref, by=who(request), at=clock.now())
    return as_file(cast(Asked, request._request), file)
