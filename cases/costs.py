"""What an intervention costs, with the steps that show how it was worked out. Pure; SEK with two places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _
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
class Sum:
    """What an item of the programme's list costs (SEK), over how many ``days`` it is spread; nobody's supplement."""

    amount: Decimal
    days: int
    children: int = 0

    def __str__(self) -> str:
        return _("The item's cost")


NOT_PAID = "not_paid"
"""In a cost that a refusal keeps: the children (dependants' keys) whose nights are paid with another person's."""


@dataclass(frozen=True)
class Cost:
    """Steps, their sum, and what of it falls on each year's budget."""

    steps: tuple[Step | Sum, ...]
    total: Decimal
    by_year: dict[int, Decimal]

    def kept(self) -> dict[str, Any]:
        """The cost as it is stored with a decision: days, numbers, and SEK as text with two places."""
        return {
            "steps": [_kept(step) for step in self.steps],
            "total": str(self.total),
            "by_year": {str(year): str(amount) for year, amount in self.by_year.items()},
        }


def cost(
    period: Period,
    rate: Decimal | None,
    children: Sequence[int] = (),
    child_rate: Decimal | None = None,
    *,
    amount: Decimal | None = None,
) -> Cost:
    """The cost of a period at a day rate, and of its child supplements (days each, from the first day on).

    ``amount``: the sum of an item of the programme's list instead of the rate; its days share it evenly.
    A year is charged for the days that lie in it. No rate: the kind is not paid by the day, and nothing is added.
    """
    by_year: dict[int, Decimal] = dict.fromkeys(period.by_year(), Decimal(0))
    steps: list[Step | Sum] = []
    rated: list[tuple[Period, Decimal]] = []
    if amount is not None:
        steps.append(Sum(amount, period.days))
        by_year |= spread(period, amount)
    elif rate is not None:
        steps.append(Step(period.days, rate))
        rated.append((period, rate))
    if child_rate is not None:
        counted = sorted(Counter(days for days in children if days > 0).items(), reverse=True)
        steps += [Step(days, child_rate, number) for days, number in counted]
        rated += [(Period(period.start, days), child_rate) for days, number in counted for _n in range(number)]
    for part, price in rated:
        for year, days in part.by_year().items():
            by_year[year] = by_year.get(year, Decimal(0)) + price * days
    return Cost(tuple(steps), sum((step.amount for step in steps), Decimal(0)), by_year)


def spread(period: Period, amount: Decimal) -> dict[int, Decimal]:
    """A sum (SEK) over the calendar years of a period, in proportion to the days in each, to the öre.

    The parts are exactly the sum: each year is charged what the days up to its end make, less what was charged before.
    """
    years = period.by_year()
    until = accumulate(years.values())
    charged = [(amount * days / period.days).quantize(Decimal("0.01"), ROUND_HALF_UP) for days in until]
    return {year: now - before for year, now, before in zip(years, charged, [Decimal(0), *charged[:-1]], strict=True)}


def as_kept(said: Mapping[str, Any]) -> Cost:
    """The cost that a decision stored, as it was worked out that day."""
    steps = tuple(
        Sum(Decimal(step["sum"]), step["days"])
        if "sum" in step
        else Step(step["days"], Decimal(step["rate"]), step["children"])
        for step in said["steps"]
    )
    by_year = {int(year): Decimal(amount) for year, amount in said["by_year"].items()}
    return Cost(steps, Decimal(said["total"]), by_year)


def _kept(step: Step | Sum) -> dict[str, Any]:
    if isinstance(step, Sum):
        return {"sum": str(step.amount), "days": step.days}
    return {"days": step.days, "rate": str(step.rate), "children": step.children}
