"""What funders give, year by year: coordinators' alone (the database shows budgets to nobody else)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Sum, Value, When
from django.utils.translation import gettext as _

from accounts.errors import NotFound
from accounts.models import User
from accounts.queries import queries
from funding.models import Budget, BudgetLine, Cause, Kind, LedgerLine, LineKind, YearEnd, YearEndState


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


@dataclass(frozen=True)
class LineRow:
    """A line of a budget; SEK."""

    id: UUID
    kind: str
    words: str
    allocated: Decimal
    committed: Decimal
    returned: Decimal
    left: Decimal


@dataclass(frozen=True)
class BudgetRow:
    """A budget with its lines, and their sums; SEK. ``place``: in which order it is used among the year's.
    ``is_closed``: its year is signed, and nothing more is booked on it."""

    id: UUID
    year: int
    funder: str
    programme: str
    place: int
    is_example: bool
    is_closed: bool
    lines: tuple[LineRow, ...]

    @property
    def allocated(self) -> Decimal:
        """What is given."""
        return sum((line.allocated for line in self.lines), Decimal(0))

    @property
    def committed(self) -> Decimal:
        """What is promised of it."""
        return sum((line.committed for line in self.lines), Decimal(0))

    @property
    def returned(self) -> Decimal:
        """What has gone back to the funder."""
        return sum((line.returned for line in self.lines), Decimal(0))

    @property
    def left(self) -> Decimal:
        """What can still be promised."""
        return sum((line.left for line in self.lines), Decimal(0))


@dataclass(frozen=True)
class Booked:
    """A booking between the funder and a line. ``reversible``: it is no reversal, and has none yet."""

    id: UUID
    on: date
    at: datetime
    by: str
    line: str
    cause: str
    amount: Decimal
    reversible: bool


@queries(2)
def budget_rows(budget_id: UUID | None = None) -> list[BudgetRow]:
    """Every budget, the newest year first and within it in the order of use; or the one."""
    closed = YearEnd.objects.filter(year=OuterRef("year"), state=YearEndState.SIGNED)
    rows = Budget.objects.annotate(is_closed=Exists(closed)).order_by("-year", "order", "id").prefetch_related("lines")
    return [_budget(row) for row in (rows.filter(pk=budget_id) if budget_id else rows)]


@queries(2)
def budget_row(budget_id: UUID) -> BudgetRow:
    """One budget. Raises NotFound."""
    found = budget_rows(budget_id)
    if not found:
        raise NotFound
    return found[0]


@queries(2)
def given_bookings(budget_id: UUID) -> list[Booked]:
    """What was booked between the funder and the budget's lines, newest first."""
    rows = LedgerLine.objects.filter(line__budget_id=budget_id, commitment=None)
    found = list(rows.select_related("line", "reversed_by").order_by("-at", "-id"))
    names = dict(User.objects.filter(pk__in={row.by_user for row in found}).values_list("pk", "name"))
    alone = {row.line.kind for row in found} == {""}
    return [
        Booked(
            row.pk,
            row.booked_on,
            row.at,
            names.get(row.by_user, ""),
            _line_words(row.line.kind, alone=alone),
            str(Cause(row.cause).label),
            row.amount,
            row.kind == LineKind.ALLOCATE and row.reverses_id is None and not hasattr(row, "reversed_by"),
        )
        for row in found
    ]


def _budget(row: Any) -> BudgetRow:
    kept = list(row.lines.all())
    lines = tuple(
        LineRow(
            one.pk,
            one.kind,
            _line_words(one.kind, alone=len(kept) == 1),
            one.allocated,
            one.committed,
            one.returned,
            one.left,
        )
        for one in kept
    )
    return BudgetRow(row.pk, row.year, row.funder, row.programme, row.order, row.is_example, row.is_closed, lines)


def _line_words(kind: str, *, alone: bool = False) -> str:
    return str(Kind(kind).label) if kind else _("All interventions") if alone else _("Everything else")
