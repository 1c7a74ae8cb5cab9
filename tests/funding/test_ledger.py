"""Money is promised once, never beyond the budget, and comes back to its own year: the database has the last word."""

from __future__ import annotations

import threading
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.door import acting_as
from accounts.errors import Conflict, NothingLeft
from accounts.models import Actor, User
from accounts.viewer import Viewer, system, viewer_of
from funding.models import BudgetLine, Cause, Commitment, LedgerLine, LineKind
from funding.selectors.balances import balances, standing
from funding.selectors.budgets import budget_of
from funding.selectors.ledger import by_actor, ledger
from funding.services import booking
from funding.services.booking import Why
from funding.services.commitments import commit, commit_more, release
from tests.money import committed, general_line, give

YEAR = 2026
SEK = Decimal


@pytest.fixture
def linden(users: dict[str, User]) -> Actor:
    """Alma's actor."""
    return Actor.objects.get(ref="A-LINDEN")


def _rest(actor: Actor) -> dict[str, Any]:
    return {"actor_id": actor.pk, "kind": "REST", "programme": ""}


def _commit(amount: int, actor: Actor, by: Viewer, at: datetime, *, year: int = YEAR) -> UUID:
    cause = uuid4()
    with acting_as(by):
        commit(cause, {year: SEK(amount)}, **_rest(actor), by=by, at=at)
    return cause


def test_what_is_promised_is_taken_from_the_year(dag: Viewer, linden: Actor, march: datetime) -> None:
    cause = _commit(43_500, linden, dag, march)
    with acting_as(dag):
        assert standing(cause) == {YEAR: SEK(43_500)}
        budget = budget_of(YEAR)
    assert budget is not None
    assert (budget.committed, budget.left) == (SEK(43_500), SEK(9_956_500))


def test_one_krona_more_than_is_left_is_refused_and_says_what_is_left(
    dag: Viewer, linden: Actor, march: datetime
) -> None:
    _commit(9_999_000, linden, dag, march)
    with pytest.raises(NothingLeft) as none:
        _commit(1_001, linden, dag, march)
    assert (none.value.year, none.value.left) == (YEAR, SEK(1_000))
    _commit(1_000, linden, dag, march)


def test_a_year_without_a_budget_has_nothing(dag: Viewer, linden: Actor, march: datetime) -> None:
    with pytest.raises(NothingLeft) as none:
        _commit(1, linden, dag, march, year=2019)
    assert (none.value.year, none.value.left) == (2019, SEK(0))


def test_two_years_are_both_promised_or_neither(dag: Viewer, linden: Actor, march: datetime) -> None:
    _commit(9_999_999, linden, dag, march, year=YEAR + 1)
    cause = uuid4()
    with pytest.raises(NothingLeft), acting_as(dag):
        commit(
            cause,
            {YEAR: SEK(10_000), YEAR + 1: SEK(10_000)},
            **_rest(linden),
            by=dag,
            at=march,
        )
    with acting_as(dag):
        assert standing(cause) == {}
    assert committed(YEAR) == 0


def test_money_comes_back_to_the_year_that_it_was_promised_in(dag: Viewer, linden: Actor, march: datetime) -> None:
    cause = uuid4()
    with acting_as(dag):
        commit(
            cause,
            {YEAR: SEK(10_000), YEAR + 1: SEK(20_000)},
            **_rest(linden),
            by=dag,
            at=march,
        )
        assert release(cause, {YEAR: SEK(2_500), YEAR + 1: SEK(20_000)}, by=dag, at=march) == SEK(22_500)
        assert standing(cause) == {YEAR: SEK(7_500), YEAR + 1: SEK(0)}
    assert (committed(YEAR), committed(YEAR + 1)) == (SEK(7_500), SEK(0))


@pytest.mark.parametrize(("year", "amount"), [(YEAR, 10_001), (YEAR + 1, 1)])
def test_more_than_was_promised_never_comes_back(
    dag: Viewer, linden: Actor, march: datetime, year: int, amount: int
) -> None:
    cause = _commit(10_000, linden, dag, march)
    with pytest.raises(Conflict, match="ledger") as told, acting_as(dag):
        release(cause, {year: SEK(amount)}, by=dag, at=march)
    assert told.value.params["promise"] == "never_more_released_than_committed"
    with acting_as(dag):
        assert standing(cause) == {YEAR: SEK(10_000)}


def test_staff_give_back_their_own_actors_money_and_promise_none(
    alma: Viewer, cia: Viewer, dag: Viewer, linden: Actor, march: datetime
) -> None:
    cause = _commit(10_000, linden, dag, march)
    with pytest.raises(DatabaseError):
        _commit(1, linden, alma, march)
    with acting_as(cia):
        assert standing(cause) == {}
        assert ledger(YEAR).lines == ()
    with acting_as(alma):
        release(cause, {YEAR: SEK(4_000)}, by=alma, at=march)
        assert [row.standing for row in by_actor(YEAR)] == [SEK(6_000)]


def test_a_line_is_never_changed_or_taken_away(dag: Viewer, linden: Actor, march: datetime) -> None:
    cause = _commit(10_000, linden, dag, march)
    with pytest.raises(DatabaseError), acting_as(dag):
        LedgerLine.objects.filter(commitment__cause_id=cause).delete()
    with acting_as(dag):
        assert standing(cause) == {YEAR: SEK(10_000)}


def test_the_ledger_pages_by_line_newest_first(dag: Viewer, linden: Actor, march: datetime) -> None:
    for _n in range(30):
        _commit(100, linden, dag, march)
    with acting_as(dag):
        first = ledger(YEAR)
        second = ledger(YEAR, older=first.older)
        back = ledger(YEAR, newer=second.newer)
    assert (len(first.lines), len(second.lines)) == (25, 6), "and the grant itself"
    assert not {line.id for line in first.lines} & {line.id for line in second.lines}
    assert (first.newer, second.older, back.lines) == ("", "", first.lines)


@pytest.mark.django_db(transaction=True)
def test_two_grants_race_for_the_last_money_and_one_wins(users: dict[str, User], march: datetime) -> None:
    linden, dag, disa = Actor.objects.get(ref="A-LINDEN"), viewer_of(users["dag"]), viewer_of(users["disa"])
    seed = system("seed")
    with acting_as(seed):
        commit(uuid4(), {YEAR: SEK(9_950_000)}, **_rest(linden), by=seed, at=march)
    start, told = threading.Barrier(2), []

    def grant(by: Viewer) -> None:
        try:
            start.wait()
            with acting_as(by):
                commit(uuid4(), {YEAR: SEK(43_500)}, **_rest(linden), by=by, at=march)
            told.append("granted")
        except NothingLeft as none:
            told.append(f"{none.left} left")
        finally:
            connection.close()

    racers = [threading.Thread(target=grant, args=[by]) for by in (dag, disa)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(told) == ["6500.00 left", "granted"]
    assert committed(YEAR) == SEK(9_993_500)


def test_a_budget_is_never_less_than_what_is_promised_of_it(dag: Viewer, linden: Actor, march: datetime) -> None:
    _commit(10_000, linden, dag, march)
    with pytest.raises(IntegrityError, match="never_more_than_the_budget"), acting_as(dag), transaction.atomic():
        give(YEAR, 9_999)
    give(YEAR, 10_000)


def _book(by: Viewer, at: datetime, kind: str, amount: int, of: UUID, **said: Any) -> None:
    """A booking as no service makes it: whatever is said, straight into the table."""
    with acting_as(by), transaction.atomic():
        commitment = Commitment.objects.get(cause_id=of)
        row: dict[str, Any] = {
            "kind": kind,
            "amount": SEK(amount),
            "year": YEAR,
            "line_id": LedgerLine.objects.filter(commitment=commitment).values_list("line_id", flat=True)[0],
            "commitment": commitment,
            "actor_id": commitment.actor_id,
            "cause": Cause.CLAIM,
            "cause_id": of,
            "booked_on": at.date(),
            "at": at,
            "by_user": by.id,
        }
        LedgerLine(**(row | said)).save(force_insert=True)


@pytest.mark.parametrize(
    ("before", "kind", "amount", "told"),
    [
        ([], "REPORT", 10_001, "never_more_reported_than_committed"),
        ([], "PAY", 1, "never_more_paid_than_reported"),
        ([("REPORT", 6_000)], "PAY", 6_001, "never_more_paid_than_reported"),
        ([("REPORT", 6_000)], "RELEASE", -4_001, "never_more_released_than_committed"),
        ([("REPORT", 6_000), ("PAY", 6_000)], "REPAY", -6_001, "never_more_paid_back_than_paid"),
        ([("REPORT", 6_000), ("PAY", 6_000)], "PAY", 1, "never_more_paid_than_reported"),
        ([], "COMMIT", -1, "the_sign_says_the_kind"),
        ([], "RELEASE", 1, "the_sign_says_the_kind"),
        ([], "REPORT", -1, "the_sign_says_the_kind"),
        ([("REPORT", 6_000)], "PAY", -1, "the_sign_says_the_kind"),
        ([], "REPAY", 1, "the_sign_says_the_kind"),
        ([], "ALLOCATE", 1, "only_the_funders_money_has_no_commitment"),
        ([], "COMMIT", 9_990_001, "never_more_than_the_budget"),
    ],
)
def test_paid_is_never_more_than_reported_and_reported_never_more_than_committed(
    dag: Viewer,
    linden: Actor,
    march: datetime,
    before: list[tuple[str, int]],
    kind: str,
    amount: int,
    told: str,
) -> None:
    cause = _commit(10_000, linden, dag, march)
    for said, much in before:
        _book(dag, march, said, much, cause)
    with pytest.raises(IntegrityError) as broken:
        _book(dag, march, kind, amount, cause)
    assert told in str(broken.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]
    less = amount - 1 if amount > 0 else amount + 1
    if less and "sign" not in told and "no_commitment" not in told:
        _book(dag, march, kind, less, cause)


def test_a_claim_is_reported_paid_and_partly_paid_back(dag: Viewer, linden: Actor, march: datetime) -> None:
    cause = _commit(10_000, linden, dag, march)
    why = Why(Cause.CLAIM, uuid4(), dag, march)
    with acting_as(dag):
        kept = Commitment.objects.get(cause_id=cause)
        booking.report(kept, {YEAR: SEK(8_000)}, why=why)
        booking.pay(kept, {YEAR: SEK(8_000)}, why=why)
        booking.repay(kept, {YEAR: SEK(500)}, why=why)
        booking.release(kept, {YEAR: SEK(2_000)}, why=why)
        (balance,) = balances(kept.pk)
    assert (balance.committed, balance.reported, balance.paid) == (SEK(7_500), SEK(7_500), SEK(7_500))
    assert committed(YEAR) == SEK(7_500)


def test_a_wrong_booking_is_met_once_by_the_same_with_the_other_sign(
    dag: Viewer, disa: Viewer, linden: Actor, march: datetime
) -> None:
    give(YEAR, 50_000)
    with acting_as(dag):
        wrong = LedgerLine.objects.get(kind=LineKind.ALLOCATE, year=YEAR, cause=Cause.AMENDMENT)
    why = Why(Cause.WRONG, wrong.pk, disa, march)
    with acting_as(disa):
        met = booking.reverse(wrong.pk, why=why)
        assert (met.kind, met.amount, met.reverses_id) == (wrong.kind, -wrong.amount, wrong.pk)
        for again in (wrong.pk, met.pk):
            with pytest.raises(Conflict, match="reversed"):
                booking.reverse(again, why=why)
    assert general_line(YEAR).allocated == SEK(10_000_000)


def test_a_grant_that_is_built_on_is_not_reversed(dag: Viewer, linden: Actor, march: datetime) -> None:
    _commit(1, linden, dag, march)
    with acting_as(dag):
        given = LedgerLine.objects.get(kind=LineKind.ALLOCATE, year=YEAR)
        with pytest.raises(Conflict, match="ledger"):
            booking.reverse(given.pk, why=Why(Cause.WRONG, given.pk, dag, march))


@pytest.mark.parametrize(("kind", "amount"), [("COMMIT", -9_999), ("REPORT", -10_000)])
def test_a_reversal_that_says_something_else_is_refused(
    dag: Viewer, linden: Actor, march: datetime, kind: str, amount: int
) -> None:
    cause = _commit(10_000, linden, dag, march)
    with acting_as(dag):
        wrong = LedgerLine.objects.get(commitment__cause_id=cause)
    with pytest.raises(IntegrityError, match="the same with the other sign"):
        _book(dag, march, kind, amount, cause, reverses=wrong)
    _book(dag, march, "COMMIT", -10_000, cause, reverses=wrong)


def test_nobody_books_in_another_name_or_on_another_year_kind_or_actor(
    dag: Viewer, disa: Viewer, linden: Actor, march: datetime
) -> None:
    cause = _commit(10_000, linden, dag, march)
    with pytest.raises(DatabaseError, match="another name"):
        _book(dag, march, "REPORT", 1, cause, by_user=disa.id)
    with pytest.raises(IntegrityError, match="not a line of that year and kind"):
        _book(dag, march, "COMMIT", 1, cause, line_id=general_line(YEAR + 1).pk)
    noor = Actor.objects.get(ref="A-NOOR")
    with pytest.raises(IntegrityError, match="the actor of its commitment"):
        _book(dag, march, "REPORT", 1, cause, actor_id=noor.pk)
    with acting_as(dag):
        of_support = BudgetLine(budget=general_line(YEAR).budget, kind="SUPPORT")
        of_support.save(force_insert=True)
    with pytest.raises(IntegrityError, match="not a line of that year and kind"):
        _book(dag, march, "COMMIT", 1, cause, line_id=of_support.pk)


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "REPORT", "amount": 1},
        {"kind": "COMMIT", "amount": 1},
        {"kind": "RELEASE", "amount": -1, "cause": Cause.WRONG},
    ],
)
def test_staff_write_nothing_but_what_they_give_back(
    alma: Viewer, dag: Viewer, linden: Actor, march: datetime, said: dict[str, Any]
) -> None:
    cause_id = _commit(10_000, linden, dag, march)
    kind, amount = said.pop("kind"), said.pop("amount")
    with pytest.raises(DatabaseError, match=r"row-level security|only what ends early"):
        _book(alma, march, kind, amount, cause_id, **said)
    _book(alma, march, "RELEASE", -1, cause_id, cause=Cause.ENDED_EARLY)


def test_more_for_the_same_cause_is_booked_on_the_same_commitment(dag: Viewer, linden: Actor, march: datetime) -> None:
    cause = _commit(10_000, linden, dag, march)
    with acting_as(dag):
        commit_more(cause, {YEAR: SEK(2_000), YEAR + 1: SEK(300)}, by=dag, at=march)
        assert standing(cause) == {YEAR: SEK(12_000), YEAR + 1: SEK(300)}
        assert Commitment.objects.filter(cause_id=cause).count() == 1
