"""Inviting somebody to a role: the only way to an account."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import FIELD, Act, Role
from accounts.door import acting_as
from accounts.errors import Conflict, Invalid, NotFound, WrongState
from accounts.links import digest_of, new_ref, put_out
from accounts.locks import one_at_a_time
from accounts.models import Actor, Appointment, Invitation, User
from accounts.services.appointments import appoint
from accounts.services.freezing import withdraw_what_waits
from accounts.services.own import end_sessions
from accounts.staff import by_two, invites, other_coordinators
from accounts.viewer import Viewer, viewer_of
from audit.record import Event, record


def invite(email: str, role: Role, actor_ref: str = "", *, by: Viewer, at: datetime) -> Invitation:
    """Invite whoever reads ``email`` to a role. The answer is the same whether or not there is an account with it.

    A role that sees much (``by_two``) waits for a second coordinator, unless there is no other. Raises NotFound where
    ``by`` may not invite to it, Invalid (field ``email``) where it is their own, is invited already or has the role.
    """
    email = email.strip().lower()
    actor = Actor.objects.filter(ref=actor_ref).first() if actor_ref else None
    if (actor is None) != (not actor_ref) or not invites(by, role, actor):
        raise NotFound
    if User.objects.filter(pk=by.id, email=email).exists():
        raise Invalid({"email": _("Nobody invites themselves. Ask somebody else to invite you.")})
    one_at_a_time("account", email)
    _refuse_twice(email, role, actor)
    row = Invitation(ref=new_ref("V"), email=email, role=role, actor=actor, invited_by_id=by.id, made_at=at)
    if by_two(by, role, actor) and other_coordinators(by.id, at=at).exists():
        _tell(Event.INVITATION_PROPOSED, row, by=by, at=at)
    else:
        _send(row, by=by, at=at)
    row.save(force_insert=True)
    return row


def confirm(ref: str, *, by: Viewer, at: datetime) -> None:
    """Agree, as the second coordinator, that somebody is invited; the link goes out. Raises NotFound, WrongState."""
    row = _locked(ref, act=Act.CONFIRM_INVITATION, by=by)
    if row.until is not None:
        raise WrongState("SENT", "confirm", is_done=True)
    row.confirmed_by_id = by.id
    _send(row, by=by, at=at)
    row.save()


def resend(ref: str, *, by: Viewer, at: datetime) -> None:
    """Send a new link, from now on the only one that opens. Raises NotFound, WrongState (not confirmed, or over)."""
    row = _locked(ref, act=Act.INVITE, by=by)
    if row.until is None:
        raise WrongState("PROPOSED", "resend")
    _send(row, by=by, at=at)
    row.save()


def withdraw(ref: str, *, by: Viewer, at: datetime) -> None:
    """Take the invitation back: its link opens nothing from now on. Raises NotFound, WrongState (it is over)."""
    row = _locked(ref, act=Act.INVITE, by=by)
    row.withdrawn_at, row.salt, row.digest = at, "", None
    row.save()
    _tell(Event.INVITATION_OVER, row, by=by, at=at)


def invitation_of(token: str, *, at: datetime) -> Invitation | None:
    """The invitation that a link opens at ``at``; None where it is unknown, used, withdrawn or too old."""
    rows = Invitation.objects.filter(digest=digest_of(token), used_at=None, withdrawn_at=None, until__gt=at)
    return rows.select_related("actor").first()


def has_account(invitation: Invitation) -> bool:
    """Whether somebody signs in with the address already: then the link gives a role, not an account."""
    return User.objects.filter(email=invitation.email).exists()


def make_account(token: str, name: str, password: str, *, at: datetime) -> User:
    """The account, with the role that it was invited to: one, however many come with the link at once.

    ``password`` has been found good. Raises NotFound where the link opens nothing, Conflict where there is an account.
    """
    row = _opened(token, at=at)
    one_at_a_time("account", row.email)
    if has_account(row):
        raise Conflict("has_account")
    employer = row.actor if row.role in FIELD else None
    user = User.objects.create_user(row.email, name, password, employer=employer, language=row.language)
    _use(row, user, at=at)
    return user


def take_role(token: str, *, by: Viewer, at: datetime) -> None:
    """The further role, for somebody who has an account. Raises NotFound, also where the link was for somebody else."""
    row = _opened(token, at=at)
    user = User.objects.filter(pk=by.id, email=row.email, is_active=True).first()
    if user is None:
        raise NotFound
    _use(row, user, at=at)


def first_coordinator(email: str, *, instead_of: str = "", at: datetime) -> str:
    """The link for the programme's first coordinator: what it holds. Raises Conflict where there is an active one.

    ``instead_of``: the address of the only active one, who can no longer come in and whom nobody is left to let in:
    their account is closed.
    """
    one_at_a_time("coordinators", "")
    active = User.objects.filter(appointments__role=Role.COORDINATOR, is_active=True).distinct()
    lost = [user for user in active if instead_of and user.email == instead_of.strip().lower()]
    if len(active) != len(lost) or bool(instead_of) != bool(lost):
        raise Conflict("coordinator_exists")
    for user in lost:
        user.is_active = False
        user.save(update_fields=["is_active"])
        end_sessions(user.pk)
        withdraw_what_waits(user, at=at)
    email = email.strip().lower()
    waiting = Invitation.objects.filter(role=Role.COORDINATOR, used_at=None, withdrawn_at=None)
    waiting.update(withdrawn_at=at, digest=None, salt="")
    row = Invitation(ref=new_ref("V"), email=email, role=Role.COORDINATOR, made_at=at)
    token = put_out(row, at=at)
    row.save(force_insert=True)
    return token


def _use(row: Invitation, user: User, *, at: datetime) -> None:
    appoint(user, Role(row.role), row.actor)
    row.used_at, row.account, row.salt, row.digest = at, user, "", None
    row.save()
    viewer = viewer_of(user)
    with acting_as(viewer):
        record(Event.INVITATION_OVER, at=at, by=viewer.id, ref=row.ref)


def _opened(token: str, *, at: datetime) -> Invitation:
    """The invitation of a link, locked, so that whoever comes second finds it used."""
    rows = Invitation.objects.select_for_update(of=("self",)).filter(digest=digest_of(token))
    row = rows.filter(used_at=None, withdrawn_at=None, until__gt=at).select_related("actor").first()
    if row is None:
        raise NotFound
    return row


def _locked(ref: str, *, act: Act, by: Viewer) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).filter(ref=ref).select_related("actor")
    row = allowed(by, act, rows.first())
    if not row.is_waiting:
        raise WrongState("OVER", act.name, is_done=True)
    return row


def _send(row: Invitation, *, by: Viewer, at: datetime) -> None:
    put_out(row, at=at)
    _tell(Event.INVITED, row, by=by, at=at)


def _tell(event: Event, row: Invitation, *, by: Viewer, at: datetime) -> None:
    with acting_as(by):
        record(event, at=at, by=by.id, ref=row.ref, facts={"link": str(row.pk)})


def _refuse_twice(email: str, role: Role, actor: Actor | None) -> None:
    same = {"role": role, "actor": actor}
    if Invitation.objects.filter(email=email, used_at=None, withdrawn_at=None, **same).exists():
        raise Invalid({"email": _("They are invited to this already. Send a new link instead.")})
    if Appointment.objects.filter(user__email=email, **same).exists():
        raise Invalid({"email": _("They have this role already.")})
