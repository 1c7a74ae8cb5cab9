"""A return and its follow-ups after 1, 3 and 6 months (domain §2.6): which days they are due. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

MONTHS = (1, 3, 6)


@dataclass(frozen=True)
class Due:
    """A follow-up that a return asks for. ``done``: it is made."""

    months: int
    on: date
    done: bool


def months_after(on: date, months: int) -> date:
    """The same day so many months later, or the last of that month: one month after 31 January is 28 or 29 February."""
    place = on.month - 1 + months
    year, month = on.year + place // 12, place % 12 + 1
    return date(year, month, min(on.day, monthrange(year, month)[1]))


@cache
def lengths_of(months: int) -> tuple[int, ...]:
    """How many days so many months can be, fewest first: for looking in an index of the days that they are counted
    from. One month: 28 to 31."""
    four_years = (date(2024, 1, 1) + timedelta(days=n) for n in range(1461))
    return tuple(sorted({(months_after(on, months) - on).days for on in four_years}))


def follow_ups(
    left_on: date | None, arrived_on: date | None, called_off_on: date | None, done: Collection[int]
) -> tuple[Due, ...]:
    """When the follow-ups are due: counted from the arrival, or from leaving where it is not known. None of a return
    that was called off or is not made yet."""
    begun = arrived_on or left_on
    if begun is None or called_off_on is not None:
        return ()
    return tuple(Due(months, months_after(begun, months), months in done) for months in MONTHS)
