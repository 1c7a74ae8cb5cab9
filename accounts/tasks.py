"""What Celery wakes for the log."""

from __future__ import annotations

from celery import shared_task

from accounts import clock
from accounts.log import seal


@shared_task(name="accounts.tasks.seal_log")
def seal_log() -> None:
    """Seal the hours of the log that have ended."""
    seal(at=clock.now())
