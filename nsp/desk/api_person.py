"""One person's timeline and printed summary through the API."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
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
from cases.models import Person
from cases.selectors.entry import Subject, cut
from cases.selectors.person import timeline
from nsp.desk.selectors.summary import summary
from nsp.desk.summary_file import as_response
from nsp.desk.views.timeline import TimelineFilter

_CUTS = [
    OpenApiParameter("about", str, enum=Subject.values),
    OpenApiParameter("year", int),
    OpenApiParameter("ahead", bool),
]


class TimelineLineOut(s.Serializer[Any]):
    """One line of a timeline: its day, the moment where it has one, what, who; ``ahead``: still to come.
    ``when``: the time in words where no day is known."""

    on = s.DateField()
    at = s.DateTimeField(allow_null=True)
    when = s.CharField()
    subject = s.ChoiceField(choices=Subject.choices)
    what = s.CharField()
    who = s.CharField()
    text = s.CharField()
    ahead = s.BooleanField()


@extend_schema(responses=TimelineLineOut(many=True), parameters=_CUTS)
@asks(Act.SEE_PERSON, of=Person, ref="code")
@api_view(["GET"])
def timeline_lines(request: Request, code: str) -> Response:
    """Everything about one person in one order, the newest first, or a part of it, cut as on the page."""
    about = request._request.about  # type: ignore[attr-defined]  # the code as it is written, however it was typed
    entries = timeline(who(request), about.ref, on=clock.today())
    return Response(
        TimelineLineOut(cut(entries, TimelineFilter(request.query_params, entries).wanted()), many=True).data
    )


@extend_schema(request=None, responses={(200, "application/pdf"): OpenApiTypes.BINARY})
@asks(Act.PRINT_PERSON, of=Person, ref="code")
@api_view(["POST"])
def print_summary(request: Request, code: str) -> HttpResponse:
    """The summary of one person as a file, without sealed text."""
    asked = request._request
    page = summary(who(request), asked.about.ref, on=clock.today())  # type: ignore[attr-defined]
    return as_response(page, asked, at=clock.now())
