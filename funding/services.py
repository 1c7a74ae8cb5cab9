"""Money that follows decisions: committed when something is granted, released when days are given back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Sum

from accounts.errors import NothingLeft
from accounts.viewer import Viewer
from funding.models import Budget, Commitment, LedgerLine, LineKind


def commit(cause_id: UUID, amounts: Mapping[int, Decimal], *, actor_id: UUID, by: Viewer, at: datetime) -> Commitment:
    """Promise money for one cause: ``amounts`` maps each calendar year to SEK (zero is left out).

    Raises NothingLeft(year, asked, left) where a year has no budget or not enough; the database has the last word,
    also when two coordinators grant at once. Source: domain §3, last paragraph on money.
    """
    commitment = Commitment(actor_id=actor_id, cause_id=cause_id, made_at=at)
    commitment.save(force_insert=True)
    for year, amount in sorted(amounts.items()):
        if amount > 0:
            _book(commitment, year, amount, LineKind.COMMIT, by=by, at=at)
    return commitment


def release(cause_id: UUID, amounts: Mapping[int, Decimal], *, by: Viewer, at: datetime) -> Decimal:
    """Give back what will not be used of a commitment: ``amounts`` maps years to SEK (positive). Returns the sum."""
    commitment = Commitment.objects.get(cause_id=cause_id)
    total = Decimal(0)
    for year, amount in sorted(amounts.items()):
        if amount > 0:
            _book(commitment, year, -amount, LineKind.RELEASE, by=by, at=at)
            total += amount
    return total


def _book(commitment: Commitment, year: int, amount: Decimal, kind: LineKind, *, by: Viewer, at: datetime) -> None:
    line = LedgerLine(
        commitment=commitment,
        actor_id=commitment.actor_id,
        year=year,
        kind=kind,
        amount=amount,
        at=at,
        by_user=by.id,
    )
    try:
        with transaction.atomic():
            line.save(force_insert=True)
    except IntegrityError as error:
        if "never_more_than_the_budget" not in str(error) and "no budget for" not in str(error):
            raise
        budget = Budget.objects.filter(year=year).first()
        raise NothingLeft(year, asked=amount, left=budget.left if budget else Decimal(0)) from error


def standing(cause_id: UUID) -> dict[int, Decimal]:
    """What is committed for a cause today, year by year, in SEK (committed minus released)."""
    rows = LedgerLine.objects.filter(commitment__cause_id=cause_id).values("year").annotate(sum=Sum("amount"))
    return {row["year"]: row["sum"] for row in rows}
