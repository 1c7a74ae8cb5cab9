"""Long work as many short acts: each opens the door, does one thing and commits, so that a kill loses nothing."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.core.mail import get_connection

from accounts.deadlines import finders
from accounts.door import acting_as
from accounts.services import form_drafts
from accounts.viewer import system
from cases.services.drafts import forget_unseen
from cases.services.journal import empty_taken
from cases.services.sharing import tidy
from reminders.services.closing import close_gone, kinds_that_ask
from reminders.services.delivery import send_next
from reminders.services.notices import forget_lost_mentions, nobody_answers_any_longer
from reminders.services.outbox import hand_on_next
from reminders.services.pulses import leave
from reminders.services.sweep import spans_to_tell, tell_late, tell_page, told_until
from reminders.talk_handlers import close_by_themselves

log = logging.getLogger("nsp.reminders")

FINDERS_AT_ONCE = 8
"""So many finders tell a page each in one transaction."""

OUTBOX, SWEEP, MAIL = system("outbox"), system("sweep"), system("mail")


def run_outbox(limit: int = 1000, *, at: datetime) -> int:
    """Hand on waiting events, oldest first, at most ``limit``; how many were taken up."""
    place, taken = None, 0
    while taken < limit:
        with acting_as(OUTBOX):
            place = hand_on_next(place, at=at)
        if place is None:
            break
        taken += 1
    with acting_as(OUTBOX):
        leave("outbox", at=at)
    return taken


def run_sweep(*, at: datetime) -> int:
    """Tell everything that has fallen due by ``at`` and was not told; how many notices were made.

    On the same round go notices whose cause is gone, rights that have run out, what writers have taken away of the
    journal, and drafts that are old or of persons whom their writer sees no longer.
    """
    found = finders()
    with acting_as(SWEEP):
        tell_late(found, at=at)
    with acting_as(SWEEP):
        spans = spans_to_tell(found, at=at)
    made = 0
    for some in _some(sorted(spans)):
        places: dict[str, str] = dict.fromkeys(some, "")
        while places:
            with acting_as(SWEEP):
                told = {name: tell_page(found[name], spans[name], after, at=at) for name, after in places.items()}
            made += sum(count for count, _after in told.values())
            places = {name: after for name, (_count, after) in told.items() if after is not None}
        with acting_as(SWEEP):
            told_until(some, until=at)
    _close_what_is_gone(at)
    with acting_as(SWEEP):
        tidy()
        empty_taken(at=at)
        form_drafts.tidy(at=at)
        forget_unseen(at=at)
        close_by_themselves(at=at)
        forget_lost_mentions(at=at)
        nobody_answers_any_longer(at=at)
        leave("sweep", at=at)
    return made


def _some(names: list[str]) -> list[list[str]]:
    return [names[n : n + FINDERS_AT_ONCE] for n in range(0, len(names), FINDERS_AT_ONCE)]


def _close_what_is_gone(at: datetime) -> None:
    with acting_as(SWEEP):
        asked = kinds_that_ask()
    for kind in asked:
        place: UUID | None = UUID(int=0)
        while place is not None:
            with acting_as(SWEEP):
                place = close_gone(kind, place, at=at)


def run_delivery(limit: int = 1000, *, at: datetime) -> int:
    """Send waiting e-mails, at most ``limit``; how many were taken up. Stops where the mail server is down."""
    taken = 0
    connection = get_connection()
    try:
        while taken < limit:
            with acting_as(MAIL):
                if not send_next(connection, at=at):
                    break
            taken += 1
    except OSError as error:
        log.warning("mail waits: %s", type(error).__name__)
    finally:
        connection.close()
    with acting_as(MAIL):
        leave("mail", at=at)
    return taken
