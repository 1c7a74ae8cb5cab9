"""One thing to do about a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class OnePress:
    """What is done about it with one press, from a list: the words of the button, URL name and references, what is
    posted."""

    label: str
    link: tuple[str, ...]
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Step:
    """One thing to do. ``due`` None: when there is time. ``link``: URL name and reference. ``waits``: for others.
    ``first``: before everything else, whatever its day (a duty). ``which``: of several of one code, where the link
    does not say."""

    code: str
    what: str
    act: str
    link: tuple[str, ...]
    due: date | None = None
    note: str = ""
    waits: bool = False
    since: datetime | None = None
    ended_on: date | None = None
    first: bool = False
    press: OnePress | None = None
    which: str = ""
    answer_due: datetime | None = None
    """By when a coordinator answers, of a step that is about an application which waits for one."""
