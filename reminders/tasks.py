"""What Celery wakes. The database says what there is to do, so a task that is lost, or runs twice, changes nothing."""

from __future__ import annotations

from celery import shared_task

from accounts import clock
from accounts.locks import unless_somebody_does
from reminders import runs


@shared_task(name="reminders.tasks.outbox")
def outbox() -> None:
    """Hand on the events that services wrote."""
    runs.run_outbox(at=clock.now())


@shared_task(name="reminders.tasks.sweep")
def sweep() -> None:
    """Tell what has fallen due, unless a sweep that takes long is at it: two of them would leave no worker for events
    and e-mails."""
    with unless_somebody_does("sweep") as mine:
        if mine:
            runs.run_sweep(at=clock.now())


@shared_task(name="reminders.tasks.deliver")
def deliver() -> None:
    """Send the e-mails that wait, unless somebody does: a slow mail server keeps one worker busy, not all."""
    with unless_somebody_does("deliver") as mine:
        if mine:
            runs.run_delivery(at=clock.now())
