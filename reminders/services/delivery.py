"""E-mails on their way out. Each says that there is something to do, and nothing more (access.md, Web).

Three steps, each committed by itself: claimed, sent, marked. Whoever is killed between them leaves an e-mail claimed.
When its lease is over it is sent again, under the same Message-ID and with the same bytes, and that is counted.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from smtplib import SMTPAuthenticationError, SMTPConnectError, SMTPException, SMTPHeloError, SMTPServerDisconnected

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from reminders.letters import letter_of
from reminders.models import Letter, Mail, MailState, Notice
from reminders.smtp import AnswerLost
from reminders.ways import NOTHING_CHOSEN, ways_of

log = logging.getLogger("nsp.mail")

OF_THE_SERVER = (SMTPServerDisconnected, SMTPConnectError, SMTPHeloError, SMTPAuthenticationError)
TRIES = 12
"""How often an e-mail that is refused is tried, with growing pauses, over some three days."""
LEASE = timedelta(minutes=2)
"""So long an e-mail is its sender's. The line is open when it is claimed; then a server may keep quiet for
``EMAIL_TIMEOUT`` (10 s) at each of the five answers that are left."""
UNDER_WAY = (MailState.WAITING, MailState.SENDING)


class Outcome(Enum):
    """What became of an e-mail that was to be handed over."""

    TAKEN = auto()
    REFUSED = auto()
    LOST = auto()
    """Handed over, and nobody knows whether it was taken: the one thing that is sent again, besides a kill."""
    DOWN = auto()
    """The server was gone before it had the e-mail: no e-mail's fault."""


@dataclass(frozen=True)
class Claimed:
    """An e-mail that is its sender's; no ``letter`` where nobody is to have it any longer, where all that it would say
    is read, or not before morning."""

    row: Mail
    letter: EmailMessage | None


def something_waits(*, at: datetime) -> bool:
    """Whether there is an e-mail to send, so that no line is opened for none."""
    return _due(at).exists()


def claim_next(*, at: datetime) -> Claimed | None:
    """Make the oldest e-mail that is due the caller's; None where there is none.

    One that is still marked as being sent was its sender's for a whole lease, or the answer to it was lost: it is sent
    again, and counted. Nobody else claims it before the lease is over.
    """
    row = _due(at).select_for_update(skip_locked=True, of=("self",)).select_related("user").first()
    if row is None:
        return None
    again = row.state == MailState.SENDING
    if row.user_id and row.letter in (Letter.NOTICE, Letter.DIGEST):
        ways = ways_of([row.user_id]).get(row.user_id, NOTHING_CHOSEN)
        row.try_at = ways.first_moment(at, urgent=row.urgent)
        if row.try_at > at:  # it was ready by day, and waited for a server or a pause until it was night
            row.ready_at = row.try_at
            row.save(update_fields=["ready_at", "try_at"])
            return Claimed(row, None)
    if not (again or row.tries) and _is_read(row):
        row.state = MailState.READ
        row.save(update_fields=["state"])
        return Claimed(row, None)
    letter = letter_of(row, at=at) if row.tries < TRIES else None
    row.state = MailState.SENDING if letter else MailState.FAILED
    if letter:
        row.tries, row.repeats = row.tries + 1, row.repeats + again
        row.claimed_at, row.try_at = at, at + LEASE
    row.save(update_fields=["state", "tries", "repeats", "claimed_at", "try_at"])
    if again:
        log.warning("mail %s: nobody knows whether it was taken, %s", row.pk, "sent again" if letter else "given up")
    return Claimed(row, letter)


def hand_over(connection: BaseEmailBackend, claimed: Claimed) -> Outcome:
    """Send a claimed e-mail; what became of it. Outside the door: it takes as long as the mail server likes."""
    assert claimed.letter is not None
    try:
        taken = connection.send_messages([claimed.letter]) == 1
    except AnswerLost as error:
        return _said(claimed.row, error, Outcome.LOST)
    except OSError as error:
        of_the_mail = isinstance(error, SMTPException) and not isinstance(error, OF_THE_SERVER)
        return _said(claimed.row, error, Outcome.REFUSED if of_the_mail else Outcome.DOWN)
    except ValueError as error:  # an address that cannot stand in a header
        return _said(claimed.row, error, Outcome.REFUSED)
    return Outcome.TAKEN if taken else Outcome.REFUSED


def mark(claimed: Claimed, outcome: Outcome, *, at: datetime) -> None:
    """Write down what became of it, unless the lease ran out meanwhile and somebody else has it."""
    row = claimed.row
    pause = at + timedelta(minutes=2 ** min(row.tries, 9))
    mine = Mail.objects.filter(pk=row.pk, state=MailState.SENDING, tries=row.tries, claimed_at=row.claimed_at)
    if outcome is Outcome.TAKEN:
        mine.update(state=MailState.SENT, sent_at=at)
    elif outcome is Outcome.DOWN:
        mine.update(state=MailState.WAITING, try_at=at, tries=F("tries") - 1)
    elif row.tries >= TRIES:
        mine.update(state=MailState.FAILED)
        log.error("mail %s given up", row.pk)
    elif outcome is Outcome.LOST:
        mine.update(try_at=max(pause, at + LEASE))  # still as being sent: the next claim is a repeat
    else:
        mine.update(state=MailState.WAITING, try_at=pause)


EVENT_WAITS = timedelta(days=1)
"""So long an event can have waited, whose notice bears its moment."""


def _is_read(row: Mail) -> bool:
    """Whether an e-mail that has not begun its way would say of nothing: its recipient has read the notice, and all
    that has no e-mail of its own, of which it says too. What the program closed because another was meant may come back
    to them."""
    if row.user_id is None or row.letter not in (Letter.NOTICE, Letter.DIGEST):
        return False
    said = Notice.objects.filter(Q(read_at=None) | Q(moved=True), user_id=row.user_id)
    if row.letter == Letter.NOTICE:
        of_its_own = Mail.objects.filter(notice_id=OuterRef("pk")).exclude(pk=row.pk)
        said = said.filter(Q(pk=row.notice_id) | Q(~Exists(of_its_own), made_at__gte=row.made_at - EVENT_WAITS))
    return not said.exists()


def _due(at: datetime) -> QuerySet[Mail]:
    return Mail.objects.filter(state__in=UNDER_WAY, try_at__lte=at).order_by("try_at", "id")


def _said(row: Mail, error: Exception, outcome: Outcome) -> Outcome:
    # The name of the error only: its text holds the address.
    log.warning("mail %s %s: %s", row.pk, outcome.name.lower(), type(error).__name__)
    return outcome
