"""What tests of reminders share: running the background work at a moment, and looking at what came of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from accounts.door import acting_as
from accounts.viewer import Viewer, system
from reminders import runs
from reminders.models import Mail, Notice

EYE = system("test")


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
    """Notices that no e-mail said anything of: none to that user went when the notice stood, or after."""
    last: dict[UUID | None, datetime] = {}
    for row in mails():
        if row.sent_at:
            last[row.user_id] = max(row.sent_at, last.get(row.user_id, row.sent_at))
    return [row for row in told() if row.user_id not in last or last[row.user_id] < row.made_at]


def unread(viewer: Viewer) -> list[str]:
    """Kinds that somebody has not read."""
    return [row.kind for row in told() if row.user_id == viewer.id and row.read_at is None]
