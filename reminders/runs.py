"""Long work as many short acts: each opens the door, does one thing and commits, so that a kill loses nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from uuid import UUID

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from accounts.deadlines import Finder, Span, finders
from accounts.door import acting_as
from accounts.services import form_drafts
from accounts.viewer import system
from cases.services.drafts import forget_unseen
from cases.services.journal import empty_taken
from cases.services.sharing import tidy
from reminders.away import raise_where_away
from reminders.models import MailState
from reminders.services.closing import close_gone, kinds_that_ask, reopen
from reminders.services.delivery import Outcome, claim_next, hand_over, mark, something_waits
from reminders.services.notices import forget_lost_mentions, nobody_answers_any_longer
from reminders.services.outbox import hand_on_next
from reminders.services.pulses import FAULT, leave
from reminders.services.sweep import spans_to_tell, tell_late, tell_page, told_until
from reminders.services.ways import make_digests
from reminders.talk_handlers import close_by_themselves

log = logging.getLogger("nsp.reminders")

FINDERS_AT_ONCE = 8
"""So many finders tell a page each in one transaction."""

JOBS: dict[str, Callable[[datetime], object]] = {
    "digests": lambda at: make_digests(at=at),
    "rights": lambda at: tidy(),
    "notes": lambda at: empty_taken(at=at),
    "drafts": lambda at: form_drafts.tidy(at=at),
    "drafts_unseen": lambda at: forget_unseen(at=at),
    "questions": lambda at: close_by_themselves(at=at),
    "mentions": lambda at: forget_lost_mentions(at=at),
    "offers": lambda at: nobody_answers_any_longer(at=at),
}
"""What the sweep does besides telling of deadlines and closing them."""
SENDS_FOR = 60.0
"""Seconds after which a delivery begins no further e-mail: a slow mail server holds nothing else up, and no worker is
ended (after ten minutes) with an e-mail in its hands, which would be sent again."""

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
    journal, and drafts that are old or of persons whom their writer sees no longer. What fails holds up nothing else:
    it is tried again on the next round, and stands on *Drift*. Raises where the database is away.
    """
    found = finders()
    with acting_as(SWEEP):
        tell_late(found, at=at)
    with acting_as(SWEEP):
        spans = spans_to_tell(found, at=at)
    made = 0
    for some in _some(sorted(spans)):
        finders_of = {name: (found[name], spans[name]) for name in some}
        try:
            made += _tell(finders_of, at=at)
        except Exception as error:  # one of them: each by itself, and it is known which
            raise_where_away(error)
            for name, one in finders_of.items():
                with _alone(name, at):
                    made += _tell({name: one}, at=at)
    with acting_as(SWEEP):
        asked = kinds_that_ask()
    for kind in asked:
        with _alone(f"close_{kind.key.lower()}", at):
            _by_pages(partial(close_gone, kind), at)
    with _alone("reopen", at):
        _by_pages(reopen, at)
    for name, job in JOBS.items():
        with _alone(name, at), acting_as(SWEEP):
            job(at)
    with acting_as(SWEEP):
        leave("sweep", at=at)
    return made


@contextmanager
def _alone(name: str, at: datetime) -> Iterator[None]:
    """What fails in it holds up nothing else, and is kept for *Drift*. A database that is away is everybody's."""
    try:
        yield
    except Exception as error:
        raise_where_away(error)
        log.error("%s failed: %s", name, type(error).__name__)  # its text could hold somebody's
        with acting_as(SWEEP):
            leave(FAULT + name, at=at)


def _some(names: list[str]) -> list[list[str]]:
    return [names[n : n + FINDERS_AT_ONCE] for n in range(0, len(names), FINDERS_AT_ONCE)]


def _tell(asked: Mapping[str, tuple[Finder, Span]], *, at: datetime) -> int:
    """Tell what these finders know, a page of each in one transaction, and keep that it is told: not of one that has a
    row which cannot be read. It stands on *Drift*, and is asked about the same days until it can."""
    places, made, unread = dict.fromkeys(asked, ""), 0, set[str]()
    while places:
        with acting_as(SWEEP):
            told = {name: tell_page(*asked[name], after, at=at) for name, after in places.items()}
        made += sum(count for count, _page in told.values())
        unread |= {name for name, (_count, page) in told.items() if page.unread}
        places = {name: page.after for name, (_count, page) in told.items() if page.after is not None}
    with acting_as(SWEEP):
        told_until(asked.keys() - unread, until=at)
        for name in sorted(unread):
            leave(FAULT + name, at=at)
    return made


def _by_pages(work: Callable[..., UUID | None], at: datetime) -> None:
    """Work from page to page, each in a transaction of its own."""
    place: UUID | None = UUID(int=0)
    while place is not None:
        with acting_as(SWEEP):
            place = work(place, at=at)


def run_delivery(limit: int = 1000, *, at: datetime, seconds: float = SENDS_FOR) -> int:
    """Send waiting e-mails, at most ``limit``; how many were taken up. Stops after so many seconds, and where the mail
    server is down, or does not answer: then they wait for the next run."""
    with acting_as(MAIL):
        leave("mail", at=at)
        if not something_waits(at=at):
            return 0
    server, began = get_connection(), monotonic()
    taken = 0
    try:
        server.open()
        while taken < limit and monotonic() - began < seconds:
            done = _deliver_one(server, at=at + timedelta(seconds=monotonic() - began))
            if done is None:
                break
            taken += done
    except OSError as error:
        log.warning("mail waits: %s", type(error).__name__)
    finally:
        with suppress(OSError):  # what was sent is sent, however the server says goodbye
            server.close()
    return taken


def _deliver_one(server: BaseEmailBackend, *, at: datetime) -> bool | None:
    """Claim, send and mark one, each committed by itself; None where there is none, or no server that answers, and
    False where it was put off until morning or was read already.

    ``at`` goes on with the run: a lease that began when a long run did would be over before its e-mail is sent.
    """
    with acting_as(MAIL):
        claimed = claim_next(at=at)
    if claimed is None:
        return None
    if claimed.letter is None:
        return claimed.row.state == MailState.FAILED
    outcome = hand_over(server, claimed)
    with acting_as(MAIL):
        mark(claimed, outcome, at=at)
    return True if outcome in (Outcome.TAKEN, Outcome.REFUSED) else None
