"""Sums of bookings: what is committed, reported and paid, per cause or per line. SEK."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from accounts.queries import queries
from funding.models import PAID, STANDS, USED, Cause, LedgerLine, LineKind

SUMS = {
    "committed": Sum("amount", filter=Q(kind__in=STANDS), default=Decimal(0)),
    "reported": Sum("amount", filter=Q(kind__in=USED), default=Decimal(0)),
    "paid": Sum("amount", filter=Q(kind__in=PAID), default=Decimal(0)),
}


@dataclass(frozen=True)
class Balance:
    """What a commitment has on one line; ``reported`` and ``paid`` less what was paid back."""

    line_id: UUID
    year: int
    committed: Decimal
    reported: Decimal
    paid: Decimal


@queries(1)
def balances(commitment_id: UUID, year: int | None = None) -> list[Balance]:
    """What a commitment has, line by line in order of years, in one year or all."""
    rows = LedgerLine.objects.filter(commitment_id=commitment_id)
    if year is not None:
        rows = rows.filter(year=year)
    found = rows.values("line_id", "year").annotate(**SUMS).order_by("year", "line_id")
    return [
        Balance(row["line_id"], row["year"], row["committed"], row["reported"], row["paid"])  # type: ignore[misc]
        for row in found
    ]


@queries(1)
def standing(cause_id: UUID) -> dict[int, Decimal]:
    """What is committed for a cause today, year by year (committed minus released)."""
    rows = LedgerLine.objects.filter(commitment__cause_id=cause_id, kind__in=STANDS)
    return {row["year"]: row["sum"] for row in rows.values("year").annotate(sum=Sum("amount"))}


@queries(1)
def released(causes: Collection[UUID]) -> Decimal:
    """What has been given back for these causes because days were not used (positive): not what was left over where
    less was reported than granted, nor what a closed year let go."""
    rows = LedgerLine.objects.filter(commitment__cause_id__in=list(causes), kind=LineKind.RELEASE)
    return -_sum(rows.exclude(cause__in=(Cause.CLAIM, Cause.YEAR_END)))


@queries(1)
def repaid_of(commitment_id: UUID) -> Decimal:
    """What the actor has paid back of a commitment (positive)."""
    return -_sum(LedgerLine.objects.filter(commitment_id=commitment_id, kind=LineKind.REPAY))


def _sum(rows: QuerySet[LedgerLine]) -> Decimal:
    return rows.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
