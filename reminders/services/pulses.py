"""Each part of the background work leaves a mark of when it last lived."""

from __future__ import annotations

from datetime import datetime, timedelta

from reminders.models import Pulse

EVERY = timedelta(minutes=1)
FAULT = "fault:"
"""What the name of a pulse begins with that says when a part of the sweep failed last."""


def leave(name: str, *, at: datetime) -> None:
    """A part of the background work lives at ``at``. Kept at most once a minute; a clock that went back is followed."""
    Pulse.objects.bulk_create([Pulse(name=name, since=at, at=at)], ignore_conflicts=True)
    Pulse.objects.filter(pk=name).exclude(at__gt=at - EVERY, at__lte=at).update(at=at)
