"""What stands on a year's budget, and a budget of another size: read and booked as a coordinator's program would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from accounts.clock import now
from accounts.door import acting_as, inside
from accounts.viewer import Viewer, system
from funding.models import BudgetLine, Cause, LineKind
from funding.services.booking import Why, book


@contextmanager
def _office() -> Iterator[Viewer]:
    with acting_as(inside() or system("test")) as viewer:
        yield viewer


def general_line(year: int) -> BudgetLine:
    """The cast's budget has one line for everything."""
    with _office():
        return BudgetLine.objects.select_related("budget").get(budget__year=year)


def committed(year: int) -> Decimal:
    """SEK that is promised of the year."""
    return general_line(year).committed


def left_of(year: int) -> Decimal | None:
    """SEK that can still be promised of the year; None where it has no budget."""
    with _office():
        line = BudgetLine.objects.filter(budget__year=year).first()
    return line.left if line else None


def give(year: int, amount: Decimal | int) -> None:
    """Make the year's budget ``amount`` SEK, by a booking."""
    line = general_line(year)
    if line.allocated == amount:
        return
    with _office() as by:
        why = Why(Cause.AMENDMENT, line.budget_id, by, now())
        book(LineKind.ALLOCATE, Decimal(amount) - line.allocated, line_id=line.pk, year=year, why=why)
