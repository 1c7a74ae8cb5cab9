"""Approved claims are paid together, once; the file says whom and how much and holds no person."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.errors import Conflict, Invalid, WrongState
from accounts.models import Actor
from accounts.viewer import Viewer
from cases.selectors.reconciliation import differences
from cases.services.claims import repaid, reverse
from funding.models import BatchState, Claim, LedgerLine, PaymentBatch, PaymentFile
from funding.selectors.balances import balances
from funding.selectors.own import by_kind, total
from funding.selectors.payments import batch_page, ready_to_pay
from funding.services.accounts import end_account
from funding.services.payments import leave_out, make_batch, mark_paid, say_unused, take_out
from tests.at_once import at_once
from tests.cases.reporting import SEK, approved, has_account

SUM = SEK(30 * 1450)
JSON = "application/json"


@pytest.fixture
def at() -> datetime:
    """Now: a file is taken out by a page, and that asks the clock."""
    return now()


@pytest.fixture
def claims(alma: Viewer, maj: Viewer, dag: Viewer, disa: Viewer, at: datetime) -> list[Claim]:
    """Two approved claims of Linden, which has an account."""
    has_account("A-LINDEN", maj, disa, at=at - timedelta(days=9))
    return [approved(alma, dag, at=at - timedelta(days=2)) for _n in range(2)]


def _programme(claims: list[Claim]) -> str:
    return claims[0].commitment.programme


def _batch(by: Viewer, claims: list[Claim], at: datetime) -> PaymentBatch:
    with acting_as(by):
        return make_batch(_programme(claims), by=by, at=at)


def _paid(claim: Claim, by: Viewer) -> Decimal:
    with acting_as(by):
        return sum((row.paid for row in balances(claim.commitment_id)), Decimal(0))


def test_what_is_approved_is_paid_on_the_day_that_is_said_and_both_who_made_and_who_marked_it_stand_there(
    claims: list[Claim], dag: Viewer, disa: Viewer, at: datetime
) -> None:
    batch = _batch(dag, claims, at)
    with acting_as(disa):
        page = batch_page(batch.ref)
        assert [(one.name, one.amount, one.account) for one in page.payees] == [("Linden", 2 * SUM, "•••• 1055")]
        done = mark_paid(batch.ref, day(at), by=disa, at=at)
        assert (done.state, done.made_by_id, done.marked_by_id) == (BatchState.PAID, dag.id, disa.id)
        lines = LedgerLine.objects.filter(kind="PAY", cause="BATCH", cause_id=batch.pk)
        assert {(line.amount, line.booked_on) for line in lines} == {(SUM, day(at))}
    assert [_paid(claim, dag) for claim in claims] == [SUM, SUM]
    with acting_as(dag):
        assert differences() == [], "everything is what was decided"
        with pytest.raises(WrongState) as late:
            mark_paid(batch.ref, day(at), by=dag, at=at)
        assert late.value.params["who"] == "Disa Dal"
        with pytest.raises(WrongState):
            leave_out(batch.ref, claims[0].ref, by=dag, at=at)
        with pytest.raises(Invalid):
            make_batch(_programme(claims), by=dag, at=at)


@pytest.mark.parametrize("days", [-1, 1])
def test_the_day_is_neither_before_it_was_made_nor_to_come(
    claims: list[Claim], dag: Viewer, at: datetime, days: int
) -> None:
    batch = _batch(dag, claims, at)
    with acting_as(dag):
        with pytest.raises(Invalid) as wrong:
            mark_paid(batch.ref, day(at) + timedelta(days=days), by=dag, at=at)
        assert set(wrong.value.fields) == {"on"}
        mark_paid(batch.ref, day(at), by=dag, at=at)


def test_an_actor_without_an_account_is_left_out_and_named(
    claims: list[Claim], cia: Viewer, dag: Viewer, at: datetime
) -> None:
    theirs = approved(cia, dag, at=at - timedelta(days=1))
    with acting_as(dag):
        (ready,) = ready_to_pay(at)
        assert [(one.actor, one.payable) for one in ready.actors] == [("Linden", True), ("Noor", False)]
        assert ([one.actor for one in ready.left_out], ready.amount) == (["Noor"], 2 * SUM)
        make_batch(_programme(claims), by=dag, at=at)
        theirs.refresh_from_db()
        assert theirs.batch_id is None
        with pytest.raises(Invalid):
            make_batch(_programme(claims), by=dag, at=at)


def test_a_claim_in_a_payment_is_not_decided_anew_until_it_is_taken_out(
    claims: list[Claim], dag: Viewer, at: datetime
) -> None:
    batch, claim = _batch(dag, claims, at), claims[0]
    with acting_as(dag):
        with pytest.raises(Conflict, match="in_a_payment"):
            reverse(claim.ref, version=claim.version, words="Fel.", by=dag, at=at)
        leave_out(batch.ref, claim.ref, by=dag, at=at)
        reverse(claim.ref, version=claim.version, words="Fel.", by=dag, at=at)
        assert batch_page(batch.ref).amount == SUM
        assert differences() == []


def test_an_account_that_is_taken_back_after_the_payment_was_made_is_pointed_out(
    claims: list[Claim], maj: Viewer, dag: Viewer, at: datetime
) -> None:
    batch = _batch(dag, claims, at)
    with acting_as(dag):
        (payee,) = batch_page(batch.ref).payees
        assert not payee.ended
    with acting_as(maj):
        from funding.models import BankAccount

        end_account(BankAccount.objects.get().ref, by=maj, at=at + timedelta(minutes=1))
    with acting_as(dag):
        (payee,) = batch_page(batch.ref).payees
        assert (payee.number, payee.ended) == ("5050-1055", True)


def test_the_file_is_what_a_swedish_spreadsheet_reads_and_holds_no_person(
    claims: list[Claim], alma: Viewer, dag: Viewer, at: datetime, signed_in: Callable[[str], Client]
) -> None:
    Actor.objects.using("default").filter(ref="A-LINDEN").update(name="=Linden")
    batch, browser = _batch(dag, claims, at), signed_in("dag")
    answer = browser.post(f"/payments/{batch.ref}/file/")
    raw = answer.content
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 3
    assert {row[0] for row in rows[1:]} == {"'=Linden"}
    assert {tuple(row[1:4]) for row in rows[1:]} == {("Bankgiro", "5050-1055", "43500,00")}
    assert {row[4] for row in rows[1:]} == {claim.ref for claim in claims}
    with acting_as(alma):
        from cases.models import Person

        people = [word for one in Person.objects.all() for word in (one.code, one.code_name)]
    assert len(people) >= 2
    assert not [word for word in people if word in raw.decode()]
    assert browser.get(f"/payments/{batch.ref}/file/").status_code == 405


def test_while_a_file_is_out_no_claim_leaves_the_payment_on_the_page_or_through_the_api(
    claims: list[Claim], dag: Viewer, at: datetime, signed_in: Callable[[str], Client]
) -> None:
    batch, claim = _batch(dag, claims, at), claims[0]
    browser, other = signed_in("dag"), signed_in("disa")
    assert other.post(f"/payments/{batch.ref}/file/").status_code == 200
    shown = browser.get(f"/payments/{batch.ref}/").content.decode()
    assert "Disa Dal" in shown and "leave-out" not in shown
    late = browser.post(f"/payments/{batch.ref}/leave-out/", {"claim": claim.ref})
    assert (late.status_code, "Disa Dal" in late.content.decode()) == (409, True)
    late = browser.post(f"/api/v1/payments/{batch.ref}/leave-out/", {"claim": claim.ref}, JSON)
    assert (late.status_code, late.json()["why"]) == (409, "file_taken")
    with acting_as(dag):
        assert Claim.objects.get(pk=claim.pk).batch_id == batch.pk

    said = f"/payments/{batch.ref}/unused/"
    assert browser.post(said, {}).status_code == 422
    assert browser.post(f"/api/v1{said}", {"why": "NO_IDEA"}, JSON).status_code == 400
    assert browser.post(said, {"why": "TURNED_DOWN"}).status_code == 302
    assert browser.post(f"/api/v1{said}", {"why": "STOPPED"}, JSON).status_code == 409, "said already"
    assert browser.post(f"/payments/{batch.ref}/leave-out/", {"claim": claim.ref}).status_code == 302
    with acting_as(dag):
        page = batch_page(batch.ref)
        assert [(one.taken_by, one.unused_by) for one in page.files] == [("Disa Dal", "Dag Ek")]
        assert PaymentFile.objects.get().unused_why == "TURNED_DOWN"
        assert not page.file_is_out and page.amount == SUM


def test_a_new_file_is_out_again_and_each_copy_counts(claims: list[Claim], dag: Viewer, at: datetime) -> None:
    batch = _batch(dag, claims, at)
    with acting_as(dag):
        with pytest.raises(WrongState):
            say_unused(batch.ref, "NOT_SENT", by=dag, at=at)
        for _n in range(2):
            take_out(batch.ref, by=dag, at=at)
        assert say_unused(batch.ref, "NOT_SENT", by=dag, at=at) == 2
        take_out(batch.ref, by=dag, at=at)
        with pytest.raises(Conflict, match="file_taken"):
            leave_out(batch.ref, claims[0].ref, by=dag, at=at)
        mark_paid(batch.ref, day(at), by=dag, at=at)
        with pytest.raises(WrongState):
            say_unused(batch.ref, "NOT_SENT", by=dag, at=at)


def test_the_database_keeps_a_claim_in_a_payment_whose_file_is_out(
    claims: list[Claim], dag: Viewer, disa: Viewer, at: datetime
) -> None:
    batch, claim = _batch(dag, claims, at), claims[0]
    with acting_as(dag):
        file = take_out(batch.ref, by=dag, at=at)
        wrong: list[Callable[[], object]] = [
            lambda: Claim.objects.filter(pk=claim.pk).update(batch=None),
            lambda: PaymentFile.objects.filter(pk=file.pk).update(taken_by_id=disa.id),
            lambda: PaymentFile.objects.filter(pk=file.pk).delete(),
            lambda: PaymentFile.objects.update(unused_at=at, unused_by_id=disa.id, unused_why="STOPPED"),
            lambda: PaymentFile(batch=batch, taken_at=at, taken_by_id=disa.id).save(force_insert=True),
        ]
        for write in wrong:
            with pytest.raises(ProgrammingError), transaction.atomic():
                write()
        PaymentFile.objects.update(unused_at=at, unused_by_id=dag.id, unused_why="STOPPED")
        with pytest.raises(ProgrammingError), transaction.atomic():
            PaymentFile.objects.update(unused_at=None, unused_by_id=None, unused_why="")


@pytest.mark.django_db(transaction=True)
def test_a_file_taken_out_and_a_claim_left_out_at_once_never_both_hold(
    claims: list[Claim], dag: Viewer, disa: Viewer, at: datetime
) -> None:
    batch = _batch(dag, claims, at)

    def taken() -> object:
        with acting_as(disa):
            return take_out(batch.ref, by=disa, at=at)

    def left_out() -> object:
        with acting_as(dag):
            leave_out(batch.ref, claims[0].ref, by=dag, at=at)
            return batch_page(batch.ref).files

    told = at_once(taken, left_out)
    assert [type(one).__name__ for one in told] in (["PaymentFile", "Conflict"], ["PaymentFile", "tuple"])
    assert told[1] == () or isinstance(told[1], Conflict), "left out before the file was taken, or not at all"


def test_what_is_paid_back_is_booked_and_is_never_more_than_was_paid(
    claims: list[Claim], alma: Viewer, dag: Viewer, at: datetime
) -> None:
    batch, claim = _batch(dag, claims, at), claims[0]
    with acting_as(dag):
        with pytest.raises(Invalid):
            repaid(claim.ref, SEK(1), day(at), by=dag, at=at)
        mark_paid(batch.ref, day(at), by=dag, at=at)
        for amount, on in ((SUM + 1, day(at)), (SEK(0), day(at)), (SEK(1), day(at) + timedelta(days=1))):
            with pytest.raises(Invalid):
                repaid(claim.ref, amount, on, by=dag, at=at)
        repaid(claim.ref, SEK(500), day(at), by=dag, at=at)
        assert differences() == []
    assert _paid(claim, dag) == SUM - 500
    with acting_as(alma):
        sums = total(by_kind(alma.actors, at.year))
    assert (sums.released, sums.approved, sums.paid, sums.left) == (SEK(500), 2 * SUM - 500, 2 * SUM - 500, SEK(0))


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_make_a_payment_at_once_and_each_claim_stands_in_one(
    claims: list[Claim], dag: Viewer, disa: Viewer, at: datetime
) -> None:
    told = at_once(lambda: _batch(dag, claims, at), lambda: _batch(disa, claims, at))
    assert sorted(type(one).__name__ for one in told) == ["Invalid", "PaymentBatch"]
    (batch,) = [one for one in told if isinstance(one, PaymentBatch)]
    with acting_as(dag):
        assert PaymentBatch.objects.count() == 1
        assert batch_page(batch.ref).amount == 2 * SUM


@pytest.mark.django_db(transaction=True)
def test_two_mark_it_as_paid_at_once_and_it_is_booked_once(
    claims: list[Claim], dag: Viewer, disa: Viewer, at: datetime
) -> None:
    batch = _batch(dag, claims, at)

    def mark(by: Viewer) -> object:
        with acting_as(by):
            return mark_paid(batch.ref, day(at), by=by, at=at)

    told = at_once(lambda: mark(dag), lambda: mark(disa))
    assert sorted(type(one).__name__ for one in told) == ["PaymentBatch", "WrongState"]
    assert [_paid(claim, dag) for claim in claims] == [SUM, SUM]


def test_staff_see_no_payment(
    claims: list[Claim], dag: Viewer, at: datetime, signed_in: Callable[[str], Client]
) -> None:
    batch = _batch(dag, claims, at)
    for who in ("alma", "maj", "eva", "olle", "ada"):
        browser = signed_in(who)
        for address in ("/payments/", f"/payments/{batch.ref}/", f"/payments/{batch.ref}/paid/"):
            assert browser.get(address).status_code == 404, (who, address)
