"""E-mails on their way out. Each says that there is something to do, and nothing more (access.md, Web)."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from smtplib import SMTPAuthenticationError, SMTPConnectError, SMTPException, SMTPHeloError, SMTPServerDisconnected

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from reminders.letters import letter_of
from reminders.models import Mail, MailState

log = logging.getLogger("nsp.mail")

OF_THE_SERVER = (SMTPServerDisconnected, SMTPConnectError, SMTPHeloError, SMTPAuthenticationError)
TRIES = 12
"""How often an e-mail that is refused is tried, with growing pauses, over some three days."""


def send_next(connection: BaseEmailBackend, *, at: datetime) -> bool:
    """Send the oldest waiting e-mail and mark it; False where none waits.

    Its row is locked from before it is sent until it is marked, so that nobody else sends it meanwhile. A crash in
    between leaves it waiting: it is sent again under the same Message-ID and with the same bytes. Raises OSError
    where the mail server cannot be reached: then all of them wait.
    """
    rows = Mail.objects.filter(state=MailState.WAITING, try_at__lte=at).order_by("try_at", "id")
    row = rows.select_for_update(skip_locked=True, of=("self",)).select_related("user").first()
    if row is None:
        return False
    row.tries += 1
    letter = letter_of(row, at=at)
    if letter is None:
        row.state = MailState.FAILED
    elif _accepted(connection, row, letter):
        row.state, row.sent_at = MailState.SENT, at
    elif row.tries >= TRIES:
        row.state = MailState.FAILED
        log.error("mail %s given up", row.pk)
    else:
        row.try_at = at + timedelta(minutes=2 ** min(row.tries, 9))
    row.save(update_fields=["state", "sent_at", "try_at", "tries"])
    return True


def _accepted(connection: BaseEmailBackend, row: Mail, letter: EmailMessage) -> bool:
    """Whether the mail server took it. A server that is down, or does not know us, is no e-mail's fault: it raises."""
    try:
        connection.open()
        return connection.send_messages([letter]) == 1
    except OSError as error:
        if isinstance(error, SMTPException) and not isinstance(error, OF_THE_SERVER):
            return _refused(row, error)
        raise
    except ValueError as error:  # an address that cannot stand in a header
        return _refused(row, error)


def _refused(row: Mail, error: Exception) -> bool:
    # The name of the error only: its text holds the address.
    log.warning("mail %s refused: %s", row.pk, type(error).__name__)
    return False
