"""What waits for actors and can be reminded of, oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, F, OuterRef, SmallIntegerField, Subquery, When
from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.lists import MOST_AT_ONCE
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import short_day_words, waited_words
from cases.access import visible_requests
from cases.models import AdmissionDecision, Intervention, Reminding
from cases.models.choices import Kind
from cases.selectors.standing import PERIOD_NAMES, asked_for
from cases.states import AdmissionState, InterventionState


@dataclass(frozen=True)
class WaitsFor:
    """Something that waits for an actor. ``reminded``: when it was reminded of last, in words; ``may``: not today."""

    ref: str
    code: str
    code_name: str
    actor: str
    what: str
    waited: str
    reminded: str
    may: bool


@dataclass(frozen=True)
class ToRemind:
    """Both kinds, the oldest hundred of each, and how many there are."""

    answers: tuple[WaitsFor, ...]
    reports: tuple[WaitsFor, ...]
    answers_in_all: int
    reports_in_all: int


@queries(4)
def to_remind(viewer: Viewer, *, now: datetime) -> ToRemind:
    """For coordinators: what has not been reminded of today first, then what has waited longest."""
    on = day(now)
    asked = AdmissionDecision.objects.filter(request_id=OuterRef("pk")).order_by("-at").values("at")[:1]
    answers = visible_requests(viewer).filter(state=AdmissionState.RETURNED, sent_at__isnull=False)
    reports = Intervention.objects.filter(last__lt=on, last__gte=F("start")).exclude(state=InterventionState.REPORTED)
    first = _oldest(answers.annotate(since=Subquery(asked)), "since", on)
    second = _oldest(reports, "last", on)
    return ToRemind(
        answers=tuple(_answer(row, now) for row in first),
        reports=tuple(_report(row, on) for row in second),
        answers_in_all=answers.count(),
        reports_in_all=reports.count(),
    )


def _oldest(rows: Any, since: str, on: date) -> Any:
    last = Reminding.objects.filter(ref=OuterRef("ref")).order_by("-on").values("on")[:1]
    done = Case(When(reminded=on, then=1), default=0, output_field=SmallIntegerField())
    ordered = rows.annotate(reminded=Subquery(last)).annotate(done=done).order_by("done", since, "ref")
    return ordered.select_related("person", "actor")[:MOST_AT_ONCE]


def _answer(row: Any, now: datetime) -> WaitsFor:
    what = asked_for(row.kind, is_further=row.case_id is not None)
    waited = _("has waited %(time)s") % {"time": waited_words(row.since, now)} if row.since else ""
    return _row(row, what, waited, day(now))


def _report(row: Any, on: date) -> WaitsFor:
    what = str(PERIOD_NAMES[Kind(row.kind)][1])
    return _row(row, what, _("ended %(day)s") % {"day": short_day_words(row.last, on)}, on)


def _row(row: Any, what: str, waited: str, on: date) -> WaitsFor:
    last = row.reminded
    said = "" if last is None else _("reminded %(day)s") % {"day": short_day_words(last, on)}
    person = row.person
    return WaitsFor(row.ref, person.code, person.code_name, row.actor.name, what, waited, said, may=last != on)
