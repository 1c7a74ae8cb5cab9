"""Where sessions live (``settings.SESSION_ENGINE``): Django's own store in the database, with whose session it is
beside what it holds. A session whose row is gone is over at its next request, and no late answer brings it back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from accounts.models.session import Session, handle_of

SINCE, SEEN, DEVICE = "nsp.since", "nsp.seen", "nsp.device"
"""Names in the session: when it began, the last sign of life (seconds), and the device (accounts/devices.py)."""


class SessionStore(DatabaseStore):
    """Fills the columns from what the session holds, so that there is one truth."""

    @classmethod
    def get_model_class(cls) -> type[Any]:
        """Our table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row for what the session holds."""
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.handle = handle_of(row.session_key)
        row.began_at, row.seen_at = _moment(data.get(SINCE)), _moment(data.get(SEEN))
        row.device = str(data.get(DEVICE, ""))[:24]
        return row


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
