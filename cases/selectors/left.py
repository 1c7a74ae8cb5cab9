"""Those who left before further help, and the meetings with one person: lines, things to do, a card beside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import day_words
from cases import codes
from cases.models import Identification, LeftFollowUp, Person
from cases.models.left import Found
from cases.selectors.entry import Entry
from cases.selectors.identification_words import outcome_words
from cases.selectors.sealed import SealedText
from cases.selectors.step import Step
from cases.states import IdentificationState

LOOK_AFTER_DAYS = 30
"""So long after somebody left (or was looked for in vain) they are looked for again. An example: the programme says
nothing of it; a month is what it asks of a return's first follow-up."""
LOOK_TIMES = 3
"""So many times somebody is looked for in vain before nothing reminds of it any more."""
AHEAD_DAYS = 7

_IN_VAIN = (Found.NOT_FOUND, Found.UNKNOWN)


@dataclass(frozen=True)
class Meetings:
    """The card of the overview. ``looked``: the newest time that somebody looked for who left, in words."""

    newest: str
    on: date
    count: int
    state_words: str
    state_kind: str
    has_left: bool
    looked: str
    may_change: bool


def meetings_panel(viewer: Viewer, person: Person, on: date) -> Meetings | None:
    """The newest identification, and how many there are. Two queries."""
    rows = _newest_last([person.pk])[person.pk]
    if not rows:
        return None
    newest = rows[-1]
    has_left = newest.state == IdentificationState.LEFT
    looked = LeftFollowUp.objects.filter(identification=newest).defer("note").order_by("-on").first()
    words, kind = outcome_words(newest.state)
    return Meetings(
        newest=newest.ref,
        on=newest.on,
        count=len(rows),
        state_words=words,
        state_kind=kind,
        has_left=has_left,
        looked=_looked_words(looked) if looked else "",
        may_change=may(viewer, Act.CHANGE_PERSON, person),
    )


def _newest_last(ids: Sequence[UUID]) -> dict[UUID, list[Identification]]:
    rows = Identification.objects.filter(person_id__in=ids).defer("story", "outcome_note").order_by("on", "made_at")
    found: dict[UUID, list[Identification]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found


def _looked_words(row: LeftFollowUp) -> str:
    return f"{capfirst(row.get_result_display())}, {day_words(row.on)}"


def left_entries(viewer: Viewer, person: Person, on: date) -> Iterator[Entry]:
    """The timeline's lines: each time that somebody looked. One query."""
    rows = LeftFollowUp.objects.filter(person=person).select_related("stated_by").defer("note")
    for row in rows:
        what = _("Looked for: %(found)s") % {"found": row.get_result_display()}
        yield Entry(row.on, row.stated_at, what, row.stated_by.name, link=("person_left", person.code))


def left_steps(persons: Sequence[Person], on: date) -> Mapping[UUID, Sequence[Step]]:
    """Look for those who left, and do what what was found asks for. Two queries for all."""
    codes_of = {person.pk: person.code for person in persons}
    met = _newest_last(list(codes_of))
    left = {rows[-1].pk: rows[-1] for rows in met.values() if rows[-1].state == IdentificationState.LEFT}
    looked: dict[UUID, list[LeftFollowUp]] = defaultdict(list)
    for row in LeftFollowUp.objects.filter(identification_id__in=left).defer("note").order_by("on", "stated_at"):
        looked[row.identification_id].append(row)
    found: dict[UUID, list[Step]] = {}
    for key, identification in left.items():
        step = _step(codes_of[identification.person_id], identification, looked[key], on)
        if step is not None:
            found[identification.person_id] = [step]
    return found


def _step(code: str, left: Identification, looked: Sequence[LeftFollowUp], on: date) -> Step | None:
    since = left.outcome_on or left.on
    if looked and looked[-1].result == Found.DANGER:
        what = _("Reached, and in danger: call 112 if it is now, and write down what you found next")
        return Step("danger", what, _("Note it"), ("person_left", code), due=on, first=True)
    if looked and looked[-1].result == Found.MET:
        what = _("Write down what was said when you met again")
        return Step("met_again", what, _("Write it down"), ("person_meet", code), due=on)
    if looked and (looked[-1].result not in _IN_VAIN or len(looked) >= LOOK_TIMES):
        return None
    due = (looked[-1].on if looked else since) + timedelta(days=LOOK_AFTER_DAYS)
    if due > on + timedelta(days=AHEAD_DAYS):
        return None
    note = _("left %(day)s") % {"day": day_words(since, year=False)}
    return Step("look", _("Look for the person again"), _("Note it"), ("person_left", code), max(due, on), note)


def left_sealed(person_id: UUID, *, opened: bool) -> Iterator[SealedText]:
    """The words of each time."""
    for row in LeftFollowUp.objects.filter(person_id=person_id).select_related("stated_by"):
        if row.note:
            meta = f"{row.stated_by.name}, {day_words(day(row.stated_at))}"
            yield SealedText(_("Written when you looked for the person"), meta, row.note.open() if opened else "")


@dataclass(frozen=True)
class LeftNow:
    """What the form starts from. ``left_on`` None: nothing says that the person has left."""

    left_on: date | None
    looked: tuple[str, ...]


@queries(3)
def left_now(code: str) -> LeftNow:
    """When the person left, and what was found since, the newest first. Raises NotFound."""
    person = Person.objects.filter(code=codes.parse(code) or "").first()
    if person is None:
        raise NotFound
    rows = _newest_last([person.pk])[person.pk]
    newest = rows[-1] if rows and rows[-1].state == IdentificationState.LEFT else None
    said = LeftFollowUp.objects.filter(person=person).select_related("stated_by").defer("note").order_by("-on")
    lines = (f"{_looked_words(row)} ({row.stated_by.name})" for row in said)
    return LeftNow((newest.outcome_on or newest.on) if newest else None, tuple(lines))
