"""Questions about money. No persons here: a commitment knows its cause by id, and whoever asks links it.

Row-level security lets an actor's staff see their own actor's lines, coordinators all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, Sum

from accounts.models import Actor
from accounts.queries import queries
from accounts.sorting import swedish_key
from funding.models import Cause, LedgerLine, LineKind

PAGE = 25
_ONLY = {"kind": "commitment__kind", "county": "actor__county", "actor": "actor__ref"}
ONLY = tuple(_ONLY)
"""By what bookings can be chosen."""


@dataclass(frozen=True)
class ActorMoney:
    """What stands for an actor in a year; SEK."""

    ref: str
    name: str
    committed: Decimal
    released: Decimal

    @property
    def standing(self) -> Decimal:
        """Committed and not given back."""
        return self.committed - self.released


@dataclass(frozen=True)
class Line:
    """A booking. ``granted_id``: the cause of its commitment, what was granted; ``cause``: what made the booking."""

    id: UUID
    at: datetime
    booked_on: date
    year: int
    kind: str
    words: str
    amount: Decimal
    actor: str
    commitment: str
    granted_id: UUID | None
    cause: str
    cause_words: str
    cause_id: UUID
    reverses: UUID | None


@dataclass(frozen=True)
class Ledger:
    """A page of lines, newest first; ``older``/``newer``: line ids to page from, where there is more."""

    lines: tuple[Line, ...]
    older: str = ""
    newer: str = ""


@queries(1)
def years_booked() -> list[int]:
    """Years with any booking that the viewer sees, newest first."""
    return list(LedgerLine.objects.order_by("-year").values_list("year", flat=True).distinct())


@queries(2)
def by_actor(year: int) -> list[ActorMoney]:
    """What each actor with any booking that year has, in Swedish order."""
    sums = (
        LedgerLine.objects.filter(year=year, actor__isnull=False)
        .values("actor_id")
        .annotate(
            plus=Sum("amount", filter=Q(kind=LineKind.COMMIT)), minus=Sum("amount", filter=Q(kind=LineKind.RELEASE))
        )
    )
    found = {row["actor_id"]: (row["plus"] or Decimal(0), -(row["minus"] or Decimal(0))) for row in sums}
    actors = Actor.objects.filter(pk__in=found)
    rows = [ActorMoney(actor.ref, actor.name, *found[actor.pk]) for actor in actors]
    return sorted(rows, key=lambda row: swedish_key(row.name))


@queries(2)
def ledger(year: int, *, only: Mapping[str, str] | None = None, older: str = "", newer: str = "") -> Ledger:
    """A page of a year's bookings. ``only``: those of a kind, a county, or an actor (by reference);
    ``older``/``newer``: a line to page from."""
    rows = LedgerLine.objects.filter(year=year).select_related("commitment", "actor")
    rows = rows.filter(**{_ONLY[name]: said for name, said in (only or {}).items() if said and name in _ONLY})
    edge = _line(newer or older)
    backwards = bool(edge and newer)
    if edge and backwards:
        rows = rows.filter(Q(at__gt=edge.at) | Q(at=edge.at, id__gt=edge.pk))
    elif edge:
        rows = rows.filter(Q(at__lt=edge.at) | Q(at=edge.at, id__lt=edge.pk))
    found = list(rows.order_by(*(("at", "id") if backwards else ("-at", "-id")))[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    is_older, is_newer = (True, more) if backwards else (more, edge is not None)
    return Ledger(
        tuple(_as_line(row) for row in found),
        older=str(found[-1].pk) if found and is_older else "",
        newer=str(found[0].pk) if found and is_newer else "",
    )


def _line(said: str) -> LedgerLine | None:
    try:
        return LedgerLine.objects.filter(pk=UUID(said)).first() if said else None
    except ValueError:
        return None


def _as_line(row: LedgerLine) -> Line:
    return Line(
        id=row.pk,
        at=row.at,
        booked_on=row.booked_on,
        year=row.year,
        kind=row.kind,
        words=str(LineKind(row.kind).label),
        amount=row.amount,
        actor=row.actor.name if row.actor else "",
        commitment=row.commitment.ref if row.commitment else "",
        granted_id=row.commitment.cause_id if row.commitment else None,
        cause=row.cause,
        cause_words=str(Cause(row.cause).label),
        cause_id=row.cause_id,
        reverses=row.reverses_id,
    )
