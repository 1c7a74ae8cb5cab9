"""Whether a table may be shown: what a reader who knows this very code can work out from it (domain §5).

A table leaves whole, every group banded, or not at all: there is nothing in between that tells by its absence. What
decides is only what is published beside it (the whole, the bands that the table would show), never the true counts.
Two things must hold, and both are counted over **all** the counts that would have looked the same:

- in a table that is shown, each group said to be fewer than five keeps at least three values that it could have;
- so does each group of a table that is left out, though the reader knows why tables are left out. Where too few
  tables of a whole would be left out to hide among, more of them are (``_demand``).

Pure, and exact for any number of groups: they are alike, so only how many of them have each band matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reports.cells import FEW, MINIMUM, STEP, Cell

Span = tuple[int, int]
"""Between what a reader can tell a number to lie."""
MIN_POSSIBLE = 3
"""A hidden group must keep this many values that it could have (research K, test 121)."""
_NOTHING_HIDDEN = MINIMUM + 1


def may_show(cells: Sequence[Cell], whole: Span) -> bool:
    """Whether these groups may be shown beside what is published of their whole."""
    shape = _shape(cells)
    return _kept_by_few(shape, whole) >= _demand(len(cells), whole)


def keeps_enough(cells: Sequence[Cell], whole: Span) -> bool:
    """Whether each hidden group keeps enough values, where nothing is published of the whole: ``whole`` is only what a
    reader can work out, so a table that is left out leaves nothing to be compared with."""
    return _kept_by_few(_shape(cells), whole) >= MIN_POSSIBLE


@dataclass(frozen=True)
class _Shape:
    """How many groups show each band. ``steps``: the sum of the larger groups' rounded numbers, in fives."""

    few: int
    fives: int
    larger: int
    steps: int

    @property
    def low(self) -> int:
        """The least that the groups can add up to."""
        return STEP * (self.fives + self.steps) - 2 * self.larger

    @property
    def high(self) -> int:
        """The most that the groups can add up to."""
        return self.low + 4 * self.few + 2 * self.fives + 4 * self.larger

    def kept(self, span: Span, whole: Span) -> range:
        """What one group with this span may be, given the whole."""
        least = max(span[0], whole[0] - (self.high - span[1]))
        return range(least, min(span[1], whole[1] - (self.low - span[0])) + 1)

    def values(self, whole: Span) -> set[int]:
        """What some group of such a table may be, and so any: any group may stand in any place."""
        spans = [FEW.span] * bool(self.few) + [_span(1)] * bool(self.fives)
        if self.larger:
            most = self.steps - 2 * (self.larger - 1)
            spans += [_span(most)] if self.larger == 1 else [_span(n) for n in range(2, most + 1)]
        return {value for span in spans for value in self.kept(span, whole)}


def _span(steps: int) -> Span:
    return Cell(STEP * steps, rounded=True).span


def _shape(cells: Sequence[Cell]) -> _Shape:
    rounded = [cell.value // STEP for cell in cells if cell.value is not None]
    larger = [steps for steps in rounded if steps > 1]
    return _Shape(len(cells) - len(rounded), len(rounded) - len(larger), len(larger), sum(larger))


def _kept_by_few(shape: _Shape, whole: Span) -> int:
    """How many values each group said to be fewer than five keeps; more than there are where nothing is hidden."""
    return len(shape.kept(FEW.span, whole)) if shape.few else _NOTHING_HIDDEN


@lru_cache(maxsize=4096)
def _demand(groups: int, whole: Span) -> int:
    """How many values a group must keep in a table that is shown, so that the tables left out hide each other too."""
    for demand in range(MIN_POSSIBLE, _NOTHING_HIDDEN + 1):
        possible: set[int] = set()
        some = False
        for shape in _shapes(groups, whole):
            if _kept_by_few(shape, whole) < demand:
                some = True
                possible |= shape.values(whole)
                if len(possible) >= MIN_POSSIBLE:
                    return demand
        if not some:
            return demand
    return _NOTHING_HIDDEN + 1


def _shapes(groups: int, whole: Span) -> Iterator[_Shape]:
    """Every table of so many groups that is possible beside the whole."""
    for larger in range(groups + 1):
        for fives in range(groups - larger + 1):
            few = groups - larger - fives
            width = 4 * few + 2 * fives + 4 * larger
            base = STEP * fives - 2 * larger
            first = max(2 * larger, -(-(whole[0] - width - base) // STEP))
            last = (whole[1] - base) // STEP if larger else 0
            for steps in range(first, last + 1):
                shape = _Shape(few, fives, larger, steps)
                if shape.low <= whole[1] and shape.high >= whole[0]:
                    yield shape
