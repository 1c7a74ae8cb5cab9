"""Beside a decision stands the budget line that it will be booked on: what it holds, before and after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.test import Client

from accounts.clock import day
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.selectors.decision import YearLeft, decide_page
from cases.services import decision
from funding.models import BudgetLine, Cause, LedgerLine, LineKind
from funding.services.booking import Why, book
from tests.factories import sent_request
from tests.money import general_line

SEK = Decimal
YEAR = 2026


def _line_for_rest(amount: int, by: Viewer, at: datetime) -> UUID:
    """A line of its own for rest in the year's budget."""
    with acting_as(by):
        budget = general_line(YEAR).budget
        line = BudgetLine(budget=budget, kind="REST")
        line.save(force_insert=True)
        book(LineKind.ALLOCATE, SEK(amount), line_id=line.pk, year=YEAR, why=Why(Cause.GRANT, budget.pk, by, at))
        return line.pk


def _shown(ref: str, by: Viewer, at: datetime) -> YearLeft:
    with acting_as(by):
        (year,) = decide_page(ref, by, on=day(at)).years
        return year


def test_it_is_the_line_that_the_grant_is_booked_on(alma: Viewer, dag: Viewer, march: datetime) -> None:
    line = _line_for_rest(100_000, dag, march)
    request = sent_request(alma, at=march)
    before = _shown(request.ref, dag, march)
    assert before.line.endswith("Viloperiod") or before.line.endswith("Rest period")
    assert (before.amount, before.committed, before.left_after) == (SEK(100_000), SEK(0), SEK(100_000) - before.this)
    with acting_as(dag):
        decision.confirm(request.ref, version=request.version, reason="Behovet är visat.", by=dag, at=march)
        row = LedgerLine.objects.get(kind=LineKind.COMMIT, year=YEAR)
        booked = BudgetLine.objects.get(pk=line)
    assert (row.line_id, row.amount) == (line, before.this)
    assert booked.left == before.left_after


def test_a_line_of_its_own_that_is_too_small_is_shown_with_what_it_lacks(
    alma: Viewer, dag: Viewer, march: datetime
) -> None:
    _line_for_rest(1_000, dag, march)
    year = _shown(sent_request(alma, at=march).ref, dag, march)
    assert (year.amount, year.left_after) == (SEK(1_000), SEK(1_000) - year.this)
    assert year.left_after < 0


def test_the_page_says_the_line_and_what_happens_if_two_decide_at_once(
    alma: Viewer, march: datetime, signed_in: Callable[[str], Client]
) -> None:
    request = sent_request(alma, at=march)
    said = signed_in("disa").get(f"/requests/{request.ref}/decide/").content.decode()
    for words in ("Posten rymmer", "Det här beslutet", "Om någon beviljar i samma stund"):
        assert words in said
