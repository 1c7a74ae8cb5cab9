"""One number of a report as it may be shown, what a reader can tell from it, and how it reads."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import override

from accounts.words import money_words, number_words
from reports.statistics.words import Words

MINIMUM = 5
STEP = 5
MONEY_STEP = Decimal(1000)
DAYS_STEP = 50
_FAR = 10**9


@dataclass(frozen=True)
class Cell:
    """``value`` is None where the number is hidden; ``why`` then says how: ``few`` or ``withheld``."""

    value: int | None
    why: str = ""
    rounded: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """Between what a reader can tell the true count to lie."""
        if self.why == "few":
            return 0, MINIMUM - 1
        if self.value is None:
            return MINIMUM, _FAR
        if not self.rounded:
            return self.value, self.value
        return max(MINIMUM, self.value - STEP // 2), self.value + STEP // 2

    def as_json(self) -> dict[str, Any]:
        """For the snapshot."""
        return {"value": self.value, "why": self.why, "rounded": self.rounded}


FEW = Cell(None, "few")
WITHHELD = Cell(None, "withheld")


def from_json(found: dict[str, Any]) -> Cell:
    """A cell of a snapshot."""
    return Cell(found["value"], found["why"], found["rounded"])


def exact(number: int | Decimal) -> Cell:
    """A number that leaves as it is; money to the krona."""
    return Cell(int(Decimal(number).quantize(Decimal(1), ROUND_HALF_UP)))


def rounded_count(number: int) -> Cell:
    """Fewer than five look alike; others to the nearest five."""
    if number < MINIMUM:
        return FEW
    return Cell((number + STEP // 2) // STEP * STEP, rounded=True)


def rounded_money(amount: Decimal) -> Cell:
    """SEK to the nearest thousand."""
    return Cell(int((amount / MONEY_STEP).quantize(Decimal(1), ROUND_HALF_UP) * MONEY_STEP), rounded=True)


def rounded_days(days: int) -> Cell:
    """Days of several persons together, to the nearest fifty."""
    return Cell((days + DAYS_STEP // 2) // DAYS_STEP * DAYS_STEP, rounded=True)


def words(cell: Cell, unit: str = "") -> Words:
    """A cell of a table or a figure: ``143``, ``25``, ``färre än 5``, ``redovisas inte``."""
    if cell.why == "few":
        return Words("färre än 5", "fewer than 5")
    if cell.value is None:
        return Words("redovisas inte", "not shown")
    said = []
    for language in ("sv", "en"):
        with override(language):
            said.append(money_words(cell.value) if unit == "SEK" else number_words(cell.value))
    return Words(*said)


def in_sentence(cell: Cell, unit: str = "") -> Words:
    """The same inside a sentence, where a rounded number says that it is one: ``ungefär 25``."""
    plain = words(cell, unit)
    return Words(f"ungefär {plain.sv}", f"about {plain.en}") if cell.rounded else plain
