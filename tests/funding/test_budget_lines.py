"""On which line of which budget a grant is booked, and what is left for it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from accounts.door import acting_as
from accounts.errors import NothingLeft
from accounts.models import Actor
from accounts.viewer import Viewer
from funding.models import Budget, BudgetLine, Cause, LedgerLine, LineKind
from funding.selectors.room import left_for, rooms_used
from funding.services.booking import Why, book
from funding.services.commitments import commit
from tests.money import give

YEAR = 2026
SEK = Decimal


def _line(
    by: Viewer, at: datetime, amount: int, *, kind: str = "", of: Budget | None = None, **said: str
) -> BudgetLine:
    """A line of ``amount`` SEK, of a budget of its own unless ``of`` is given."""
    if of is None:
        of = Budget(year=YEAR, **said)
        of.save(force_insert=True)
    line = BudgetLine(budget=of, kind=kind)
    line.save(force_insert=True)
    why = Why(Cause.GRANT, of.pk, by, at)
    book(LineKind.ALLOCATE, SEK(amount), line_id=line.pk, year=YEAR, why=why)
    return line


def _used(cause: UUID) -> UUID:
    return LedgerLine.objects.get(commitment__cause_id=cause).line_id


def _grant(by: Viewer, at: datetime, amount: int, *, kind: str = "REST", programme: str = "NSP-2026") -> UUID:
    cause, actor = uuid4(), Actor.objects.get(ref="A-LINDEN")
    commit(cause, {YEAR: SEK(amount)}, actor_id=actor.pk, kind=kind, programme=programme, by=by, at=at)
    return _used(cause)


def test_a_budget_of_its_own_programme_goes_first_then_one_for_any_then_anothers(dag: Viewer, march: datetime) -> None:
    with acting_as(dag):
        (any_,) = BudgetLine.objects.filter(budget__year=YEAR)
        give(YEAR, 500)
        other = _line(dag, march, 500, funder="Annan", programme="ANNAT")
        own = _line(dag, march, 500, funder="Egen", programme="NSP-2026")
        assert [_grant(dag, march, 400) for _n in range(3)] == [own.pk, any_.pk, other.pk]
        with pytest.raises(NothingLeft) as none:
            _grant(dag, march, 101)
        assert none.value.left == SEK(100)
        assert _grant(dag, march, 100) == own.pk


def test_where_several_fit_the_first_with_room_for_all_of_it_is_used(dag: Viewer, march: datetime) -> None:
    with acting_as(dag):
        give(YEAR, 500)
        wide = _line(dag, march, 5_000, funder="Bred")
        Budget.objects.filter(pk=wide.budget_id).update(order=2)
        assert left_for([YEAR, 2019], kind="REST", programme="") == {YEAR: SEK(5_000), 2019: None}
        assert _grant(dag, march, 501) == wide.pk
        used = rooms_used({YEAR: SEK(9_999)}, kind="REST", programme="")[YEAR]
        assert used is not None
        assert (used.line_id, used.left) == (wide.pk, SEK(4_499))


def test_a_kind_with_a_line_of_its_own_takes_nothing_from_the_general_one(dag: Viewer, march: datetime) -> None:
    with acting_as(dag):
        (general,) = BudgetLine.objects.filter(budget__year=YEAR).select_related("budget")
        rest = _line(dag, march, 300, kind="REST", of=general.budget)
        assert _grant(dag, march, 300) == rest.pk
        with pytest.raises(NothingLeft):
            _grant(dag, march, 1)
        assert _grant(dag, march, 1, kind="SUPPORT") == general.pk
        assert left_for([YEAR], kind="REST", programme="") == {YEAR: SEK(0)}


def test_a_budget_without_a_line_for_a_kind_has_nothing_for_it(dag: Viewer, march: datetime) -> None:
    with acting_as(dag):
        budget = Budget(year=2031)
        budget.save(force_insert=True)
        BudgetLine(budget=budget, kind="REST").save(force_insert=True)
        assert left_for([2031], kind="SUPPORT", programme="") == {2031: SEK(0)}
        assert rooms_used({2031: SEK(1)}, kind="SUPPORT", programme="") == {2031: None}
