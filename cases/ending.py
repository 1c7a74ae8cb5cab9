"""What is given back when an intervention ends before its last day: days, and the money for them, year by year.

Pure: days and rates in, days and SEK out. Both ends of a period count (domain §3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cases.periods import Period


@dataclass(frozen=True)
class Share:
    """A part of an intervention: the person's own (``who`` empty), or a child's supplement.

    It costs so much a day; or, an item of the programme's list, a sum in SEK that falls on years as it was committed
    (``sum_by_year``).
    """

    who: str
    period: Period
    day_rate: Decimal
    sum_by_year: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Back:
    """What one part gives back: days, and SEK for them (``of_sum``: the sum of an item that never began)."""

    who: str
    days: int
    day_rate: Decimal
    amount: Decimal
    of_sum: bool = False


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
    """What ending with ``last`` as the last day gives back. Days after ``last`` only; a later one gives nothing.

    An item that began keeps its sum, which is for a cost and not for days: what it did not come to is released when it
    is reported back. One that never began gives all of it back.
    """
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
        whole = share.sum_by_year if kept is None else {}
        for year, amount in whole.items():
            by_year[year] = by_year.get(year, Decimal(0)) + amount
        amount = days * share.day_rate + sum(whole.values(), Decimal(0))
        parts.append(Back(share.who, days, share.day_rate, amount, of_sum=bool(share.sum_by_year)))
    return GivenBack(tuple(parts), by_year)
