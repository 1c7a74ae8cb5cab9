"""The figures of a year as two coordinators sign them: by line, kind, county and actor, and the statistic of money."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from accounts.queries import queries
from funding.selectors.year import Group, Sums, cuts_of, lines_of
from reports.statistics.frozen import as_kept
from reports.statistics.money import count_now

FORMAT = 1


@queries(12)
def figures_of(year: int) -> dict[str, Any]:
    """The year's figures as they stand, for JSON: SEK as text with two places. Says no day and no name of anybody who
    signs, so that the second who counts comes to the same as the first."""
    cuts = cuts_of(year)
    return {
        "format": FORMAT,
        "year": year,
        "whole": _sums(cuts.whole),
        "lines": [
            {
                "funder": line.funder,
                "programme": line.programme,
                "kind": line.kind,
                "example": line.is_example,
                "allocated": _sek(line.allocated),
                "returned": _sek(line.returned),
                "committed": _sek(line.committed),
                "reported": _sek(line.reported),
                "paid": _sek(line.paid),
            }
            for line in lines_of(year)
        ],
        "kinds": _groups(cuts.kinds, name=False),
        "counties": _groups(cuts.counties, name=False),
        "actors": _groups(cuts.actors, name=True),
        "statistic": as_kept(count_now(year, date(year, 12, 31))),
    }


def _groups(groups: Iterable[Group], *, name: bool) -> list[dict[str, str]]:
    return [{"code": one.code, **({"name": one.name} if name else {}), **_sums(one.sums)} for one in groups]


def _sums(sums: Sums) -> dict[str, str]:
    return {
        "granted": _sek(sums.granted),
        "released": _sek(sums.released),
        "reported": _sek(sums.reported),
        "paid": _sek(sums.paid),
    }


def _sek(amount: object) -> str:
    return f"{amount:.2f}"
