"""A case that is closed, or could be: what is missing, how it ended, what the person thought of it afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import may
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import day_words
from cases import codes
from cases.closing import CaseFacts, Lack, PlannedReturn, Stretch, follow_up_due, lacks
from cases.models import AdmissionRequest, Case, Closing, ClosingFollowUp, Intervention, Person, ReturnPlan, Share
from cases.models.choices import Kind
from cases.models.closing import Asked, Outcome
from cases.selectors.child import duties_panel
from cases.selectors.entry import Entry, Subject
from cases.selectors.rights import rights_panel
from cases.selectors.sealed import SealedText
from cases.selectors.standing import PERIOD_NAMES
from cases.selectors.step import Step
from cases.selectors.task import open_about
from cases.states import ON_ITS_WAY, InterventionState

AHEAD_DAYS = 14
"""So long before the three months are over the follow-up is shown."""
CLOSE_AFTER_DAYS = 14
"""So long after everything is ended and reported back closing is due. A habit, not a rule of the programme."""


def case_facts(case: Case) -> CaseFacts:
    """What closing asks about, as it is now. Three queries."""
    periods = Intervention.objects.filter(case=case).defer("end_note")
    requests = AdmissionRequest.objects.filter(person_id=case.person_id, state__in=ON_ITS_WAY).order_by("made_at")
    plan = ReturnPlan.objects.filter(person_id=case.person_id, called_off_on=None).defer("assessment").first()
    return CaseFacts(
        opened_on=case.opened_on,
        periods=[Stretch(row.ref, row.kind, row.start, row.last, row.state) for row in periods],
        requests=list(requests.values_list("ref", flat=True)),
        plan=PlannedReturn(plan.route, plan.assessed_on, plan.receiver) if plan else None,
    )


@dataclass(frozen=True)
class Missing:
    """Something that keeps a case from being closed, or that is to be looked at first. ``link``: what mends it."""

    code: str
    sentence: str
    act: str
    link: tuple[str, ...]


@dataclass(frozen=True)
class ClosingPage:
    """What the form of closing starts from. ``lacks``: without these it is not closed; ``looks``: worth a look."""

    opened_on: date
    last: date | None
    """The last day of all that was granted; None where nothing has a day."""
    lacks: tuple[Missing, ...]
    looks: tuple[Missing, ...]
    shared_with: tuple[str, ...]


@queries(20)
def closing_page(viewer: Viewer, code: str, outcome: str = "", *, on: date) -> ClosingPage | None:
    """What is missing before the person's case can be closed with an outcome; None where none is open.

    Raises NotFound.
    """
    person = Person.objects.filter(code=codes.parse(code) or "").first()
    if person is None:
        raise NotFound
    case = Case.objects.filter(person=person, closed_on=None).first()
    if case is None:
        return None
    facts = case_facts(case)
    shares = Share.objects.filter(person=person, ended_at=None, until__gte=on).select_related("actor")
    return ClosingPage(
        opened_on=case.opened_on,
        last=max((row.last for row in facts.periods if row.last >= row.start), default=None),
        lacks=tuple(lack_words(person.code, one) for one in lacks(facts, outcome, on=on)),
        looks=tuple(_looks(viewer, person, on)),
        shared_with=tuple(row.actor.name for row in shares),
    )


def lack_words(code: str, lack: Lack) -> Missing:
    """What is missing, in a sentence, and the page that mends it."""
    name = {"name": capfirst(str(PERIOD_NAMES[Kind(lack.kind)][0]))} if lack.kind else {}
    if lack.code == "runs" and lack.last:
        said = _("%(name)s runs until %(day)s.") % (name | {"day": day_words(lack.last)})
        return Missing(lack.code, said, _("End it earlier"), ("intervention_end", lack.ref))
    if lack.code == "unreported":
        said = _("%(name)s is not reported back.") % name
        return Missing(lack.code, said, _("Report back"), ("intervention_report", lack.ref))
    if lack.code == "on_its_way":
        said = _("An application is on its way. Wait for the answer, or take it back.")
        return Missing(lack.code, said, _("See the application"), ("request", lack.ref))
    sentence = {
        "no_plan": _("No return by own contacts is planned."),
        "no_assessment": _("The return has no risk assessment."),
        "no_receiver": _("Nobody is said to receive the person."),
    }[lack.code]
    return Missing(lack.code, sentence, _("Plan the return"), ("person_law", code))


def _looks(viewer: Viewer, person: Person, on: date) -> Iterator[Missing]:
    duties = duties_panel(viewer, person, on)
    if duties and duties.is_open:
        said = _("No concern report is noted about a child.")
        yield Missing("concern", said, _("Note it"), ("person", person.code))
    if count := open_about(viewer, person):
        said = ngettext("%(n)s task is open.", "%(n)s tasks are open.", count) % {"n": count}
        yield Missing("tasks", said, _("Do them, or take them away"), ("person", person.code))
    rights = rights_panel(viewer, person, on)
    unmet = [right for ledger in (rights.own, *rights.children) for right in ledger.unmet] if rights else []
    if unmet:
        names = ", ".join(dict.fromkeys(right.name for right in unmet))
        said = _("Needed, and nobody meets it: %(names)s.") % {"names": names}
        yield Missing("unmet", said, _("See the rights"), ("person_rights", person.code))


@dataclass(frozen=True)
class ClosingCard:
    """The card of the overview. ``outcome`` empty: the case is open."""

    outcome: str
    on: date | None
    by: str
    due: date | None
    asked: str
    reopened: str
    may_close: bool
    may_reopen: bool
    may_add: bool


def closing_card(viewer: Viewer, person: Person) -> ClosingCard | None:
    """How the case ended, or that it can be closed; None for somebody who never had one. Three queries."""
    is_open = Case.objects.filter(person=person, closed_on=None).exists()
    newest = Closing.objects.filter(person=person).select_related("closed_by", "reopened_by").defer("note").first()
    if not is_open and newest is None:
        return None
    shown = newest if newest and not is_open and newest.reopened_at is None else None
    said = ClosingFollowUp.objects.filter(closing=shown).defer("view").first() if shown else None
    again = newest if newest and newest.reopened_at else None
    has_part = viewer.belongs_to(person.responsible_actor_id)  # in the actor: then another coordinator opens it again
    return ClosingCard(
        outcome=shown.get_outcome_display() if shown else "",
        on=shown.on if shown else None,
        by=shown.closed_by.name if shown else "",
        due=_due(shown) if shown and said is None else None,
        asked=f"{capfirst(said.get_asked_display())}, {day_words(said.on)}" if said else "",
        reopened=day_words(day(again.reopened_at)) if again and again.reopened_at else "",
        may_close=is_open and may(viewer, Act.CLOSE_CASE, person),
        may_reopen=shown is not None and may(viewer, Act.REOPEN_CASE, person) and not has_part,
        may_add=shown is not None and _is_alive(shown) and may(viewer, Act.CHANGE_PERSON, person),
    )


def closed_panel(viewer: Viewer, person: Person, on: date) -> ClosingCard | None:
    """The top of the overview: that the case is closed."""
    card = closing_card(viewer, person)
    return card if card and card.outcome else None


def open_panel(viewer: Viewer, person: Person, on: date) -> ClosingCard | None:
    """Beside the overview: that the case can be closed, for who may, or was opened again."""
    card = closing_card(viewer, person)
    return card if card and card.may_close else None


def _is_alive(row: Closing) -> bool:
    return row.outcome != Outcome.DECEASED


def _due(row: Closing) -> date | None:
    return follow_up_due(row.on) if _is_alive(row) else None


def closing_entries(viewer: Viewer, person: Person, on: date) -> Iterator[Entry]:
    """The timeline's lines: closed, opened again, asked. Two queries."""
    link = ("person", person.code)
    for row in Closing.objects.filter(person=person).select_related("closed_by", "reopened_by").defer("note"):
        what, about = _("The case was closed"), Subject.CLOSED
        text = capfirst(row.get_outcome_display())
        yield Entry(row.on, row.closed_at, what, row.closed_by.name, text, link, key=True, subject=about)
        if row.reopened_at and row.reopened_by:
            what = _("The case was opened again")
            yield Entry(day(row.reopened_at), row.reopened_at, what, row.reopened_by.name, link=link, subject=about)
    for said in ClosingFollowUp.objects.filter(person=person).select_related("stated_by").defer("view"):
        what = _("Asked about the help afterwards: %(said)s") % {"said": said.get_asked_display()}
        text = capfirst(said.get_helped_display()) if said.asked == Asked.ANSWERED else ""
        yield Entry(said.on, said.stated_at, what, said.stated_by.name, text, link, subject=Subject.CLOSED)


def closing_steps(persons: Sequence[Person], on: date) -> Mapping[UUID, Sequence[Step]]:
    """Close what is over; ask the person when three months have gone. Two queries for all."""
    codes_of = {person.pk: person.code for person in persons}
    found: dict[UUID, list[Step]] = {}
    granted: dict[UUID, list[Intervention]] = defaultdict(list)
    for period in Intervention.objects.filter(person_id__in=codes_of, case__closed_on=None).defer("end_note"):
        granted[period.person_id].append(period)
    for person_id, periods in granted.items():
        if step := _close(codes_of[person_id], periods, on):
            found[person_id] = [step]
    closed = Closing.objects.filter(person_id__in=codes_of, reopened_at=None, follow_ups=None).defer("note")
    for row in closed:
        due = _due(row)
        if due and due <= on + timedelta(days=AHEAD_DAYS) and row.person_id not in found:
            what = _("Ask the person what they think of the help, where that is safe")
            note = _("closed %(day)s") % {"day": day_words(row.on, year=False)}
            link = ("person_view", codes_of[row.person_id])
            found[row.person_id] = [Step("view", what, _("Note it"), link, max(due, on), note)]
    return found


def _close(code: str, periods: Sequence[Intervention], on: date) -> Step | None:
    stretches = [row for row in periods if row.last >= row.start]
    if not stretches or any(row.last >= on or row.state != InterventionState.REPORTED for row in stretches):
        return None
    due = max(row.last for row in stretches) + timedelta(days=CLOSE_AFTER_DAYS)
    what = _("Everything is ended and reported back: apply for more, or close the case")
    return Step("close", what, _("Close the case"), ("person_close", code), max(due, on))


def closing_sealed(person_id: UUID, *, opened: bool) -> Iterator[SealedText]:
    """What was written when a case was closed, why it was opened again, what the person said afterwards."""
    for row in Closing.objects.filter(person_id=person_id).select_related("closed_by", "reopened_by"):
        if row.note:
            meta = f"{row.closed_by.name}, {day_words(day(row.closed_at))}"
            yield SealedText(_("Written when the case was closed"), meta, row.note.open() if opened else "")
        if row.reopened_by and row.reopened_at:
            meta = f"{row.reopened_by.name}, {day_words(day(row.reopened_at))}"
            yield SealedText(_("Why the case was opened again"), meta, row.reopen_reason.open() if opened else "")
    for said in ClosingFollowUp.objects.filter(person_id=person_id).select_related("stated_by"):
        if said.view:
            meta = f"{said.stated_by.name}, {day_words(day(said.stated_at))}"
            yield SealedText(_("The person's own view of the help"), meta, said.view.open() if opened else "")
