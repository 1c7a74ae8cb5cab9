"""An actor's own money: what stands of each commitment in a year, and the sums by kind. SEK, and no persons."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum

from accounts.queries import queries
from funding.models import PAID, USED, Kind, LedgerLine, LineKind
from funding.spreading import NOTHING

_SUMS = {
    "granted": Sum("amount", filter=Q(kind=LineKind.COMMIT), default=NOTHING),
    "released": -Sum("amount", filter=Q(kind=LineKind.RELEASE), default=NOTHING),
    "approved": Sum("amount", filter=Q(kind__in=USED), default=NOTHING),
    "paid": Sum("amount", filter=Q(kind__in=PAID), default=NOTHING),
}


@dataclass(frozen=True)
class Money:
    """Sums of a year. ``released``: given back; ``approved``: reported back and approved; it and ``paid`` less
    what came back."""

    granted: Decimal
    released: Decimal
    approved: Decimal
    paid: Decimal

    @property
    def left(self) -> Decimal:
        """What is still to be reported back, or waits to be approved."""
        return self.granted - self.released - self.approved


@dataclass(frozen=True)
class OfKind:
    """The sums of a kind."""

    kind: str
    money: Money


@dataclass(frozen=True)
class OfCommitment:
    """The sums of something that was granted."""

    cause_id: UUID
    ref: str
    kind: str
    money: Money


@queries(1)
def years_of(actors: Collection[UUID]) -> list[int]:
    """Years with any booking for these actors, newest first."""
    rows = LedgerLine.objects.filter(actor_id__in=list(actors))
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


@queries(1)
def by_kind(actors: Collection[UUID], year: int) -> tuple[OfKind, ...]:
    """The sums of each kind in a year, in the order of the kinds."""
    rows = LedgerLine.objects.filter(actor_id__in=list(actors), year=year)
    found = {row["commitment__kind"]: _money(row) for row in rows.values("commitment__kind").annotate(**_SUMS)}
    return tuple(OfKind(str(kind.label), found[kind]) for kind in Kind if kind in found)


@queries(1)
def by_commitment(actors: Collection[UUID], year: int) -> tuple[OfCommitment, ...]:
    """The sums of each commitment in a year, the newest first."""
    lines = LedgerLine.objects.filter(actor_id__in=list(actors), year=year)
    rows = lines.values("commitment__cause_id", "commitment__ref", "commitment__kind", "commitment__made_at")
    return tuple(
        OfCommitment(
            row["commitment__cause_id"],
            row["commitment__ref"],
            str(Kind(row["commitment__kind"]).label),
            _money(row),
        )
        for row in rows.annotate(**_SUMS).order_by("-commitment__made_at", "commitment__ref")
    )


def total(rows: Collection[OfKind]) -> Money:
    """All kinds together."""
    names = ("granted", "released", "approved", "paid")
    return Money(*(sum((getattr(row.money, name) for row in rows), NOTHING) for name in names))


def _money(row: Mapping[str, Any]) -> Money:
    return Money(row["granted"], row["released"], row["approved"], row["paid"])
