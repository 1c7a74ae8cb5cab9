"""One's own sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.devices import device_words
from accounts.models import Session
from accounts.models.session import handle_of
from accounts.queries import queries
from accounts.viewer import Viewer


@dataclass(frozen=True)
class SessionRow:
    """A session in words. ``this``: the one in which the page is shown."""

    handle: str
    device: str
    began_at: datetime | None
    seen_at: datetime | None
    this: bool


@queries(1)
def own_sessions(viewer: Viewer, *, key: str | None, at: datetime) -> tuple[SessionRow, ...]:
    """The viewer's sessions that hold at ``at``, this one (``key``) first, then the one used last."""
    rows = Session.objects.filter(user_id=viewer.id, expire_date__gt=at).order_by("-seen_at", "handle")
    this = handle_of(str(key))
    found = [
        SessionRow(row.handle, device_words(row.device), row.began_at, row.seen_at, row.handle == this)
        for row in rows.defer("session_data")
    ]
    return tuple(sorted(found, key=lambda row: not row.this))
