"""What an intervention costs, with the steps that show how it was worked out. Pure; SEK with two places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import ngettext

from accounts import words
from cases.periods import Period


@dataclass(frozen=True)
class Step:
    """``children`` (0: the person) times ``days`` times ``rate``; ``str``: 2 barn × 30 dygn × 400 kr."""

    days: int
    rate: Decimal
    children: int = 0

    @property
    def amount(self) -> Decimal:
        """What the step comes to (SEK)."""
        return self.rate * self.days * (self.children or 1)

    def __str__(self) -> str:
        parts = [
            ngettext("%(days)s day and night", "%(days)s days and nights", self.days) % {"days": self.days},
            words.money_words(self.rate),
        ]
        if self.children:
            parts.insert(0, ngettext("%(n)s child", "%(n)s children", self.children) % {"n": self.children})
        return " × ".join(part.replace(" ", words.NBSP) for part in parts)


@dataclass(frozen=True)
class Cost:
    """Steps, their sum, and what of it falls on each year's budget."""

    steps: tuple[Step, ...]
    total: Decimal
    by_year: dict[int, Decimal]


def cost(period: Period, rate: Decimal | None, children: Sequence[int] = (), child_rate: Decimal | None = None) -> Cost:
    """The cost of a period at a day rate, and of its child supplements (days each, from the first day on).

    A year is charged for the days that lie in it. No rate: the kind is not paid by the day, and nothing is added.
    """
    steps = [Step(period.days, rate)] if rate is not None else []
    rated = [(period, rate)] if rate is not None else []
    if child_rate is not None:
        counted = sorted(Counter(days for days in children if days > 0).items(), reverse=True)
        steps += [Step(days, child_rate, number) for days, number in counted]
        rated += [(Period(period.start, days), child_rate) for days, number in counted for _ in range(number)]
    by_year: dict[int, Decimal] = dict.fromkeys(period.by_year(), Decimal(0))
    for part, price in rated:
        for year, days in part.by_year().items():
            by_year[year] = by_year.get(year, Decimal(0)) + price * days
    return Cost(tuple(steps), sum((step.amount for step in steps), Decimal(0)), by_year)
