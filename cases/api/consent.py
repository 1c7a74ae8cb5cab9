"""What the person says yes to, and takes back, through the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import TEXT, Day, Guarded, valid, who
from accounts.asks import asks
from cases.models import Person
from cases.models.consent import Consented, HowSaid
from cases.selectors.consent import consent_page
from cases.services import consent as service
from cases.services.consent import ConsentSaid


class ConsentIn(Guarded):
    """What was said yes to. ``actor``: the reference of the actor that it is about, where it is one."""

    what = s.ChoiceField(Consented.choices)
    actor = s.CharField(max_length=12, required=False, allow_blank=True, default="")
    language = s.CharField(max_length=3)
    how = s.ChoiceField(HowSaid.choices)
    on = Day()
    until = Day(required=False, allow_null=True, default=None)
    note = s.CharField(**TEXT)


class ConsentLine(s.Serializer[Any]):
    """One consent. ``rests``: the actors that see the person because of it, now."""

    ref = s.CharField()
    what = s.CharField(source="code")
    to = s.CharField()
    told = s.CharField()
    how = s.CharField()
    on = s.DateField()
    until = s.DateField(allow_null=True)
    rests = s.ListField(child=s.CharField())
    withdrawn_at = s.DateTimeField(allow_null=True)


class Consents(s.Serializer[Any]):
    """What holds, what has run out, what was taken back; ``missing``: actors that see without a consent."""

    holds = ConsentLine(many=True)
    ran_out = ConsentLine(many=True)
    withdrawn = ConsentLine(many=True)
    missing = s.ListField(child=s.CharField())


class ConsentOut(s.Serializer[Any]):
    """The reference by which a consent is taken back."""

    ref = s.CharField()


class WithdrawnOut(s.Serializer[Any]):
    """The actors that see the person no more, and those that are no longer ``asked`` to take the person over."""

    ended = s.ListField(child=s.CharField())
    asked = s.ListField(child=s.CharField())


@extend_schema(responses=Consents)
@asks(Act.SEE_ACCESS, of=Person, ref="code")
@api_view(["GET"])
def consents(request: Request, code: str) -> Response:
    """What the person has said yes to."""
    return Response(Consents(consent_page(who(request), code, on=clock.today())).data)


@extend_schema(request=ConsentIn, responses={201: ConsentOut})
@asks(Act.WRITE_CONSENT, of=Person, ref="code")
@api_view(["POST"])
def give(request: Request, code: str) -> Response:
    """Note what the person has said yes to."""
    given = valid(ConsentIn, request).validated_data
    answered = given.pop("answered", ())
    row = service.give(code, ConsentSaid(**given), by=who(request), at=clock.now(), answered=answered)
    return Response({"ref": row.ref}, status=201)


@extend_schema(request=None, responses=WithdrawnOut)
@asks(Act.WRITE_CONSENT, of=Person, ref="code")
@api_view(["POST"])
def withdraw(request: Request, code: str, consent_ref: str) -> Response:
    """Take a consent back: what rests on it ends at once."""
    done = service.withdraw(code, consent_ref, by=who(request), at=clock.now())
    return Response(WithdrawnOut(done).data)
