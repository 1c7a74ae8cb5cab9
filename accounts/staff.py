"""Whose accounts somebody sees and governs, and whom they may invite: the rules of everything done to other people's
accounts (access.md, Roles and Signing in)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.access import About, answers, locates
from accounts.acts import FIELD, OFFICE, STAFF, Act, Role
from accounts.log import ref_of
from accounts.models import Actor, Appointment, Invitation, Recovery, User
from accounts.models.actor import ActorKind
from accounts.viewer import Viewer

Places = frozenset[tuple[str, UUID | None]]
"""Somebody's appointments: role and actor."""

OUTSIDE_ACTORS = (Role.COORDINATOR, Role.FUNDER, Role.PROTECTION_OFFICER, Role.ADMINISTRATOR)
"""Roles that belong to no actor; coordinators give them."""
BY_TWO = frozenset({Role.COORDINATOR, Role.PROTECTION_OFFICER, Role.ADMINISTRATOR})
"""Roles that see much or hold the keys: a second coordinator confirms the invitation (see ``by_two``)."""
_EVERYWHERE = OFFICE | {Role.ADMINISTRATOR}


def managed_by(viewer: Viewer) -> frozenset[UUID]:
    """The actors whose manager the viewer is."""
    return frozenset(actor for role, actor in viewer.appointments if role == Role.MANAGER and actor is not None)


def visible_to(viewer: Viewer) -> Q:
    """Which accounts the viewer sees, as a condition on users: all, or those of the actors that they manage."""
    if viewer.roles & _EVERYWHERE:
        return Q()
    return Q(pk__in=User.objects.filter(appointments__actor__in=managed_by(viewer)).values("pk"))


def places_of(user: User) -> Places:
    """The appointments of an account; one query unless they have been read along."""
    return frozenset((row.role, row.actor_id) for row in user.appointments.all())


def governs(viewer: Viewer, user: UUID, places: Places) -> bool:
    """Whether the viewer may act on the account as a whole: somebody else's, and for a manager nobody's who also works
    elsewhere or for the programme."""
    if viewer.id == user:
        return False
    if viewer.is_(Role.COORDINATOR):
        return True
    own = managed_by(viewer)
    return bool(places) and all(role in FIELD and actor in own for role, actor in places)


def freezes(viewer: Viewer, user: UUID, places: Places) -> bool:
    """Whether the viewer may freeze the account: who governs it, and the administrator."""
    return governs(viewer, user, places) or (viewer.is_(Role.ADMINISTRATOR) and viewer.id != user)


def confirms_recovery(viewer: Viewer, user: UUID, places: Places) -> bool:
    """Whether the viewer may be the second of the two who let somebody in again. For those who work for no actor the
    administrator may be: there may be two coordinators only, and one of them is the one who is out."""
    outside = not any(role in FIELD for role, _actor in places)
    return governs(viewer, user, places) or (outside and viewer.is_(Role.ADMINISTRATOR) and viewer.id != user)


def invites(viewer: Viewer, role: Role, actor: Actor | None) -> bool:
    """Whether the viewer may invite somebody to a role, at an actor where it is one of an actor's.

    Coordinators: managers of member actors, staff of cooperating ones (which may have no manager), and every role
    outside actors. Managers: the staff of their own actor.
    """
    if actor is None:
        return role in OUTSIDE_ACTORS and viewer.is_(Role.COORDINATOR)
    here = _ROLES_AT[ActorKind(actor.kind)]
    if actor.pk in managed_by(viewer) and role in here:
        return True
    return viewer.is_(Role.COORDINATOR) and role in here and role != Role.CASEWORKER


def by_two(viewer: Viewer, role: Role, actor: Actor | None) -> bool:
    """Whether a second coordinator confirms what the viewer invites to: a role that sees much, and a manager whom a
    coordinator puts in where people work already. Else a coordinator and a friend would read an actor's texts without
    breaking the glass."""
    if actor is None or role != Role.MANAGER or actor.pk in managed_by(viewer):
        return role in BY_TWO
    return User.objects.filter(Q(employer=actor) | Q(appointments__actor=actor)).exists()


_ROLES_AT = {
    ActorKind.MEMBER: (Role.CASEWORKER, Role.MANAGER),
    ActorKind.COOPERATING: (Role.COOPERATING,),
}


NOTICED = timedelta(days=14)
"""By then somebody who was frozen has been missed, or has asked why."""


def other_coordinators(than: UUID, *, at: datetime) -> QuerySet[Appointment]:
    """The coordinators who can be the second of two beside somebody. Whom that somebody has frozen lately counts:
    nobody gets rid of the second person by a click."""
    frozen = Q(user__freezes__by=than, user__freezes__lifted_at=None, user__freezes__at__gt=at - NOTICED)
    rows = Appointment.objects.filter(Q(user__is_active=True) | frozen, role=Role.COORDINATOR)
    return rows.exclude(user_id=than)


def ends(viewer: Viewer, user: UUID, role: str, actor: UUID | None) -> bool:
    """Whether the viewer may end this appointment of somebody else's."""
    if viewer.id == user:
        return False
    return viewer.is_(Role.COORDINATOR) or (role in FIELD and actor in managed_by(viewer))


@locates(User, read=lambda ref: ref_of(UUID(str(ref))))
def locate_user(viewer: Viewer, act: Act, ref: str) -> About | None:
    """An account that the viewer sees and may do the act to."""
    row = User.objects.filter(visible_to(viewer), pk=ref).prefetch_related("appointments").first()
    return About("User", ref_of(row.pk)) if row and answer_user(viewer, act, row) else None


@answers(User)
def answer_user(viewer: Viewer, act: Act, row: User) -> bool:
    """Whether the viewer may do the act to an account that they see."""
    places = places_of(row)
    if act in (Act.FREEZE, Act.UNFREEZE):
        return freezes(viewer, row.pk, places)
    if act is Act.OPEN_RECOVERY:
        return governs(viewer, row.pk, places)
    if act is Act.END_APPOINTMENT:
        return any(ends(viewer, row.pk, role, actor) for role, actor in places)
    if act is Act.HAND_ON:
        return bool({row.employer_id, *(actor for _role, actor in places)} & {*managed_by(viewer)})
    return act is Act.SEE_USERS


@locates(Invitation)
def locate_invitation(viewer: Viewer, act: Act, ref: str) -> About | None:
    """An invitation that the viewer could have made themselves."""
    row = Invitation.objects.filter(ref=ref).select_related("actor").first()
    return About("Invitation", row.ref) if row and answer_invitation(viewer, act, row) else None


@answers(Invitation)
def answer_invitation(viewer: Viewer, act: Act, row: Invitation) -> bool:
    """Sending again and withdrawing: who could have invited. Confirming: a coordinator other than the inviter."""
    if act is Act.CONFIRM_INVITATION:
        return viewer.is_(Role.COORDINATOR) and row.invited_by_id != viewer.id
    return act is Act.INVITE and invites(viewer, Role(row.role), row.actor)


@locates(Recovery)
def locate_recovery(viewer: Viewer, act: Act, ref: str) -> About | None:
    """A recovery that the viewer may confirm or take back."""
    row = Recovery.objects.filter(ref=ref).select_related("user").prefetch_related("user__appointments").first()
    return About("Recovery", row.ref) if row and answer_recovery(viewer, act, row) else None


@answers(Recovery)
def answer_recovery(viewer: Viewer, act: Act, row: Recovery) -> bool:
    """Confirming takes somebody else than the one who opened it; whoever may do either may take it back."""
    places = places_of(row.user)
    if act is Act.CONFIRM_RECOVERY:
        return confirms_recovery(viewer, row.user_id, places) and row.opened_by_id != viewer.id
    return act is Act.OPEN_RECOVERY and governs(viewer, row.user_id, places)


def who_works(users: Collection[UUID]) -> set[tuple[UUID, UUID | None]]:
    """(user, actor) for each actor of whose staff somebody is, (user, None) for who coordinates; of accounts that are
    open. One query."""
    rows = Appointment.objects.filter(user_id__in=users, user__is_active=True, role__in=(*STAFF, Role.COORDINATOR))
    return set(rows.values_list("user_id", "actor_id"))


def works_there(user: UUID, actor: UUID | None) -> bool:
    """Whether somebody works there still: the same of one."""
    return (user, actor) in who_works([user])


def who_has_no_part_in(actor_id: UUID) -> list[str]:
    """Names of coordinators who neither work for nor belong to an actor: they decide where a colleague may not."""
    coordinators = Appointment.objects.filter(role=Role.COORDINATOR, user__is_active=True)
    barred = Appointment.objects.filter(actor_id=actor_id).values("user_id")
    rows = coordinators.exclude(user__employer_id=actor_id).exclude(user_id__in=barred)
    return sorted(rows.values_list("user__name", flat=True))
