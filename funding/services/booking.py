"""Writing in the ledger: one booking on one line. The database has the last word (``funding/sql/ledger.sql``)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from accounts.clock import day
from accounts.errors import Conflict, NotFound
from accounts.viewer import Viewer
from funding.models import BudgetLine, Cause, Commitment, LedgerLine, LineKind
from funding.selectors.balances import balances

BROKEN = (
    "never_more_released_than_committed",
    "never_more_reported_than_committed",
    "never_more_paid_than_reported",
    "never_more_paid_back_than_paid",
    "never_more_than_the_budget",
    "never_less_than_nothing",
)
SIGNED = "a_signed_year_is_closed"


@dataclass(frozen=True)
class Why:
    """What makes a booking, who books it, and when: ``on`` is the booking date, the day of ``at`` unless said."""

    cause: Cause
    cause_id: UUID
    by: Viewer
    at: datetime
    on: date | None = None


def hold(causes: Collection[UUID]) -> None:
    """Hold several commitments until the transaction ends: whoever books on more than one asks first, so that nobody
    waits in a ring."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT funding_hold(%s)", [list(causes)])


def book(
    kind: LineKind,
    amount: Decimal,
    *,
    line_id: UUID,
    year: int,
    why: Why,
    commitment: Commitment | None = None,
    reverses: LedgerLine | None = None,
    using: str = "default",
) -> LedgerLine:
    """Add one booking (SEK, signed). Raises IntegrityError where the ledger promises otherwise; see ``broken``."""
    row = LedgerLine(
        kind=kind,
        amount=amount,
        year=year,
        line_id=line_id,
        commitment=commitment,
        actor_id=commitment.actor_id if commitment else None,
        cause=why.cause,
        cause_id=why.cause_id,
        booked_on=why.on or day(why.at),
        at=why.at,
        by_user=why.by.id,
        reverses=reverses,
    )
    with transaction.atomic(using=using):
        row.save(using=using, force_insert=True)
    return row


def broken(error: IntegrityError) -> str:
    """Which of the ledger's promises a booking would have broken; raises the error again where it is none of them, and
    Conflict("year_signed") where the year is closed for ever."""
    named = str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or "")
    if named == SIGNED:
        raise Conflict("year_signed") from error
    if named not in BROKEN:
        raise error
    return named


def release(commitment: Commitment, amounts: Mapping[int, Decimal], *, why: Why) -> Decimal:
    """Give back what will not be used: years to SEK (positive). Returns the sum. Raises Conflict (more than stands)."""
    return _spread(LineKind.RELEASE, commitment, amounts, why=why)


def report(commitment: Commitment, amounts: Mapping[int, Decimal], *, why: Why) -> Decimal:
    """Book what was approved of a claim, year by year. Raises Conflict (more than is committed)."""
    return _spread(LineKind.REPORT, commitment, amounts, why=why)


def pay(commitment: Commitment, amounts: Mapping[int, Decimal], *, why: Why) -> Decimal:
    """Book what was paid. Raises Conflict (more than was reported)."""
    return _spread(LineKind.PAY, commitment, amounts, why=why)


def repay(commitment: Commitment, amounts: Mapping[int, Decimal], *, why: Why) -> Decimal:
    """Book what the actor paid back, and release it: nobody is promised it any more, so it can be granted again or go
    back to the funder. Raises Conflict (more than was paid)."""
    back = _spread(LineKind.REPAY, commitment, amounts, why=why)
    release(commitment, amounts, why=why)
    return back


def return_to_funder(line_id: UUID, amount: Decimal, *, why: Why) -> LedgerLine:
    """Book what goes back to the funder from a line (SEK, positive). Raises NotFound, Conflict (more than is left)."""
    line = BudgetLine.objects.select_related("budget").filter(pk=line_id).first()
    if line is None:
        raise NotFound
    try:
        return book(LineKind.REPAY, -amount, line_id=line.pk, year=line.budget.year, why=why)
    except IntegrityError as error:
        raise Conflict("ledger", promise=broken(error), year=line.budget.year, left=line.left) from error


def reverse(booking_id: UUID, *, why: Why) -> LedgerLine:
    """Meet a wrong booking with its counter-entry: the same with the other sign.

    Raises NotFound, Conflict("reversed") where it was met before or is a reversal itself, Conflict("ledger") where
    what was booked since stands on it.
    """
    wrong = LedgerLine.objects.select_related("commitment").filter(pk=booking_id).first()
    if wrong is None:
        raise NotFound
    if wrong.reverses_id or LedgerLine.objects.filter(reverses=wrong).exists():
        raise Conflict("reversed")
    try:
        return book(
            LineKind(wrong.kind),
            -wrong.amount,
            line_id=wrong.line_id,
            year=wrong.year,
            why=why,
            commitment=wrong.commitment,
            reverses=wrong,
        )
    except IntegrityError as error:
        if "reverses_id" in str(error):
            raise Conflict("reversed") from error
        raise Conflict("ledger", promise=broken(error)) from error


_SIGN = {LineKind.RELEASE: -1, LineKind.REPORT: 1, LineKind.PAY: 1, LineKind.REPAY: -1}


def _spread(kind: LineKind, commitment: Commitment, amounts: Mapping[int, Decimal], *, why: Why) -> Decimal:
    """Book each year's amount on the lines where the commitment stands, as much on each as it can take."""
    hold([commitment.cause_id])
    total = Decimal(0)
    for year, amount in sorted(amounts.items()):
        if amount <= 0:
            continue
        for line_id, part in _parts(kind, commitment, year, amount):
            try:
                book(kind, _SIGN[kind] * part, line_id=line_id, year=year, why=why, commitment=commitment)
            except IntegrityError as error:
                raise Conflict("ledger", promise=broken(error), year=year) from error
        total += amount
    return total


def _parts(kind: LineKind, commitment: Commitment, year: int, amount: Decimal) -> Iterable[tuple[UUID, Decimal]]:
    for balance in balances(commitment.pk, year):
        room = {
            LineKind.RELEASE: balance.committed - balance.reported,
            LineKind.REPORT: balance.committed - balance.reported,
            LineKind.PAY: balance.reported - balance.paid,
            LineKind.REPAY: balance.paid,
        }[kind]
        part = min(room, amount)
        if part > 0:
            yield balance.line_id, part
            amount -= part
    if amount > 0:
        raise Conflict("ledger", promise=_LACKS[kind], year=year, missing=amount)


_LACKS = {
    LineKind.RELEASE: "never_more_released_than_committed",
    LineKind.REPORT: "never_more_reported_than_committed",
    LineKind.PAY: "never_more_paid_than_reported",
    LineKind.REPAY: "never_more_paid_back_than_paid",
}
