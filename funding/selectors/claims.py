"""Claims and their rows, as far as the viewer's actor goes; all of them for a coordinator. SEK, and no persons."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Case, QuerySet, Sum, Value, When

from accounts.queries import queries
from funding.models import Claim, ClaimCost, ClaimState, CostOf, CutReason, PapersSeen
from funding.spreading import NOTHING

OPEN = (ClaimState.SENT, ClaimState.ASKED)


@dataclass(frozen=True)
class Row:
    """A cost of a claim, or its days (then without a voucher)."""

    id: UUID
    what: str
    words: str
    amount: Decimal
    voucher: str
    on: date | None
    cut: Decimal
    cut_words: str

    @property
    def is_days(self) -> bool:
        """Whether it is days at a rate."""
        return self.what in (CostOf.DAYS, CostOf.CHILD_DAYS)


@dataclass(frozen=True)
class Told:
    """Where a claim is: who did what, and when."""

    id: UUID
    cause_id: UUID
    commitment_id: UUID
    ref: str
    commitment: str
    actor_id: UUID
    actor: str
    kind: str
    programme: str
    state: str
    version: int
    days: int | None
    sent_at: datetime | None
    sent_by: str
    decided_at: datetime | None
    decided_by: str
    approved: Decimal | None
    in_batch: bool

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody's word."""
        return self.state in OPEN


@queries(1)
def claim_of(cause_id: UUID) -> Told | None:
    """The claim that counts of what was granted, if any was begun."""
    return claims_of([cause_id]).get(cause_id)


@queries(1)
def claims_of(causes: Collection[UUID]) -> dict[UUID, Told]:
    """The claims that count, by their causes."""
    rows = _rows().filter(commitment__cause_id__in=list(causes)).exclude(state=ClaimState.TAKEN_BACK)
    return {row.commitment.cause_id: _told(row) for row in rows}


@queries(1)
def claim_by_ref(ref: str) -> Told | None:
    """One claim."""
    row = _rows().filter(ref=ref).first()
    return _told(row) if row else None


@queries(1)
def claims_in(*states: str, limit: int = 200) -> list[Told]:
    """Claims in one of the states: the one sent first comes first."""
    return [_told(row) for row in _rows().filter(state__in=states).order_by("sent_at", "id")[:limit]]


@queries(1)
def rows_of(claim_id: UUID) -> tuple[Row, ...]:
    """What a claim consists of: days first, then costs by their day."""
    return tuple(rows_of_each([claim_id]).get(claim_id, ()))


@queries(1)
def rows_of_each(claims: Collection[UUID]) -> Mapping[UUID, list[Row]]:
    """The same of several claims."""
    order = Case(When(what=CostOf.DAYS, then=Value(0)), When(what=CostOf.CHILD_DAYS, then=Value(1)), default=Value(2))
    rows = ClaimCost.objects.filter(claim_id__in=list(claims)).annotate(place=order)
    found: dict[UUID, list[Row]] = {}
    for row in rows.order_by("place", "spent_on", "voucher"):
        found.setdefault(row.claim_id, []).append(_row(row))
    return found


@queries(1)
def sums_of(claims: Collection[UUID]) -> Mapping[UUID, Decimal]:
    """What each claim comes to, before anything is cut."""
    rows = ClaimCost.objects.filter(claim_id__in=list(claims)).values("claim_id")
    return {row["claim_id"]: row["sum"] or NOTHING for row in rows.annotate(sum=Sum("amount"))}


@queries(1)
def papers_of(claim_id: UUID) -> tuple[tuple[date, str], ...]:
    """(day on which the papers were seen, by whom), newest first."""
    rows = PapersSeen.objects.filter(claim_id=claim_id).select_related("by").order_by("-on", "-at")
    return tuple((row.on, row.by.name) for row in rows)


def _rows() -> QuerySet[Claim]:
    return Claim.objects.select_related("commitment", "actor", "sent_by", "decided_by")


def _told(row: Claim) -> Told:
    return Told(
        id=row.pk,
        cause_id=row.commitment.cause_id,
        commitment_id=row.commitment_id,
        ref=row.ref,
        commitment=row.commitment.ref,
        actor_id=row.actor_id,
        actor=row.actor.name,
        kind=row.commitment.kind,
        programme=row.commitment.programme,
        state=row.state,
        version=row.version,
        days=row.days,
        sent_at=row.sent_at,
        sent_by=row.sent_by.name if row.sent_by else "",
        decided_at=row.decided_at,
        decided_by=row.decided_by.name if row.decided_by else "",
        approved=row.approved,
        in_batch=row.batch_id is not None,
    )


def _row(row: ClaimCost) -> Row:
    why = str(CutReason(row.cut_reason).label) if row.cut_reason else ""
    words = str(CostOf(row.what).label)
    return Row(row.pk, row.what, words, row.amount, row.voucher, row.spent_on, row.cut, why)
