"""What falls due, offered by each floor in its ``deadlines.py`` to whoever tells people of it (architecture, Floors).

A finder answers "what fell due between two moments", page by page, so that a sweep over a million rows holds one page
at a time. What is told to whom stands beside it, in the same module: one new deadline is one finder with its words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.acts import Role

PAGE = 500
"""Rows that a finder reads at a time."""


@dataclass(frozen=True)
class To:
    """Who is to be told: named users, everybody with a role, the staff or the managers of an actor. Only active
    accounts are told."""

    users: tuple[UUID, ...] = ()
    roles: tuple[Role, ...] = ()
    staff_of: UUID | None = None
    alone: bool = False
    """The named users and nobody in their place, as far as they are of the staff and see the person."""
    managers_of: UUID | None = None
    theirs: bool = False
    """The named users or who stands in for them, and the managers: never the rest of the staff, nor coordinators."""


@dataclass(frozen=True)
class Due:
    """Something to tell on one day. The same ``deadline`` and ``day`` are told once to each, however often found.

    ``facts`` are codes, dates (ISO), ids, and names of data by language: what the sentence needs, never text about a
    person.
    """

    kind: str
    deadline: str
    day: date
    to: To
    ref: str = ""
    person_id: UUID | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Span:
    """What fell due after ``since`` (everything, where None), up to and with ``until``; of one person where given."""

    since: datetime | None
    until: datetime
    person_id: UUID | None = None

    def __contains__(self, moment: datetime) -> bool:
        return (self.since is None or self.since < moment) and moment <= self.until


@dataclass(frozen=True)
class Page:
    """Some of what fell due, and from where to go on (None: that was all). ``unread``: how many rows could not be read:
    all else is told, and the span is asked about again."""

    due: tuple[Due, ...]
    after: str | None
    unread: int = 0


Finder = Callable[[Span, str], Page]

_finders: dict[str, Finder] = {}


def finds(name: str) -> Callable[[Finder], Finder]:
    """Register a finder under a name that stays (how far it has been told is kept under it)."""

    def register(function: Finder) -> Finder:
        _finders[name] = function
        return function

    return register


def finders() -> dict[str, Finder]:
    """All finders by name."""
    return dict(_finders)


@dataclass(frozen=True)
class Wording:
    """How a kind of notice reads. ``sentence`` and ``act`` are lazy translations; ``sentence`` may use the names

    ``who`` (the code name, or "a person") and every fact: ids of actors and users become names, dates and ``codes``
    words. ``place`` is the name of the address where one does something about it; ``key`` says what stands in it:
    ``ref``, ``person`` (their code), or nothing.
    """

    sentence: Any
    act: Any = ""
    place: str = ""
    key: str = "ref"
    urgency: str = "info"
    codes: Mapping[str, Any] = field(default_factory=dict)
    office: Any = ""
    """The verb for a coordinator, where ``act`` is something that only the actor's staff can do."""
    urgent: bool = False
    """Whether it cannot wait for the morning: its e-mail breaks the recipient's quiet hours."""


_wordings: dict[str, Wording] = {}


def reads(kind: str, wording: Wording) -> None:
    """Register how a kind of notice reads."""
    _wordings[kind] = wording


def wording_of(kind: str) -> Wording | None:
    """How a kind reads; None for a kind that nobody knows any longer."""
    return _wordings.get(kind)


def is_urgent(kind: str) -> bool:
    """Whether a kind breaks quiet hours."""
    wording = wording_of(kind)
    return wording is not None and wording.urgent
