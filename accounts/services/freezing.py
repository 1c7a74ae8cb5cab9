"""Closing an account for a time, and opening it again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from accounts.access import allowed
from accounts.acts import Act, Role
from accounts.errors import Conflict, Refused, WrongState
from accounts.locks import one_at_a_time
from accounts.models import Appointment, Freeze, FreezeReason, Invitation, Recovery, User
from accounts.services.own import end_sessions
from accounts.staff import visible_to
from accounts.viewer import Viewer

_IN_OTHER_HANDS = (FreezeReason.SUSPECTED, FreezeReason.LOST)


def freeze(user: UUID, why: FreezeReason, *, by: Viewer, at: datetime) -> None:
    """Close the account from its next request on: its sessions end, it cannot sign in, and is told of nothing.

    Where it may be in somebody else's hands, what it asked for and nobody has used yet goes too: invitations, and
    recoveries that it opened or confirmed. Raises NotFound, WrongState (frozen already), Conflict (the last active
    coordinator).
    """
    one_at_a_time("coordinators", "")  # two of them who freeze one another: one does
    row = account(user, act=Act.FREEZE, by=by)
    if not row.is_active:
        raise WrongState("FROZEN", "freeze", is_done=True)
    refuse_last_coordinator(row.pk)
    Freeze.objects.create(user=row, why=why, by_id=by.id, at=at)
    row.is_active = False
    row.save(update_fields=["is_active"])
    end_sessions(row.pk)
    if why in _IN_OTHER_HANDS:
        waiting = {"used_at": None, "withdrawn_at": None}
        Invitation.objects.filter(invited_by=row, **waiting).update(withdrawn_at=at)
        for role in ("opened_by", "confirmed_by"):
            Recovery.objects.filter(**{role: row}, **waiting).update(withdrawn_at=at)


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
