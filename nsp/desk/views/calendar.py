"""The calendar of what falls due, on the web and through the API."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import who
from accounts.asks import Asked, asks
from nsp.desk.selectors.calendar import Calendar, calendar_of


@asks(Act.SEE_TASKS)
@require_safe
def calendar(request: Asked) -> HttpResponse:
    """A month: what falls due day by day, or with ``view=month`` a table that says how much."""
    page, is_table = _asked(request.viewer, request.GET, opens_on=None), request.GET.get("view") == "month"
    today = clock.today().replace(day=1)
    whose = page.whose if page.choices and not page.person else None  # one's own is chosen, too, where there are others
    kept = {"view": "month" if is_table else None, "whose": whose, "person": page.person or None}
    links = {
        "before": _link(page.before, kept),
        "after": _link(page.after, kept),
        "today": _link(today, kept) if page.first != today else "",
        "list": _link(page.first, kept | {"view": None}),
        "table": _link(page.first, kept | {"view": "month"}),
    }
    return render(request, "desk/calendar.html", {"page": page, "is_table": is_table, "links": links})


def _link(month: date | None, kept: dict[str, str | None]) -> str:
    asked = {name: value for name, value in kept.items() if value is not None}
    return f"?{urlencode({'month': f'{month:%Y-%m}', **asked})}" if month else ""


class FallsOut(s.Serializer[Any]):
    """Something that falls due on a day."""

    on = s.DateField()
    what = s.CharField()
    kind = s.CharField()


class CalendarOut(s.Serializer[Any]):
    """A month, with the days of its first and its last week. ``more``: there is more than what is listed;
    ``wrong``: something could not be read."""

    first = s.DateField()
    falls = FallsOut(many=True)
    more = s.BooleanField()
    wrong = s.BooleanField()


_PARAMETERS = [OpenApiParameter(name, str) for name in ("month", "whose", "person")]


@extend_schema(responses=CalendarOut, parameters=_PARAMETERS)
@asks(Act.SEE_TASKS)
@api_view(["GET"])
def api_calendar(request: Request) -> Response:
    """What falls due in a month (``2026-12``); for managers ``whose=actor``: all of the actor's, or a handle of one of
    the staff (those of ``absences/``)."""
    return Response(CalendarOut(_asked(who(request), request.query_params)).data)


def _asked(viewer: Any, asked: Any, opens_on: str | None = "") -> Calendar:
    return calendar_of(
        viewer,
        month=asked.get("month", ""),
        on=clock.today(),
        whose=asked.get("whose", opens_on),
        person=asked.get("person", ""),
    )
