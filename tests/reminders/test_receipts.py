"""Whoever handed somebody over hears that the receipt has a new status: once for each, and nothing about the person."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.utils.translation import override

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import HandOver, Receipt
from cases.services import handover
from cases.services.identification import Identified, hand_over
from reminders.selectors import notices
from tests.reminders.helpers import EYE, hand_on, names, told

HOUR = timedelta(hours=1)


def _handed(frej: Viewer, at: datetime) -> tuple[Receipt, str]:
    with acting_as(frej):
        receipt = hand_over(Identified(on=day(at), story="Mött vid en vägkrog."), token=uuid4(), by=frej, at=at)
    with acting_as(EYE):
        return receipt, HandOver.objects.get(receipt_id=receipt.pk).ref


def test_it_is_told_when_it_is_passed_on_and_when_it_is_closed(alma: Viewer, dag: Viewer, frej: Viewer) -> None:
    at = now()
    receipt, ref = _handed(frej, at - timedelta(days=2))
    with acting_as(dag):
        handover.offer(ref, "A-NOOR", note="", by=dag, at=at - timedelta(days=1))
        handover.take_back(ref, by=dag, at=at - 2 * HOUR)
        handover.offer(ref, "A-LINDEN", note="", by=dag, at=at - HOUR)
    hand_on(at)
    assert names("RECEIPT_MOVED") == ["Frej"]
    with acting_as(alma):
        handover.accept(ref, by=alma, at=at)
    hand_on(at)
    assert names("RECEIPT_MOVED") == ["Frej", "Frej"]
    with acting_as(frej), override("sv"):
        rows = notices(frej).unread
    assert {row.what for row in rows} == {f"Kvitto {receipt.number} har fått ny status"}
    assert {row.url for row in rows} == {f"/receipts/{receipt.number}/"}


def test_it_holds_no_way_to_the_person(dag: Viewer, frej: Viewer, march: datetime) -> None:
    receipt, ref = _handed(frej, march)
    with acting_as(dag):
        handover.offer(ref, "A-LINDEN", note="", by=dag, at=march + HOUR)
    hand_on(march + HOUR)
    [notice] = told("RECEIPT_MOVED")
    assert (notice.person_id, notice.ref, notice.facts) == (None, receipt.number, {"number": receipt.number})
