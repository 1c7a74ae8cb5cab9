"""What the matrix is asked about of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from accounts.acts import Role
from accounts.clock import now, today
from accounts.door import acting_as
from accounts.models import Appointment, User
from accounts.selectors.absences import handle_of
from accounts.services.absences import Away, set_absence
from accounts.viewer import Viewer, viewer_of
from cases.services.saved_filters import save_filter

if TYPE_CHECKING:
    from tests.walls.matrix.things import Thing


def saved_filter(by: Viewer) -> Thing:
    """One's own: not even a colleague knows of it."""
    from tests.walls.matrix.things import Thing

    with acting_as(by):
        row = save_filter("person_list", {"county": "12"}, "Skåne", opens=False, token=uuid4(), by=by, at=now())
    return Thing("SavedFilter", "own", {"ref": row.ref}, whose="alma")


def absence(user: User, stand_in: User) -> Thing:
    """Days of a manager: their own, and nobody's of those below them."""
    from tests.walls.matrix.things import Thing

    by, on = viewer_of(user), today()
    with acting_as(by):
        away = Appointment.objects.get(user=user, role=Role.MANAGER)
        colleague = Appointment.objects.get(user=stand_in, actor=away.actor, role=Role.CASEWORKER)
        row = set_absence(Away(handle_of(away), on, on, handle_of(colleague)), by=by, at=now())
    return Thing("Absence", "own", {"ref": row.ref}, whose="maj")
