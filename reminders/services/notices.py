"""What a recipient does with notices: opens one, or says that all are read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from accounts.access import allowed
from accounts.acts import Act
from accounts.viewer import Viewer
from reminders.models import Notice


def open_notice(ref: str, *, by: Viewer, at: datetime) -> Notice:
    """Mark a notice as read, the first time, and give it back. Raises NotFound where it is not the viewer's."""
    row = allowed(by, Act.READ_NOTICES, Notice.objects.select_for_update().filter(pk=UUID(ref)).first())
    if row.read_at is None:
        row.read_at = at
        row.save(update_fields=["read_at"])
    return row


def read_all(*, by: Viewer, at: datetime) -> int:
    """Mark everything that the viewer has been told of until ``at`` as read; how many there were."""
    return Notice.objects.filter(user_id=by.id, read_at=None, made_at__lte=at).update(read_at=at)
