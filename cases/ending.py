"""What is given back when an intervention ends before its last day: days, and the money for them, year by year.

Pure: days and rates in, days and SEK out. Both ends of a period count (domain §3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.periods import Period


@dataclass(frozen=True)
class Share:
    """A part of an intervention that costs so much a day: the person's own (``who`` empty), or a child's supplement."""

    who: str
    period: Period
    day_rate: Decimal


@dataclass(frozen=True)
class Back:
    """What one part gives back: days, and SEK for them."""

    who: str
    days: int
    day_rate: Decimal
    amount: Decimal


@dataclass(frozen=True)
class GivenBack:
    """The sum over all parts. ``by_year``: SEK in the calendar year of each day."""

    parts: tuple[Back, ...]
    by_year: dict[int, Decimal]

    @property
    def days(self) -> int:
        """Days of the intervention itself that are given back; the children's are in ``parts``."""
        return self.parts[0].days if self.parts else 0

    @property
    def total(self) -> Decimal:
        """SEK over all years."""
        return sum(self.by_year.values(), Decimal(0))


def given_back(shares: Sequence[Share], last: date) -> GivenBack:
    """What ending with ``last`` as the last day gives back. Days after ``last`` only; a later one gives nothing."""
    parts: list[Back] = []
    by_year: dict[int, Decimal] = {}
    for share in shares:
        kept = share.period.ended_on(last)
        kept_by_year = kept.by_year() if kept else {}
        freed = {year: days - kept_by_year.get(year, 0) for year, days in share.period.by_year().items()}
        for year, days in freed.items():
            if days:
                by_year[year] = by_year.get(year, Decimal(0)) + days * share.day_rate
        days = sum(freed.values())
        parts.append(Back(share.who, days, share.day_rate, days * share.day_rate))
    return GivenBack(tuple(parts), by_year)
