"""Closing an account for a time, and opening it again."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.access import allowed
from accounts.acts import Act, Role
from accounts.errors import Conflict, NotFound, Refused, WrongState
from accounts.locks import one_at_a_time
from accounts.models import Appointment, Freeze, FreezeReason, Invitation, Recovery, User
from accounts.services.own import end_sessions
from accounts.staff import visible_to
from accounts.viewer import Viewer, viewer_of

_WAITING: dict[str, Any] = {"used_at": None, "withdrawn_at": None}
_NO_LINK: dict[str, Any] = {"salt": "", "digest": None}


def freeze(user: UUID, why: FreezeReason, *, by: Viewer, at: datetime) -> None:
    """Close the account from its next request on: its sessions end, it cannot sign in, and is told of nothing.

    Unless somebody is only away, what the account asked for and nobody has used yet goes too, and a link that would let
    it in itself (``withdraw_what_waits``). Raises NotFound, WrongState (frozen already), Conflict (the last active
    coordinator).
    """
    by = in_turn(by=by)  # two of them who freeze one another: one does
    row = account(user, act=Act.FREEZE, by=by)
    if not row.is_active:
        raise WrongState("FROZEN", "freeze", is_done=True)
    refuse_last_coordinator(row.pk)
    Freeze.objects.create(user=row, why=why, by_id=by.id, at=at)
    row.is_active = False
    row.save(update_fields=["is_active"])
    end_sessions(row.pk)
    if why != FreezeReason.AWAY:
        withdraw_what_waits(row, at=at)
        Recovery.objects.filter(user=row, **_WAITING).update(withdrawn_at=at, **_NO_LINK)


def unfreeze(user: UUID, *, by: Viewer, at: datetime) -> None:
    """Open the account again, with the password and the second factor that it had.

    A manager opens what a manager closed; what a coordinator or the administrator closed, one of them opens. Raises
    NotFound, WrongState, Refused.
    """
    row = account(user, act=Act.UNFREEZE, by=by)
    if row.is_active:
        raise WrongState("ACTIVE", "unfreeze", is_done=True)
    closed = Freeze.objects.select_for_update(of=("self",)).filter(user=row, lifted_at=None).first()
    if closed is not None:
        if not by.roles & {Role.COORDINATOR, Role.ADMINISTRATOR} and _has_office(closed.by_id):
            raise Refused("frozen_by_office")
        closed.lifted_by_id, closed.lifted_at = by.id, at
        closed.save(update_fields=["lifted_by", "lifted_at"])
    row.is_active = True
    row.save(update_fields=["is_active"])
    end_sessions(row.pk)  # also one that a sign-in under way made while the account was being frozen


def in_turn(*, by: Viewer) -> Viewer:
    """Wait until nobody else takes coordinators away, then ``by`` as they are now: whoever was frozen or has lost the
    role meanwhile does nothing more. Raises NotFound."""
    one_at_a_time("coordinators", "")
    user = User.objects.filter(pk=by.id, is_active=True).first()
    if user is None:
        raise NotFound
    return viewer_of(user)


def withdraw_what_waits(user: User, *, at: datetime) -> None:
    """Take back what somebody has let others in by, and nobody has used: they no longer answer for it."""
    asked = Q(opened_by=user) | Q(confirmed_by=user)
    Invitation.objects.filter(Q(invited_by=user) | Q(confirmed_by=user), **_WAITING).update(withdrawn_at=at, **_NO_LINK)
    Recovery.objects.filter(asked, **_WAITING).update(withdrawn_at=at, **_NO_LINK)


def account(user: UUID, *, act: Act, by: Viewer) -> User:
    """An account that ``by`` may do the act to, locked. Raises NotFound."""
    rows = User.objects.select_for_update(of=("self",)).filter(visible_to(by))
    return allowed(by, act, rows.filter(pk=user).first())


def refuse_last_coordinator(user: UUID) -> None:
    """Raise Conflict where nobody else could coordinate. The caller holds the coordinators' lock."""
    active = set(
        Appointment.objects.filter(role=Role.COORDINATOR, user__is_active=True).values_list("user_id", flat=True)
    )
    if active == {user}:
        raise Conflict("last_coordinator")


def _has_office(user: UUID) -> bool:
    return Appointment.objects.filter(user_id=user, role__in=(Role.COORDINATOR, Role.ADMINISTRATOR)).exists()
