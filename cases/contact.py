"""How old the word is that the safe way to reach somebody holds. A habit of good casework, no rule. Pure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

CONTACT_DAYS = 14
"""So many days after it was checked the safe way is fresh; then it should be looked over."""
OLD_DAYS = 30
"""After so many it is plainly old."""


class Freshness(StrEnum):
    """How a checked day is shown."""

    FRESH = "FRESH"
    SOON = "SOON"
    OLD = "OLD"


def freshness(checked_on: date | None, *, on: date) -> Freshness:
    """How fresh the safe way is on a day; one that nobody has ever checked is old."""
    if checked_on is None or (on - checked_on).days > OLD_DAYS:
        return Freshness.OLD
    return Freshness.SOON if (on - checked_on).days > CONTACT_DAYS else Freshness.FRESH
