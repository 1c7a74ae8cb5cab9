"""A year of money, month by month: what was booked, and when what is granted is used. Pure; SEK with two places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

NOUGHT = Decimal(0)
MONTHS = 12
BEFORE, AFTER = 0, 13
"""Places of what was booked before the year began, and after it ended; between them the months."""


@dataclass(frozen=True)
class Part:
    """Days, both counted, and what each of them weighs in the sum that they share (a rate)."""

    first: date
    last: date
    weight: Decimal = Decimal(1)

    def weight_until(self, on: date, *, of: int) -> Decimal:
        """What its days of the year ``of`` weigh, up to and with a day."""
        first, last = max(self.first, date(of, 1, 1)), min(self.last, on)
        return self.weight * max((last - first).days + 1, 0)


def month_ends(year: int) -> tuple[date, ...]:
    """The last day of each month."""
    return tuple(date(year + n // MONTHS, n % MONTHS + 1, 1) - timedelta(days=1) for n in range(1, MONTHS + 1))


def booked(amounts: Iterable[tuple[date, Decimal]], year: int) -> tuple[Decimal, ...]:
    """Bookings on a year's budget by their day, summed up: before the year, at the end of each month, and after it.

    Money for a year can be granted before it begins, and paid when it is over.
    """
    sums = [NOUGHT] * (MONTHS + 2)
    for on, amount in amounts:
        sums[on.month if on.year == year else BEFORE if on.year < year else AFTER] += amount
    return tuple(accumulate(sums))


def used(amount: Decimal, parts: Sequence[Part], year: int, *, otherwise: date) -> tuple[Decimal, ...]:
    """What of a sum is used by the end of each month, when the days of ``parts`` in that year share it by weight.

    Where no day is known, all of it on the day ``otherwise``. The last number is the sum, to the öre.
    """
    ends = month_ends(year)
    weights = [sum((part.weight_until(end, of=year) for part in parts), NOUGHT) for end in ends]
    if not weights[-1]:
        return tuple(amount if otherwise <= end or end is ends[-1] else NOUGHT for end in ends)
    return tuple((amount * one / weights[-1]).quantize(Decimal("0.01"), ROUND_HALF_UP) for one in weights)


def added(rows: Iterable[Sequence[Decimal]]) -> tuple[Decimal, ...]:
    """Twelve months, added month by month; noughts where there are none."""
    sums = [NOUGHT] * MONTHS
    for row in rows:
        sums = [one + other for one, other in zip(sums, row, strict=True)]
    return tuple(sums)
