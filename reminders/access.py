"""A notice is its recipient's own. Nobody reads another's, whatever their role."""

from __future__ import annotations

from uuid import UUID

from accounts.access import About, answers, locates
from accounts.acts import Act
from accounts.viewer import Viewer
from reminders.models import Notice


@locates(Notice)
def locate_notice(viewer: Viewer, act: Act, ref: str) -> About | None:
    """One of the viewer's own notices, by its id."""
    try:
        key = UUID(ref)
    except ValueError:
        return None
    row = Notice.objects.filter(pk=key).first()
    return About("Notice", row.ref, row.person_id) if row and answer_notice(viewer, act, row) else None


@answers(Notice)
def answer_notice(viewer: Viewer, act: Act, row: Notice) -> bool:
    """Only the recipient reads it."""
    return act is Act.READ_NOTICES and row.user_id == viewer.id
