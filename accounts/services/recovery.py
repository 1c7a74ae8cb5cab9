"""Letting somebody in again who has lost password or second factor: two people, and the account's own address."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator

from accounts.access import allowed
from accounts.acts import Act
from accounts.door import acting_as
from accounts.errors import NotFound, WrongState
from accounts.links import digest_of, new_ref, put_out
from accounts.models import Recovery, User
from accounts.services.freezing import account
from accounts.services.own import end_sessions, tell_that_sign_in_changed
from accounts.viewer import Viewer, viewer_of
from audit.record import Event, record


def open_recovery(user: UUID, *, by: Viewer, at: datetime) -> Recovery:
    """Ask that somebody be let in again; a second person must confirm. One that ran out makes place for a new one.

    Raises NotFound, WrongState (frozen, or one is under way).
    """
    row = account(user, act=Act.OPEN_RECOVERY, by=by)
    if not row.is_active:
        raise WrongState("FROZEN", "recover")
    waiting = Recovery.objects.filter(user=row, used_at=None, withdrawn_at=None)
    waiting.filter(until__lte=at).update(withdrawn_at=at, digest=None, salt="")
    if waiting.exists():
        raise WrongState("WAITING", "recover", is_done=True)
    found = Recovery.objects.create(ref=new_ref("R"), user=row, opened_by_id=by.id, made_at=at)
    _tell(Event.RECOVERY_OPENED, found, by=by, at=at)
    return found


def confirm_recovery(ref: str, *, by: Viewer, at: datetime) -> None:
    """Agree, as the second person; the link goes to the account's own address. Raises NotFound, WrongState."""
    row = _locked(ref, act=Act.CONFIRM_RECOVERY, by=by)
    if row.until is not None:
        raise WrongState("SENT", "confirm", is_done=True)
    row.confirmed_by_id = by.id
    put_out(row, at=at)
    row.save()
    _tell(Event.RECOVERY_CONFIRMED, row, by=by, at=at)


def withdraw_recovery(ref: str, *, by: Viewer, at: datetime) -> None:
    """Take it back: its link opens nothing from now on. Raises NotFound, WrongState."""
    row = _locked(ref, act=Act.OPEN_RECOVERY, by=by)
    row.withdrawn_at, row.salt, row.digest = at, "", None
    row.save()
    _tell(Event.RECOVERY_OVER, row, by=by, at=at)


def recovery_of(token: str, *, at: datetime) -> Recovery | None:
    """The recovery that a link opens at ``at``; None where it is unknown, used, withdrawn, too old, or the account is
    frozen."""
    rows = Recovery.objects.filter(digest=digest_of(token), used_at=None, withdrawn_at=None, until__gt=at)
    return rows.filter(user__is_active=True).select_related("user").first()


def let_in(token: str, password: str, *, at: datetime) -> User:
    """Set the password anew and take away every second factor and session: the next step makes a new factor.

    ``password`` has been found good. Raises NotFound where the link opens nothing.
    """
    rows = Recovery.objects.select_for_update(of=("self",)).filter(digest=digest_of(token))
    row = rows.filter(used_at=None, withdrawn_at=None, until__gt=at, user__is_active=True).first()
    if row is None:
        raise NotFound
    user = User.objects.select_for_update().get(pk=row.user_id)
    user.set_password(password)
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user.pk)
    row.used_at, row.salt, row.digest = at, "", None
    row.save()
    viewer = viewer_of(user)
    with acting_as(viewer):
        record(Event.RECOVERY_OVER, at=at, by=viewer.id, ref=row.ref)
    tell_that_sign_in_changed(by=viewer, at=at)
    return user


def _locked(ref: str, *, act: Act, by: Viewer) -> Recovery:
    rows = Recovery.objects.select_for_update(of=("self",)).filter(ref=ref).select_related("user")
    row = allowed(by, act, rows.first())
    if not row.is_waiting:
        raise WrongState("OVER", act.name, is_done=True)
    return row


def _tell(event: Event, row: Recovery, *, by: Viewer, at: datetime) -> None:
    with acting_as(by):
        record(event, at=at, by=by.id, ref=row.ref, facts={"link": str(row.pk), "user": str(row.user_id)})
