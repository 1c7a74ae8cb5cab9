"""The desk through the API: the access log with its checks, and the coordinators' year of money with its end."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import valid, who
from accounts.asks import asks
from accounts.errors import Invalid
from cases.models import Person
from funding.services.year_end import return_unspent
from nsp.desk.log_form import LogFilter
from nsp.desk.selectors.access_log import log_page, people_to_choose, reads_the_log
from nsp.desk.selectors.log_checks import standing_checks
from nsp.desk.selectors.seen import Wanted, seen_by
from nsp.desk.selectors.year import year_page
from nsp.desk.selectors.year_end import year_end_page
from nsp.desk.views.seen import SeenFilter
from reports.year_end import sign_year


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


def _sek() -> s.DecimalField:
    return s.DecimalField(max_digits=12, decimal_places=2, allow_null=True)


class HeldOut(s.Serializer[Any]):
    """A line or a budget: SEK that it holds, and would if all that wait were granted."""

    name = s.CharField()
    kind = s.CharField()
    kept = _sek()
    committed = _sek()
    paid = _sek()
    left = _sek()
    asked = _sek()
    percent = s.IntegerField()
    would = s.IntegerField()


class BudgetOut(s.Serializer[Any]):
    """A budget with its lines."""

    whole = HeldOut()
    lines = HeldOut(many=True)
    is_example = s.BooleanField()


class MonthOut(s.Serializer[Any]):
    """A month's end, summed up from the year's beginning; null where nothing is known yet."""

    name = s.CharField()
    committed = _sek()
    paid = _sek()
    used = _sek()
    with_asked = _sek()


class SumsOut(s.Serializer[Any]):
    """SEK of a group."""

    granted = _sek()
    released = _sek()
    committed = _sek()
    reported = _sek()
    paid = _sek()


class CutOut(s.Serializer[Any]):
    """A group of a cut: a kind, a county, an actor by reference."""

    code = s.CharField()
    name = s.CharField()
    sums = SumsOut()
    asked = _sek()


class WarnedOut(s.Serializer[Any]):
    """A line or budget that has passed a threshold (per cent); ``would``: if all that wait were granted."""

    held = HeldOut()
    threshold = s.IntegerField()
    would = s.BooleanField()
    percent = s.IntegerField()


class YearOut(s.Serializer[Any]):
    """A year of money. Internal: exact figures."""

    year = s.IntegerField()
    years = s.ListField(child=s.IntegerField())
    whole = HeldOut(allow_null=True)
    returned = _sek()
    asked = _sek()
    asked_number = s.IntegerField()
    outside = _sek()
    sums = SumsOut()
    budgets = BudgetOut(many=True)
    warnings = WarnedOut(many=True)
    months = MonthOut(many=True)
    kinds = CutOut(many=True)
    counties = CutOut(many=True)
    actors = CutOut(many=True)


class CheckDoneOut(s.Serializer[Any]):
    """Something that must be done before a year is signed; ``links``, and ``way`` to
    where it is done: words, name of an address, reference."""

    code = s.CharField()
    name = s.CharField()
    done = s.BooleanField()
    said = s.CharField()
    links = s.ListField(child=s.ListField(child=s.CharField(allow_blank=True)))
    more = s.IntegerField()
    way = s.ListField(child=s.CharField(allow_blank=True), allow_null=True)


class YearEndOut(s.Serializer[Any]):
    """How far a year has come in being closed. ``digest``: the fingerprint of the figures that would be signed."""

    year = s.IntegerField()
    signed = s.BooleanField()
    may_sign = s.BooleanField()
    first = s.CharField(source="ended.first", default="")
    first_at = s.DateTimeField(source="ended.first_at", default=None, allow_null=True)
    second = s.CharField(source="ended.second", default="")
    second_at = s.DateTimeField(source="ended.second_at", default=None, allow_null=True)
    left = _sek()
    digest = s.CharField()
    checks = s.SerializerMethodField()

    @extend_schema_field(CheckDoneOut(many=True))
    def get_checks(self, page: Any) -> Any:
        """The checklist; empty once it is signed."""
        return CheckDoneOut([row.check for row in page.checks], many=True).data


class YearIn(s.Serializer[Any]):
    """Which year."""

    year = s.IntegerField(min_value=2000, max_value=2199, required=False)


class SignYearIn(s.Serializer[Any]):
    """Which year, and the fingerprint of the figures that one has seen."""

    year = s.IntegerField(min_value=2000, max_value=2199)
    digest = s.RegexField(r"^[0-9a-f]{64}$")


class UnspentIn(s.Serializer[Any]):
    """Which year, the sum that is left (SEK), and the day on which it went back."""

    year = s.IntegerField(min_value=2000, max_value=2199)
    amount = s.DecimalField(max_digits=12, decimal_places=2)
    on = s.DateField()


def _year(request: Request, otherwise: int) -> int:
    said = YearIn(data=request.query_params.dict())
    said.is_valid(raise_exception=True)
    return int(said.validated_data.get("year") or otherwise)


def _end_of(request: Request, year: int) -> Response:
    return Response(YearEndOut(year_end_page(who(request), year=year, on=clock.today())).data)


@extend_schema(responses=YearOut, parameters=[YearIn])
@asks(Act.SEE_YEAR)
@api_view(["GET"])
def year(request: Request) -> Response:
    """A year of money, this one unless another is asked for."""
    on = clock.today()
    return Response(YearOut(year_page(year=_year(request, on.year), on=on)).data)


@extend_schema(responses=YearEndOut, parameters=[YearIn])
@asks(Act.SEE_YEAR)
@api_view(["GET"])
def year_end(request: Request) -> Response:
    """What must be done before a year is signed, last year's unless another is asked for."""
    return _end_of(request, _year(request, clock.today().year - 1))


@extend_schema(request=UnspentIn, responses=YearEndOut)
@asks(Act.CLOSE_YEAR)
@api_view(["POST"])
def year_return(request: Request) -> Response:
    """Book what nobody is promised of an ended year as gone back to the funder."""
    said = valid(UnspentIn, request).validated_data
    return_unspent(said["year"], said["amount"], on=said["on"], by=who(request), at=clock.now())
    return _end_of(request, said["year"])


@extend_schema(request=SignYearIn, responses=YearEndOut)
@asks(Act.CLOSE_YEAR)
@api_view(["POST"])
def year_sign(request: Request) -> Response:
    """Sign a year's figures: as the first of two, or as the second, which closes it for ever."""
    said = valid(SignYearIn, request).validated_data
    sign_year(said["year"], digest=said["digest"], by=who(request), at=clock.now())
    return _end_of(request, said["year"])
