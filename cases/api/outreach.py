"""Outreach without a person on record: the own actor's."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import valid, who
from accounts.asks import asks
from cases import serializers_outreach as s
from cases.forms.outreach import chosen_year
from cases.models import Outreach
from cases.selectors.outreach import outreach_of
from cases.services import outreach


@extend_schema(responses=s.OutreachYearOut, parameters=[OpenApiParameter("year", int)])
@asks(Act.SEE_SERVICES)
@api_view(["GET"])
def outreach_year(request: Request) -> Response:
    """The own actor's outreach of a year, with sums by month."""
    return Response(
        s.OutreachYearOut(outreach_of(who(request), chosen_year(request.query_params, today=clock.today()))).data
    )


@extend_schema(request=s.OutreachIn, responses=s.Ref)
@asks(Act.LOG_SERVICE)
@api_view(["POST"])
def outreach_new(request: Request) -> Response:
    """Note an outing: how many were met one day at one kind of place."""
    said = valid(s.OutreachIn, request).outing()
    return Response({"ref": outreach.note_outreach(said, by=who(request), at=clock.now()).ref})


@extend_schema(request=None, responses={204: None})
@asks(Act.LOG_SERVICE, of=Outreach)
@api_view(["POST"])
def outreach_take(request: Request, ref: str) -> Response:
    """Take away an outing that was written by mistake."""
    outreach.take_outreach(ref, by=who(request), at=clock.now())
    return Response(status=204)
