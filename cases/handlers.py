"""What follows in this app from events, run by the system after commit (idempotent)."""

from __future__ import annotations

from uuid import UUID

from audit.models import Outbox
from audit.record import Event, on
from cases.models import Receipt
from cases.services.same_person import compare, end_marks
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


@on(Event.ADMISSION_SENT, Event.IDENTITY_NOTED)
def look_for_the_same_human(event: Outbox) -> None:
    """Whoever was sent for admission is compared with everybody on record, after the request, with a number or without:
    so the applicant learns nothing, also not by time."""
    assert event.person_id
    compare(event.person_id, at=event.at)


@on(Event.IDENTITY_ENDS)
def forget_the_number(event: Outbox) -> None:
    """Whoever was given a new identity is found by no old number."""
    assert event.person_id
    end_marks(event.person_id)
