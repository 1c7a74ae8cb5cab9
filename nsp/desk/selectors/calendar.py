"""A month of what falls due for the viewer: the declared deadlines, and own tasks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.acts import Role
from accounts.clocks import LATE, Kind, Own, kinds, rows_between
from accounts.queries import queries
from accounts.selectors.absences import colleagues_of, staff_of_handle
from accounts.viewer import Viewer
from accounts.words import in_swedish
from accounts.workdays import holiday_on
from cases import codes
from cases.models import Person
from cases.selectors.task import open_tasks
from nsp.desk.links import address
from reminders.models import Notice
from reminders.selectors import read_as

MOST = 200
"""So many rows of a kind are read for a month; the page says when there are more."""
ASKED = 30 + 3 * MOST
"""Each kind once; and of needs and of where the law stands each row that the month has asks for its history."""
WHOLE = "actor"
YEARS = 5
"""So many years around today a month can lie in."""


@dataclass(frozen=True)
class Falls:
    """Something that falls due. ``kind``: late, soon or info."""

    on: date
    what: str
    url: str
    kind: str


@dataclass(frozen=True)
class CalendarDay:
    """A day of the table: of the month, or of a week that the month shares."""

    on: date
    in_month: bool
    is_today: bool
    holiday: str
    falls: tuple[Falls, ...]


@dataclass(frozen=True)
class Week:
    """A row of the table, Monday first."""

    number: int
    days: tuple[CalendarDay, ...]


@dataclass(frozen=True)
class Calendar:
    """``first``: the month. ``whose``: empty for one's own, ``actor``, or the handle of one of the staff; ``choices``:
    whom a manager can choose. ``more``: there is more than what is shown."""

    first: date
    before: date | None
    after: date | None
    weeks: tuple[Week, ...]
    falls: tuple[Falls, ...]
    whose: str
    choices: tuple[tuple[str, str], ...]
    person: str
    more: bool


def month_of(asked: str, on: date) -> date:
    """The first day of the month that is asked for (``2026-12``); this month where that is none, or too far off."""
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError:
        return on.replace(day=1)
    return first if abs(first.year - on.year) <= YEARS else on.replace(day=1)


@queries(ASKED)
def calendar_of(viewer: Viewer, *, month: str, on: date, whose: str = "", person: str = "") -> Calendar:
    """What falls due in a month and is not done: one's own persons', for a manager with ``whose`` the actor's or one
    colleague's, of one person with ``person``; for coordinators what is theirs to look at. Read as the viewer: nobody
    else is in it."""
    first, choices = month_of(month, on), _choices(viewer)
    whose = whose if whose in dict(choices) else ""
    after = (first + timedelta(days=31)).replace(day=1)
    start, end = first - timedelta(days=first.weekday()), after - timedelta(days=1)
    end += timedelta(days=6 - end.weekday())
    code = codes.parse(person) or "" if person else ""
    about = _persons(viewer, whose, code if person else None)
    found, more = list[Notice](), False
    for kind in kinds():
        rows = _rows(viewer, kind, about, bool(person), start, end)
        more |= len(rows) > MOST
        found += [one for row in rows[:MOST] if (one := _falls(viewer, kind, row, start, end, on))]
    falls = [
        Falls(row.day, said.what, said.url, "late" if row.day < on else "soon") for row, said in read_as(viewer, found)
    ]
    if whose in ("", WHOLE):
        falls += _tasks(viewer, code, bool(person), start, end, on)
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
    )


def _choices(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Whose calendar a manager can look at, besides their own."""
    if not viewer.is_(Role.MANAGER):
        return ()
    return (("", _("Mine")), (WHOLE, _("The whole actor")), *colleagues_of(viewer))


def _persons(viewer: Viewer, whose: str, code: str | None) -> Any:
    rows = Person.objects.filter(responsible_actor_id__in=viewer.actors)
    if code is not None:  # of those whom the viewer follows: no look at anybody else
        rows = rows.filter(code=code)
        whose = WHOLE if viewer.is_(Role.MANAGER) else ""
    if whose == WHOLE:
        return rows.values("pk")
    colleague = staff_of_handle(viewer, UUID(whose)) if whose else None
    return rows.filter(caseworker_id=colleague.user_id if colleague else viewer.id).values("pk")


def _rows(viewer: Viewer, kind: Kind, about: Any, one: bool, start: date, end: date) -> list[Any]:
    """Those of a kind whose last day can lie in these days and that are the viewer's to look at."""
    rows = rows_between(kind, start, end).order_by("pk")
    office = kind.for_office and viewer.is_(Role.COORDINATOR) and not one
    if kind.own is Own.CASEWORKER and viewer.is_staff_of_an_actor:
        rows = rows.filter(**{f"{kind.person}__in": about})
    elif not office and (one or kind.own is not Own.MANAGERS or not viewer.is_(Role.MANAGER)):
        return []
    return list(rows[: MOST + 1])


def _falls(viewer: Viewer, kind: Kind, row: Any, start: date, end: date, on: date) -> Notice | None:
    clock = kind.clock(row, on)
    office = kind.for_office and viewer.is_(Role.COORDINATOR)
    if clock is None or not start <= clock.on <= end or not (office or clock.actor in viewer.actors):
        return None
    key, facts = kind.key + LATE if clock.on < on else kind.key, {"last": clock.on.isoformat(), **clock.facts}
    return Notice(kind=key, day=clock.on, ref=clock.ref, person_id=clock.person_id, facts=facts)


def _tasks(viewer: Viewer, code: str, one: bool, start: date, end: date, on: date) -> Iterator[Falls]:
    """The viewer's own."""
    for row in open_tasks(viewer):
        if row.mine and row.due and start <= row.due <= end and (row.code == code or not one):
            what = f"{row.code_name}: {row.what}" if row.code_name else row.what
            yield Falls(row.due, what, address(("task", row.ref)), "late" if row.due < on else "soon")


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
