"""What could be applied for next, what is used and left of each kind: the pure rules, asked with what is known today.

The same rules as beside the form (``cases/rules.py``); only those are asked that need no form. No verdict here
decides anything: what is sent is judged again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import rule_texts, rules
from cases.models import (
    AdmissionRequest,
    Case,
    Intervention,
    InterventionRule,
    Person,
    Programme,
)
from cases.models.choices import Answer, Kind, ReportMade, SocietyProtects
from cases.periods import total_days
from cases.rule_answers import Level
from cases.selectors.duties import concern_missing, guardian_missing
from cases.selectors.timeline import Happened
from cases.selectors.verdicts import programme_on, rule_of, rule_set
from cases.states import ON_ITS_WAY
from certification.selectors import certifications_of, permits_of


@dataclass(frozen=True)
class KindNow:
    """One kind of intervention in the person's case. ``answer``: ok, warning (with a motivation), stop, or underway.

    ``left_days`` and ``most_days`` are None where the programme sets no limit; ``from_day``: the first day that it
    could begin, where that is not today; ``request``: the application that is on its way.
    """

    kind: str
    name: str
    used_days: int
    most_days: int | None
    periods: int
    most_periods: int | None
    answer: str
    reasons: tuple[str, ...]
    from_day: date | None = None
    request: str = ""

    @property
    def left_days(self) -> int | None:
        """Days that can still be asked for; none where no further period is allowed."""
        if self.most_periods is not None and self.periods >= self.most_periods:
            return 0
        return None if self.most_days is None else max(self.most_days - self.used_days, 0)


@dataclass(frozen=True)
class Onward:
    """The kinds of today's programme, and kinds that the case has been granted beside them. ``has_case``: an open one.

    ``programme``: what is in force today; empty in a gap, when everything goes on but nothing new can be granted.
    """

    programme: str
    kinds: tuple[KindNow, ...]
    has_case: bool

    @property
    def is_gap(self) -> bool:
        """Whether no programme is in force."""
        return not self.programme


def onward(person: Person, happened: Happened, *, on: date) -> Onward:
    """Every kind as it stands on a day. Six queries at most, two more where a period runs into another programme."""
    cases = sorted(Case.objects.filter(person=person), key=lambda case: (case.closed_on is None, case.opened_on))
    case = cases[-1] if cases else None
    periods = [row for row in happened.periods if case and row.case_id == case.pk]
    programme = programme_on(on)
    known = _known(person, happened, periods, on)
    is_open = case is not None and case.closed_on is None
    rows = (_kind(kind, programme, periods, happened.requests if is_open else (), known, on) for kind in Kind)
    return Onward(programme.name if programme else "", tuple(row for row in rows if row), is_open)


def _known(person: Person, happened: Happened, periods: Sequence[Intervention], on: date) -> rules.Facts:
    """What holds for every kind alike; kind, first day and programme are still to be said."""
    protection = happened.protection[-1].answer if happened.protection else SocietyProtects.UNKNOWN
    returning = happened.returns[-1].answer if happened.returns else Answer.UNKNOWN
    report = happened.police[-1] if happened.police else None
    actor = person.responsible_actor
    certified = certifications_of(actor.pk) if actor else ()
    permits = permits_of(actor.pk) if actor and actor.is_home else ()
    return rules.Facts(
        kind="",
        sent_on=on,
        concern_missing=concern_missing(person),
        guardian_missing=guardian_missing(person),
        certifications=tuple(rules.Certified(c.valid_from, c.valid_to, c.suspended_on) for c in certified),
        granted=tuple(rules.Granted(row.kind, row.period) for row in periods if row.period),
        society_protects=protection,
        in_return_programme={Answer.YES: True, Answer.NO: False}.get(Answer(returning)),
        police_report=report.made if report else ReportMade.UNKNOWN,
        police_report_on=report.on if report else None,
        home=bool(actor and actor.is_home),
        permits=tuple(rules.Certified(p.valid_from, p.valid_to, p.withdrawn_on) for p in permits),
    )


def _kind(
    kind: Kind,
    programme: Programme | None,
    periods: Sequence[Intervention],
    requests: Sequence[AdmissionRequest],
    known: rules.Facts,
    on: date,
) -> KindNow | None:
    """The kind as it stands; None where neither the programme has it nor the case was granted any of it."""
    rule = rule_of(programme, kind)
    granted = [row.period for row in periods if row.kind == kind and row.period]
    if rule is None and not granted:
        return None
    first = first_free_day(kind, periods, on)
    underway = next((row for row in requests if row.kind == kind and row.state in ON_ITS_WAY), None)
    verdicts = [] if underway else _verdicts(kind, first, programme if first == on else programme_on(first), known)
    levels = [verdict.level for verdict in verdicts]
    worst = next((level for level in (Level.STOP, Level.WARNING) if level in levels), Level.OK)
    return KindNow(
        kind=kind.value,
        name=rule.name if rule else str(kind.label),
        used_days=total_days(granted),
        most_days=rule.max_days_total if rule else None,
        periods=len(granted),
        most_periods=rule.max_periods if rule else None,
        answer="underway" if underway else worst.value,
        reasons=tuple(_reasons(verdicts, worst)) if worst != Level.OK else (),
        from_day=first if first != on and worst != Level.STOP else None,
        request=underway.ref if underway else "",
    )


def first_free_day(kind: str, periods: Iterable[Intervention], on: date) -> date:
    """Rest and support never share a day: the next one begins after the last that is granted; others on ``on``."""
    if kind not in rules.NEVER_OVERLAP:
        return on
    granted = [row.last for row in periods if row.kind in rules.NEVER_OVERLAP and row.period]
    return max([on, *(last + timedelta(days=1) for last in granted)])


def _verdicts(kind: str, first: date, programme: Programme | None, known: rules.Facts) -> list[rules.Verdict]:
    rule: InterventionRule | None = rule_of(programme, kind)
    asked = replace(
        known,
        kind=kind,
        start=first,
        days=1,
        programme=programme.name if programme else None,
        rules=rule_set(rule) if rule else None,
    )
    return rules.known_today(asked)


def _reasons(verdicts: Sequence[rules.Verdict], worst: Level) -> Iterator[str]:
    """What stands in the way, or what has to be explained, in words."""
    said = [verdict for verdict in verdicts if verdict.level == worst]
    used_up = {verdict.code for verdict in said} & {"periods_within_limit", "days_within_total"}
    for verdict in said:
        if verdict.code == "periods_within_limit":
            most = verdict.params["max"]
            words = ngettext(
                "The programme gives one period of it in a case, and that is granted.",
                "The programme gives %(n)s periods of it in a case, and they are granted.",
                most,
            )
            yield words % {"n": most}
        elif verdict.code != "days_within_total":
            yield rule_texts.finding(verdict)
        elif len(used_up) == 1:
            yield _("All %(n)s days that the programme gives in a case are granted.") % {
                "n": verdict.params["max_days"]
            }
