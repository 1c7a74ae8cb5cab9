"""A year of money in sums: by line and funder, by kind, county and actor, by month. SEK. Coordinators' alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import DecimalField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.counties import County
from accounts.models import Actor
from accounts.queries import queries
from accounts.sorting import swedish_key
from funding import curves
from funding.models import PAID, STANDS, USED, BudgetLine, Kind, LedgerLine, LineKind

_MONEY = DecimalField(max_digits=12, decimal_places=2)
_NOUGHT = Decimal(0)


def _sum(**where: object) -> Sum:
    return Sum("amount", filter=Q(**where), default=_NOUGHT)


_SUMS = {
    "granted": _sum(kind=LineKind.COMMIT),
    "released": _sum(kind=LineKind.RELEASE),
    "reported": _sum(kind__in=USED),
    "paid": _sum(kind__in=PAID),
}


@dataclass(frozen=True)
class Sums:
    """What a group has in a year. ``released`` is positive; ``reported`` and ``paid`` are less
    what came back."""

    granted: Decimal = _NOUGHT
    released: Decimal = _NOUGHT
    reported: Decimal = _NOUGHT
    paid: Decimal = _NOUGHT

    @property
    def committed(self) -> Decimal:
        """Granted and not released."""
        return self.granted - self.released

    @property
    def to_pay(self) -> Decimal:
        """Committed and not paid yet."""
        return self.committed - self.paid

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.granted + other.granted,
            self.released + other.released,
            self.reported + other.reported,
            self.paid + other.paid,
        )


@dataclass(frozen=True)
class Group:
    """A group of a cut: ``code`` is a kind, a county or an actor's reference."""

    code: str
    name: str
    sums: Sums


@dataclass(frozen=True)
class Cuts:
    """The same sums, cut three ways."""

    whole: Sums
    kinds: tuple[Group, ...]
    counties: tuple[Group, ...]
    actors: tuple[Group, ...]


@dataclass(frozen=True)
class YearLine:
    """A line of one of the year's budgets. ``kind`` is empty for all that have no line of their own."""

    id: UUID
    budget_id: UUID
    funder: str
    programme: str
    kind: str
    allocated: Decimal
    committed: Decimal
    returned: Decimal
    reported: Decimal
    paid: Decimal
    is_example: bool

    @property
    def kept(self) -> Decimal:
        """What was given and has not gone back."""
        return self.allocated - self.returned

    @property
    def left(self) -> Decimal:
        """What can still be committed."""
        return self.kept - self.committed

    @property
    def unspent(self) -> Decimal:
        """What was given, has not gone back and is not paid."""
        return self.kept - self.paid


@dataclass(frozen=True)
class Stands:
    """What a commitment has in the year. ``cause_id``: what was granted; ``reported`` and ``paid`` less what came
    back."""

    commitment_id: UUID
    ref: str
    cause_id: UUID
    kind: str
    actor_id: UUID
    booked_on: date
    committed: Decimal
    reported: Decimal
    paid: Decimal


@dataclass(frozen=True)
class Months:
    """Summed up: before the year, at the end of each month, after the year (``funding.curves.booked``)."""

    committed: tuple[Decimal, ...]
    paid: tuple[Decimal, ...]


@queries(1)
def lines_of(year: int) -> tuple[YearLine, ...]:
    """Every line of the year's budgets, in the order in which the budgets are used."""
    of_line = LedgerLine.objects.filter(line=OuterRef("pk"), commitment__isnull=False).order_by().values("line")
    rows = BudgetLine.objects.filter(budget__year=year).select_related("budget")
    rows = rows.annotate(reported_sum=_by(of_line.filter(kind__in=USED)), paid_sum=_by(of_line.filter(kind__in=PAID)))
    return tuple(
        YearLine(
            id=row.pk,
            budget_id=row.budget_id,
            funder=row.budget.funder,
            programme=row.budget.programme,
            kind=row.kind,
            allocated=row.allocated,
            committed=row.committed,
            returned=row.returned,
            reported=row.reported_sum,
            paid=row.paid_sum,
            is_example=row.budget.is_example,
        )
        for row in rows.order_by("budget__order", "budget__funder", "budget_id", "kind")
    )


def _by(rows: QuerySet[LedgerLine, Any]) -> Coalesce:
    summed = rows.annotate(sum=Sum("amount")).values("sum")
    return Coalesce(Subquery(summed, output_field=_MONEY), _NOUGHT, output_field=_MONEY)


@queries(2)
def cuts_of(year: int) -> Cuts:
    """What the year's commitments come to, by kind, by the actor's county and by actor."""
    rows = LedgerLine.objects.filter(year=year, commitment__isnull=False).order_by()
    sums = rows.values("commitment__kind", "actor_id").annotate(**_SUMS)
    found = [
        (kind, actor, Sums(granted, -released, reported, paid))
        for kind, actor, granted, released, reported, paid in sums.values_list("commitment__kind", "actor_id", *_SUMS)
    ]
    actors = {row.pk: row for row in Actor.objects.filter(pk__in={actor for _kind, actor, _sums in found})}
    by_county = _grouped([(actors[actor].county, sums) for _kind, actor, sums in found], _county)
    by_actor = _grouped([(actors[actor].ref, sums) for _kind, actor, sums in found], _name_of(actors.values()))
    by_kind = _grouped([(kind, sums) for kind, _actor, sums in found], lambda code: str(Kind(code).label))
    order = list(Kind)
    return Cuts(
        whole=sum((sums for _kind, _actor, sums in found), Sums()),
        kinds=tuple(sorted(by_kind, key=lambda group: order.index(Kind(group.code)))),
        counties=tuple(sorted(by_county, key=lambda group: swedish_key(group.name))),
        actors=tuple(sorted(by_actor, key=lambda group: swedish_key(group.name))),
    )


def _grouped(pairs: Sequence[tuple[str, Sums]], name: Callable[[str], str]) -> list[Group]:
    found: dict[str, Sums] = {}
    for code, sums in pairs:
        found[code] = found.get(code, Sums()) + sums
    return [Group(code, name(code), sums) for code, sums in found.items()]


def _county(code: str) -> str:
    return str(County(code).label) if code else ""


def _name_of(actors: Iterable[Actor]) -> Callable[[str], str]:
    names = {row.ref: row.name for row in actors}
    return lambda ref: names[ref]


@queries(1)
def stands_of(year: int) -> tuple[Stands, ...]:
    """What every commitment with a booking in the year has in it."""
    rows = LedgerLine.objects.filter(year=year, commitment__isnull=False).order_by()
    named = ("commitment_id", "commitment__ref", "commitment__cause_id", "commitment__kind", "actor_id")
    found = rows.values_list(*named, "commitment__booked_on").annotate(
        committed=_sum(kind__in=STANDS), reported=_sum(kind__in=USED), paid=_sum(kind__in=PAID)
    )
    return tuple(Stands(*row) for row in found.order_by("commitment__booked_on", "commitment_id"))


@queries(1)
def months_of(year: int) -> Months:
    """What was committed and paid of the year, month by month, by booking date."""
    rows = LedgerLine.objects.filter(year=year, commitment__isnull=False).order_by()
    found = list(
        rows.values("booked_on").annotate(committed=_sum(kind__in=STANDS), paid=_sum(kind__in=PAID)).order_by()
    )
    return Months(
        *(curves.booked([(row["booked_on"], row[what]) for row in found], year) for what in ("committed", "paid"))
    )
