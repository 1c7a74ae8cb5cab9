"""Budgets and their lines. Every amount comes by a booking: the funder's grant, its amendments, moves, reversals."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from accounts.viewer import Viewer
from funding.models import Budget, BudgetLine, Cause, LineKind
from funding.services.booking import Why, book


def set_up_budget(
    year: int,
    amount: Decimal,
    *,
    by: Viewer,
    at: datetime,
    funder: str = "",
    programme: str = "",
    using: str = "default",
) -> Budget:
    """An example budget for a year with one general line of ``amount`` SEK. For set-up, as ``copy_programme``."""
    budget = Budget(year=year, funder=funder, programme=programme, is_example=True)
    budget.save(using=using, force_insert=True)
    line = BudgetLine(budget=budget)
    line.save(using=using, force_insert=True)
    why = Why(Cause.GRANT, budget.pk, by, at)
    book(LineKind.ALLOCATE, amount, line_id=line.pk, year=year, why=why, using=using)
    return budget
