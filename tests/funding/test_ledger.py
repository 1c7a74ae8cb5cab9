"""Money is promised once, never beyond the budget, and comes back to its own year: the database has the last word."""

from __future__ import annotations

import threading
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.door import acting_as
from accounts.errors import NothingLeft
from accounts.models import Actor, User
from accounts.viewer import Viewer, system, viewer_of
from funding.models import Budget, LedgerLine
from funding.selectors import budget_of, by_actor, ledger
from funding.services import commit, release, standing

YEAR = 2026
SEK = Decimal


@pytest.fixture
def linden(users: dict[str, User]) -> Actor:
    """Alma's actor."""
    return Actor.objects.get(ref="A-LINDEN")


def _commit(amount: int, actor: Actor, by: Viewer, at: datetime, *, year: int = YEAR) -> UUID:
    cause = uuid4()
    with acting_as(by):
        commit(cause, {year: SEK(amount)}, actor_id=actor.pk, by=by, at=at)
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
        commit(cause, {YEAR: SEK(10_000), YEAR + 1: SEK(10_000)}, actor_id=linden.pk, by=dag, at=march)
    with acting_as(dag):
        assert standing(cause) == {}
    assert Budget.objects.get(year=YEAR).committed == 0


def test_money_comes_back_to_the_year_that_it_was_promised_in(dag: Viewer, linden: Actor, march: datetime) -> None:
    cause = uuid4()
    with acting_as(dag):
        commit(cause, {YEAR: SEK(10_000), YEAR + 1: SEK(20_000)}, actor_id=linden.pk, by=dag, at=march)
        assert release(cause, {YEAR: SEK(2_500), YEAR + 1: SEK(20_000)}, by=dag, at=march) == SEK(22_500)
        assert standing(cause) == {YEAR: SEK(7_500), YEAR + 1: SEK(0)}
    left = {b.year: b.committed for b in Budget.objects.filter(year__in=(YEAR, YEAR + 1))}
    assert left == {YEAR: SEK(7_500), YEAR + 1: SEK(0)}


@pytest.mark.parametrize(("year", "amount"), [(YEAR, 10_001), (YEAR + 1, 1)])
def test_more_than_was_promised_never_comes_back(
    dag: Viewer, linden: Actor, march: datetime, year: int, amount: int
) -> None:
    cause = _commit(10_000, linden, dag, march)
    with pytest.raises(IntegrityError), acting_as(dag):
        release(cause, {year: SEK(amount)}, by=dag, at=march)
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
    assert (len(first.lines), len(second.lines)) == (25, 5)
    assert not {line.id for line in first.lines} & {line.id for line in second.lines}
    assert (first.newer, second.older, back.lines) == ("", "", first.lines)


@pytest.mark.django_db(transaction=True)
def test_two_grants_race_for_the_last_money_and_one_wins(users: dict[str, User], march: datetime) -> None:
    linden, dag, disa = Actor.objects.get(ref="A-LINDEN"), viewer_of(users["dag"]), viewer_of(users["disa"])
    seed = system("seed")
    with acting_as(seed):
        commit(uuid4(), {YEAR: SEK(9_950_000)}, actor_id=linden.pk, by=seed, at=march)
    start, told = threading.Barrier(2), []

    def grant(by: Viewer) -> None:
        try:
            start.wait()
            with acting_as(by):
                commit(uuid4(), {YEAR: SEK(43_500)}, actor_id=linden.pk, by=by, at=march)
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
    assert Budget.objects.get(year=YEAR).committed == SEK(9_993_500)


def test_the_database_itself_refuses_more_than_the_budget(dag: Viewer) -> None:
    with pytest.raises(IntegrityError, match="never_more_than_the_budget"), transaction.atomic(), acting_as(dag):
        Budget.objects.filter(year=YEAR).update(amount=SEK(-1))
