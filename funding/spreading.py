"""On which year's money a claim falls. Pure; SEK with two places."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

NOTHING = Decimal(0)


def spread(wanted: Mapping[int, Decimal], standing: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """What of ``wanted`` (year to SEK) is taken from each year of ``standing``, which never takes more than it has.

    Each year's own part first; what it cannot take is taken where something is left, the earliest year first: a ticket
    that is bought in December is paid by the year in which the journey was granted. Years with nothing are left out.
    Raises ValueError where all years together have too little.
    """
    taken = {year: min(wanted.get(year, NOTHING), has) for year, has in standing.items()}
    over = sum(wanted.values(), NOTHING) - sum(taken.values(), NOTHING)
    for year in sorted(standing):
        more = min(over, standing[year] - taken[year])
        taken[year] += more
        over -= more
    if over > 0:
        raise ValueError(f"{over} more than stands")
    return {year: amount for year, amount in sorted(taken.items()) if amount > 0}


def shares(total: Decimal, parts: Mapping[int, Decimal], less: Decimal) -> dict[int, Decimal]:
    """``parts`` of ``total``, with ``less`` taken off, the last year first."""
    assert less <= total == sum(parts.values(), NOTHING)
    left = dict(parts)
    for year in sorted(parts, reverse=True):
        off = min(less, left[year])
        left[year] -= off
        less -= off
    return left
