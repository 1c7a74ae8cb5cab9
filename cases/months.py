"""Times that are known to the month, to the year, or not at all: ISO text, ``2024-03``, ``2024``, or empty. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from django.utils import dateformat

_TYPED = re.compile(r"(?P<year>\d{4})(?:[-./ ]?(?P<month>\d{1,2}))?", re.ASCII)


def month_of(text: str) -> str | None:
    """What was typed (``2024-03``, ``2024-3``, ``202403``, ``2024``) as it is kept; None where it is no such time."""
    found = _TYPED.fullmatch(text.strip())
    if not found or found["year"] == "0000":
        return None
    if found["month"] is None:
        return found["year"]
    month = int(found["month"])
    return f"{found['year']}-{month:02}" if 1 <= month <= 12 else None


def first_day(known: str) -> date:
    """The first day that a known time can mean."""
    year, _, month = known.partition("-")
    return date(int(year), int(month or 1), 1)


def last_day(known: str) -> date:
    """The last day that a known time can mean."""
    year, _, month = known.partition("-")
    in_month = int(month or 12)
    return date(int(year), in_month, monthrange(int(year), in_month)[1])


def month_words(known: str) -> str:
    """``mars 2024``, or ``2024``."""
    return dateformat.format(first_day(known), "F Y").lower() if "-" in known else known


def span_words(since: str, until: str) -> str:
    """``mars 2024–juni 2025``; ``mars 2024–`` where the end is not known; empty where neither is."""
    if not since and not until:
        return ""
    if since == until:
        return month_words(since)
    return f"{month_words(since) if since else ''}–{month_words(until) if until else ''}"
