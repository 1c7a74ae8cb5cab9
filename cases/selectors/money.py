"""What a person's periods cost: granted, so far, given back. From the decisions' own rates, in SEK."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.models import ChildSupplement, Intervention
from cases.periods import Period
from funding.selectors.balances import released


@dataclass(frozen=True)
class PersonMoney:
    """Sums over all periods. ``granted`` is what stands now; ``so_far`` is for the days until today, today counted."""

    granted: Decimal
    of_children: Decimal
    so_far: Decimal
    days_so_far: int
    given_back: Decimal
    days_given_back: int


def money_of(
    periods: Sequence[Intervention], supplements: Iterable[ChildSupplement], *, on: date
) -> PersonMoney | None:
    """The sums, or nothing where nothing has been granted."""
    if not periods:
        return None
    children = list(supplements)
    own = sum((_own(row, _days(row.start, row.last)) for row in periods), Decimal(0))
    of_children, children_so_far = _children(periods, children, on)
    so_far = sum((_own(row, _until(row.start, row.last, on)) for row in periods), Decimal(0))
    days_back = sum(row.granted_days - _days(row.start, row.last) for row in periods)
    by_day = [row for row in periods if row.amount is None]
    return PersonMoney(
        granted=own + of_children,
        of_children=of_children,
        so_far=so_far + children_so_far,
        days_so_far=sum(_until(row.start, row.last, on) for row in by_day),
        given_back=released([row.pk for row in periods]) if days_back else Decimal(0),
        days_given_back=days_back,
    )


def _own(row: Intervention, days: int) -> Decimal:
    """What so many of its days cost: at the day rate, or the whole sum of an item from its first day on."""
    if row.amount is not None:
        return row.amount if days else Decimal(0)
    return days * (row.day_rate or Decimal(0))


def _children(
    periods: Sequence[Intervention], children: Sequence[ChildSupplement], on: date
) -> tuple[Decimal, Decimal]:
    rates = {row.pk: row.child_day_rate or Decimal(0) for row in periods}
    granted = so_far = Decimal(0)
    for child in children:
        rate = rates.get(child.intervention_id, Decimal(0))
        granted += _days(child.start, child.last) * rate
        so_far += _until(child.start, child.last, on) * rate
    return granted, so_far


def _days(start: date, last: date) -> int:
    return Period.until(start, last).days if last >= start else 0


def _until(start: date, last: date, on: date) -> int:
    return Period.until(start, last).day_number(on) if last >= start else 0
