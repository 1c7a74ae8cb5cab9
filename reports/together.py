"""Events where many were met at one place, counted without persons: how many, and how many were met (domain §2.1).

Fewer than five look alike and other counts are rounded, as in ``reports.gaps``: the two divisions count the same
persons, so neither is shown where the one would tell a hidden number of the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Sum

from accounts.counties import County
from accounts.queries import queries
from accounts.words import number_words
from cases.models import GroupEvent
from cases.models.choices import Route
from reports.cells import Cell, rounded_count, words
from reports.gaps import COUNTIES, WINDOW_DAYS, may_show_together
from reports.statistics.base import in_words
from reports.statistics.traits import UNKNOWN

Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class Together:
    """The events of the year before. ``counties``, ``routes``: how many were met; empty where nothing may be shown."""

    since: date
    events: Cell
    met: Cell
    counties: Mapping[str, Cell]
    routes: Mapping[str, Cell]

    @property
    def is_shown(self) -> bool:
        """Whether the two tables may be shown."""
        return bool(self.counties)

    @property
    def in_all(self) -> tuple[str, str]:
        """How many events and how many were met, as it may be said."""
        return in_words(words(self.events)), in_words(words(self.met))

    @property
    def by_county(self) -> Rows:
        """The counties with at least five, most first."""
        return _said(self.counties, {code: str(label) for code, label in County.choices})

    @property
    def by_route(self) -> Rows:
        """The routes with at least five, most first."""
        return _said(self.routes, {code: str(label) for code, label in Route.choices})


def _said(cells: Mapping[str, Cell], names: Mapping[str, str]) -> Rows:
    found = [(names.get(code, ""), cell.value) for code, cell in cells.items() if cell.value]
    return [(name, number_words(n)) for name, n in sorted(found, key=lambda pair: (-pair[1], pair[0]))]


@queries(3)
def together(*, on: date) -> Together:
    """What happened in the year before that day, of every actor."""
    since = on - timedelta(days=WINDOW_DAYS)
    events = GroupEvent.objects.filter(on__gt=since, on__lte=on).order_by()
    whole = events.aggregate(events=Count("id"), all_met=Sum("met"))
    counties = _cells(dict(events.values_list("county").annotate(Sum("met"))), COUNTIES)
    routes = _cells(dict(events.values_list("route").annotate(Sum("met"))), Route.values)
    met = rounded_count(whole["all_met"] or 0)
    shown = may_show_together(list(counties.values()), list(routes.values()), whole=met)
    return Together(
        since=since,
        events=rounded_count(whole["events"]),
        met=met,
        counties=counties if shown else {},
        routes=routes if shown else {},
    )


def _cells(counted: Mapping[str, int], codes: tuple[str, ...] | list[str]) -> dict[str, Cell]:
    known = {code or UNKNOWN: n for code, n in counted.items()}
    return {code: rounded_count(known.get(code, 0)) for code in codes}
