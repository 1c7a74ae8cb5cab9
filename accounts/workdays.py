"""Working days in Sweden: Monday to Friday without public holidays, for how long something may wait.

Pure. The holidays are those of lag (1989:253) om allmänna helgdagar, and the three eves that offices and the law on
holidays (semesterlagen 7 §) treat alike: Midsummer's, Christmas and New Year's.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from accounts.clock import STOCKHOLM

_FIXED = ((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31))
_FROM_EASTER = (-2, 1, 39)  # Good Friday, Easter Monday, Ascension Day
_DAY = timedelta(days=1)


def is_working_day(on: date) -> bool:
    """Whether offices are open that day."""
    return on.weekday() < 5 and on not in _holidays(on.year)


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
    easter = _easter(year)
    midsummer_eve = next(date(year, 6, n) for n in range(19, 26) if date(year, 6, n).weekday() == 4)
    fixed = {date(year, month, day) for month, day in _FIXED}
    return frozenset(fixed | {easter + timedelta(days=n) for n in _FROM_EASTER} | {midsummer_eve})


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)
