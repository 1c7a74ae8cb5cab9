"""What the e-mails say: no person, code, actor or day. A link only where there is no other way in."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.clock import STOCKHOLM
from accounts.links import address_of, token_of
from accounts.models import Invitation, Recovery
from reminders.models import Letter, Mail

_OPEN = ("id", "salt", "until", "used_at", "withdrawn_at")  # not the digest, which nobody behind the door reads


def letter_of(row: Mail, *, at: datetime) -> EmailMessage | None:
    """The e-mail, the same bytes however often it is made; None where nobody is to have it any longer: the account is
    frozen, or the link is used, withdrawn or too old."""
    if row.letter == Letter.INVITED:
        assert row.link
        invited = Invitation.objects.filter(pk=row.link).only(*_OPEN, "email", "language").first()
        if invited is None or not _opens(invited, at):
            return None
        with override(invited.language):
            return _letter(row, invited.email, *_invited(invited))
    if row.user is None or not row.user.is_active:
        return None
    with override(row.user.language):
        if row.letter != Letter.LET_IN:
            return _letter(row, row.user.email, *_without_link(row))
        assert row.link
        recovery = Recovery.objects.filter(pk=row.link).only(*_OPEN).first()
        if recovery is None or not _opens(recovery, at):
            return None
        return _letter(row, row.user.email, *_let_in(recovery))


def _opens(link: Any, at: datetime) -> bool:
    return bool(link.is_waiting and link.until and link.until > at)


def _without_link(row: Mail) -> tuple[str, str]:
    if row.letter == Letter.DIGEST:
        return _digest(row.how_many or 0)
    return _changed() if row.letter == Letter.CHANGED else _notice()


def _digest(n: int) -> tuple[str, str]:
    return (
        ngettext("%(n)s notice waits for you", "%(n)s notices wait for you", n) % {"n": n},
        _("Sign in to read it. Type the address yourself; this e-mail holds no link to anybody's case."),
    )


def _notice() -> tuple[str, str]:
    return (
        _("You have something to do"),
        _("Sign in to read it. Type the address yourself; this e-mail holds no link to anybody's case."),
    )


def _invited(row: Invitation) -> tuple[str, str]:
    body = _(
        "Open the link to make your account. It holds for 48 hours and works once.\n\n%(link)s\n\n"
        "Do you expect no invitation? Then throw this e-mail away."
    )
    return _("You are invited"), body % {"link": address_of("join", token_of(row.pk, row.salt))}


def _let_in(row: Recovery) -> tuple[str, str]:
    body = _(
        "Open the link to choose a new password and make a new second step. It holds for 48 hours and works once."
        "\n\n%(link)s\n\nHave you not asked for it? Then do not open it, and tell a coordinator at once."
    )
    return _("You can come in again"), body % {"link": address_of("recover", token_of(row.pk, row.salt))}


def _changed() -> tuple[str, str]:
    body = _(
        "If it was you, you need do nothing. If it was not: tell your manager or a coordinator at once, by telephone."
    )
    return _("How you sign in has changed"), body


def _letter(row: Mail, to: str, subject: str, body: str) -> EmailMessage:
    headers = {
        "Message-ID": row.message_id,
        "Date": format_datetime(row.made_at.astimezone(STOCKHOLM)),
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(subject, body + "\n", settings.DEFAULT_FROM_EMAIL, [to], headers=headers)
