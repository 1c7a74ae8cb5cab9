"""Where sessions live (``settings.SESSION_ENGINE``): Django's own store in the database, with whose session it is
beside what it holds. A session whose row is gone is over at its next request, and no late answer brings it back.

The key that opens a session is the browser's alone: the row holds its hash, so that a dump opens none."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import transaction
from django.db.models.functions import Now

from accounts.models.session import Session, handle_of

SINCE, SEEN, DEVICE, LOCKED = "nsp.since", "nsp.seen", "nsp.device", "nsp.locked"
"""Names in the session: when it began, the last sign of life and the lock (seconds), and the device
(accounts/devices.py)."""


def at_rest(key: str | None) -> str:
    """What the row holds of a session's key. The key is random enough that a plain hash cannot be turned round."""
    return sha256(f"session:{key}".encode()).hexdigest()[:40]


class SessionStore(DatabaseStore):
    """Fills the columns from what the session holds, so that there is one truth."""

    @classmethod
    def get_model_class(cls) -> type[Any]:
        """Our table."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = Session.objects.filter(session_key=at_rest(self.session_key), expire_date__gt=Now()).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        """Whether there is a session with this key."""
        return super().exists(at_rest(session_key))

    def delete(self, session_key: str | None = None) -> None:
        """End the session with this key; this one where none is given."""
        if key := session_key or self.session_key:
            super().delete(at_rest(key))

    def save(self, must_create: bool = False) -> None:
        """Keep what the session holds. A session is kept whole, so a request that began before the screen was hidden
        and answers after it would open the lock again: it stays, unless a second factor was used since."""
        with transaction.atomic():
            if not must_create and self.session_key:
                rows = Session.objects.select_for_update().filter(session_key=at_rest(self.session_key))
                row = rows.only("session_data").first()
                lock = self.decode(row.session_data).get(LOCKED) if row else None
                if lock is not None and LOCKED not in self and self._proved_at() <= lock:
                    self[LOCKED] = lock
            super().save(must_create)

    def _proved_at(self) -> float:
        used = self.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        return max((float(record["at"]) for record in used if record.get("method") == "mfa"), default=0.0)

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row for what the session holds."""
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.handle, row.session_key = handle_of(row.session_key), at_rest(row.session_key)
        row.began_at, row.seen_at = _moment(data.get(SINCE)), _moment(data.get(SEEN))
        row.device = str(data.get(DEVICE, ""))[:24]
        return row


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
