"""When a coordinator's answer to a request is due: working days, and hours where the place is needed tonight.

Pure but for the two settings that say how long, so that what is reminded of and what both sides read is the same.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from accounts import words
from accounts.clock import STOCKHOLM, day
from accounts.workdays import after_working_days, is_working_day


def waited_moments(sent_at: datetime, *, urgent: bool) -> tuple[tuple[datetime, str], ...]:
    """When a request sent then has waited so long that somebody is reminded, each with its name, the first one first.

    An urgent one counts hours of the clock, also at night and on days off; any other counts working days.
    """
    if urgent:
        hours = sorted(settings.NSP_WAIT_URGENT_HOURS)
        return tuple((sent_at.astimezone(UTC) + timedelta(hours=n), f"{n}h") for n in hours)
    return tuple((after_working_days(sent_at, n), str(n)) for n in sorted(settings.NSP_WAIT_WORKING_DAYS))


def answer_due(sent_at: datetime, *, urgent: bool) -> datetime:
    """By when the coordinator answers: the first moment at which anybody is reminded."""
    return waited_moments(sent_at, urgent=urgent)[0][0]


def last_day(due: datetime) -> date:
    """The last day on which what is due by a moment can be done: where that is midnight (what was sent on a day off
    waits from the next working day on), the working day that it ends."""
    if _ends_a_day(due):
        return next(on for n in range(1, 30) if is_working_day(on := day(due) - timedelta(days=n)))
    return day(due)


def _ends_a_day(due: datetime) -> bool:
    return due.astimezone(STOCKHOLM).time() == time()


def asker_words(due: datetime, now: datetime) -> str:
    """For whoever asked: by when a coordinator answers, or should have."""
    if now > due:
        return _("Should have been answered by %(when)s") % {"when": _when(due, now)}
    return _("A coordinator answers by %(when)s") % {"when": _when(due, now)}


def decider_words(due: datetime, now: datetime) -> str:
    """For whoever decides, as part of a line: by when to answer, or when they should have."""
    if now > due:
        return _("should have been answered by %(when)s") % {"when": _when(due, now)}
    return _("answer by %(when)s") % {"when": _when(due, now)}


def _when(due: datetime, now: datetime) -> str:
    on = words.row_day_words(last_day(due), day(now))
    if _ends_a_day(due):
        return on
    return _("%(day)s at %(time)s") % {"day": on, "time": words.clock_words(due)}


def longest_wait() -> timedelta:
    """No request reaches its last reminder later than this after it was sent: weekends, and Christmas about it."""
    days = timedelta(days=14 + 2 * max(settings.NSP_WAIT_WORKING_DAYS))
    return max(days, timedelta(hours=max(settings.NSP_WAIT_URGENT_HOURS)))
