"""A statistic's exact numbers as they are kept with a signed year, and read again: the same for ever."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from funding.selectors.year_end import frozen_figures
from reports.statistics.base import Exact, Group, Number


def as_kept(exact: Exact) -> dict[str, Any]:
    """For JSON: SEK as text with its places, counts as numbers."""
    return {
        "numbers": {name: _kept(value) for name, value in exact.numbers.items()},
        "tables": {
            cut: {code: [group.count, _kept(group.amount), _kept(group.largest)] for code, group in groups.items()}
            for cut, groups in exact.tables.items()
        },
        "nothing": exact.nothing,
    }


def as_counted(kept: Mapping[str, Any]) -> Exact:
    """What ``as_kept`` kept."""
    return Exact(
        {name: _number(value) for name, value in kept["numbers"].items()},
        {
            cut: {
                code: Group(count, _money(amount), _money(largest)) for code, (count, amount, largest) in rows.items()
            }
            for cut, rows in kept["tables"].items()
        },
        nothing=kept["nothing"],
    )


def money_of_signed_year(year: int) -> Exact | None:
    """The statistic of money as two signed it; None while the year is open."""
    figures = frozen_figures(year)
    return as_counted(figures["statistic"]) if figures else None


def _kept(value: Number) -> int | str | None:
    return str(value) if isinstance(value, Decimal) else value


def _number(value: int | str | None) -> Number:
    return Decimal(value) if isinstance(value, str) else value


def _money(value: int | str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
