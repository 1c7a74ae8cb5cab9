"""The worker's and the timer's own Celery, on a clock that stands where a file says: ``celery -A
tests.reminders.driven worker``."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

from celery.signals import task_postrun, task_prerun
from django.conf import settings

from accounts import clock
from nsp.celery import app

__all__ = ["app"]

HERE = Path(os.environ.get("NSP_DRIVEN", "."))


def _now() -> datetime:
    return datetime.fromisoformat((HERE / "clock").read_text())


if "NSP_DRIVEN" in os.environ:
    clock.now = _now
    settings.EMAIL_BACKEND = "reminders.smtp.EmailBackend"
    for name, expires in (("outbox", 60), ("sweep", 3), ("deliver", 60)):
        # Its timer keeps no test waiting; on a slow machine sweeps give way, so that what is quick has its turn.
        app.conf.beat_schedule[name].update(schedule=1.0, options={"expires": expires})


def _begun(task_id: str, **_: Any) -> None:
    with (HERE / "begun").open("a") as file:
        file.write(f"{task_id}\n")


def _done(task_id: str, state: str, **_: Any) -> None:
    with (HERE / "done").open("a") as file:
        file.write(f"{task_id} {state}\n")


task_prerun.connect(_begun)
task_postrun.connect(_done)
