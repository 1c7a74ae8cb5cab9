"""What people are told of tasks, run by the outbox (at least once: twice is once). Never what a task says."""

from __future__ import annotations

from uuid import UUID

from accounts.deadlines import To
from audit.models import Outbox
from audit.record import Event, on
from cases.deadlines_of_tasks import TASK_DUE
from cases.models import Task
from cases.states import TaskState
from reminders.services.events import stands, tell_of
from reminders.services.telling import settle

TO_DO = (Event.TASK_GIVEN, TASK_DUE)


@on(Event.TASK_GIVEN)
def tell_who_has_it(event: Outbox) -> None:
    """Whoever was given it; nobody who had it before, and who gave it has not to decide any longer."""
    settle(event.ref, [*TO_DO, Event.TASK_DECLINED], at=event.at)
    to = _to(event)
    if to and stands(Task, event, TaskState.OPEN, doer_id=to):
        tell_of(event, To(users=(to,)), facts={})


@on(Event.TASK_DONE)
def tell_who_gave_it(event: Outbox) -> None:
    """Whoever asked for it hears that it is done."""
    settle(event.ref, TO_DO, at=event.at)
    to = _to(event)
    if to and stands(Task, event, TaskState.DONE):
        tell_of(event, To(users=(to,)), facts={})


@on(Event.TASK_DECLINED)
def tell_who_has_to_decide(event: Outbox) -> None:
    """It is back with whoever gave it."""
    settle(event.ref, TO_DO, at=event.at)
    to = _to(event)
    if to and stands(Task, event, TaskState.DECLINED):
        tell_of(event, To(users=(to,)), facts={})


@on(Event.TASK_OPEN_AGAIN)
def it_is_not_done(event: Outbox) -> None:
    """Done by mistake: nobody need read that it is."""
    settle(event.ref, [Event.TASK_DONE], at=event.at)


@on(Event.TASK_MOVED)
def another_day(event: Outbox) -> None:
    """It is not due any longer."""
    settle(event.ref, [TASK_DUE], at=event.at)


@on(Event.TASK_TAKEN_BACK)
def nothing_to_do(event: Outbox) -> None:
    """Nobody has to do it."""
    settle(event.ref, [*TO_DO, Event.TASK_DECLINED], at=event.at)


def _to(event: Outbox) -> UUID | None:
    return UUID(event.facts["to"]) if event.facts.get("to") else None
