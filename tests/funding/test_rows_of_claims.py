"""What the database promises of claims, vouchers, batches, bank accounts and closed years, whoever writes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.door import acting_as
from accounts.models import Actor, User
from accounts.refs import new_ref
from accounts.viewer import Viewer
from funding.models import BankAccount, Claim, ClaimCost, Commitment, PapersSeen, PaymentBatch, YearEnd
from funding.services.commitments import commit

DAY = date(2026, 4, 2)


@pytest.fixture
def linden(users: dict[str, User]) -> Actor:
    """Alma's actor."""
    return Actor.objects.get(ref="A-LINDEN")


@pytest.fixture
def promise(dag: Viewer, linden: Actor, march: datetime) -> Commitment:
    """Ten thousand for Linden."""
    with acting_as(dag):
        amounts = {2026: Decimal(10_000)}
        return commit(uuid4(), amounts, actor_id=linden.pk, kind="REST", programme="", by=dag, at=march)


def _claim(by: Viewer, promise: Commitment, at: datetime, **said: Any) -> Claim:
    row = Claim(
        **({"ref": new_ref("C"), "commitment": promise, "actor_id": promise.actor_id, "made_at": at} | said),
        made_by_id=by.id,
    )
    row.save(force_insert=True)
    return row


def _cost(claim: Claim, voucher: str, **said: Any) -> ClaimCost:
    what: dict[str, Any] = {"what": "ITEM", "amount": Decimal(100), "spent_on": DAY} | said
    row = ClaimCost(claim=claim, actor_id=claim.actor_id, voucher=voucher, **what)
    with transaction.atomic():
        row.save(force_insert=True)
    return row


def test_a_voucher_counts_once_for_an_actor_until_its_claim_is_taken_back(
    alma: Viewer, promise: Commitment, march: datetime
) -> None:
    with acting_as(alma):
        first, second = (_claim(alma, promise, march) for _n in range(2))
        _cost(first, "A 123")
        with pytest.raises(IntegrityError, match="a_voucher_once"):
            _cost(second, "A 123")
        Claim.objects.filter(pk=first.pk).update(state="TAKEN_BACK")
        _cost(second, "A 123")
        with pytest.raises(IntegrityError, match="stays so"), transaction.atomic():
            Claim.objects.filter(pk=first.pk).update(state="DRAFT")


@pytest.mark.parametrize("voucher", ["", "ANNA", "Anna 1", "A 12 hos Karin", "ABCDE1", "1" * 16])
def test_a_voucher_is_a_number_and_tells_nothing(
    alma: Viewer, promise: Commitment, march: datetime, voucher: str
) -> None:
    with acting_as(alma):
        claim = _claim(alma, promise, march)
        with pytest.raises(IntegrityError, match="a_cost_has_a_voucher"):
            _cost(claim, voucher)
        for good in ("123", "LV-2026-12", "A 7", "A/9"):
            _cost(claim, good)
        _cost(claim, "", what="DAYS", spent_on=None)


def test_staff_report_their_own_and_approve_or_cut_nothing(
    alma: Viewer, cia: Viewer, dag: Viewer, promise: Commitment, march: datetime
) -> None:
    approved = {"state": "APPROVED", "approved": Decimal(100), "decided_by_id": alma.id}
    with acting_as(alma):
        claim = _claim(alma, promise, march)
        cost = _cost(claim, "A 1")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Claim.objects.filter(pk=claim.pk).update(**approved)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            ClaimCost.objects.filter(pk=cost.pk).update(cut=1, cut_reason="TWICE")
        Claim.objects.filter(pk=claim.pk).update(state="SENT")
        assert ClaimCost.objects.filter(pk=cost.pk).update(amount=5) == 0, "sent is sent"
    with acting_as(cia):
        assert not Claim.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            _claim(cia, promise, march)
    with acting_as(dag):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            ClaimCost.objects.filter(pk=cost.pk).update(amount=5)
        ClaimCost.objects.filter(pk=cost.pk).update(cut=1, cut_reason="TWICE")
        Claim.objects.filter(pk=claim.pk).update(**(approved | {"decided_by_id": dag.id}))
        PapersSeen(claim=claim, actor_id=claim.actor_id, by_id=dag.id, on=DAY, at=march).save(force_insert=True)
    with acting_as(alma):
        assert Claim.objects.filter(pk=claim.pk).update(state="DRAFT", approved=None) == 0
        assert PapersSeen.objects.filter(claim=claim).exists()


def test_a_claim_and_its_costs_belong_to_one_actor(dag: Viewer, promise: Commitment, march: datetime) -> None:
    noor = Actor.objects.get(ref="A-NOOR")
    with acting_as(dag), pytest.raises(IntegrityError, match="actor of its commitment"):
        _claim(dag, promise, march, actor_id=noor.pk)


def test_a_paid_batch_stays_as_it_is(dag: Viewer, march: datetime) -> None:
    with acting_as(dag):
        batch = PaymentBatch(ref=new_ref("U"), made_at=march, made_by_id=dag.id)
        batch.save(force_insert=True)
        with pytest.raises(IntegrityError, match="a_paid_batch_has_a_day"), transaction.atomic():
            PaymentBatch.objects.filter(pk=batch.pk).update(state="PAID")
        PaymentBatch.objects.filter(pk=batch.pk).update(state="PAID", paid_on=DAY, marked_by_id=dag.id)
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            PaymentBatch.objects.filter(pk=batch.pk).update(paid_on=date(2026, 4, 3))


def _asked(by: Viewer, actor: Actor, at: datetime, typed: str = "123-4567", **said: Any) -> BankAccount:
    number = {"kind": "BANKGIRO", "number": typed.replace("-", "").replace(" ", "")}
    row = BankAccount(actor=actor, ref=new_ref("G"), typed=typed, asked_at=at, asked_by_id=by.id, **(number | said))
    with transaction.atomic():
        row.save(force_insert=True)
    return row


def test_another_person_confirms_an_account_in_their_own_name(
    alma: Viewer, maj: Viewer, dag: Viewer, linden: Actor, march: datetime
) -> None:
    with acting_as(alma), pytest.raises(DatabaseError, match="row-level security"):
        _asked(alma, linden, march)
    with acting_as(maj):
        row = _asked(maj, linden, march)
        mine = BankAccount.objects.filter(pk=row.pk)
        with pytest.raises(IntegrityError, match="another_person_confirms"), transaction.atomic():
            mine.update(confirmed_at=march, confirmed_by_id=maj.id, usable_from=DAY)
        with pytest.raises(DatabaseError, match="own name"), transaction.atomic():
            mine.update(confirmed_at=march, confirmed_by_id=dag.id, usable_from=DAY)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            mine.update(number="7654321")
    with acting_as(dag):
        mine.update(confirmed_at=march, confirmed_by_id=dag.id, usable_from=DAY)
        with pytest.raises(DatabaseError, match="confirmed once"), transaction.atomic():
            mine.update(usable_from=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("hos Anna 1", {"number": "HOSANNA1"}),
        ("123-4567", {"number": "1234568"}),
        ("123", {"number": "123"}),
        ("1234567", {"kind": "IBAN"}),
    ],
)
def test_an_account_is_a_number_as_it_was_typed(
    maj: Viewer, linden: Actor, march: datetime, typed: str, said: dict[str, str]
) -> None:
    with acting_as(maj):
        with pytest.raises(IntegrityError):
            _asked(maj, linden, march, typed, **said)
        _asked(maj, linden, march, "SE45 5000 0000 0583 9825 7466", kind="IBAN")


def test_two_sign_a_year_and_it_stays(dag: Viewer, disa: Viewer, march: datetime) -> None:
    both = {"state": "SIGNED", "countersigned_at": march}
    with acting_as(dag):
        year = YearEnd(year=2025, opened_at=march)
        year.save(force_insert=True)
        row = YearEnd.objects.filter(pk=year.pk)
        row.update(figures={}, digest="0", signed_by_id=dag.id, signed_at=march)
        with pytest.raises(IntegrityError, match="two_sign_a_year"), transaction.atomic():
            row.update(**both, countersigned_by_id=dag.id)
    with acting_as(disa):
        row.update(**both, countersigned_by_id=disa.id)
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            row.update(returned=1)
