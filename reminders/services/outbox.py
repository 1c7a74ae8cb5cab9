"""The outbox: events that services wrote are handed to the handlers of upper floors, each at least once."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.acts import Role
from accounts.clock import day
from accounts.deadlines import Due, To
from audit.models import Outbox
from audit.record import handlers_of
from reminders.away import raise_where_away
from reminders.services.telling import settle, tell
from reminders.wordings import EVENT_PARKED

log = logging.getLogger("nsp.outbox")

PARKED_AFTER = 5
"""An event whose handlers have failed so often waits for somebody to look (``manage.py outbox``)."""
_PAUSES = (0, 5, 30, 120, 600)  # seconds from the event until it is tried again, by failures so far

Place = tuple[datetime, UUID]


def hand_on_next(after: Place | None, *, at: datetime) -> Place | None:
    """Take the oldest waiting event after a place in the queue, and run its handlers; its place, None at the end.

    What a handler wrote and that the event is done become true together. One that fails is counted and left behind,
    so that it never holds up the others; events that another worker holds are passed over.
    """
    row = _waiting(after, at).select_for_update(skip_locked=True).first()
    if row is None:
        return None
    try:
        with transaction.atomic():
            for handler in handlers_of(row.event):
                handler(row)
    except Exception as error:
        raise_where_away(error)  # not the event's fault
        row.tries += 1
        row.save(update_fields=["tries"])
        parked = row.tries >= PARKED_AFTER
        if parked:
            _tell_who_can_look(row, at=at)
        # The name of the error only: its text could hold what was written.
        log.error("event %s %s failed: %s%s", row.event, row.pk, type(error).__name__, ", parked" if parked else "")
    else:
        row.done_at = at
        row.save(update_fields=["done_at"])
        if row.tries:
            settle(_name(row), [EVENT_PARKED], at=at)
    return row.at, row.pk


def _tell_who_can_look(row: Outbox, *, at: datetime) -> None:
    to = To(roles=(Role.COORDINATOR, Role.ADMINISTRATOR))
    tell([Due(EVENT_PARKED, f"parked:{row.pk}", day(at), to, ref=_name(row))], at=at)


def _name(row: Outbox) -> str:
    """What a notice about an event itself is found by; it says nothing of what the event is about."""
    return row.pk.hex[:24]


def _waiting(after: Place | None, at: datetime) -> QuerySet[Outbox]:
    due = Q(tries=0)
    for tries in range(1, PARKED_AFTER):
        due |= Q(tries=tries, at__lte=at - timedelta(seconds=_PAUSES[tries]))
    rows = Outbox.objects.filter(due, done_at=None).order_by("at", "id")
    if after:
        rows = rows.filter(Q(at__gt=after[0]) | Q(at=after[0], id__gt=after[1]), at__gte=after[0])
    return rows


def parked() -> list[Outbox]:
    """Events that wait for somebody to look, oldest first."""
    return list(Outbox.objects.filter(done_at=None, tries__gte=PARKED_AFTER).order_by("at", "id"))


def parked_count() -> int:
    """How many events wait for somebody to look."""
    return Outbox.objects.filter(done_at=None, tries__gte=PARKED_AFTER).count()


def waiting_count() -> int:
    """How many events wait to be handed on, parked ones not counted."""
    return Outbox.objects.filter(done_at=None, tries__lt=PARKED_AFTER).count()


def try_again() -> int:
    """Let the parked events be tried again, anew from the second try on; how many there were."""
    return Outbox.objects.filter(done_at=None, tries__gte=PARKED_AFTER).update(tries=1)
