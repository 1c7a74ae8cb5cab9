"""Periods of calendar days in Europe/Stockholm: local dates, never moments, so clock changes alter nothing.

Pure: the day is always an argument. Both ends count (domain §3): thirty days from 1 March end on 30 March. The last
day is computed, never typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class Period:
    """So many calendar days from a first day. ``days`` is at least one; else ValueError."""

    start: date
    days: int

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError("a period has at least one day")

    @classmethod
    def until(cls, start: date, last: date) -> Period:
        """From ``start`` to ``last``, both counted. Raises ValueError where ``last`` lies before ``start``."""
        return cls(start, (last - start).days + 1)

    @property
    def last(self) -> date:
        """The last day that counts."""
        return self.start + timedelta(days=self.days - 1)

    def __contains__(self, on: date) -> bool:
        return self.start <= on <= self.last

    def __iter__(self) -> Iterator[date]:
        return (self.start + timedelta(days=n) for n in range(self.days))

    def __len__(self) -> int:
        return self.days

    def overlaps(self, other: Period) -> bool:
        """Whether at least one day belongs to both."""
        return self.start <= other.last and other.start <= self.last

    def overlap(self, other: Period) -> Period | None:
        """The days that belong to both, or None."""
        first, last = max(self.start, other.start), min(self.last, other.last)
        return Period.until(first, last) if first <= last else None

    def day_number(self, on: date) -> int:
        """Which day ``on`` is: 1 on the first. 0 before the period; after it, the number of its days."""
        return min(max((on - self.start).days + 1, 0), self.days)

    def days_left(self, on: date) -> int:
        """Days that remain after ``on``: 0 on the last day and later; before the period, all of them."""
        return self.days - self.day_number(on)

    def by_year(self) -> dict[int, int]:
        """Days in each calendar year, in order: a budget is charged for the days that lie in its year."""
        return {
            year: (min(self.last, date(year, 12, 31)) - max(self.start, date(year, 1, 1))).days + 1
            for year in range(self.start.year, self.last.year + 1)
        }

    def ended_on(self, last: date) -> Period | None:
        """What stands when the period is ended early with ``last`` as its last day; None where no day does.

        A ``last`` after the period's own changes nothing: ending never adds days.
        """
        last = min(last, self.last)
        return Period.until(self.start, last) if last >= self.start else None


def total_days(periods: Iterable[Period]) -> int:
    """The days of all periods together; a day in two of them counts twice (two grants used it)."""
    return sum(period.days for period in periods)
