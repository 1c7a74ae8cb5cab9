"""A child through the API: the concern report, and who looks after the child."""

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
from cases.models.child import ConcernBy, ConcernMade, Guardian, School, WhyNot
from cases.models.family import Custody
from cases.selectors.child import child_panel, duties_panel
from cases.services.child import Concern, Standing, note_concern, state_child


class DutyOut(s.Serializer[Any]):
    """About whom a concern has to be reported, or is. ``of``: somebody close by reference; empty: the person."""

    of = s.CharField()
    who = s.CharField()
    words = s.CharField()
    is_open = s.BooleanField()


class ChildStandingOut(s.Serializer[Any]):
    """The duties, and who looks after the child (null for a grown-up)."""

    duties = DutyOut(many=True)
    custody = s.CharField(allow_null=True)
    guardian = s.CharField(allow_null=True)
    school = s.CharField(allow_null=True)
    since = s.DateField(allow_null=True)


class ConcernIn(Guarded):
    """What is stated of a concern report."""

    made = s.ChoiceField(ConcernMade.choices)
    on = Day(required=False, allow_null=True, default=None)
    reported_by = s.ChoiceField(ConcernBy.choices, required=False, allow_blank=True, default="")
    why_not = s.ChoiceField(WhyNot.choices, required=False, allow_blank=True, default="")
    of = s.CharField(required=False, allow_blank=True, default="", max_length=16)
    note = s.CharField(**TEXT)


class ChildStandingIn(Guarded):
    """Who looks after the child."""

    on = Day()
    custody = s.ChoiceField(Custody.choices, default=Custody.UNKNOWN)
    guardian = s.ChoiceField(Guardian.choices, default=Guardian.UNKNOWN)
    guardian_on = Day(required=False, allow_null=True, default=None)
    school = s.ChoiceField(School.choices, default=School.UNKNOWN)
    note = s.CharField(**TEXT)


@extend_schema(responses=ChildStandingOut)
@asks(Act.SEE_PERSON, of=Person, ref="code")
@api_view(["GET"])
def child(request: Request, code: str) -> Response:
    """The duty to report, and who looks after the child."""
    person = Person.objects.get(code=request._request.about.ref)  # type: ignore[attr-defined]
    duties = duties_panel(who(request), person, clock.today())
    card = child_panel(who(request), person, clock.today())
    names = ("custody", "guardian", "school", "since")
    found = {name: getattr(card, name) if card else None for name in names}
    return Response(ChildStandingOut({"duties": duties.rows if duties else (), **found}).data)


@extend_schema(request=ConcernIn, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def concern(request: Request, code: str) -> Response:
    """State whether a concern is reported."""
    given = valid(ConcernIn, request).validated_data
    answered = given.pop("answered", ())
    note_concern(code, Concern(**given), by=who(request), at=clock.now(), answered=answered)
    return Response(status=204)


@extend_schema(request=ChildStandingIn, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def standing(request: Request, code: str) -> Response:
    """State who looks after the child."""
    given = valid(ChildStandingIn, request).validated_data
    answered = given.pop("answered", ())
    state_child(code, Standing(**given), by=who(request), at=clock.now(), answered=answered)
    return Response(status=204)
