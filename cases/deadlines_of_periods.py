"""Deadlines of rest and support: the last day of a period, and the day by which it is reported back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.clock import day
from accounts.clocks import Clock, keeps, says_days
from accounts.deadlines import Wording
from cases.models import Intervention
from cases.models.choices import Kind
from cases.models.programme import InterventionRule
from cases.remind_days import PERIOD
from cases.selectors.standing import PERIOD_NAMES
from cases.selectors.steps import REPORT_DAYS
from cases.selectors.verdicts import in_force_on
from cases.states import InterventionState

WITH_A_LAST_DAY = (Kind.REST, Kind.SUPPORT)
REPORT = "REPORT"
ABOUT_PERIODS = (PERIOD, "PERIOD_LATE", "REPORT_LATE")

_KINDS = {kind.value: names[0] for kind, names in PERIOD_NAMES.items()}


def _rules() -> Any:
    return InterventionRule.objects.filter(kind__in=WITH_A_LAST_DAY)


@says_days
def days_said(key: str, on: date) -> Collection[int] | None:
    """On which days before a deadline of a kind the programme of a day wants people told. A period's are those of its
    own programme (each row says which): here are all that any says. One query."""
    if key == PERIOD:
        return {n for days in _rules().values_list("remind_before_end", flat=True) for n in days}
    said = in_force_on(on).values_list("remind_days", flat=True).first()
    return said.get(key) if said else None


def _periods() -> Any:
    """Periods that run or have run out and are not reported back, with what their programme says of them."""
    rule = _rules().filter(programme_id=OuterRef("programme_id"), kind=OuterRef("kind"))
    rows = Intervention.objects.filter(
        state__in=[InterventionState.GRANTED, InterventionState.ENDED_EARLY],
        kind__in=WITH_A_LAST_DAY,
        last__gte=F("start"),
    )
    before, within = Subquery(rule.values("remind_before_end")[:1]), Subquery(rule.values("report_back_days")[:1])
    return rows.select_related("person").defer("end_note").annotate(tell_before=before, report_within=within)


def _report_by(row: Any) -> date:
    last: date = row.last
    return last + timedelta(days=row.report_within or REPORT_DAYS)


def _clock(row: Any, on: date, **more: Any) -> Clock:
    """Of the actor that has the period, who reports it back also where somebody else has the person by now."""
    worker = row.person.caseworker_id
    facts = {"kind": row.kind, "last": row.last.isoformat(), "due": _report_by(row).isoformat()}
    workers = (worker,) if worker else ()
    return Clock(row.ref, on, row.actor_id, workers, row.person_id, begun=day(row.granted_at), facts=facts, **more)


@keeps(
    PERIOD,
    _("A period of rest or support goes on, or ends and is reported back"),
    source="domain §3, remind_before_end; max_days_per_period",
    rows=_periods,
    column="last",
    before=(14, 7, 1, 0),
    after=(1,),
    for_office=True,
    before_words=Wording(
        _("%(who)s: %(kind)s ends on %(last)s"), _("See what comes next"), "person", "person", "soon", _KINDS
    ),
    late_words=Wording(
        _("%(who)s: %(kind)s ended on %(last)s and is not reported back"),
        _("Report back"),
        "person",
        "person",
        "late",
        _KINDS,
        office=_("See"),
    ),
)
def _period(row: Any, on: date) -> Clock | None:
    """One that was ended early has its last day earlier, and nothing is told ahead of it. When the time to report back
    is over that is said instead."""
    ahead = tuple(row.tell_before or ()) if row.state == InterventionState.GRANTED else ()
    return _clock(row, row.last, before=ahead) if on <= _report_by(row) else None


def _report_plus(on: date) -> tuple[int, ...]:
    said = _rules().values_list("report_back_days", flat=True)
    return tuple(sorted({REPORT_DAYS, *filter(None, said)}))


@keeps(
    REPORT,
    _("A period of rest or support is reported back"),
    source="domain §3, report_back_days",
    rows=_periods,
    column="last",
    plus=_report_plus,
    before=(),
    after=(1,),
    for_office=True,
    before_words=Wording(
        _("%(who)s: report back %(kind)s by %(due)s"),
        _("Report back"),
        "person",
        "person",
        "soon",
        _KINDS,
        office=_("See"),
    ),
    late_words=Wording(
        _("%(who)s: %(kind)s ended on %(last)s and should have been reported back by %(due)s"),
        _("Report back"),
        "person",
        "person",
        "late",
        _KINDS,
        office=_("See"),
    ),
)
def _report(row: Any, on: date) -> Clock | None:
    return _clock(row, _report_by(row))
