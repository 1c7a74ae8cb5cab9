"""Days for tests, which are run on any day of the year, and over midnight."""

from __future__ import annotations

from datetime import date, timedelta

from accounts.clock import today
from cases.models import Programme

AHEAD = today() + timedelta(days=2)
"""A day that lies ahead, for parameters: they are read when tests are collected, and tomorrow may have come since."""


def free_to_begin() -> date:
    """The next day on which no programme begins: another can begin there."""
    tomorrow = today() + timedelta(days=1)
    taken = Programme.objects.filter(valid_from=tomorrow).exists()
    return tomorrow + timedelta(days=1) if taken else tomorrow
