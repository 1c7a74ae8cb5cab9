"""The access log through the API: who has seen a person, and the data protection officer's log with its checks."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import who
from accounts.asks import asks
from accounts.errors import Invalid
from cases.models import Person
from nsp.desk.log_form import LogFilter
from nsp.desk.selectors.access_log import log_page, people_to_choose, reads_the_log
from nsp.desk.selectors.log_checks import standing_checks
from nsp.desk.selectors.seen import Wanted, seen_by
from nsp.desk.views.seen import SeenFilter


def _asked(*names: str) -> list[OpenApiParameter]:
    days = {"first", "last", "on"}
    return [OpenApiParameter(name, OpenApiTypes.DATE if name in days else str) for name in names]


class WhoOut(s.Serializer[Any]):
    """Somebody, with role and actor as they are now."""

    name = s.CharField()
    place = s.CharField()


class SeenLineOut(s.Serializer[Any]):
    """Somebody did the same thing so many times, from a day to a moment."""

    who = WhoOut()
    what = s.CharField()
    times = s.IntegerField()
    first = s.DateField()
    last = s.DateTimeField()
    outside = s.BooleanField()


class SeenOut(s.Serializer[Any]):
    """A page of who has seen a person, newest first."""

    lines = SeenLineOut(many=True)
    older = s.CharField()
    newer = s.CharField()


class LogRowOut(s.Serializer[Any]):
    """An event of the access log, by reference code."""

    id = s.UUIDField()
    at = s.DateTimeField()
    who = WhoOut()
    act = s.CharField()
    what = s.CharField()
    outcome = s.CharField()
    kind = s.CharField()
    ref = s.CharField()
    code = s.CharField()
    about = s.CharField()
    why = s.CharField()
    request_id = s.UUIDField()


class LogOut(s.Serializer[Any]):
    """A page of the access log, newest first."""

    rows = LogRowOut(many=True)
    older = s.CharField()
    newer = s.CharField()


class CheckLineOut(s.Serializer[Any]):
    """An account that a check found; ``query`` shows its events."""

    who = WhoOut()
    words = s.CharField()
    query = s.DictField(child=s.CharField())


class CheckOut(s.Serializer[Any]):
    """A standing check, and how much it found."""

    name = s.CharField()
    found = s.IntegerField()
    meaning = s.CharField()
    lines = CheckLineOut(many=True)
    query = s.DictField(child=s.CharField())


def _said(form: Any) -> dict[str, Any]:
    if not form.is_valid():
        raise Invalid({name: [str(error) for error in errors] for name, errors in form.errors.items()})
    return {name: value for name, value in form.cleaned_data.items() if value}


def _sides(query: QueryDict) -> dict[str, Any]:
    return {side: query.get(side, "") for side in ("older", "newer")}


@extend_schema(responses=SeenOut, parameters=_asked("on", "who", "outside", "older", "newer"))
@asks(Act.SEE_SEEN, of=Person, ref="code")
@api_view(["GET"])
def seen(request: Request, code: str) -> Response:
    """Everybody who has opened something about the person, or was refused it."""
    about = request._request.about  # type: ignore[attr-defined]
    query = request.query_params
    wanted = Wanted(**_said(SeenFilter(query)), **_sides(query))
    return Response(SeenOut(seen_by(about.ref, wanted)).data)


@extend_schema(
    responses=LogOut,
    parameters=_asked("who", "code", "act", "outcome", "only", "first", "last", "older", "newer"),
)
@asks(Act.SEE_LOG)
@api_view(["GET"])
def log(request: Request) -> Response:
    """The access log, filtered by codes."""
    reads_the_log(who(request))
    form = LogFilter(request.query_params, people=people_to_choose())
    _said(form)
    wanted = form.wanted(today=clock.today(), **_sides(request.query_params))
    return Response(LogOut(log_page(who(request), wanted)).data)


@extend_schema(responses=CheckOut(many=True))
@asks(Act.SEE_LOG)
@api_view(["GET"])
def log_checks(request: Request) -> Response:
    """The standing checks of the last days."""
    return Response(CheckOut(standing_checks(who(request), on=clock.today()), many=True).data)
