"""What follows in this app from events, run by the system after commit (idempotent)."""

from __future__ import annotations

from uuid import UUID

from audit.models import Outbox
from audit.record import Event, on
from cases.models import Receipt
from cases.states import ReceiptState

RECEIPT_STATUS = {
    Event.HAND_OVER_OFFERED: ReceiptState.PASSED_ON,
    Event.HAND_OVER_ACCEPTED: ReceiptState.CLOSED,
    Event.HAND_OVER_CLOSED: ReceiptState.CLOSED,
}
"""What a cooperating actor is told of its hand-over when this has happened."""


@on(Event.HAND_OVER_OFFERED, Event.HAND_OVER_ACCEPTED, Event.HAND_OVER_CLOSED)
def tell_the_receipt(event: Outbox) -> None:
    """The cooperating actor's receipt follows its hand-over, and never goes back from closed."""
    wanted = RECEIPT_STATUS[Event(event.event)]
    open_ones = Receipt.objects.filter(pk=UUID(event.facts["receipt"])).exclude(state=ReceiptState.CLOSED)
    open_ones.update(state=wanted)
