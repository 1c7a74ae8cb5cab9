"""What to do next about somebody: one table of reasons, for the person's page and for Att göra alike.

The days here are habits of good casework, not rules of the programme (those stand in ``rules.py``): a habit that has
been let slip is due today, never late.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.acts import Role
from accounts.clock import day
from accounts.viewer import Viewer
from accounts.words import day_words
from cases.access import visible_requests
from cases.answering import answer_due
from cases.contact import CONTACT_DAYS
from cases.models import (
    AdmissionRequest,
    Closing,
    HandOver,
    Identification,
    Intervention,
    InterventionRule,
    LastDayProposal,
    Person,
    PoliceReport,
    ProtectionStatement,
)
from cases.models.admission import WAITING_SINCE
from cases.models.choices import Kind, ReportMade, SocietyProtects
from cases.models.closing import Outcome
from cases.selectors.both_sides import answer_due_of
from cases.selectors.standing import PERIOD_NAMES, asked_for
from cases.selectors.step import OnePress, Step
from cases.selectors.subjects import steps_of
from cases.states import ON_ITS_WAY, AdmissionState, HandOverState, IdentificationState, InterventionState

STATEMENT_DAYS = 7
"""So long an answer that is not one ("not clear yet", "applied for") stands before it is asked for again."""
REPORT_DAYS = 30
"""A period is reported back within so many days where its programme does not say."""
AHEAD_DAYS = 7
"""What comes due later than this is not shown yet."""

AFTER_CLOSING = ("return_planned", "return_follow_up", "view", "safety")
"""What is still to be done when a case is closed, beside duties."""

AT_HOME = ("answer", "finish", "report", "consent", "close", "transfer")
"""What only the responsible actor's staff can do: a guest who may write is not shown it."""

_NOT_ANSWERS = (SocietyProtects.UNKNOWN, SocietyProtects.APPLIED)


@dataclass(frozen=True)
class OnItsWay:
    """An application that is not decided yet. ``what``: admission, or the kind of a further intervention."""

    ref: str
    state: str
    sent: datetime | None
    saved: datetime
    what: str
    is_further: bool = False
    answer_due: datetime | None = None


@dataclass(frozen=True)
class StepFacts:
    """What the reasons read of one person."""

    code: str
    checked_on: date | None = None
    requests: Sequence[OnItsWay] = ()
    periods: Sequence[Intervention] = ()
    police: PoliceReport | None = None
    protection: ProtectionStatement | None = None
    open_identification: str = ""
    rules: Mapping[tuple[UUID, str], InterventionRule] = field(default_factory=dict)
    has_died: bool = False
    more: Sequence[Step] = ()
    """What other subjects give (``cases/selectors/subjects.py``)."""

    @property
    def is_closed(self) -> bool:
        """Whether there was a case and none is open."""
        return bool(self.periods) and all(row.case.closed_on for row in self.periods)


@dataclass
class _Gathered:
    requests: list[OnItsWay] = field(default_factory=list)
    periods: list[Intervention] = field(default_factory=list)
    police: PoliceReport | None = None
    protection: ProtectionStatement | None = None
    open_identification: str = ""
    has_died: bool = False


def step_facts(viewer: Viewer, persons: Sequence[Person], *, on: date) -> dict[UUID, StepFacts]:
    """The facts of many persons at once, in six queries and those of the other subjects."""
    ids = [person.pk for person in persons]
    got: dict[UUID, _Gathered] = defaultdict(_Gathered)
    asked = visible_requests(viewer).filter(person_id__in=ids, state__in=ON_ITS_WAY)
    asked = asked.order_by("made_at", "id").annotate(waits_since=WAITING_SINCE)
    for person_id, ref, state, sent, saved, kind, case, sent_at, urgent in asked.values_list(
        "person_id", "ref", "state", "waits_since", "saved_at", "kind", "case_id", "sent_at", "urgent"
    ):
        what, is_further = asked_for(kind, is_further=case is not None), case is not None
        due = answer_due(sent_at, urgent=urgent) if sent_at and state == AdmissionState.SENT else None
        got[person_id].requests.append(OnItsWay(ref, state, sent, saved, what, is_further, due))
    died = Closing.objects.filter(case=OuterRef("case"), outcome=Outcome.DECEASED, reopened_at=None)
    granted = Intervention.objects.filter(person_id__in=ids).select_related("case").defer("end_note")
    for row in granted.annotate(has_died=Exists(died)):
        got[row.person_id].periods.append(row)
        got[row.person_id].has_died |= row.has_died
    for report in PoliceReport.objects.filter(person_id__in=ids).order_by("stated_at"):
        got[report.person_id].police = report
    for statement in ProtectionStatement.objects.filter(person_id__in=ids).order_by("stated_at"):
        got[statement.person_id].protection = statement
    met = Identification.objects.filter(person_id__in=ids, state=IdentificationState.OPEN).order_by("made_at")
    for person_id, ref in met.values_list("person_id", "ref"):
        got[person_id].open_identification = ref
    rules = _rules({row.programme_id for found in got.values() for row in found.periods})
    more = steps_of(persons, on=on)
    return {
        person.pk: StepFacts(
            person.code,
            person.safe_contact_checked_on,
            got[person.pk].requests,
            got[person.pk].periods,
            got[person.pk].police,
            got[person.pk].protection,
            got[person.pk].open_identification,
            rules,
            got[person.pk].has_died,
            more.get(person.pk, ()),
        )
        for person in persons
    }


def _rules(programmes: set[UUID]) -> dict[tuple[UUID, str], InterventionRule]:
    found = InterventionRule.objects.filter(programme_id__in=programmes) if programmes else ()
    return {(rule.programme_id, rule.kind): rule for rule in found}


def next_steps(facts: StepFacts, *, on: date) -> list[Step]:
    """What to do about one person, the most pressing first; what waits for others last."""
    if facts.is_closed:
        after = () if facts.has_died else AFTER_CLOSING
        steps = [step for step in facts.more if step.first or step.code in after]
        return sorted(steps, key=lambda step: (not step.first, step.due or date.max))
    steps = [
        *_about_requests(facts),
        *_about_periods(facts, on),
        *_about_statements(facts, on),
        *_about_contact(facts, on),
        *_about_outcome(facts),
        *facts.more,
    ]
    return sorted(steps, key=lambda step: (not step.first, step.waits, step.due or date.max))


def errands(
    viewer: Viewer,
    hand_overs: Sequence[HandOver],
    requests: Sequence[AdmissionRequest],
    last_days: Sequence[LastDayProposal] = (),
) -> Iterator[Step]:
    """What waits for the viewer's own word: a decision, an actor to find, an offer to answer, a last day to set."""
    is_office = viewer.is_(Role.COORDINATOR)
    for proposal in last_days:
        if is_office and not viewer.belongs_to(proposal.intervention.actor_id):
            what = _("Set the last day of %(name)s") % {"name": PERIOD_NAMES[Kind(proposal.intervention.kind)][0]}
            link = ("last_day", proposal.ref)
            yield Step("last_day", what, _("Decide"), link, since=proposal.made_at)
    for row in hand_overs:
        if row.state == HandOverState.OFFERED and row.to_actor_id in viewer.actors:
            yield Step(
                "offer", _("Take the person on, or send back"), _("Read and answer"), ("hand_over_answer", row.ref)
            )
        elif is_office and row.state in (HandOverState.RECEIVED, HandOverState.SENT_BACK):
            yield Step("route", _("Find an actor for the person"), _("Route"), ("hand_over", row.ref))
        elif is_office and row.state == HandOverState.OFFERED:
            link = ("hand_over", row.ref)
            yield Step("offered", _("An actor has been asked"), _("See"), link, waits=True, since=row.moved_at)
    for request in requests:
        if is_office and request.state == AdmissionState.SENT and not viewer.belongs_to(request.actor_id):
            what = _("Decide on the request for admission")
            if request.case_id:
                what = _("Decide on the application: %(what)s") % {"what": asked_for(request.kind, is_further=True)}
            due = answer_due_of(request)
            link = ("request_decide", request.ref)
            yield Step("decide", what, _("Decide"), link, since=request.waiting_since, answer_due=due)


def _about_requests(facts: StepFacts) -> Iterator[Step]:
    for row in facts.requests:
        named = {"what": row.what}
        if row.state == AdmissionState.RETURNED:
            note = _("application: %(what)s") % named if row.is_further else _("request for admission")
            what = _("Answer the coordinator's question")
            yield Step("answer", what, _("Answer"), ("request_edit", row.ref), note=note, since=row.sent)
        elif row.state == AdmissionState.DRAFT:
            note = _("saved %(day)s") % {"day": day_words(day(row.saved), year=False)}
            what = _("Finish the application: %(what)s") % named
            what = what if row.is_further else _("Finish the request for admission")
            yield Step("finish", what, _("Continue"), ("request_edit", row.ref), note=note)
        else:
            what = _("Application: %(what)s") % named if row.is_further else _("Request for admission")
            note = _("waits for a place in the budget") if row.state == AdmissionState.WAITING else ""
            link = ("request", row.ref)
            step = Step("decision", what, _("See the request"), link, None, note, True, row.sent)
            yield replace(step, answer_due=row.answer_due)


def _about_periods(facts: StepFacts, on: date) -> Iterator[Step]:
    for row in facts.periods:
        rule = facts.rules.get((row.programme_id, row.kind))
        kind = {"kind": _capital(str(PERIOD_NAMES[Kind(row.kind)][0])), "day": day_words(row.last, year=False)}
        name = {"name": PERIOD_NAMES[Kind(row.kind)][0]}
        remind = max(rule.remind_before_end, default=AHEAD_DAYS) if rule else AHEAD_DAYS
        if row.start <= on <= row.last <= on + timedelta(days=remind):
            what = _("%(kind)s ends %(day)s. Plan what comes next") % kind
            note = _("does society protect, and is a police report made?")
            yield Step("ends", what, _("State it"), ("person_protection", facts.code), due=row.last, note=note)
        elif row.start <= row.last < on and row.state != InterventionState.REPORTED:
            within = (rule.report_back_days if rule else None) or REPORT_DAYS
            due = row.last + timedelta(days=within)
            note = _("report it by %(due)s") % {"due": day_words(due, year=False)}
            link = ("intervention_report", row.ref)
            what = _("Report back %(name)s") % name
            yield Step("report", what, _("Report back"), link, due, note, ended_on=row.last)


def _about_statements(facts: StepFacts, on: date) -> Iterator[Step]:
    if not _runs(facts, on):
        return
    protection, police = facts.protection, facts.police
    if protection is None or protection.answer in _NOT_ANSWERS:
        due = _again(protection, on)
        if due <= on + timedelta(days=AHEAD_DAYS):
            what = _("Say whether society gives the protection")
            yield Step("protection", what, _("Update"), ("person_protection", facts.code), due, _said(protection))
    if police is None or police.made == ReportMade.UNKNOWN:
        due = _again(police, on)
        if due <= on + timedelta(days=AHEAD_DAYS):
            what = _("Say whether a police report is made")
            yield Step("police", what, _("Update"), ("person_police", facts.code), due, _said(police))


def _about_contact(facts: StepFacts, on: date) -> Iterator[Step]:
    if facts.checked_on is None or not _runs(facts, on):
        return
    due = max(facts.checked_on + timedelta(days=CONTACT_DAYS), on)
    if due <= on + timedelta(days=AHEAD_DAYS):
        what = _("Check the safe way to reach the person")
        note = _("last checked %(day)s") % {"day": day_words(facts.checked_on, year=False)}
        link, press = (
            ("person_describe", facts.code, "contact"),
            OnePress(_("It holds"), ("person_checked", facts.code)),
        )
        yield Step("contact", what, _("Check"), link, due, note, press=press)


def _about_outcome(facts: StepFacts) -> Iterator[Step]:
    if facts.open_identification and not facts.requests and not facts.periods:
        what = _("Ask for admission, or say what happened")
        yield Step("outcome", what, _("Choose"), ("identification", facts.open_identification))


def _runs(facts: StepFacts, on: date) -> bool:
    return any(row.start <= on <= row.last for row in facts.periods)


def _again(stated: PoliceReport | ProtectionStatement | None, on: date) -> date:
    return max(day(stated.stated_at) + timedelta(days=STATEMENT_DAYS), on) if stated else on


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _said(stated: PoliceReport | ProtectionStatement | None) -> str:
    return _("last said %(day)s") % {"day": day_words(day(stated.stated_at), year=False)} if stated else ""
