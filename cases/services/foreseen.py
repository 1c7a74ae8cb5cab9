"""Who would see a person after something is done: it is done, read from the rights themselves, and undone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from uuid import UUID

from django.db import transaction

from accounts.viewer import Viewer
from cases.selectors.sight import Foreseen, Sight, sight


class _Undone(Exception):
    def __init__(self, after: Sight) -> None:
        super().__init__()
        self.after = after


class _Tried(Exception):
    pass


def foresee(person_id: UUID, home_id: UUID, do: Callable[[], object], *, by: Viewer, on: date) -> Foreseen:
    """Who sees the person now, and who would after ``do``, which leaves nothing behind: no row, no event, no notice.

    Raises whatever ``do`` raises.
    """
    before = sight(by, person_id, home_id, on=on)
    try:
        with transaction.atomic():
            do()
            raise _Undone(sight(by, person_id, home_id, on=on))
    except _Undone as done:
        return Foreseen(before, done.after, by.id)


def tried(do: Callable[[], object]) -> None:
    """Do it, and undo it: whether it could be done. Raises whatever ``do`` raises."""
    with suppress(_Tried), transaction.atomic():
        do()
        raise _Tried
