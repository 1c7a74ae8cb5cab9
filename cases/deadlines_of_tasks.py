"""What falls due in tasks: the day by which one is to be done, told on its morning to whoever has it, or can give it
on where that one works there no longer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.acts import STAFF, Role
from accounts.clock import dawn, day
from accounts.deadlines import PAGE, Due, Page, Span, To, Wording, finds, reads
from accounts.models import Appointment
from cases.models import Task
from cases.states import TaskState

TASK_DUE = "TASK_DUE"

reads(TASK_DUE, Wording(_("A task is to be done by today"), _("See the task"), "task", "ref", "soon"))


@finds("tasks")
def due_tasks(span: Span, after: str) -> Page:
    """Open tasks whose day has begun in the span: told once for each day that a task has, late where the program was
    down on it. One that is given or moved to a day which has begun already is no news to who did that. Where the
    doer works there no longer, whoever gave it and the managers are told."""
    rows = Task.objects.filter(state=TaskState.OPEN, due__lte=day(span.until)).defer("text", "word", "why", "wrapped")
    if span.person_id:
        rows = rows.filter(person_id=span.person_id)
    elif span.since is not None:
        rows = rows.filter(due__gte=day(span.since))
    if after:
        rows = rows.filter(pk__gt=UUID(after))
    page = list(rows.order_by("pk")[:PAGE])
    now = [(row, row.due) for row in page if row.due and dawn(row.due) in span]
    there = who_works({row.doer_id for row, _on in now}) if now else set()
    told = tuple(of_task(row, on, there) for row, on in now)
    return Page(told, str(page[-1].pk) if len(page) == PAGE else None)


def who_works(users: Collection[UUID]) -> set[tuple[UUID, UUID | None]]:
    """Who works for which actor (None: coordinates), with an account that is open."""
    rows = Appointment.objects.filter(user_id__in=users, user__is_active=True, role__in=(*STAFF, Role.COORDINATOR))
    return set(rows.values_list("user_id", "actor_id"))


def of_task(row: Task, on: date, there: Collection[tuple[UUID, UUID | None]]) -> Due:
    """What is told of a task on its day: to whoever has it. One about a person, within an actor, goes to who stands in
    while they are away; one about nobody is between who gave it and who has it. Where whoever has it works there no
    longer (``there``: who does), to who gave it, and to the managers."""
    to = To(users=(row.doer_id,))
    if (row.doer_id, row.actor_id) not in there:
        to = To(users=(row.by_id,), managers_of=row.actor_id if row.person_id else None)
    elif row.person_id and row.actor_id:
        to = To(users=(row.doer_id,), staff_of=row.actor_id, theirs=True)
    return Due(TASK_DUE, f"task:{row.ref}", on, to, ref=row.ref, person_id=row.person_id)
