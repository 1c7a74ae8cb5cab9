"""Who is told of something new on the notice board. Nothing of what it says."""

from __future__ import annotations

from accounts.clock import day
from accounts.deadlines import Due, To
from audit.models import Outbox
from audit.record import Event, on
from reminders.board import readers_left, reminder_of, roles_of
from reminders.models import Posting
from reminders.services.events import tell_of
from reminders.services.telling import tell


@on(Event.POSTED)
def tell_the_actors(event: Outbox) -> None:
    """Everybody whom it is for, but its writer."""
    row = _standing(event)
    if row:
        tell_of(event, To(roles=roles_of(row)), facts={})


@on(Event.POSTING_REMINDED)
def remind_of_it(event: Outbox) -> None:
    """Those who have left no receipt, once a day however often it is asked for."""
    row = _standing(event)
    if row:
        to = To(users=readers_left(row))
        tell([Due(Event.POSTING_REMINDED, reminder_of(row), day(event.at), to, ref=row.ref)], at=event.at)


def _standing(event: Outbox) -> Posting | None:
    """The version, unless it was taken down or replaced since."""
    row = Posting.objects.filter(ref=event.ref, taken_at=None).first()
    if row and Posting.objects.filter(subject=row.subject, version__gt=row.version).exists():
        return None
    return row
