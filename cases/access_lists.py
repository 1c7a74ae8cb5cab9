"""What may be done to saved filters."""

from __future__ import annotations

from accounts.access import About, answers, locates
from accounts.acts import Act
from accounts.viewer import Viewer
from cases import codes
from cases.models import SavedFilter


@locates(SavedFilter, read=codes.parse_ref)
def locate_saved_filter(viewer: Viewer, act: Act, ref: str) -> About | None:
    """One's own saved filter."""
    row = SavedFilter.objects.filter(ref=codes.parse_ref(ref) or "").only("ref", "user_id").first()
    return About("SavedFilter", row.ref, None, "filter_list") if row and answer_saved_filter(viewer, act, row) else None


@answers(SavedFilter)
def answer_saved_filter(viewer: Viewer, act: Act, row: SavedFilter) -> bool:
    """Nobody's but its own user's."""
    return act is Act.KEEP_FILTERS and row.user_id == viewer.id
