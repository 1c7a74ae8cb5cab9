"""Notices of deadlines whose cause is gone, or whose day has moved, ask for nothing any longer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from accounts.clock import day
from accounts.clocks import Clock, Kind, Told, kind_of, read_clocks, standing
from accounts.deadlines import PAGE, Due
from reminders.models import Notice
from reminders.recipients import Recipients
from reminders.services.pulses import FAULT, leave
from reminders.services.telling import move


def kinds_that_ask() -> list[Kind]:
    """The kinds of which somebody has an unread notice."""
    keys = Notice.objects.filter(read_at=None).order_by().values_list("kind", flat=True).distinct()
    return list({kind.key: kind for key in keys if (kind := kind_of(key))}.values())


def close_gone(kind: Kind, after: UUID, *, at: datetime) -> UUID | None:
    """Close those of a kind's unread notices that say what is so no longer, a page at a time; what is so still and has
    another recipient by now moves there. What cannot be read stays, with all else of its reference, and is a fault for
    *Drift*. From where to go on, None at the end. By the system, which sees every row."""
    page = list(Notice.objects.filter(kind__in=kind.keys, read_at=None, pk__gt=after).order_by("pk")[:PAGE])
    on, by_ref = day(at), defaultdict(list)
    kind = kind.as_of(on)
    rows = list(kind.rows().filter(**{f"{kind.ref}__in": {one.ref for one in page}})) if page else []
    clocks, unread = read_clocks(kind, rows, on)
    if unread:
        leave(f"{FAULT}close_{kind.key.lower()}", at=at)
    for clock in clocks:
        by_ref[clock.ref].append(clock)
    stand = [(one, due) for one in page if (due := _now(kind, by_ref[one.ref], one, on))]
    gone = {one.pk for one in page if one.ref not in unread} - {one.pk for one, _due in stand}
    gone |= {*move(stand, at=at)} if stand else set()
    if gone:
        Notice.objects.filter(pk__in=gone, read_at=None).update(read_at=at)
    return page[-1].pk if len(page) == PAGE else None


def _now(kind: Kind, clocks: Iterable[Clock], row: Notice, on: date) -> Due | None:
    told = Told(row.deadline, row.kind, row.day, row.facts.get("last", ""))
    return next((due for clock in clocks if (due := standing(kind, clock, told, on))), None)


def reopen(after: UUID, *, at: datetime) -> UUID | None:
    """What the program closed because somebody else was meant, and who it was meant for is meant again: it asks for
    something again, if it is so still, whatever the other did with theirs. From where to go on. By the system."""
    page = list(Notice.objects.filter(moved=True, pk__gt=after).order_by("pk")[:PAGE])
    on, found, gone = day(at), list[tuple[Notice, Due]](), set[UUID]()
    asked = {row.kind: kind.as_of(on) for row in page if (kind := kind_of(row.kind))}
    for row in page:
        due, is_read = _stands(row, asked.get(row.kind), on)
        if due is not None:
            found.append((row, due))
        elif is_read:
            gone.add(row.pk)
        else:
            leave(f"{FAULT}reopen", at=at)
    recipients = Recipients([due for _row, due in found], on=on)
    meant = {row.pk for row, due in found if row.user_id in recipients.of(due)}
    Notice.objects.filter(pk__in=meant).update(read_at=None, moved=False)
    Notice.objects.filter(pk__in=gone).update(moved=False)
    return page[-1].pk if len(page) == PAGE else None


def _stands(row: Notice, kind: Kind | None, on: date) -> tuple[Due | None, bool]:
    """What a notice says still, and whether that could be read."""
    if kind is None:
        return None, True
    clocks, unread = read_clocks(kind, list(kind.rows().filter(**{kind.ref: row.ref})), on)
    return _now(kind, clocks, row, on), not unread
