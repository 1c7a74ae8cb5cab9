"""Offers to move somebody over, as the matrix asks about them."""

from __future__ import annotations

from accounts.clock import now
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.services import transfer
from tests.factories import identified, offer_of
from tests.walls.matrix.things import Thing


def asked_and_moved(alma: Viewer, cia: Viewer) -> list[Thing]:
    """What Linden is asked to take over, and whom it has let go with an extract that waits."""
    theirs, ours = identified(cia, at=now()), identified(alma, at=now())
    with acting_as(cia):
        asked = offer_of(theirs, cia, to="A-LINDEN")
    with acting_as(alma):
        gone = offer_of(ours, alma, to="A-NOOR")
    with acting_as(cia):
        transfer.accept(gone, lambda *_: b"%PDF-", by=cia, at=now())
    return [
        Thing("TransferOffer", "asked", {"ref": asked}, {"linden": "offered"}, office="foreign"),
        Thing("TransferOffer", "moved", {"ref": gone}, {"linden": "own"}, office="foreign"),
    ]
