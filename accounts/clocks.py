"""Kinds of deadlines, declared by each floor: one function a kind, and nothing else anywhere (architecture, Floors).

A declaration says whose rows run out, on which column the last day stands, on which days before and after it people
are told, and whom. From it come the finder that the sweep asks, what closes a notice whose cause is gone, and
``docs/deadlines.md``. Deadlines that no column holds have a finder of their own (``accounts/deadlines.py``).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import reduce
from typing import Any
from uuid import UUID

from django.db import Error as DatabaseFault
from django.db.models import Q, QuerySet

from accounts.acts import Role
from accounts.clock import dawn, day
from accounts.deadlines import PAGE, Due, Page, Span, To, Wording, finds, reads, wording_of
from accounts.queries import OverBudget

log = logging.getLogger("nsp.reminders")

LATE = "_LATE"
"""What the kind of a notice ends with when the last day has passed."""
AHEAD = "_AHEAD"
"""What the wording ends with that says it of a day that lies ahead."""
OWN = ":own"
MOST_UNREAD = 20
"""So many rows of a page can be wrong, each by itself; more, and it is their kind that is."""
MANY_DAYS = 60
"""So many days at once are asked for one by one (each is a look in the index); more, as a range."""


@dataclass(frozen=True)
class Clock:
    """One deadline. ``on``: the last day (inclusive) on which it can be met. ``begun``: the day on which it came to be;
    nothing that lay before it is told, except that one which was late from the beginning is told on that day."""

    ref: str
    on: date
    actor: UUID | None = None
    workers: tuple[UUID, ...] = ()
    person_id: UUID | None = None
    begun: date = date.min
    before: tuple[int, ...] | None = None
    """So many days before it people are told; None: as its kind says."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    of: str = ""
    """Which of several that one reference has."""
    to: To = field(default_factory=To)
    """Who is told, of a kind that each deadline says it of (``Own.NAMED``)."""


@dataclass(frozen=True)
class Told:
    """What a notice was told of: the name of its deadline, its kind, its day, and the last day (ISO) that it named."""

    deadline: str
    kind: str
    day: date
    last: str = ""


Reader = Callable[[Sequence[Any], date], Sequence[Clock | None]]
"""The deadline of each of these rows, as it stands on a day."""


class Own(StrEnum):
    """Who can do something about a kind: at the actor, or whom each deadline names."""

    CASEWORKER = "CASEWORKER"
    STAFF = "STAFF"
    MANAGERS = "MANAGERS"
    NAMED = "NAMED"
    NOBODY = "NOBODY"


@dataclass(frozen=True)
class Kind:
    """How a kind of deadline is kept. Days are counted from the last day of each.

    ``rows``: those that stand, whoever asks. ``column``: the date (``moment``: the moment) of a row by whose index
    it is found; ``plus``: how many days later the last day can be, nearly always one number. ``clocks``: the
    deadline of each row, None where it has none after all. ``begun``: the column of the moment when a row came to be,
    where it can be late from the beginning. ``ref``, ``person``: where a row has the reference of its clock, and
    the person. ``before`` (0: the day itself) and ``after`` are told to ``own``: the caseworker, else the actor's
    staff; the whole staff; the actor's managers; whom each deadline names; or nobody. ``managers`` and ``office``
    days after it to the actor's managers and to the coordinators. ``for_office``: the coordinators are told
    ``before`` and ``after`` as well. ``source``: where the rule comes from. ``actor``: where a row has the actor, of
    a kind that is the staff's or the managers'. ``told_by``: the finder that tells of it in words of its own; from
    here it stands in calendars alone. ``until``: what the days before it are called ("Before a consent ends (days)"),
    of a kind that is told ahead.
    """

    key: str
    name: Any
    source: str
    rows: Callable[[], QuerySet[Any]]
    column: str
    clocks: Reader
    plus: Callable[[date], Collection[int]] = lambda on: (0,)
    moment: bool = False
    begun: str = ""
    before: tuple[int, ...] = (0,)
    after: tuple[int, ...] = ()
    managers: tuple[int, ...] = ()
    office: tuple[int, ...] = ()
    own: Own = Own.CASEWORKER
    for_office: bool = False
    ref: str = "ref"
    person: str = "person_id"
    actor: str = "actor_id"
    told_by: str = ""
    until: Any = ""

    @property
    def days_name(self) -> str:
        """What the days before it are called, where somebody says on which people are told."""
        return str(self.until or self.name)

    @property
    def keys(self) -> tuple[str, str]:
        """The kinds of its notices."""
        return self.key, self.key + LATE

    def as_of(self, on: date) -> Kind:
        """The kind with the days before that the programme of a day says, where it says any."""
        said = _days_said[0](self.key, on) if _days_said and self.is_told_ahead else None
        return self if said is None else replace(self, before=tuple(said))

    @property
    def is_told_ahead(self) -> bool:
        """Whether its words hold on days that lie ahead, so that somebody can say on which people are told."""
        return any(n > 0 for n in self.before)

    @property
    def offsets(self) -> tuple[int, ...]:
        """On which days something is told, counted from the last day; below nought: before it."""
        late = {*self.after, *self.managers, *self.office}
        return tuple(sorted({*(-n for n in self.before), *late}))


_kinds: dict[str, Kind] = {}
_days_said: list[Callable[[str, date], Collection[int] | None]] = []


def says_days(function: Callable[[str, date], Collection[int] | None]) -> None:
    """Register who says on which days before a deadline of a kind people are told, on a day; None where nobody does."""
    _days_said[:] = [function]


def keeps(
    key: str,
    name: Any,
    *,
    before_words: Wording,
    late_words: Wording | None = None,
    ahead_words: Wording | None = None,
    together: bool = False,
    **how: Any,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a kind of deadline: decorates the function that reads the ``Clock`` of a row on a day; with ``together``,
    of many rows at once, where a row by itself would ask the database. ``ahead_words``: of a day that lies ahead, where
    the others say it of today. The rest as in ``Kind``."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        clocks: Reader = function if together else lambda rows, on: [function(row, on) for row in rows]
        kind = Kind(key, name, clocks=clocks, **how)
        _kinds[key] = kind
        reads(key, before_words)
        reads(key + LATE, late_words or replace(before_words, urgency="late"))
        if ahead_words:
            reads(key + AHEAD, ahead_words)
        if not kind.told_by:
            finds(key.lower())(lambda span, after: due_of(kind, span, after))
        return function

    return register


def kinds() -> tuple[Kind, ...]:
    """Every declared kind, by key."""
    return tuple(_kinds[key] for key in sorted(_kinds))


def told_ahead() -> tuple[Kind, ...]:
    """Those whose words hold on days that lie ahead, so that somebody can say on which days before people are told."""
    return tuple(kind for kind in kinds() if kind.is_told_ahead)


def kind_of(notice: str) -> Kind | None:
    """The kind that a notice's kind belongs to, if it was declared here."""
    return _kinds.get(notice) or _kinds.get(notice.removesuffix(LATE))


def words_for(kind: Kind, clock: Clock, on: date) -> str:
    """The wording that says of a deadline, seen from a day, whether it lies behind, ahead, or is that day's."""
    if clock.on < on:
        return kind.key + LATE
    return kind.key + AHEAD if clock.on > on and wording_of(kind.key + AHEAD) else kind.key


def rows_between(kind: Kind, first: date, last: date) -> QuerySet[Any]:
    """Those of a kind whose last day can lie in these days (both inclusive), found by their index."""
    plus = sorted(kind.plus(last))
    begin, end = first - timedelta(days=plus[-1]), last - timedelta(days=plus[0])
    return kind.rows().filter(_from_to(kind, begin, end))


def rows_on(kind: Kind, days: Collection[date]) -> QuerySet[Any]:
    """Those of a kind whose last day can be one of these days, found by their index."""
    plus = kind.plus(max(days))
    return kind.rows().filter(_on(kind, {on - timedelta(days=late) for on in days for late in plus}))


def own_name(kind: Kind, clock: Clock, before: int) -> str:
    """What somebody's own reminder is called, so many days before a deadline: theirs, beside what all are told."""
    return f"{kind.key.lower()}:{clock.ref}{clock.of}{OWN}{before}"


def due_of(kind: Kind, span: Span, after: str) -> Page:
    """What of a kind is to be told in a span, a page at a time: of each deadline and each who is told, the newest day
    alone, since what is said of it holds today."""
    kind = kind.as_of(day(span.until))
    rows = kind.rows().filter(_in_span(kind, span))
    if span.person_id:
        rows = rows.filter(**{kind.person: span.person_id}) if kind.person else rows.none()
    page, place = page_of(kind, rows, after)
    clocks, unread = read_clocks(kind, page, day(span.until))
    told = [one for clock in clocks for one in _newest(points(kind, clock), span)]
    return Page(tuple(told), place, len(unread))


def read_clocks(kind: Kind, rows: Sequence[Any], on: date) -> tuple[list[Clock], list[str]]:
    """The deadlines of these rows, and the references of those that cannot be read: one that is wrong holds up no
    other. Raises what the database says, which takes nothing more in this transaction, and what is wrong where more
    than a few rows cannot be read: then it is the kind."""
    found, unread, parts = list[Clock](), list[str](), [rows]
    while parts:
        some = parts.pop()
        try:
            found += [clock for clock in kind.clocks(some, on) if clock]
        except (DatabaseFault, OverBudget):
            raise
        except Exception as error:
            if len(some) > 1:
                half = len(some) // 2
                parts += [some[half:], some[:half]]
                continue
            if len(unread) == MOST_UNREAD:
                raise
            unread.append(str(reduce(getattr, kind.ref.split("__"), some[0])))
            # The error's name alone: its text could tell of somebody.
            log.error("a row of %s cannot be read: %s", kind.key, type(error).__name__)
    return found, unread


def page_of(kind: Kind, rows: QuerySet[Any], after: str) -> tuple[list[Any], str | None]:
    """A page of rows and from where to go on, in the order of the column by whose index they are found: by their key
    alone PostgreSQL would rather walk a million of them than sort a few."""
    if after:
        at, _mark, key = after.partition("|")
        place = datetime.fromisoformat(at) if kind.moment else date.fromisoformat(at)
        later = Q(**{f"{kind.column}__gt": place}) | Q(**{kind.column: place, "pk__gt": UUID(key)})
        rows = rows.filter(later, **{f"{kind.column}__gte": place})
    page: list[Any] = list(rows.order_by(kind.column, "pk")[:PAGE])
    if len(page) < PAGE:
        return page, None
    last = page[-1]
    return page, f"{getattr(last, kind.column).isoformat()}|{last.pk}"


def days_before(kind: Kind, clock: Clock) -> tuple[int, ...]:
    """So many days before a deadline everybody is told."""
    return kind.before if clock.before is None else clock.before


def points(kind: Kind, clock: Clock) -> Iterator[Due]:
    """Everything that is ever told of a deadline, in no order. Its name has its last day: one that is moved is another,
    also where something of both is told on the same day."""
    own = {
        Own.CASEWORKER: To(users=clock.workers, staff_of=clock.actor),
        Own.STAFF: To(staff_of=clock.actor),
        Own.MANAGERS: To(managers_of=clock.actor),
        Own.NAMED: clock.to,
        Own.NOBODY: To(),
    }[kind.own]
    if kind.for_office:
        own = replace(own, roles=(Role.COORDINATOR,))
    for n in days_before(kind, clock):
        if clock.on - timedelta(days=n) >= clock.begun:
            yield _due(kind, clock, -n, own, "")
    for days, to, mark in (
        (kind.after, own, ""),
        (kind.managers, To(managers_of=clock.actor), ":managers"),
        (kind.office, To(roles=(Role.COORDINATOR,)), ":office"),
    ):
        for n in days:
            yield _due(kind, clock, n, to, mark)


def standing(kind: Kind, clock: Clock, told: Told, on: date) -> Due | None:
    """What a notice says on a day, if it is so still: not met, not moved, and nothing newer has been told of the same
    deadline. One that was told ahead on a day which the programme says no longer stands as long as its deadline. A
    clock that has gone back takes nothing back."""
    on = max(on, told.day)
    name, mark, before = told.deadline.rpartition(OWN)
    if mark:
        holds = (
            told.deadline == own_name(kind, clock, int(before)) and told.day + timedelta(days=int(before)) == clock.on
        )
        return _own(kind, clock, told) if holds and name and on <= clock.on else None
    newest = _newest_of(kind, clock, told.deadline, on)
    if (newest is None or newest.day < told.day) and (told.kind, told.last) == (kind.key, clock.on.isoformat()):
        newest = _newest_of(kind, replace(clock, before=((clock.on - told.day).days,)), told.deadline, told.day)
    return newest if newest and (newest.kind, newest.day) == (told.kind, told.day) else None


def _newest_of(kind: Kind, clock: Clock, deadline: str, on: date) -> Due | None:
    come = [one for one in points(kind, clock) if one.deadline == deadline and one.day <= on]
    return max(come, key=lambda one: one.day, default=None)


def _own(kind: Kind, clock: Clock, told: Told) -> Due:
    facts = {"last": clock.on.isoformat(), **clock.facts}
    to = To(users=clock.workers, staff_of=clock.actor, alone=True)
    return Due(told.kind, told.deadline, told.day, to, clock.ref, clock.person_id, facts)


def _due(kind: Kind, clock: Clock, offset: int, to: To, mark: str) -> Due:
    told = max(clock.on + timedelta(days=offset), clock.begun) if offset > 0 else clock.on + timedelta(days=offset)
    facts = {"last": clock.on.isoformat(), **clock.facts}
    key = kind.key + LATE if offset > 0 else kind.key
    name = f"{kind.key.lower()}:{clock.ref}{clock.of}{mark}:{clock.on.isoformat()}"
    return Due(key, name, told, to, ref=clock.ref, person_id=clock.person_id, facts=facts)


def _newest(due: Iterable[Due], span: Span) -> list[Due]:
    """For each name (the caseworker, the managers, the coordinators) the newest that the span holds."""
    first, last = _days_of(span)
    found: dict[str, Due] = {}
    for one in due:
        if first <= one.day <= last and (one.deadline not in found or found[one.deadline].day < one.day):
            found[one.deadline] = one
    return [*found.values()]


def _days_of(span: Span) -> tuple[date, date]:
    """First and last day that a span touches. All of today again each time: a date that was moved to today is seen."""
    return day(span.since) if span.since else date.min, day(span.until)


def _in_span(kind: Kind, span: Span) -> Q:
    first, until = _days_of(span)
    plus, told = sorted(kind.plus(until)), kind.offsets
    newest = until - timedelta(days=told[0] + plus[0])
    if span.since is None or span.person_id:
        return _from_to(kind, None, newest)
    days = (until - first).days + 1
    if days > MANY_DAYS:
        found = _from_to(kind, first - timedelta(days=told[-1] + plus[-1]), newest)
    else:
        found = _on(kind, {first + timedelta(days=n - at - late) for n in range(days) for at in told for late in plus})
    if kind.begun and days > 1:  # the first round of a day: what came since the last one, and was late at once
        found |= Q(**{f"{kind.begun}__gte": dawn(first)})
    return found


def _on(kind: Kind, days: Collection[date]) -> Q:
    """Rows whose column lies on one of these days, as an index on it answers."""
    if not kind.moment:
        return Q(**{f"{kind.column}__in": sorted(days)})
    found = Q()
    for on in sorted(days):
        found |= _from_to(kind, on, on)
    return found


def _from_to(kind: Kind, first: date | None, last: date) -> Q:
    """Rows whose column lies in these days (both inclusive)."""
    if not kind.moment:
        found = Q(**{f"{kind.column}__lte": last})
        return found & Q(**{f"{kind.column}__gte": first}) if first else found
    found = Q(**{f"{kind.column}__lt": dawn(last + timedelta(days=1))})
    return found & Q(**{f"{kind.column}__gte": dawn(first)}) if first else found
