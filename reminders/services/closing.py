"""Notices of deadlines whose cause is gone, or whose day has moved, ask for nothing any longer."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from accounts.clock import day
from accounts.clocks import Kind, stands
from accounts.deadlines import PAGE
from reminders.models import Notice


def close_gone(kind: Kind, after: UUID, *, at: datetime) -> UUID | None:
    """Close those of a kind's unread notices that say what is so no longer, a page at a time; from where to go on, None
    at the end. By the system, which sees every row."""
    page = list(Notice.objects.filter(kind__in=kind.keys, read_at=None, pk__gt=after).order_by("pk")[:PAGE])
    on, by_ref = day(at), defaultdict(list)
    for row in kind.rows().filter(**{f"{kind.ref}__in": {one.ref for one in page}}) if page else ():
        if clock := kind.clock(row, on):
            by_ref[clock.ref].append(clock)
    gone = [one.pk for one in page if not any(stands(kind, clock, _due(one), on) for clock in by_ref[one.ref])]
    if gone:
        Notice.objects.filter(pk__in=gone, read_at=None).update(read_at=at)
    return page[-1].pk if len(page) == PAGE else None


def _due(row: Notice) -> tuple[str, str, date]:
    return row.deadline, row.kind, row.day
