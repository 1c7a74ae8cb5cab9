"""Days of absence are taken away by whoever is away, and by the managers of the actor that they are away from."""

from __future__ import annotations

from accounts.access import About, answers, locates
from accounts.acts import Act
from accounts.models import Absence
from accounts.refs import parse_ref
from accounts.staff import managed_by
from accounts.viewer import Viewer


@locates(Absence, read=parse_ref)
def locate_absence(viewer: Viewer, act: Act, ref: str) -> About | None:
    """One that the viewer may take away."""
    row = Absence.objects.filter(ref=parse_ref(ref) or "").first()
    return About("Absence", row.ref, None, "absence_list") if row and answer_absence(viewer, act, row) else None


@answers(Absence)
def answer_absence(viewer: Viewer, act: Act, row: Absence) -> bool:
    """One's own, and a manager's staff's."""
    return act is Act.SET_ABSENCE and (row.user_id == viewer.id or row.actor_id in managed_by(viewer))
