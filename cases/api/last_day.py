"""The proposal of a last day: what waits for coordinators, and their answer."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import valid, who
from accounts.asks import asks
from cases import serializers_facts as s
from cases.models import LastDayProposal
from cases.selectors.last_day import waiting_last_days
from cases.services.last_day import let_go_on, set_last_day


@extend_schema(responses=s.LastDayLine(many=True))
@asks(Act.SET_LAST_DAY)
@api_view(["GET"])
def last_days(request: Request) -> Response:
    """The proposals that wait for an answer, the oldest first."""
    return Response(s.LastDayLine(waiting_last_days(who(request)), many=True).data)


@extend_schema(request=s.LastDayIn, responses={204: None})
@asks(Act.SET_LAST_DAY, of=LastDayProposal)
@api_view(["POST"])
def answer(request: Request, ref: str) -> Response:
    """Set the last day (``last``), or let the period go on with a reason (no ``last``)."""
    given = valid(s.LastDayIn, request).validated_data | {"by": who(request), "at": clock.now()}
    last = given.pop("last")
    if last is None:
        let_go_on(ref, **given)
    else:
        set_last_day(ref, last=last, **given)
    return Response(status=204)
