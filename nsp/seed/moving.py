"""Somebody in the demo who may move over, and somebody who has."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from accounts.door import acting_as
from cases.models.consent import Consented
from cases.services import transfer
from cases.services.consent import ConsentSaid
from cases.services.transfer import Offered
from nsp.desk.moving import extract_of
from nsp.seed.lives import World, meet

WORDS = "Behöver en plats långt från storstan. Vi kan följa med på resan."


def seed_moving(here: World) -> None:
    """Linden is asked by Noor; and one of Linden's has moved to Noor, with an extract that waits for the manager."""
    yes = ConsentSaid(Consented.TRANSFER, "swe", "ORAL", here.today)
    theirs = meet(here, "cia", on=here.today - timedelta(days=3), county=here.counties["noor"])
    with acting_as(here.viewers["cia"]) as cia:
        transfer.offer(theirs.code, Offered("A-LINDEN", "REST", yes, words=WORDS), by=cia, at=here.now)
    ours = meet(here, "bo", on=here.today - timedelta(days=5), county=here.counties["linden"])
    with acting_as(here.viewers["bo"]) as bo:
        row = transfer.offer(ours.code, Offered("A-NOOR", "IDENTIFIED", yes), by=bo, at=here.now)
    with acting_as(here.viewers["cia"]) as cia:
        transfer.accept(row.ref, extract_of(here.now, uuid4()), by=cia, at=here.now)
