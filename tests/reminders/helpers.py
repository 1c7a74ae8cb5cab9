"""What tests of reminders share: running the background work at a moment, and looking at what came of it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from io import StringIO
from uuid import UUID

from django.core.management import call_command
from django.test import Client

from accounts.door import acting_as
from accounts.viewer import Viewer, system
from reminders import runs
from reminders.models import Mail, MailState, Notice

EYE = system("test")
BUT_THE_MACHINE = {"queue", "disk"}
"""What a test cannot set: the machine's own queue and disk."""


def hand_on(at: datetime) -> None:
    """Run the outbox once."""
    runs.run_outbox(at=at)


def told(kind: str = "") -> list[Notice]:
    """Every notice there is, of a kind, in the order of their days."""
    with acting_as(EYE):
        rows = Notice.objects.select_related("user").order_by("day", "user__name", "kind")
        return list(rows.filter(kind=kind) if kind else rows)


def names(kind: str = "") -> list[str]:
    """First names of those who were told, of a kind."""
    return [row.user.name.split()[0] for row in told(kind)]


def mails() -> list[Mail]:
    """Every e-mail there is."""
    with acting_as(EYE):
        return list(Mail.objects.select_related("user").order_by("made_at", "message_id"))


def unsaid() -> list[Notice]:
    """Notices that no e-mail said anything of: none to that user went when the notice stood, or after; nor was one
    that would have said of it kept back, since all was read."""
    last: dict[UUID | None, datetime] = {}
    for row in mails():
        if row.sent_at:
            last[row.user_id] = max(row.sent_at, last.get(row.user_id, row.sent_at))
    kept = {(row.user_id, row.made_at) for row in mails() if row.state == MailState.READ}
    rows = [row for row in told() if row.user_id not in last or last[row.user_id] < row.made_at]
    return [row for row in rows if not (row.read_at and any(u == row.user_id and at <= row.made_at for u, at in kept))]


def unread(viewer: Viewer) -> list[str]:
    """Kinds that somebody has not read."""
    return [row.kind for row in told() if row.user_id == viewer.id and row.read_at is None]


def watched() -> list[str]:
    """What ``manage.py health`` prints, but for the machine's own. A stranger learns the worst state of them alone."""
    printed = StringIO()
    with suppress(SystemExit):
        call_command("health", stdout=printed)
    lines = printed.getvalue().splitlines()
    answer = Client().get("/health/")
    assert answer.status_code == 200
    assert answer.content.decode().splitlines() == ["ok", *_worst({line.split()[1] for line in lines})]
    return [line for line in lines if line.split()[0] not in BUT_THE_MACHINE]


def _worst(states: set[str]) -> list[str]:
    return ["down"] if "down" in states else sorted(states)
