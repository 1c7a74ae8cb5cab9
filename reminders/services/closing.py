"""Notices of deadlines whose cause is gone, or whose day has moved, ask for nothing any longer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from accounts.clock import day
from accounts.clocks import Clock, Kind, kind_of, standing
from accounts.deadlines import PAGE, Due
from reminders.models import Notice
from reminders.services.telling import move


def kinds_that_ask() -> list[Kind]:
    """The kinds of which somebody has an unread notice."""
    keys = Notice.objects.filter(read_at=None).order_by().values_list("kind", flat=True).distinct()
    return list({kind.key: kind for key in keys if (kind := kind_of(key))}.values())


def close_gone(kind: Kind, after: UUID, *, at: datetime) -> UUID | None:
    """Close those of a kind's unread notices that say what is so no longer, a page at a time; what is so still and has
    another recipient by now moves there. From where to go on, None at the end. By the system, which sees every row."""
    page = list(Notice.objects.filter(kind__in=kind.keys, read_at=None, pk__gt=after).order_by("pk")[:PAGE])
    on, by_ref = day(at), defaultdict(list)
    for row in kind.rows().filter(**{f"{kind.ref}__in": {one.ref for one in page}}) if page else ():
        if clock := kind.clock(row, on):
            by_ref[clock.ref].append(clock)
    stand = [(one, due) for one in page if (due := _now(kind, by_ref[one.ref], one, on))]
    gone = {one.pk for one in page} - {one.pk for one, _due in stand}
    gone |= {*move(stand, at=at)} if stand else set()
    if gone:
        Notice.objects.filter(pk__in=gone, read_at=None).update(read_at=at)
    return page[-1].pk if len(page) == PAGE else None


def _now(kind: Kind, clocks: Iterable[Clock], row: Notice, on: date) -> Due | None:
    told = (row.deadline, row.kind, row.day)
    return next((due for clock in clocks if (due := standing(kind, clock, told, on))), None)
