"""The same human twice, through the API: an identity number typed once, and the coordinators' errands."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import valid, who
from accounts.asks import asks
from cases.models import Person, SamePersonLink
from cases.models.same_person import SameState, SameWhy
from cases.same_person import LONGEST, SWEDEN
from cases.selectors.same_person import errands, same_page
from cases.services import same_person as services


class IdentityIn(s.Serializer[Any]):
    """An identity number. Nothing is kept of it but a mark."""

    country = s.CharField(max_length=2, default=SWEDEN)
    identity_number = s.CharField(max_length=LONGEST)


class PairOut(s.Serializer[Any]):
    """Two persons who may be one human."""

    ref = s.CharField()
    codes = s.ListField(child=s.CharField())
    actors = s.ListField(child=s.CharField())
    sign = s.CharField()
    state = s.ChoiceField(SameState.choices)
    made_at = s.DateTimeField()


class ComparedOut(s.Serializer[Any]):
    """One line of the comparison; ``agrees`` is null where either is not known."""

    what = s.CharField(source="label")
    first = s.CharField()
    second = s.CharField()
    agrees = s.BooleanField(allow_null=True)


class PairPageOut(s.Serializer[Any]):
    """Two persons side by side; ``answers``: what can be decided now."""

    errand = PairOut()
    lines = ComparedOut(many=True)
    answers = s.ListField(child=s.CharField())
    both_open = s.BooleanField()


class PairIn(s.Serializer[Any]):
    """Two persons by their codes."""

    one = s.CharField(max_length=12)
    other = s.CharField(max_length=12)


class SamePairIn(s.Serializer[Any]):
    """What is decided of the two. ``seen``: the state that was read."""

    state = s.ChoiceField(SameState.choices)
    why = s.ChoiceField(SameWhy.choices)
    seen = s.ChoiceField(SameState.choices)


@extend_schema(request=IdentityIn, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def identity(request: Request, code: str) -> Response:
    """Note an identity number, once."""
    said = valid(IdentityIn, request).validated_data
    services.note_identity(code, said["country"], said["identity_number"], by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(methods=["GET"], responses=PairOut(many=True), operation_id="same_person_list")
@extend_schema(methods=["POST"], request=PairIn, responses={201: PairOut}, operation_id="same_person_ask")
@asks(Act.LINK_SAME_PERSON)
@api_view(["GET", "POST"])
def pairs(request: Request) -> Response:
    """The pairs that were asked about; or ask about two."""
    if request.method == "GET":
        return Response(PairOut(errands(who(request)), many=True).data)
    row = services.ask_about(**valid(PairIn, request).validated_data, by=who(request), at=clock.now())
    return Response(PairOut(same_page(who(request), row.ref).errand).data, status=201)


@extend_schema(methods=["GET"], responses=PairPageOut, operation_id="same_person_look")
@extend_schema(methods=["POST"], request=SamePairIn, responses={204: None}, operation_id="same_person_decide")
@asks(Act.LINK_SAME_PERSON, of=SamePersonLink)
@api_view(["GET", "POST"])
def pair(request: Request, ref: str) -> Response:
    """Two persons side by side; or what is decided of them."""
    if request.method == "GET":
        return Response(PairPageOut(same_page(who(request), ref)).data)
    services.decide_same(ref, **valid(SamePairIn, request).validated_data, by=who(request), at=clock.now())
    return Response(status=204)
