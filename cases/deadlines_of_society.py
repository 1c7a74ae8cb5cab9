"""Deadlines of what society owes: whether it protects, whether a report is made, answers that should have come, and
what it has granted until a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.clock import day
from accounts.clocks import Clock, keeps
from accounts.deadlines import Wording
from cases import law
from cases.deadlines_of_persons import of_person
from cases.law_codes import Happening, LawSubject
from cases.models import Intervention, LegalStep, PoliceReport, ProtectionStatement
from cases.models.choices import Kind, ReportMade, SocietyProtects
from cases.states import InterventionState

ANSWER_ON_DAY = 20
"""On this day of the rest it is told that nobody knows whether society gives the protection."""


def _rests() -> Any:
    said = ProtectionStatement.objects.filter(person_id=OuterRef("person_id")).order_by("-stated_at")
    report = PoliceReport.objects.filter(person_id=OuterRef("person_id")).order_by("-stated_at")
    rows = Intervention.objects.filter(kind=Kind.REST, state=InterventionState.GRANTED).select_related("person")
    answer, made = Subquery(said.values("answer")[:1]), Subquery(report.values("made")[:1])
    return rows.defer("end_note").annotate(society_says=answer, report_made=made)


@keeps(
    "SOCIETY_ANSWER",
    _("It is known whether society gives the protection"),
    source="domain §2.4; day 20 of the rest",
    rows=_rests,
    column="start",
    plus=lambda on: (ANSWER_ON_DAY - 1,),
    before=(0,),
    after=(5,),
    before_words=Wording(
        _("%(who)s: day 20 of the rest, and nobody knows whether society gives the protection"),
        _("Say it"),
        "person_protection",
        "person",
        "soon",
    ),
    ahead_words=Wording(
        _("%(who)s: by day 20 of the rest, %(last)s, say whether society gives the protection"),
        _("Say it"),
        "person_protection",
        "person",
        "soon",
    ),
)
def _society(row: Any, on: date) -> Clock | None:
    known = row.society_says not in (None, SocietyProtects.UNKNOWN, SocietyProtects.APPLIED)
    last = row.start + timedelta(days=ANSWER_ON_DAY - 1)
    return None if known or last > row.last else of_person(row.person, row.ref, last, begun=day(row.granted_at))


@keeps(
    "POLICE_DECISION",
    _("It is known whether a police report is made"),
    until=_("Before it is to be known whether a police report is made (days)"),
    source="domain §3, before_police_report; before the rest ends",
    rows=_rests,
    column="last",
    before=(7, 1),
    before_words=Wording(
        _("%(who)s: the rest ends on %(last)s, and nobody knows whether a police report is made"),
        _("Say it"),
        "person_police",
        "person",
        "soon",
    ),
)
def _police(row: Any, on: date) -> Clock | None:
    known = row.report_made not in (None, ReportMade.UNKNOWN)
    return None if known else of_person(row.person, row.ref, row.last, begun=day(row.granted_at))


AWAITED = {(kind.code, step.code): step for kind in law.BY_CODE.values() for step in kind.steps if step.should_days}


_AWAITS = {f"{subject}-{step}": kind.awaits for (subject, step), kind in AWAITED.items()}
_LAW = ("person_law", "person")


def _steps() -> Any:
    asked = Q(pk=None)
    for subject, step in AWAITED:
        asked |= Q(subject=subject, step=step)
    return LegalStep.objects.filter(asked, replaced_by=None).select_related("person").defer("note")


def _standing(rows: Sequence[LegalStep], on: date) -> list[law.Now]:
    """How the subject of each of these rows stands, in one query."""
    ids = {row.person_id for row in rows}
    steps = LegalStep.objects.filter(person_id__in=ids, replaced_by=None).exclude(step="STRUCK").defer("note")
    by_person = defaultdict[Any, list[LegalStep]](list)
    for step in steps if ids else ():
        by_person[step.person_id].append(step)
    stands = {person: law.standing(by_person[person], on=on) for person in ids}
    return [stands[row.person_id][LawSubject(row.subject)] for row in rows]


def _answer(row: LegalStep, now: law.Now) -> Clock | None:
    step = AWAITED[LawSubject(row.subject), Happening(row.step)]
    if now.awaited is None or now.awaited.pk != row.pk:
        return None
    facts = {"what": f"{row.subject}-{row.step}"}
    last = row.on + timedelta(days=step.should_days or 0)
    return of_person(row.person, row.ref, last, begun=day(row.stated_at), facts=facts)


@keeps(
    "LAW_ANSWER",
    _("An answer from the social board, a court or another authority has come"),
    source="where the law stands: the days of each step; domain §2.4",
    rows=_steps,
    together=True,
    column="on",
    plus=lambda on: {step.should_days or 0 for step in AWAITED.values()},
    begun="stated_at",
    before=(),
    after=(1, 14),
    managers=(30,),
    before_words=Wording(_("%(who)s: %(what)s is awaited by %(last)s"), _("See"), *_LAW, "soon", _AWAITS),
    late_words=Wording(_("%(who)s: %(what)s should have come by %(last)s"), _("See"), *_LAW, "late", _AWAITS),
)
def _answers(rows: Sequence[LegalStep], on: date) -> list[Clock | None]:
    return [_answer(row, now) for row, now in zip(rows, _standing(rows, on), strict=True)]


def _lasting() -> Any:
    rows = LegalStep.objects.filter(until__isnull=False, replaced_by=None)
    return rows.select_related("person").defer("note")


def _ending(row: LegalStep, now: law.Now) -> Clock | None:
    if row.until is None or row.pk not in {one.pk for one in now.runs}:
        return None
    return of_person(row.person, row.ref, row.until, begun=day(row.stated_at), facts={"what": row.subject})


@keeps(
    "LAW_ENDS",
    _("A reflection period, a permit or another decision for a time ends"),
    until=_("Before a reflection period, a permit or another decision for a time ends (days)"),
    source="domain §2.4; the day that the decision says",
    rows=_lasting,
    together=True,
    column="until",
    begun="stated_at",
    before=(7, 3, 0),
    before_words=Wording(
        _("%(who)s: %(what)s ends on %(last)s"),
        _("See"),
        "person_law",
        "person",
        "soon",
        {kind.code: kind.title for kind in law.BY_CODE.values()},
    ),
)
def _endings(rows: Sequence[LegalStep], on: date) -> list[Clock | None]:
    return [_ending(row, now) for row, now in zip(rows, _standing(rows, on), strict=True)]
