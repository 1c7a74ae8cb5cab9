"""Days, moments and money in words, as pages, mails and reports write them, in the language that is active.

Pure: the day that "in three days" counts from is an argument. Spaces in and after an amount do not break.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils import dateformat
from django.utils.translation import get_language, gettext, ngettext

from accounts.clock import STOCKHOLM

NBSP = "\u00a0"
#: A date this near is "soon" (the colour of the line, beside its words).
SOON_DAYS = 2


def in_swedish() -> bool:
    """Whether the active language is Swedish."""
    return (get_language() or "sv").startswith("sv")


def day_words(on: date, *, weekday: bool = True, year: bool = True) -> str:
    """``tors 30 mars 2017``; English has its capitals (``Thu 30 March 2017``)."""
    pattern = ("D " if weekday else "") + "j F" + (" Y" if year else "")
    words = dateformat.format(on, pattern)
    return words.lower() if in_swedish() else words


def long_day_words(on: date) -> str:
    """``torsdag 30 mars 2017``: for headings and sentences that somebody acts on."""
    words = dateformat.format(on, "l j F Y")
    return words.lower() if in_swedish() else words


def short_day_words(on: date, today: date) -> str:
    """``30 mars``, and with its year where that is not this year's."""
    return day_words(on, weekday=False, year=on.year != today.year)


def row_day_words(on: date, today: date) -> str:
    """``tors 30 mars``, and with its year where that is not this year's: a day that is past, in a list."""
    return day_words(on, year=on.year != today.year)


def days_words(first: date, last: date, today: date) -> str:
    """``3–5 november``, ``28 oktober–2 november``: both days counted, and with the year where it is not this."""
    if first == last:
        return row_day_words(first, today)
    end = short_day_words(last, today)
    same = (first.year, first.month) == (last.year, last.month)
    return f"{first.day}–{end}" if same else f"{short_day_words(first, today)}–{end}"


LISTED_NEAR = 7
"""How many days off a list still says how near a day is."""


def listed_day_words(on: date, today: date) -> str:
    """``tors 30 mars (om 3 dagar)``: a day in a list, with its year where that is not this one."""
    words = day_words(on, year=on.year != today.year)
    return f"{words} ({near_words(on, today)})" if abs((on - today).days) <= LISTED_NEAR else words


def near_words(on: date, today: date) -> str:
    """How far off a day is: ``i dag``, ``om 3 dagar``, ``för 2 dagar sedan``."""
    days = (on - today).days
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    if days == -1:
        return gettext("yesterday")
    if days > 0:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    return ngettext("%(days)s day ago", "%(days)s days ago", -days) % {"days": -days}


def left_words(last: date, today: date) -> str:
    """A deadline in words: ``2 dagar kvar``, ``i dag``, ``1 dag försenad``."""
    days = (last - today).days
    if days == 0:
        return gettext("today")
    if days > 0:
        return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
    return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}


def urgency(last: date, today: date, soon: int = SOON_DAYS) -> str:
    """``late``, ``soon`` or ``info``: how a row or a date is drawn, always beside its words."""
    days = (last - today).days
    return "late" if days < 0 else "soon" if days <= soon else "info"


def span_words(first: date, last: date) -> str:
    """A period, both ends counted: ``15 mars–13 april 2026 (30 dagar)``."""
    days = (last - first).days + 1
    counted = ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
    if first == last:
        return f"{day_words(last, weekday=False)} ({counted})"
    start = day_words(first, weekday=False, year=first.year != last.year)
    return f"{start}–{day_words(last, weekday=False)} ({counted})"


def clock_words(at: datetime) -> str:
    """``14.32`` in Stockholm (``14:32`` in English)."""
    local = at.astimezone(STOCKHOLM)
    return f"{local:%H.%M}" if in_swedish() else f"{local:%H:%M}"


def moment_words(at: datetime) -> str:
    """``tors 30 mars 2017 kl. 14.32``."""
    return gettext("%(day)s at %(time)s") % {
        "day": day_words(at.astimezone(STOCKHOLM).date()),
        "time": clock_words(at),
    }


def waited_words(since: datetime, now: datetime) -> str:
    """How long somebody has waited: ``6 timmar``, from two days on ``3 dagar``."""
    minutes = int((now - since).total_seconds() // 60)
    if minutes < 1:
        return gettext("less than a minute")
    if minutes < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)s hour", "%(n)s hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s day", "%(n)s days", minutes // 1440) % {"n": minutes // 1440}


def number_words(value: Decimal | int | float) -> str:
    """``12 500``, with hard spaces; decimals only where there are any (Swedish comma, English point)."""
    amount = Decimal(str(value)).quantize(Decimal("0.01"))
    whole, cents = f"{abs(amount):,.2f}".split(".")
    text = whole.replace(",", NBSP)
    if cents != "00":
        text += ("," if in_swedish() else ".") + cents
    return ("−" if amount < 0 else "") + text


def hour_words(hours: Decimal | int | float) -> str:
    """``1,5``, ``159``: hours are told as they are spoken, without the second decimal where it is nought."""
    text = number_words(hours)
    return text[:-1] if text[-3:-2] in (",", ".") and text.endswith("0") else text


def money_words(amount: Decimal | int | float) -> str:
    """SEK: ``12 500 kr``."""
    return f"{number_words(amount)}{NBSP}kr"


def lower_first(text: str) -> str:
    """As it stands in the middle of a line."""
    return text[:1].lower() + text[1:]
