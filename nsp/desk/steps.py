"""How a step is drawn: when, in words; how pressing; where it leads. The same on the person's page and in Att göra."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.words import day_words, left_words, listed_day_words, near_words, short_day_words, urgency
from cases.selectors.put_off import Later
from cases.selectors.step import Step
from nsp.desk.links import address

URGENT_DAYS = 2
FOR_US = ("answer", "offer", "route", "decide", "last_day")
"""Others wait for the viewer."""


@dataclass(frozen=True)
class DrawnStep:
    """A row of a task list. ``kind``: late, soon or info, beside the words."""

    when: str
    what: str
    note: str
    act: str
    url: str
    kind: str
    answer_due: datetime | None = None
    """By when a coordinator answers: to ``waits`` for, or to decide."""
    waits: bool = False


def drawn(step: Step, *, on: date) -> DrawnStep:
    """The row of a step, as it stands on a day."""
    when, url = _when(step, on), address(step.link)
    return DrawnStep(when, step.what, step.note, step.act, url, _kind(step, on), step.answer_due, step.waits)


def drawn_later(step: Step, later: Later | None, *, on: date) -> DrawnStep:
    """The same on the person's page, where what is put off stands too: until when it waits instead of its day."""
    row = drawn(step, on=on)
    if later is None:
        return row
    note = " · ".join(part for part in (row.note, later_words(later, on)) if part)
    return replace(row, when=_("Put off for now"), note=note, kind="info")


def later_words(later: Later, on: date) -> str:
    """Until when something is put off, by whom and why."""
    words = {"day": short_day_words(later.until, on), "name": later.by, "why": later.why_words}
    return _("until %(day)s, %(name)s: %(why)s") % words


def presses(step: Step, *, on: date) -> bool:
    """Whether it is to be done first: due within two days, or about a period that is over, or a duty."""
    return step.first or step.ended_on is not None or (step.due is not None and (step.due - on).days <= URGENT_DAYS)


def _kind(step: Step, on: date) -> str:
    if step.code in FOR_US:
        return "soon"
    kind = urgency(step.due, on) if step.due else "info"
    return "soon" if step.ended_on and kind == "info" else kind


def _when(step: Step, on: date) -> str:
    if step.ended_on is not None and step.due and step.due >= on:
        return _("Ended %(near)s") % {"near": near_words(step.ended_on, on)}
    if step.due is not None:
        near = (step.due - on).days <= URGENT_DAYS
        return _capital(left_words(step.due, on) if near else day_words(step.due, year=False))
    if step.since is not None:
        return _("Sent %(day)s") % {"day": listed_day_words(day(step.since), on)}
    if step.code in FOR_US:
        return _("Waits for you")
    return _("Waits for others") if step.waits else _("When you can")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
