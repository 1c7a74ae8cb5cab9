"""What falls due in tasks: the day by which one is to be done, told on its morning to whoever has it, or can give it
on where that one works there no longer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.clock import day
from accounts.clocks import Clock, Own, keeps
from accounts.deadlines import To, Wording
from accounts.staff import who_works
from cases.models import Task
from cases.states import TaskState

TASK_DUE = "TASK_DUE"


def _open() -> Any:
    rows = Task.objects.filter(state=TaskState.OPEN, due__isnull=False)
    return rows.defer("text", "word", "why", "wrapped")


@keeps(
    TASK_DUE,
    _("A task is done (told to whoever has it)"),
    source="the day that was chosen",
    rows=_open,
    together=True,
    column="due",
    own=Own.NAMED,
    before_words=Wording(_("A task is to be done by %(last)s"), _("See the task"), "task", "ref", "soon"),
)
def _due(rows: Sequence[Task], on: date) -> list[Clock | None]:
    there = who_works({row.doer_id for row in rows}) if rows else set()
    return [_clock(row, there) for row in rows]


def _clock(row: Task, there: Collection[tuple[UUID, UUID | None]]) -> Clock | None:
    """Who takes one on themselves for the same day knows it, and so does who is given one about nobody, which goes to
    nobody else while they are away."""
    assert row.due
    begun = day(row.made_at) + timedelta(days=row.by_id == row.doer_id or row.person_id is None)
    return Clock(row.ref, row.due, row.actor_id, person_id=row.person_id, begun=begun, to=_to(row, there))


def _to(row: Task, there: Collection[tuple[UUID, UUID | None]]) -> To:
    """Whoever has it. One about a person, within an actor, goes to who stands in while they are away; one about nobody
    is between who gave it and who has it. Where whoever has it works there no longer (``there``: who does), to who gave
    it, and to the managers."""
    if (row.doer_id, row.actor_id) not in there:
        return To(users=(row.by_id,), managers_of=row.actor_id if row.person_id else None, theirs=True)
    if row.person_id and row.actor_id:
        return To(users=(row.doer_id,), staff_of=row.actor_id, theirs=True)
    return To(users=(row.doer_id,))
