"""What the matrix is asked about of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from accounts.clock import now
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.services.saved_filters import save_filter

if TYPE_CHECKING:
    from tests.walls.matrix.things import Thing


def saved_filter(by: Viewer) -> Thing:
    """One's own: not even a colleague knows of it."""
    from tests.walls.matrix.things import Thing

    with acting_as(by):
        row = save_filter("person_list", {"county": "12"}, "Skåne", opens=False, token=uuid4(), by=by, at=now())
    return Thing("SavedFilter", "own", {"ref": row.ref}, whose="alma")
