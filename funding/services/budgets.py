"""Budgets and their lines. Every amount comes by a booking: the funder's grant, its amendments, moves, reversals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.errors import Invalid, NotFound
from accounts.locks import one_at_a_time
from accounts.viewer import Viewer
from accounts.words import money_words
from funding.models import Budget, BudgetLine, Cause, Kind, LedgerLine, LineKind, YearEnd, YearEndState
from funding.services import booking
from funding.services.booking import Why, book

AMENDS = (Cause.AMENDMENT, Cause.MOVED)
"""Why a line gets more or less than it was given."""


@dataclass(frozen=True)
class Given:
    """What a funder gives on one line: ``kind`` empty for every kind without a line of its own, SEK, booking date."""

    kind: str
    amount: Decimal
    on: date


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


def open_budget(year: int, funder: str, programme: str, first: Given, *, by: Viewer, at: datetime) -> Budget:
    """A budget for a year, used after those that the year has, with its first line.

    Raises Invalid (no funder, the same funder and programme twice, a year that is closed, amount, date).
    """
    funder = " ".join(funder.split())
    one_at_a_time("budget", year)
    if not funder:
        raise Invalid({"funder": _("Write who gives the money.")})
    of_year = Budget.objects.filter(year=year)
    if of_year.filter(funder__iexact=funder, programme=programme).exists():
        raise Invalid({"funder": _("The year has a budget from this funder for this programme already.")})
    last = of_year.aggregate(last=Max("order"))["last"] or 0
    budget = Budget(year=year, funder=funder, programme=programme, order=last + 1)
    budget.save(force_insert=True)
    open_line(budget.pk, first, by=by, at=at)
    return budget


def open_line(budget_id: UUID, what: Given, *, by: Viewer, at: datetime) -> BudgetLine:
    """A line for a kind, with what it is given. Raises NotFound, Invalid (the kind has one, amount, date, closed)."""
    budget = Budget.objects.filter(pk=budget_id).first()
    if budget is None:
        raise NotFound
    one_at_a_time("budget", budget.year)
    _refuse_closed(budget.year)
    _refuse_ahead(what.on, at)
    if what.kind and what.kind not in Kind.values:
        raise Invalid({"kind": _("Choose a kind.")})
    if what.amount <= 0:
        raise Invalid({"amount": _("Write an amount above 0.")})
    if budget.lines.filter(kind=what.kind).exists():
        raise Invalid({"kind": _("The budget has a line for this already. Change its amount instead.")})
    line = BudgetLine(budget=budget, kind=what.kind)
    line.save(force_insert=True)
    why = Why(Cause.GRANT, budget.pk, by, at, what.on)
    book(LineKind.ALLOCATE, what.amount, line_id=line.pk, year=budget.year, why=why)
    return line


def amend(
    line_id: UUID, amount: Decimal, *, cause: str, on: date, by: Viewer, at: datetime, of: UUID | None = None
) -> LedgerLine:
    """Give a line more (plus) or less (minus), SEK. ``of``: the budget that it must be a line of.

    Raises NotFound, Invalid: nothing, no cause, a date ahead, a closed year, or less than what is committed of it,
    with the figure.
    """
    line = BudgetLine.objects.select_related("budget").filter(pk=line_id).first()
    if line is None or (of is not None and line.budget_id != of):
        raise NotFound
    _refuse_closed(line.budget.year)
    _refuse_ahead(on, at)
    if not amount:
        raise Invalid({"amount": _("Write an amount other than 0.")})
    if cause not in AMENDS:
        raise Invalid({"cause": _("Choose a reason.")})
    why = Why(Cause(cause), line.budget_id, by, at, on)
    try:
        return book(LineKind.ALLOCATE, amount, line_id=line.pk, year=line.budget.year, why=why)
    except IntegrityError as error:
        booking.broken(error)
        line.refresh_from_db()
        said = {"committed": money_words(line.committed + line.returned), "left": money_words(line.left)}
        raise Invalid(
            {
                "amount": _("%(committed)s of the line is committed or gone back. At most %(left)s can be taken away.")
                % said
            }
        ) from error


def reverse_amendment(booking_id: UUID, *, by: Viewer, at: datetime, of: UUID | None = None) -> LedgerLine:
    """Meet a wrong amendment or grant with its counter-entry. ``of``: the budget that it must stand in.

    Raises NotFound (also for what is no such booking), Conflict("reversed"), Conflict("ledger"), Invalid (closed).
    """
    row = LedgerLine.objects.select_related("line").filter(pk=booking_id, kind=LineKind.ALLOCATE).first()
    if row is None or (of is not None and row.line.budget_id != of):
        raise NotFound
    _refuse_closed(row.year)
    return booking.reverse(row.pk, why=Why(Cause.WRONG, row.line.budget_id, by, at))


def _refuse_closed(year: int) -> None:
    if YearEnd.objects.filter(year=year, state=YearEndState.SIGNED).exists():
        raise Invalid({"": _("%(year)s is closed. Nothing more is booked on it.") % {"year": year}})


def _refuse_ahead(on: date, at: datetime) -> None:
    if on > day(at):
        raise Invalid({"on": _("The booking date cannot lie ahead.")})
