"""Sealing the log: what stood in it for each hour, chained to the hour before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import connection

from audit import hashing
from audit.models import AccessEvent, Seal

HOUR = timedelta(hours=1)
GRACE = timedelta(minutes=10)
"""So long after its end an hour is sealed: what was under way in its last second has been committed by then, since no
statement may take longer than a minute (nsp/environment.py)."""
_LOCK = 7_236_501
"""Of PostgreSQL's advisory locks: whoever seals holds it, so that two workers do not do the same hour."""


def hour_of(at: datetime) -> datetime:
    """The beginning of the hour (UTC) that a moment lies in."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def seal_hours(*, at: datetime, limit: int = 500) -> int:
    """Seal the oldest hours that are not sealed and ended ``GRACE`` before ``at``, at most ``limit``; how many.

    The first is that of the first event; from then on each hour has exactly one seal, those without events too, however
    long the program was down. Nothing is done while another worker seals. Inside the system's door.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    last = Seal.objects.order_by("-hour").first()
    begin = last.hour + HOUR if last else _first_hour()
    end = hour_of(at - GRACE)
    if begin is None or begin >= end:
        return 0
    hours = [begin + n * HOUR for n in range(min(limit, (end - begin) // HOUR))]
    Seal.objects.bulk_create(_chain(hours, bytes(last.mac) if last else b"", at=at))
    return len(hours)


def _first_hour() -> datetime | None:
    first = AccessEvent.objects.order_by("at").values_list("at", flat=True).first()
    return hour_of(first) if first else None


def _chain(hours: list[datetime], before: bytes, *, at: datetime) -> list[Seal]:
    _id, key = hashing.newest()
    macs: dict[datetime, list[bytes]] = {hour: [] for hour in hours}
    events = AccessEvent.objects.filter(at__gte=hours[0], at__lt=hours[-1] + HOUR).order_by("at", "id")
    for moment, mac in events.values_list("at", "mac").iterator():
        macs[hour_of(moment)].append(bytes(mac))
    seals = []
    for hour in hours:
        rows = hashing.rows_of(macs[hour], key)
        seal = Seal(hour=hour, count=len(macs[hour]), rows=rows, before=before, sealed_at=at)
        hashing.sign(seal)
        before = bytes(seal.mac)
        seals.append(seal)
    return seals
