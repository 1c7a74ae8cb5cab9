"""Accounts, invitations and recoveries, for those who govern them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from accounts.access import may
from accounts.acts import FIELD, Act, Role
from accounts.models import Actor, Appointment, Freeze, FreezeReason, Invitation, Recovery, User
from accounts.models.user import ROLE_LABELS
from accounts.queries import queries
from accounts.sorting import swedish_key
from accounts.staff import (
    OUTSIDE_ACTORS,
    ends,
    freezes,
    governs,
    invites,
    managed_by,
    places_of,
    visible_to,
)
from accounts.viewer import Viewer

MOST = 500
"""So many accounts a list shows; beyond that one searches."""


@dataclass(frozen=True)
class UserRow:
    """An account in the list. ``places``: role and actor in words."""

    ref: UUID
    name: str
    email: str
    places: tuple[str, ...]
    second_factor: bool
    frozen: bool
    seen_at: datetime | None


@dataclass(frozen=True)
class InvitationRow:
    """An invitation that nobody has used. ``proposed``: it waits for a second coordinator."""

    ref: str
    email: str
    place: str
    by: str
    made_at: datetime
    until: datetime | None
    ran_out: bool
    proposed: bool
    confirms: bool
    changes: bool


@dataclass(frozen=True)
class RecoveryRow:
    """A recovery that is under way. ``until``: of its link, once two people have agreed."""

    ref: str
    user: UUID
    name: str
    by: str
    made_at: datetime
    until: datetime | None
    ran_out: bool
    confirms: bool
    takes_back: bool


@dataclass(frozen=True)
class PlaceRow:
    """One appointment on an account's page."""

    id: UUID
    words: str
    ends: bool


@dataclass(frozen=True)
class UserPage:
    """An account, and what the viewer may do to it."""

    row: UserRow
    places: tuple[PlaceRow, ...]
    frozen_why: str
    frozen_by: str
    frozen_at: datetime | None
    freezes: bool
    recovers: bool
    recovery: RecoveryRow | None
    own: bool
    hands_on: bool


@queries(3)
def user_list(viewer: Viewer, text: str = "") -> tuple[UserRow, ...]:
    """The accounts that the viewer sees, in Swedish order, those whose name or address holds ``text``."""
    rows = _users(viewer)
    if text.strip():
        rows = rows.filter(Q(name__icontains=text.strip()[:80]) | Q(email__icontains=text.strip()[:80]))
    found = [_row(viewer, user) for user in rows.order_by("name")[:MOST]]
    return tuple(sorted(found, key=lambda row: swedish_key(row.name)))


@queries(7)
def user_page(ref: UUID, viewer: Viewer, *, at: datetime) -> UserPage:
    """One account that the viewer sees (the door has said so)."""
    user = _users(viewer).get(pk=ref)
    places = places_of(user)
    freeze = Freeze.objects.filter(user=user, lifted_at=None).select_related("by").first()
    recovery = Recovery.objects.filter(user=user, used_at=None, withdrawn_at=None).select_related("opened_by").first()
    if recovery is not None:
        recovery.user = user
    seen = [row for row in user.appointments.all() if _shows(viewer, row)]
    return UserPage(
        row=_row(viewer, user),
        places=tuple(
            PlaceRow(row.pk, place_words(row.role, row.actor), ends(viewer, user.pk, row.role, row.actor_id))
            for row in seen
        ),
        frozen_why=str(FreezeReason(freeze.why).label) if freeze else "",
        frozen_by=freeze.by.name if freeze else "",
        frozen_at=freeze.at if freeze else None,
        freezes=freezes(viewer, user.pk, places),
        recovers=governs(viewer, user.pk, places) and user.is_active and recovery is None,
        recovery=_recovery(viewer, recovery, at) if recovery else None,
        own=viewer.id == user.pk,
        hands_on=may(viewer, Act.HAND_ON, user),
    )


@queries(2)
def invitations(viewer: Viewer, *, at: datetime) -> tuple[InvitationRow, ...]:
    """The invitations that wait: those that the viewer could have made; all of them for whoever sees all accounts."""
    rows = Invitation.objects.filter(used_at=None, withdrawn_at=None).select_related("actor", "invited_by")
    all_of_them = bool(viewer.roles & {Role.COORDINATOR, Role.ADMINISTRATOR})
    found = [row for row in rows.order_by("-made_at") if all_of_them or may(viewer, Act.INVITE, row)]
    return tuple(
        InvitationRow(
            ref=row.ref,
            email=row.email,
            place=place_words(row.role, row.actor),
            by=row.invited_by.name if row.invited_by else "",
            made_at=row.made_at,
            until=row.until,
            ran_out=row.until is not None and row.until <= at,
            proposed=row.until is None,
            confirms=row.until is None and may(viewer, Act.CONFIRM_INVITATION, row),
            changes=may(viewer, Act.INVITE, row),
        )
        for row in found
    )


@queries(3)
def recoveries(viewer: Viewer, *, at: datetime) -> tuple[RecoveryRow, ...]:
    """The recoveries under way of accounts that the viewer sees."""
    rows = Recovery.objects.filter(used_at=None, withdrawn_at=None, user__in=User.objects.filter(visible_to(viewer)))
    rows = rows.select_related("user", "opened_by").prefetch_related("user__appointments")
    return tuple(_recovery(viewer, row, at) for row in rows.order_by("made_at"))


@queries(1)
def places_to_invite_to(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """What the viewer may invite to, for a choice: ``ROLE`` or ``ROLE:actor's reference``, and its words."""
    outside = [(role.value, place_words(role, None)) for role in OUTSIDE_ACTORS if invites(viewer, role, None)]
    actors = Actor.objects.all() if viewer.is_(Role.COORDINATOR) else Actor.objects.filter(pk__in=managed_by(viewer))
    inside = [
        (f"{role.value}:{actor.ref}", place_words(role, actor))
        for actor in sorted(actors, key=lambda actor: swedish_key(actor.name))
        for role in sorted(FIELD)
        if invites(viewer, role, actor)
    ]
    return (*inside, *outside)


def place_words(role: str, actor: Actor | None) -> str:
    """``caseworker, Linden``."""
    return ", ".join([str(ROLE_LABELS[Role(role)]), *([actor.name] if actor else [])])


def _users(viewer: Viewer) -> QuerySet[User]:
    from allauth.mfa.models import Authenticator

    rows = User.objects.filter(visible_to(viewer)).prefetch_related("appointments__actor")
    return rows.annotate(
        has_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"))), session_seen=Max("sessions__seen_at")
    )


def _row(viewer: Viewer, user: User) -> UserRow:
    shown: Iterable[Appointment] = (row for row in user.appointments.all() if _shows(viewer, row))
    moments = [moment for moment in (user.last_login, user.session_seen) if moment]  # type: ignore[attr-defined]
    return UserRow(
        ref=user.pk,
        name=user.name,
        email=user.email,
        places=tuple(sorted(place_words(row.role, row.actor) for row in shown)),
        second_factor=user.has_factor,  # type: ignore[attr-defined]
        frozen=not user.is_active,
        seen_at=max(moments, default=None),
    )


def _shows(viewer: Viewer, row: Appointment) -> bool:
    """A manager is not told what else somebody does for the programme."""
    return bool(viewer.roles & {Role.COORDINATOR, Role.ADMINISTRATOR}) or row.actor_id in managed_by(viewer)


def _recovery(viewer: Viewer, row: Recovery, at: datetime) -> RecoveryRow:
    return RecoveryRow(
        ref=row.ref,
        user=row.user_id,
        name=row.user.name,
        by=row.opened_by.name,
        made_at=row.made_at,
        until=row.until,
        ran_out=row.until is not None and row.until <= at,
        confirms=row.until is None and may(viewer, Act.CONFIRM_RECOVERY, row),
        takes_back=may(viewer, Act.OPEN_RECOVERY, row),
    )
