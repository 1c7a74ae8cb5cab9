"""What somebody does with their own account."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.door import acting_as
from accounts.errors import NotFound
from accounts.models import Session, User
from accounts.models.session import handle_of
from accounts.viewer import Viewer
from audit.record import Event, record


def choose_language(user: UUID, language: str) -> None:
    """The language that somebody reads pages and e-mails in. ``language`` is one of the settings' codes."""
    User.objects.filter(pk=user).update(language=language)


def end_session(handle: str, *, by: Viewer) -> None:
    """End one of one's own sessions: its next request is nobody's. Raises NotFound where there is none such."""
    ended, _rows = Session.objects.filter(user_id=by.id, handle=handle).delete()
    if not ended:
        raise NotFound


def end_sessions(user: UUID, *, but: str | None = None) -> int:
    """End all sessions of an account, save the one with the key ``but``; how many there were."""
    return Session.objects.filter(user_id=user).exclude(handle=handle_of(str(but))).delete()[0]


def clear_ended(*, at: datetime) -> None:
    """Take away the sessions that have run out by ``at``: they hold what somebody did here."""
    Session.objects.filter(expire_date__lt=at).delete()


def change_password(password: str, *, by: Viewer, at: datetime, key: str | None) -> User:
    """Give one's account another password, which has been found good. Every session ends but the one with ``key``."""
    user = User.objects.select_for_update().get(pk=by.id)
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user.pk, but=key)
    tell_that_sign_in_changed(by=by, at=at)
    return user


def tell_that_sign_in_changed(*, by: Viewer, at: datetime) -> None:
    """How somebody signs in has changed: an e-mail tells the account's owner that it did, and not what."""
    with transaction.atomic(), acting_as(by):
        record(Event.SIGN_IN_CHANGED, at=at, by=by.id, facts={"user": str(by.id)})
