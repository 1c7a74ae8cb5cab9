"""What funders give, year by year: coordinators' alone (the database shows budgets to nobody else)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Sum, Value, When

from accounts.queries import queries
from funding.models import Budget, BudgetLine


@dataclass(frozen=True)
class YearBudget:
    """What is given for a year, what is promised of it, and what is left; SEK."""

    year: int
    amount: Decimal
    committed: Decimal
    left: Decimal
    is_example: bool


@queries(1)
def years_with_budget() -> list[int]:
    """Years that have a budget, newest first."""
    return list(Budget.objects.order_by("-year").values_list("year", flat=True).distinct())


@queries(1)
def budget_of(year: int) -> YearBudget | None:
    """All budgets of a year together, if it has any; an example where one of them is."""
    rows = BudgetLine.objects.filter(budget__year=year)
    found = rows.aggregate(
        amount=Sum("allocated"),
        committed=Sum("committed"),
        returned=Sum("returned"),
        examples=Sum(Case(When(budget__is_example=True, then=Value(1)), default=Value(0))),
    )
    if found["amount"] is None:
        return None
    left = found["amount"] - found["committed"] - found["returned"]
    return YearBudget(year, found["amount"], found["committed"], left, bool(found["examples"]))
