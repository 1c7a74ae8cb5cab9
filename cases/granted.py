"""What a commitment was made for, as somebody reports it back: days and nights at the rates of the decision, or a sum.

Pure. The rows of a claim are known again by ``key``: the intervention's own days, or a child's, by the dependant's
reference. Money knows no person, so the key is turned to a random id there (``funding.services.claims.row_of``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from cases.periods import Period
from funding.selectors.claims import Row
from funding.services.claims import Days, row_of
from funding.spreading import NOTHING, shares

OWN = "own"


@dataclass(frozen=True)
class Part:
    """Days that are paid at a rate (SEK a day): the person's own, or a child's supplement (``words`` say whose)."""

    key: str
    days: int
    rate: Decimal
    words: str = ""

    @property
    def is_child(self) -> bool:
        """Whether it is a supplement."""
        return self.key != OWN


@dataclass(frozen=True)
class Granted:
    """What was granted, as it stands today. ``ref``: of the intervention, or of the request whose nights are paid
    although it was declined (``is_nights``). ``parts``: its days; ``amount``: of an item (None: no costs)."""

    cause_id: UUID
    ref: str
    is_nights: bool
    person_id: UUID
    request_id: UUID
    request_ref: str
    actor_id: UUID
    code: str
    code_name: str
    kind: str
    name: str
    start: date
    last: date
    report_by: date
    parts: tuple[Part, ...]
    amount: Decimal | None = None
    item: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """URL name and reference of the page where it is reported back."""
        return ("request_report" if self.is_nights else "intervention_report"), self.ref

    @property
    def own(self) -> Part | None:
        """The person's own days; None where it is not given by the day."""
        return next((part for part in self.parts if not part.is_child), None)

    @property
    def children(self) -> tuple[Part, ...]:
        """The supplements."""
        return tuple(part for part in self.parts if part.is_child)

    def sums(self, days: Mapping[str, int]) -> tuple[Days, ...]:
        """What so many days of each part come to."""
        return tuple(Days(part.key, part.rate * days.get(part.key, 0), part.is_child) for part in self.parts)

    def by_year(self, key: str, amount: Decimal, less: Decimal) -> dict[int, Decimal]:
        """In which years the days of a part lie that come to ``amount``, ``less`` what is cut of it.

        Days are counted from the first one on, as they were granted; what is cut are the last of them.
        """
        part = next(part for part in self.parts if part.key == key)
        days = int(amount / part.rate)
        each = {year: n * part.rate for year, n in Period(self.start, days).by_year().items()}
        return shares(amount, each, less)


def added(sums: Mapping[int, Decimal], more: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Two sums by year together."""
    return {year: sums.get(year, NOTHING) + more.get(year, NOTHING) for year in sums.keys() | more.keys()}


def wanted(what: Granted, claim_id: UUID, rows: Iterable[Row], cuts: Mapping[UUID, Decimal]) -> dict[int, Decimal]:
    """What the rows of a claim come to, less what is cut of each, year by year: days where they lie, a cost on the day
    of its voucher."""
    keys = {row_of(claim_id, part.key): part.key for part in what.parts}
    total: dict[int, Decimal] = {}
    for row in rows:
        off = cuts.get(row.id, NOTHING)
        if row.id in keys:
            total = added(total, what.by_year(keys[row.id], row.amount, off))
        elif row.on:
            total = added(total, {row.on.year: row.amount - off})
    return {year: amount for year, amount in total.items() if amount}
