"""What each further subject of a person's file gives to the pages that gather them all: one line here per subject.

A subject (where the law stands, rights, family, …) keeps its own selectors in a module of its name; the timeline, the
list of what to do and the banner ask here and know none of them by name. Beside each stands how often it may ask the
database; the budget of a page is the sum of them and its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from accounts.queries import counting
from accounts.viewer import Viewer
from cases.models import Person
from cases.selectors import law, returning
from cases.selectors.child import child_entries, child_steps
from cases.selectors.closing import closing_entries, closing_steps
from cases.selectors.consent import consent_entries, consent_steps
from cases.selectors.details import grown_up_steps
from cases.selectors.entry import Entry
from cases.selectors.exploitation import exploitation_entries
from cases.selectors.family import family_entries
from cases.selectors.information import information_entries
from cases.selectors.journal_glance import journal_entries
from cases.selectors.left import left_entries, left_steps
from cases.selectors.rights import right_entries, right_steps
from cases.selectors.safety import safety_entries, safety_steps
from cases.selectors.service import service_entries
from cases.selectors.step import Step
from cases.selectors.talk_glance import talk_entries
from cases.selectors.task import task_entries
from cases.selectors.transfer import transfer_steps

Entries = Callable[[Viewer, Person, date], Iterable[Entry]]
"""The lines of one person's timeline about a subject, in any order. No sealed text."""
Steps = Callable[[Sequence[Person], date], Mapping[UUID, Sequence[Step]]]
"""What is to be done about many persons, by the person's key, in one or two queries however many they are."""

_ENTRIES: dict[Entries, int] = {
    law.entries: 1,
    returning.entries: 2,
    right_entries: 1,
    service_entries: 1,
    information_entries: 2,
    consent_entries: 1,
    child_entries: 2,
    family_entries: 1,
    exploitation_entries: 2,
    left_entries: 1,
    journal_entries: 1,
    talk_entries: 1,
    closing_entries: 2,
    safety_entries: 1,
    task_entries: 1,
}
_STEPS: dict[Steps, int] = {
    law.steps: 1,
    returning.steps: 2,
    right_steps: 2,
    child_steps: 3,
    grown_up_steps: 0,
    left_steps: 2,
    consent_steps: 1,
    closing_steps: 2,
    transfer_steps: 1,
    safety_steps: 1,
}
ENTRIES_ASK = sum(_ENTRIES.values())
"""How often ``entries_of`` asks the database at most."""
STEPS_ASK = sum(_STEPS.values())
"""How often ``steps_of`` asks the database at most, however many the persons are."""


def entries_of(viewer: Viewer, person: Person, *, on: date) -> tuple[Entry, ...]:
    """Every subject's lines of a person's timeline, in no order."""
    found: list[Entry] = []
    for of, budget in _ENTRIES.items():
        with counting(budget, f"{of.__module__}.{of.__qualname__}"):
            found += of(viewer, person, on)
    return tuple(found)


def steps_of(persons: Sequence[Person], *, on: date) -> dict[UUID, list[Step]]:
    """Every subject's things to do, by the person's key. ``on``: the day of today."""
    found: dict[UUID, list[Step]] = defaultdict(list)
    for of, budget in _STEPS.items() if persons else ():
        with counting(budget, f"{of.__module__}.{of.__qualname__}"):
            for person_id, steps in of(persons, on).items():
                found[person_id] += steps
    return found
