"""What a year can still commit to a kind of a programme, and on which line. SEK. Coordinators' alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.queries import queries
from funding.models import BudgetLine, Kind


@dataclass(frozen=True)
class Room:
    """A line of a budget, and what it holds."""

    line_id: UUID
    budget_id: UUID
    year: int
    funder: str
    programme: str
    order: int
    kind: str
    allocated: Decimal
    committed: Decimal
    returned: Decimal
    alone: bool
    """The only line of its budget."""

    @property
    def left(self) -> Decimal:
        """What can still be committed."""
        return self.allocated - self.committed - self.returned

    @property
    def words(self) -> str:
        """Which line it is: funder, programme, and what it is for."""
        return " · ".join(
            part for part in (self.funder, self.programme, kind_words(self.kind, alone=self.alone)) if part
        )


def kind_words(kind: str, *, alone: bool = False) -> str:
    """What a line is for. ``alone``: the only one of its budget."""
    return str(Kind(kind).label) if kind else _("All interventions") if alone else _("What has no line of its own")


@queries(1)
def all_rooms(years: Collection[int]) -> tuple[Room, ...]:
    """Every line of these years' budgets."""
    rows = BudgetLine.objects.filter(budget__year__in=list(years)).select_related("budget")
    found = list(rows)
    lines = Counter(row.budget_id for row in found)
    return tuple(_room(row, alone=lines[row.budget_id] == 1) for row in found)


def taking(lines: Iterable[Room], *, kind: str, programme: str) -> dict[int, list[Room]]:
    """The lines that take this kind, year by year, in the order in which they are used: the programme's own budget,
    one for any programme, another's; within each by its order. Of a budget its line for the kind, else its general
    line. A year without a budget is missing; an empty list says that no budget of the year takes the kind."""
    budgets: dict[tuple[int, int, int, UUID], dict[str, Room]] = {}
    for line in lines:
        near = 0 if line.programme == programme else 1 if not line.programme else 2
        budgets.setdefault((line.year, near, line.order, line.budget_id), {})[line.kind] = line
    found: dict[int, list[Room]] = {}
    for (year, *_place), of_budget in sorted(budgets.items(), key=lambda item: item[0]):
        takes = of_budget.get(kind) or of_budget.get("")
        found.setdefault(year, []).extend([takes] if takes else [])
    return found


@queries(1)
def rooms(years: Collection[int], *, kind: str, programme: str) -> dict[int, list[Room]]:
    """The lines that take this kind, as they are now (see ``taking``)."""
    return taking(all_rooms(years), kind=kind, programme=programme)


@queries(1)
def left_for(years: Collection[int], *, kind: str, programme: str) -> dict[int, Decimal | None]:
    """The most that each year can commit at once; None where it has no budget."""
    found = rooms(years, kind=kind, programme=programme)
    return {year: most_left(found[year]) if year in found else None for year in years}


@queries(1)
def rooms_used(amounts: Mapping[int, Decimal], *, kind: str, programme: str) -> dict[int, Room | None]:
    """For each year the line that would be booked on; where none has room, the one with most left; None without."""
    found = rooms(list(amounts), kind=kind, programme=programme)
    return {year: used_of(found.get(year, []), amount) for year, amount in amounts.items()}


def used_of(found: Collection[Room], amount: Decimal) -> Room | None:
    """Of lines in order, the first with room; where none has, the one with most left."""
    return next((room for room in found if room.left >= amount), max(found, key=lambda room: room.left, default=None))


def if_granted(lines: Iterable[Room], asked: Iterable[tuple[str, str, Decimal]]) -> tuple[dict[UUID, Decimal], Decimal]:
    """What would be booked on each line of a year if all of this were granted, one after the other: (kind, programme,
    SEK). What no line has room for stands on the one with most left, above what it holds; its sum is given beside."""
    rooms, outside = list(lines), Decimal(0)
    added: dict[UUID, Decimal] = {}
    for kind, programme, amount in asked:
        takes = next(iter(taking(rooms, kind=kind, programme=programme).values()), [])
        room = used_of(takes, amount)
        if room is None or room.left < amount:
            outside += amount
        if room is None:
            continue
        added[room.line_id] = added.get(room.line_id, Decimal(0)) + amount
        rooms[rooms.index(room)] = replace(room, committed=room.committed + amount)
    return added, outside


def most_left(found: Collection[Room]) -> Decimal:
    """The most that one of them can commit."""
    return max((room.left for room in found), default=Decimal(0))


def _room(line: BudgetLine, *, alone: bool) -> Room:
    return Room(
        line_id=line.pk,
        budget_id=line.budget_id,
        year=line.budget.year,
        funder=line.budget.funder,
        programme=line.budget.programme,
        order=line.budget.order,
        kind=line.kind,
        allocated=line.allocated,
        committed=line.committed,
        returned=line.returned,
        alone=alone,
    )
