"""How tests follow a link: the outbox is handed on, the e-mail delivered, and the link taken from it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from accounts import clock
from reminders import runs, spool

LINK = re.compile(r"https?://[^/\s]+(/\S+)")
NEW = "sju tysta båtar under bron"
"""A password that is long enough and no common one."""
NIGHT = timedelta(hours=10)
"""Longer than the quiet hours of whoever has chosen none, on the night of 25 hours too."""


def own_spool(settings: Any, tmp_path: Path) -> None:
    """E-mails of this test in a folder of their own."""
    settings.EMAIL_BACKEND = "reminders.spool.EmailBackend"
    settings.MAIL_DIR = tmp_path / "mail"


def delivered(at: datetime | None = None) -> list[spool.Spooled]:
    """Everything that has been sent, once events are handed on and e-mails delivered, at whatever hour tests run."""
    at = at or clock.now()
    runs.run_outbox(at=at)
    sent_by_morning(at)
    return spool.newest()


def sent_by_morning(at: datetime) -> None:
    """What may be sent at that moment, and what waits until nobody has quiet hours."""
    runs.run_delivery(at=at)
    runs.run_delivery(at=at + NIGHT)


def link_to(address: str, at: datetime | None = None) -> str:
    """The path of the newest link that was sent to ``address``."""
    letters = [letter for letter in delivered(at) if letter.to == address and LINK.search(letter.body)]
    assert letters, f"no link to {address}"
    newest = max(letters, key=lambda letter: letter.at or clock.now())
    found = LINK.search(newest.body)
    assert found
    return found[1]
