"""What each further subject of a person's file gives to the pages that gather them all: one line here per subject.

A subject (where the law stands, rights, family, …) keeps its own selectors in a module of its name; the timeline, the
list of what to do and the banner ask here and know none of them by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from accounts.viewer import Viewer
from cases.models import Person
from cases.selectors import law, returning
from cases.selectors.child import child_entries, child_steps
from cases.selectors.entry import Entry
from cases.selectors.information import information_entries
from cases.selectors.rights import right_entries, right_steps
from cases.selectors.service import service_entries
from cases.selectors.step import Step

Entries = Callable[[Viewer, Person, date], Iterable[Entry]]
"""The lines of one person's timeline about a subject, in any order. No sealed text."""
Steps = Callable[[Sequence[Person], date], Mapping[UUID, Sequence[Step]]]
"""What is to be done about many persons, by the person's key, in one or two queries however many they are."""

_ENTRIES: tuple[Entries, ...] = (
    law.entries,
    returning.entries,
    right_entries,
    service_entries,
    information_entries,
    child_entries,
)
_STEPS: tuple[Steps, ...] = (law.steps, returning.steps, right_steps, child_steps)


def entries_of(viewer: Viewer, person: Person, *, on: date) -> tuple[Entry, ...]:
    """Every subject's lines of a person's timeline, in no order."""
    return tuple(entry for of in _ENTRIES for entry in of(viewer, person, on))


def steps_of(persons: Sequence[Person], *, on: date) -> dict[UUID, list[Step]]:
    """Every subject's things to do, by the person's key. ``on``: the day of today."""
    found: dict[UUID, list[Step]] = defaultdict(list)
    for of in _STEPS if persons else ():
        for person_id, steps in of(persons, on).items():
            found[person_id] += steps
    return found
