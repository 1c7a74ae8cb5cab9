"""What a year can still commit to a kind of a programme, and on which line. SEK. Coordinators' alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from accounts.queries import queries
from funding.models import BudgetLine


@dataclass(frozen=True)
class Room:
    """A line that takes a kind of a programme."""

    line_id: UUID
    year: int
    funder: str
    kind: str
    allocated: Decimal
    committed: Decimal
    returned: Decimal

    @property
    def left(self) -> Decimal:
        """What can still be committed."""
        return self.allocated - self.committed - self.returned


@queries(1)
def rooms(years: Collection[int], *, kind: str, programme: str) -> dict[int, list[Room]]:
    """The lines that take this kind, year by year, in the order in which they are used: the programme's own budget,
    one for any programme, another's; within each by its order. Of a budget its line for the kind, else its general
    line. A year without a budget is missing; an empty list says that no budget of the year takes the kind."""
    rows = BudgetLine.objects.filter(budget__year__in=list(years)).select_related("budget")
    lines: dict[tuple[int, int, int, UUID], dict[str, BudgetLine]] = {}
    for line in rows:
        budget = line.budget
        near = 0 if budget.programme == programme else 1 if not budget.programme else 2
        lines.setdefault((budget.year, near, budget.order, budget.pk), {})[line.kind] = line
    found: dict[int, list[Room]] = {}
    for (year, *_place), of_budget in sorted(lines.items(), key=lambda item: item[0]):
        takes = of_budget.get(kind) or of_budget.get("")
        found.setdefault(year, []).extend([_room(takes)] if takes else [])
    return found


@queries(1)
def left_for(years: Collection[int], *, kind: str, programme: str) -> dict[int, Decimal | None]:
    """The most that each year can commit at once; None where it has no budget."""
    found = rooms(years, kind=kind, programme=programme)
    return {year: most_left(found[year]) if year in found else None for year in years}


@queries(1)
def rooms_used(amounts: Mapping[int, Decimal], *, kind: str, programme: str) -> dict[int, Room | None]:
    """For each year the line that would be booked on; where none has room, the one with most left; None without."""
    found = rooms(list(amounts), kind=kind, programme=programme)
    return {
        year: next(
            (room for room in found.get(year, ()) if room.left >= amount),
            max(found.get(year, ()), key=lambda room: room.left, default=None),
        )
        for year, amount in amounts.items()
    }


def most_left(found: Collection[Room]) -> Decimal:
    """The most that one of them can commit."""
    return max((room.left for room in found), default=Decimal(0))


def _room(line: BudgetLine) -> Room:
    return Room(
        line.pk,
        line.budget.year,
        line.budget.funder,
        line.kind,
        line.allocated,
        line.committed,
        line.returned,
    )
