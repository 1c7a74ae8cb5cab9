"""The coordinators' year of money: curves to its end, lines and cuts, and what is nearly used up. Internal, exact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.counties import County
from accounts.queries import queries
from accounts.sorting import swedish_key
from cases.selectors.money_days import Asked, asked_money, behind
from funding.curves import added, used
from funding.models import Kind
from funding.selectors.budgets import years_with_budget
from funding.selectors.ledger import years_booked
from funding.selectors.room import all_rooms, if_granted, kind_words
from funding.selectors.year import Cuts, Group, Sums, YearLine, cuts_of, lines_of, months_of, stands_of
from funding.selectors.year_end import Ended, ended
from nsp.desk.selectors.year_curves import MonthRow, Series, charts, month_rows

THRESHOLDS = (95, 80)
"""How much of a line or a budget is committed when coordinators are warned, in per cent."""
NOUGHT = Decimal(0)


@dataclass(frozen=True)
class Held:
    """A line, or a budget as a whole: what it holds (SEK), and what it would if all that wait were granted."""

    name: str
    kept: Decimal
    committed: Decimal
    paid: Decimal
    asked: Decimal
    key: str = ""
    """What a warning about it is told once by."""
    kind: str = ""
    whole: bool = False
    alone: bool = False
    """The only line of its budget."""

    @property
    def left(self) -> Decimal:
        """What can still be committed."""
        return self.kept - self.committed

    @property
    def percent(self) -> int:
        """How much is committed, in whole per cent, never rounded up."""
        return _percent(self.committed, self.kept)

    @property
    def would(self) -> int:
        """The same if all that wait were granted."""
        return _percent(self.committed + self.asked, self.kept)


@dataclass(frozen=True)
class BudgetRow:
    """A budget with its lines."""

    id: UUID
    whole: Held
    lines: tuple[Held, ...]
    is_example: bool


@dataclass(frozen=True)
class Warned:
    """That a line or a budget has passed a threshold; ``would``: only if all that wait were granted."""

    held: Held
    threshold: int
    would: bool

    @property
    def percent(self) -> int:
        """How much of it is, or would be, committed."""
        return self.held.would if self.would else self.held.percent


@dataclass(frozen=True)
class CutRow:
    """A group of a cut, with what applications that wait would add to it."""

    code: str
    name: str
    sums: Sums
    asked: Decimal


@dataclass(frozen=True)
class YearPage:
    """A year of money for coordinators; SEK."""

    year: int
    years: tuple[int, ...]
    ended: Ended | None
    is_over: bool
    is_begun: bool
    budgets: tuple[BudgetRow, ...]
    whole: Held | None
    returned: Decimal
    asked: Decimal
    asked_number: int
    outside: Decimal
    """What no line would have room for, if all that wait were granted."""
    warnings: tuple[Warned, ...]
    months: tuple[MonthRow, ...]
    charts: tuple[str, str]
    """For a page, and for a phone."""
    sums: Sums
    kinds: tuple[CutRow, ...]
    counties: tuple[CutRow, ...]
    actors: tuple[CutRow, ...]

    @property
    def is_example(self) -> bool:
        """Whether one of the budgets is made up."""
        return any(row.is_example for row in self.budgets)

    def chosen(self, only: Mapping[str, str]) -> list[tuple[str, str]]:
        """By what the bookings are chosen, and the name of the group: only groups that the year has."""
        cuts = {"kind": self.kinds, "county": self.counties, "actor": self.actors}
        return [(cut, row.name) for cut, rows in cuts.items() for row in rows if row.code == only.get(cut)]


@queries(18)
def year_page(*, year: int, on: date) -> YearPage:
    """Everything about a year's money, as it stands on a day."""
    lines, cuts, asked = lines_of(year), cuts_of(year), _asked(year)
    budgets, outside = _budgets(year, lines, asked)
    whole = _together(budgets)
    forecast, with_asked = _use(year, asked)
    booked = months_of(year)
    return YearPage(
        year=year,
        years=tuple(sorted({*years_with_budget(), *years_booked(), on.year}, reverse=True)),
        ended=ended(year),
        is_over=on.year > year,
        is_begun=on.year >= year,
        budgets=budgets,
        whole=whole,
        returned=sum((line.returned for line in lines), NOUGHT),
        asked=sum((one.by_year[year] for one in asked), NOUGHT),
        asked_number=len(asked),
        outside=outside,
        warnings=warned(budgets),
        months=month_rows(year, on, booked, forecast, with_asked, bool(asked)),
        charts=charts(year, on, whole.kept if whole else NOUGHT, booked, forecast, with_asked if asked else ()),
        sums=cuts.whole,
        **_cuts(cuts, asked, year),
    )


@queries(6)
def warnings_of(year: int) -> tuple[Warned, ...]:
    """What is nearly used up of a year's budgets, or would be if all that wait were granted."""
    budgets, _outside = _budgets(year, lines_of(year), _asked(year))
    return warned(budgets)


def warned(budgets: Iterable[BudgetRow]) -> tuple[Warned, ...]:
    """The highest threshold that each line, and each budget of several lines, has passed or would pass."""
    found: list[Warned] = []
    for budget in budgets:
        for held in (budget.whole, *budget.lines) if len(budget.lines) > 1 else budget.lines:
            is_now, would_be = _passed(held.percent), _passed(held.would)
            if is_now:
                found.append(Warned(held, is_now, would=False))
            if would_be > is_now:
                found.append(Warned(held, would_be, would=True))
    return tuple(sorted(found, key=lambda one: (one.would, -one.percent)))


def _passed(percent: int) -> int:
    return next((one for one in THRESHOLDS if percent >= one), 0)


def _percent(part: Decimal, whole: Decimal) -> int:
    return int(part * 100 / whole) if whole > 0 else 100 if part > 0 else 0


def _asked(year: int) -> tuple[Asked, ...]:
    return tuple(one for one in asked_money([year]) if one.by_year.get(year))


def _budgets(year: int, lines: Sequence[YearLine], asked: Sequence[Asked]) -> tuple[tuple[BudgetRow, ...], Decimal]:
    adds, outside = if_granted(all_rooms([year]), [(one.kind, one.programme, one.by_year[year]) for one in asked])
    found: dict[UUID, list[YearLine]] = {}
    for line in lines:
        found.setdefault(line.budget_id, []).append(line)
    return tuple(_budget(of, adds) for of in found.values()), outside


def _budget(lines: Sequence[YearLine], adds: dict[UUID, Decimal]) -> BudgetRow:
    rows = tuple(
        Held(
            kind_words(line.kind, alone=len(lines) == 1),
            line.kept,
            line.committed,
            line.paid,
            adds.get(line.id, NOUGHT),
            key=f"{line.id}:{line.kept.normalize():f}",
            kind=line.kind,
            alone=len(lines) == 1,
        )
        for line in lines
    )
    first = lines[0]
    name = " · ".join(part for part in (first.funder, first.programme) if part) or _("The year's budget")
    kept = sum((row.kept for row in rows), NOUGHT)
    whole = _sum_of(rows, name, f"{first.budget_id}:{kept.normalize():f}")
    return BudgetRow(first.budget_id, whole, rows, any(line.is_example for line in lines))


def _sum_of(rows: Sequence[Held], name: str, key: str) -> Held:
    return Held(
        name,
        sum((row.kept for row in rows), NOUGHT),
        sum((row.committed for row in rows), NOUGHT),
        sum((row.paid for row in rows), NOUGHT),
        sum((row.asked for row in rows), NOUGHT),
        key=key,
        whole=True,
    )


def _together(budgets: Sequence[BudgetRow]) -> Held | None:
    return _sum_of([budget.whole for budget in budgets], _("All together"), "") if budgets else None


def _use(year: int, asked: Sequence[Asked]) -> tuple[Series, Series]:
    """What granted interventions use by each month's end, and the same with all that wait."""
    stands = stands_of(year)
    found = behind([one.cause_id for one in stands])
    forecast = added(
        used(
            one.committed,
            found[one.cause_id].parts if one.cause_id in found else (),
            year,
            otherwise=one.booked_on,
        )
        for one in stands
    )
    more = (used(one.by_year[year], one.parts, year, otherwise=one.start) for one in asked)
    return forecast, added([forecast, *more])


def _cuts(cuts: Cuts, asked: Sequence[Asked], year: int) -> dict[str, tuple[CutRow, ...]]:
    kinds, counties, actors = (
        [(one.kind, str(Kind(one.kind).label), one.by_year[year]) for one in asked],
        [(one.county, str(County(one.county).label), one.by_year[year]) for one in asked],
        [(one.actor_ref, one.actor, one.by_year[year]) for one in asked],
    )
    order = [kind.value for kind in Kind]
    by_kind = _with_asked(cuts.kinds, kinds)
    return {
        "kinds": tuple(sorted(by_kind, key=lambda row: order.index(row.code))),
        "counties": tuple(sorted(_with_asked(cuts.counties, counties), key=lambda row: swedish_key(row.name))),
        "actors": tuple(sorted(_with_asked(cuts.actors, actors), key=lambda row: swedish_key(row.name))),
    }


def _with_asked(groups: Sequence[Group], asked: Sequence[tuple[str, str, Decimal]]) -> list[CutRow]:
    rows = {group.code: CutRow(group.code, group.name, group.sums, NOUGHT) for group in groups}
    for code, name, amount in asked:
        row = rows.get(code, CutRow(code, name, Sums(), NOUGHT))
        rows[code] = CutRow(row.code, row.name, row.sums, row.asked + amount)
    return list(rows.values())
