"""A notice is its recipient's own: nobody reads another's, whatever their role. The board is for the actors."""

from __future__ import annotations

from uuid import UUID

from accounts.access import About, answers, locates
from accounts.acts import Act, Role
from accounts.viewer import Viewer
from cases import codes
from reminders.board import reads_it
from reminders.models import Notice, Posting


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


@locates(Posting, read=codes.parse_ref)
def locate_posting(viewer: Viewer, act: Act, ref: str) -> About | None:
    """A version of a posting, by its reference."""
    row = Posting.objects.filter(ref=codes.parse_ref(ref) or "").first()
    return About("Posting", row.ref, None, "posting", row.ref) if row and answer_posting(viewer, act, row) else None


@answers(Posting)
def answer_posting(viewer: Viewer, act: Act, row: Posting) -> bool:
    """Whoever it is for, unless it was taken down; coordinators always, and they alone write."""
    if viewer.is_(Role.COORDINATOR):
        return act in (Act.READ_BOARD, Act.WRITE_BOARD)
    return act is Act.READ_BOARD and row.taken_at is None and reads_it(viewer, row)
