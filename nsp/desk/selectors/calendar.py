"""A month of what falls due for the viewer: every declared deadline, and own tasks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.acts import STAFF, Role
from accounts.clocks import Clock, Kind, Own, kinds, read_clocks, rows_between, words_for
from accounts.queries import queries
from accounts.selectors.absences import colleagues_of, staff_of_handle, standing_in
from accounts.staff import managed_by
from accounts.viewer import Viewer
from accounts.words import in_swedish, lower_first, urgency
from accounts.workdays import holiday_on
from cases import codes
from cases.models import Person
from cases.selectors.task import MOST as MOST_TASKS
from cases.selectors.task import TaskRow, open_tasks
from nsp.desk.links import address
from reminders.models import Notice
from reminders.selectors import NoticeRow, read_as

MOST = 200
"""So many rows of a kind are read for a month; the page says when there are more."""
ASKED = 60
"""Each kind once, and what some read for all their rows; however many rows there are."""
WHOLE = "actor"
YEARS = 5
"""So many years around today a month can lie in."""


@dataclass(frozen=True)
class Falls:
    """Something that falls due. ``kind``: late, soon or info; ``act``: what one does about it."""

    on: date
    what: str
    url: str
    kind: str
    act: str


@dataclass(frozen=True)
class CalendarDay:
    """A day of the table: of the month, or of a week that the month shares."""

    on: date
    in_month: bool
    is_today: bool
    holiday: str
    falls: tuple[Falls, ...]

    @property
    def late(self) -> int:
        """How much of it should have been done."""
        return sum(one.kind == "late" for one in self.falls)


@dataclass(frozen=True)
class Week:
    """A row of the table, Monday first; in the list its days of the month on which something falls due."""

    number: int
    days: tuple[CalendarDay, ...]

    @property
    def anchor(self) -> str:
        """By what the table leads to it in the list."""
        return f"w{self.number}"

    @property
    def listed(self) -> tuple[CalendarDay, ...]:
        """What stands in the list: nothing where nothing falls due."""
        return tuple(day for day in self.days if day.in_month and day.falls)


@dataclass(frozen=True)
class Calendar:
    """``first``: the month. ``whose``: empty for one's own, ``actor``, or the handle of one of the staff; ``choices``:
    whom a manager can choose. ``more``: there is more than what is shown; ``wrong``: something could not be read."""

    first: date
    before: date | None
    after: date | None
    weeks: tuple[Week, ...]
    falls: tuple[Falls, ...]
    whose: str
    choices: tuple[tuple[str, str], ...]
    person: str
    more: bool
    wrong: bool

    @property
    def is_any(self) -> bool:
        """Whether anything falls due in the month."""
        return any(week.listed for week in self.weeks)


def month_of(asked: str, on: date) -> date:
    """The first day of the month that is asked for (``2026-12``); this month where that is none, or too far off."""
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError:
        return on.replace(day=1)
    return first if abs(first.year - on.year) <= YEARS else on.replace(day=1)


@dataclass(frozen=True)
class _Asked:
    """What is asked for: whose calendar, of which days, seen from a day."""

    viewer: Viewer
    whose: str
    code: str
    one: bool
    start: date
    end: date
    on: date

    @property
    def is_own(self) -> bool:
        """Not somebody else's, nor one person's: what is the viewer's beside their persons is in it."""
        return not self.one and self.whose in ("", WHOLE)


@queries(ASKED)
def calendar_of(viewer: Viewer, *, month: str, on: date, whose: str | None = "", person: str = "") -> Calendar:
    """What falls due in a month and is not done: of one's own persons and of those of whom one stands in for, for a
    manager with ``whose`` the actor's or one colleague's (None: nothing is chosen), of one person with ``person``; for
    coordinators what is theirs to look at. Read as the viewer: nobody else is in it."""
    first, choices = month_of(month, on), _choices(viewer)
    if whose is None and choices and not person:
        whose = _opens_on(viewer, on)
    whose = whose if whose and whose in dict(choices) else ""
    after = (first + timedelta(days=31)).replace(day=1)
    start, end = first - timedelta(days=first.weekday()), after - timedelta(days=1)
    end += timedelta(days=6 - end.weekday())
    code = codes.parse(person) or "" if person else ""
    asked = _Asked(viewer, whose, code, bool(person), start, end, on)
    about = _persons(asked).values("pk")
    found, more, wrong = list[Notice](), False, False
    for kind in kinds():
        rows = _rows(asked, kind, about)
        clocks, unread = read_clocks(kind, rows[:MOST], on)
        more, wrong = more | (len(rows) > MOST), wrong or bool(unread)
        found += [_falls(kind, one, on) for one in clocks if _is_in(asked, kind, one)]
    falls = [
        Falls(row.day, what, said.url, urgency(row.day, on), said.act if said.url else "")
        for row, said, what in _told_apart(read_as(viewer, found))
    ]
    if whose in ("", WHOLE):
        tasks = open_tasks(viewer)
        more |= len(tasks) == MOST_TASKS
        falls += _tasks(asked, tasks)
    falls.sort(key=lambda one: (one.on, one.what))
    by_day = defaultdict(list)
    for due in falls:
        by_day[due.on].append(due)
    near = {"before": (first - timedelta(days=1)).replace(day=1), "after": after}
    return Calendar(
        first=first,
        **{name: at if month_of(f"{at:%Y-%m}", on) == at else None for name, at in near.items()},
        weeks=tuple(_weeks(start, end, first, on, by_day)),
        falls=tuple(falls),
        whose=whose,
        choices=choices,
        person=code,
        more=more,
        wrong=wrong,
    )


def _choices(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Whose calendar a manager can look at, besides their own."""
    if not viewer.is_(Role.MANAGER):
        return ()
    return (("", _("Mine")), (WHOLE, _("The whole actor")), *colleagues_of(viewer))


def _opens_on(viewer: Viewer, on: date) -> str:
    """A manager's own, where they have persons of their own or stand in for somebody; else the actor's."""
    return "" if Person.objects.filter(_own(viewer, on)).exists() else WHOLE


def _own(viewer: Viewer, on: date) -> Q:
    workers = [viewer.id, *(row.user for row in standing_in(viewer, on=on))]
    return Q(caseworker_id__in=workers, responsible_actor_id__in=viewer.actors)


def _persons(asked: _Asked) -> QuerySet[Person]:
    """Of those whom the viewer follows, and of nobody else."""
    viewer = asked.viewer
    managed = Person.objects.filter(responsible_actor_id__in=managed_by(viewer))
    if asked.whose == WHOLE and not asked.one:
        return managed
    if asked.whose and not asked.one:
        colleague = staff_of_handle(viewer, UUID(asked.whose))
        return managed.filter(caseworker_id=colleague.user_id) if colleague else managed.none()
    own = _own(viewer, asked.on)
    if not asked.one:
        return Person.objects.filter(own)
    return Person.objects.filter(own | Q(responsible_actor_id__in=managed_by(viewer)), code=asked.code)


def _rows(asked: _Asked, kind: Kind, about: Any) -> list[Any]:
    """Those of a kind whose last day can lie in these days and that are the viewer's to look at, the first first."""
    viewer, rows = asked.viewer, rows_between(kind, asked.start, asked.end).order_by(kind.column, "pk")
    theirs, is_office = Q(pk=None), kind.for_office and viewer.is_(Role.COORDINATOR) and asked.is_own
    if kind.own is Own.CASEWORKER and viewer.is_staff_of_an_actor:
        theirs = Q(**{f"{kind.person}__in": about})
    elif kind.own in (Own.STAFF, Own.MANAGERS) and asked.is_own:
        theirs = Q(**{f"{kind.actor}__in": _actors(viewer, kind)})
    elif not is_office:
        return []
    return list((rows if is_office else rows.filter(theirs))[: MOST + 1])


def _actors(viewer: Viewer, kind: Kind) -> frozenset[UUID]:
    """For whom the viewer can do something about a kind."""
    return managed_by(viewer) if kind.own is Own.MANAGERS else frozenset(viewer.actors_as(*STAFF))


def _is_in(asked: _Asked, kind: Kind, clock: Clock) -> bool:
    viewer = asked.viewer
    if not asked.start <= clock.on <= asked.end:
        return False
    if kind.own not in (Own.NAMED, Own.NOBODY) and clock.actor in _actors(viewer, kind):
        return True
    # What somebody else decides, since the viewer belongs to the actor, is not theirs.
    return kind.for_office and viewer.is_(Role.COORDINATOR) and not (clock.actor and viewer.belongs_to(clock.actor))


def _falls(kind: Kind, clock: Clock, on: date) -> Notice:
    facts = {"last": clock.on.isoformat(), **clock.facts}
    words = words_for(kind, clock, on)
    return Notice(kind=words, day=clock.on, ref=clock.ref, person_id=clock.person_id, facts=facts)


def _told_apart(rows: list[tuple[Notice, NoticeRow]]) -> Iterator[tuple[Notice, NoticeRow, str]]:
    """Each with its words; where two of a day would read alike, with the reference of what each is about."""
    refs = defaultdict[tuple[date, str], set[str]](set)
    for row, said in rows:
        refs[row.day, said.what].add(row.ref)
    for row, said in rows:
        yield row, said, f"{said.what} · {row.ref}" if len(refs[row.day, said.what]) > 1 else said.what


def _tasks(asked: _Asked, tasks: Iterable[TaskRow]) -> Iterator[Falls]:
    """The viewer's own."""
    for row in tasks:
        is_due = row.due and asked.start <= row.due <= asked.end
        if row.is_to_do and is_due and (row.code == asked.code or not asked.one):
            assert row.due
            what = f"{row.code_name}: {lower_first(row.what)}" if row.code_name else row.what
            yield Falls(row.due, what, address(("task", row.ref)), urgency(row.due, asked.on), _("See the task"))


def _weeks(start: date, end: date, first: date, on: date, falls: dict[date, list[Falls]]) -> Iterator[Week]:
    for n in range(0, (end - start).days + 1, 7):
        days: Iterable[date] = [start + timedelta(days=n + at) for at in range(7)]
        yield Week(
            (start + timedelta(days=n)).isocalendar().week,
            tuple(
                CalendarDay(
                    at,
                    at.month == first.month,
                    at == on,
                    holiday_on(at, swedish=in_swedish()),
                    tuple(falls.get(at, ())),
                )
                for at in days
            ),
        )
