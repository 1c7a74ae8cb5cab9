"""Working days in Sweden: Monday to Friday without public holidays, for how long something may wait.

Pure. The holidays are the library's: those of lag (1989:253) om allmänna helgdagar, and the three eves that offices
and the law on holidays (semesterlagen 7 §) treat alike: Midsummer's, Christmas and New Year's.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from holidays import DE_FACTO, PUBLIC, country_holidays

from accounts.clock import STOCKHOLM

_DAY = timedelta(days=1)


def is_working_day(on: date) -> bool:
    """Whether offices are open that day."""
    return on.weekday() < 5 and on not in _holidays(on.year)


def holiday_on(on: date, *, swedish: bool = True) -> str:
    """What the day off is called, nothing where it is none (Sundays are none)."""
    return _names(on.year, "sv" if swedish else "en_US").get(on, "")


def after_working_days(at: datetime, days: int) -> datetime:
    """The moment when something that began to wait ``at`` has waited so many working days.

    The same time of day in Stockholm, so many working days later. What begins on a day off begins with the next
    working day.
    """
    local = at.astimezone(STOCKHOLM)
    on, clock = local.date(), local.time()
    if not is_working_day(on):
        on, clock = _next(on), time()
    for _ in range(days):
        on = _next(on)
    return datetime.combine(on, clock, STOCKHOLM)


def _next(on: date) -> date:
    on += _DAY
    while not is_working_day(on):
        on += _DAY
    return on


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("SE", years=year, expand=False, categories=(PUBLIC, DE_FACTO)))


@lru_cache(maxsize=64)
def _names(year: int, language: str) -> dict[date, str]:
    days = country_holidays("SE", years=year, expand=False, categories=(PUBLIC, DE_FACTO), language=language)
    return {on: days[on] for on in days if days[on] != "Söndag" and days[on] != "Sunday"}
