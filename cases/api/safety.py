"""The risk and the safety plan through the API."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import TEXT, TEXTS_TOO, Day, Guarded, WithTexts, opened, valid, who
from accounts.asks import asks
from cases.models import Person
from cases.models.person import Threat
from cases.selectors.safety import safety_now
from cases.services.safety import Reviewed, review_safety


class SafetyOut(WithTexts):
    """The risk as it stands. ``seen``: send it with a review, so that nobody's newer one is passed by."""

    sealed = ("plan",)
    level = s.CharField()
    on = s.DateField(allow_null=True)
    by = s.CharField()
    next_on = s.DateField(allow_null=True)
    seen = s.CharField()
    has_plan = s.BooleanField()
    plan = s.CharField(required=False)


class SafetyIn(Guarded):
    """The risk on a day; an empty ``plan`` leaves what stands there."""

    on = Day()
    level = s.ChoiceField(Threat.choices)
    reasons = s.CharField(**TEXT)
    plan = s.CharField(**TEXT)
    next_on = s.DateField(required=False, allow_null=True, default=None)
    seen = s.CharField(max_length=36, required=False, allow_blank=True, default="")


@extend_schema(responses=SafetyOut, parameters=[TEXTS_TOO])
@asks(Act.SEE_PERSON, of=Person, ref="code", texts=True)
@api_view(["GET"])
def safety(request: Request, code: str) -> Response:
    """The risk as it stands; ``texts=1`` opens the plan."""
    given = opened(request)
    return Response(SafetyOut(safety_now(who(request), code, on=clock.today(), **given), context=given).data)


@extend_schema(request=SafetyIn, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def review(request: Request, code: str) -> Response:
    """Add a review of the risk."""
    given = valid(SafetyIn, request).validated_data
    more = {name: given.pop(name) for name in ("answered", "seen")}
    review_safety(code, Reviewed(**given), by=who(request), at=clock.now(), **more)
    return Response(status=204)
