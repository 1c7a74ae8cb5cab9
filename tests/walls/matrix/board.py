"""What stands on the notice board: for every actor, and for certified ones alone."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.viewer import Viewer
from reminders.services.board import Told, post
from tests.walls.matrix.things import EVERY_ACTOR, Thing


def postings(by: Viewer) -> Iterator[Thing]:
    """Two that ask for receipts."""
    certified = [actor for actor in EVERY_ACTOR if actor != "fristaden"]
    for name, actors in (("for all", EVERY_ACTOR), ("for certified actors", certified)):
        said = Told("Nytt", "Något nytt.", today(), asks_receipt=True, certified_only=len(actors) < len(EVERY_ACTOR))
        with acting_as(by):
            ref = post(said, token=uuid4(), by=by, at=now()).ref
        yield Thing("Posting", name, {"ref": ref}, dict.fromkeys(actors, "own"), seen_by="READ_BOARD", alone=True)
