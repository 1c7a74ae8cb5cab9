"""The clock. Asked only at the door (views, API, tasks, commands); below it the moment is an argument."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def now() -> datetime:
    """The moment, timezone-aware."""
    return timezone.now()


def today() -> date:
    """The calendar day in Europe/Stockholm, which is what every deadline and period counts in."""
    return day(now())


def years_from_today(on: date) -> int:
    """How many calendar years after this one a day lies; before it, negative. For forms, which are read at the door."""
    return on.year - today().year


def day(at: datetime) -> date:
    """The calendar day in Europe/Stockholm of a moment (domain §3: days are calendar days there)."""
    return at.astimezone(STOCKHOLM).date()


def dawn(on: date) -> datetime:
    """When a day begins in Europe/Stockholm; there is always such a moment, the clock changes later in the night."""
    return datetime.combine(on, time(), STOCKHOLM)


def span_of(on: date) -> tuple[datetime, datetime]:
    """The first moment of a day in Europe/Stockholm, and the first that is no longer in it."""
    return dawn(on), dawn(on + timedelta(days=1))
