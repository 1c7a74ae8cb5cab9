"""The actor's account: as a page, as a file, through the API."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import who
from accounts.asks import Asked, asks
from accounts.inputs import whole_number
from accounts.spreadsheet import csv_file
from nsp.desk.selectors.own_money import OwnLine, own_actors, own_money


@asks(Act.SEE_OWN_MONEY)
@require_safe
def money_of_actor(request: Asked) -> HttpResponse:
    """A year of one's own actor's money."""
    page = own_money(request.viewer, year=_year(request.GET.get("year", "")), on=clock.today())
    return render(request, "funding/own.html", {"page": page, "actors": own_actors(request.viewer), "office": False})


@asks(Act.SEE_OWN_MONEY)
@require_POST
def money_of_actor_file(request: Asked) -> HttpResponse:
    """The same as a file, without any person."""
    page = own_money(request.viewer, year=_year(request.POST.get("year", "")), on=clock.today())
    heads = [_("Commitment"), _("Claim"), _("Kind"), _("Year"), _("Granted"), _("Released"), _("Reported")]
    heads += [_("Approved"), _("Paid"), _("Not approved yet")]
    request.done = True
    rows = (_cells(line, page.year) for line in page.lines)
    response = HttpResponse(csv_file((), heads, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="ekonomi-{page.year}.csv"'
    return response


def _cells(line: OwnLine, year: int) -> tuple[object, ...]:
    money = line.money
    sums = (money.granted, money.released, line.reported, money.approved, money.paid, money.left)
    claim = line.claim.ref if line.claim else ""
    return (line.ref, claim, line.kind, year, *sums)


def _year(text: str) -> int:
    return whole_number(text, most=9999) or clock.today().year


_SEK: dict[str, Any] = {"max_digits": 12, "decimal_places": 2}


class MoneyOut(s.Serializer[Any]):
    """Sums of a year."""

    granted = s.DecimalField(**_SEK)
    released = s.DecimalField(**_SEK)
    approved = s.DecimalField(**_SEK)
    paid = s.DecimalField(**_SEK)
    left = s.DecimalField(**_SEK)


class OwnLineOut(s.Serializer[Any]):
    """Something that was granted, and where its report is; ``code`` of a person whom the viewer sees."""

    commitment = s.CharField(source="ref")
    claim = s.CharField(source="claim.ref", default=None)
    code = s.CharField(source="what.code", default=None)
    kind = s.CharField()
    state = s.CharField()
    report_by = s.DateField(source="what.report_by", default=None)
    money = MoneyOut()


class OwnMoneyOut(s.Serializer[Any]):
    """A year of the viewer's own actor's money."""

    year = s.IntegerField()
    total = MoneyOut()
    lines = OwnLineOut(many=True)


@extend_schema(parameters=[OpenApiParameter("year", int)], responses=OwnMoneyOut)
@asks(Act.SEE_OWN_MONEY)
@api_view(["GET"])
def api_money_of_actor(request: Request) -> Response:
    """What the viewer's actor is granted, has reported, is paid and has left to report."""
    year = _year(request.query_params.get("year", ""))
    return Response(OwnMoneyOut(own_money(who(request), year=year, on=clock.today())).data)
