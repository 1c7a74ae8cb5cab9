"""Who sees a person, read from the rights themselves, and what coordinators have read by breaking the glass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models.functions import Now

from accounts.access import may
from accounts.acts import STAFF, Act, Role
from accounts.clock import day
from accounts.counties import County
from accounts.errors import NotFound
from accounts.models import Actor, Appointment, User
from accounts.queries import queries
from accounts.sorting import swedish_key
from accounts.viewer import Viewer
from cases import codes
from cases.models import BrokenGlass, Person, PersonGroupObjectPermission, Restriction, Share
from certification.selectors import certified_actors


@dataclass(frozen=True)
class StaffName:
    """Somebody who works for an actor."""

    id: UUID
    name: str
    is_manager: bool


@dataclass(frozen=True)
class GuestRow:
    """Another actor that sees the person. ``share``: the reference by which its share is ended; empty for an offer.
    ``lacks_consent``: it is shared, and rests on no consent."""

    actor: str
    may_write: bool
    until: date | None
    share: str
    by: str
    since: datetime | None
    lacks_consent: bool = False


@dataclass(frozen=True)
class GlassRow:
    """A coordinator who read the sealed text without an open errand. ``reason`` only for who may read sealed text."""

    who: str
    at: datetime
    until: datetime
    still: bool
    reason: str


@dataclass(frozen=True)
class AccessPage:
    """Who sees the person now, and what the viewer may do about it. ``named`` is empty where all the staff see."""

    code: str
    home: str
    named: tuple[str, ...]
    restricted_since: datetime | None
    restriction: str
    guests: tuple[GuestRow, ...]
    ended: tuple[GuestRow, ...]
    glass: tuple[GlassRow, ...]
    may_share: bool
    may_restrict: bool


@dataclass(frozen=True)
class RestrictionRow:
    """A restricted person, as the actor's managers know of it."""

    ref: str
    code: str
    person_id: UUID
    actor_id: UUID
    named: tuple[UUID, ...]
    names: tuple[str, ...]
    since: datetime


@queries(12)
def access_page(viewer: Viewer, code: str, *, on: date) -> AccessPage:
    """The whole of it. Raises NotFound."""
    person = Person.objects.select_related("responsible_actor").filter(code=codes.parse(code) or "").first()
    if person is None:
        raise NotFound
    restriction = Restriction.objects.filter(person=person, ended_at=None).first()
    shares = list(Share.objects.filter(person=person).select_related("actor", "by").order_by("-since"))
    may_restrict = may(viewer, Act.RESTRICT, person)
    return AccessPage(
        code=person.code,
        home=person.responsible_actor.name if person.responsible_actor else "",
        named=_names(restriction.named) if restriction else (),
        restricted_since=restriction.since if restriction else None,
        restriction=restriction.ref if restriction and may_restrict else "",
        guests=_guests(person, shares, on),
        ended=tuple(_guest(row) for row in shares if row.ended_at or row.until < on)[:5],
        glass=_glass(viewer, person),
        may_share=may(viewer, Act.SHARE, person),
        may_restrict=may_restrict,
    )


@queries(3)
def actors_to_share_with(code: str, *, on: date) -> list[tuple[str, str]]:
    """(reference, name and county) of every actor that is certified that day but the responsible one."""
    home = Person.objects.filter(code=codes.parse(code) or "").values_list("responsible_actor", flat=True).first()
    actors = sorted(certified_actors(on=on), key=lambda one: swedish_key(one.name))
    return [(one.ref, f"{one.name} · {County(one.county).label}") for one in actors if one.pk != home]


@queries(1)
def staff_to_name(actor_id: UUID) -> tuple[StaffName, ...]:
    """The active caseworkers and managers of an actor, in Swedish order."""
    rows = Appointment.objects.filter(actor_id=actor_id, role__in=STAFF, user__is_active=True)
    found: dict[UUID, StaffName] = {}
    for user_id, name, role in rows.values_list("user_id", "user__name", "role"):
        is_manager = role == Role.MANAGER or (user_id in found and found[user_id].is_manager)
        found[user_id] = StaffName(user_id, name, is_manager)
    return tuple(sorted(found.values(), key=lambda one: swedish_key(one.name)))


@queries(2)
def home_staff(code: str) -> tuple[StaffName, ...]:
    """Whom a manager of the responsible actor can name for the person."""
    home = Person.objects.filter(code=codes.parse(code) or "").values_list("responsible_actor", flat=True).first()
    return staff_to_name(home) if home else ()


@queries(1)
def person_and_home(code: str) -> tuple[UUID, UUID]:
    """The person's key and that of the responsible actor. Raises NotFound."""
    rows = Person.objects.filter(code=codes.parse(code) or "", responsible_actor__isnull=False)
    found = rows.values_list("pk", "responsible_actor").first()
    if found is None:
        raise NotFound
    return found


@queries(1)
def caseworker_of(code: str) -> UUID | None:
    """The person's caseworker."""
    return Person.objects.filter(code=codes.parse(code) or "").values_list("caseworker", flat=True).first()


@queries(2)
def restrictions(viewer: Viewer) -> list[RestrictionRow]:
    """The restricted persons of the actors that the viewer manages, newest first: code and who is named, no more."""
    rows = Restriction.objects.filter(ended_at=None, actor_id__in=viewer.actors_as(Role.MANAGER)).order_by("-since")
    found = list(rows)
    names = dict(User.objects.filter(pk__in={one for row in found for one in row.named}).values_list("pk", "name"))
    return [
        RestrictionRow(
            ref=row.ref,
            code=row.code,
            person_id=row.person_id,
            actor_id=row.actor_id,
            named=tuple(row.named),
            names=tuple(sorted((names[one] for one in row.named if one in names), key=swedish_key)),
            since=row.since,
        )
        for row in found
    ]


@queries(2)
def managers_who_see(person_id: UUID, actor_id: UUID) -> tuple[UUID, ...]:
    """The managers of the responsible actor who see the person: all, or those who are named. For the system."""
    managers = Appointment.objects.filter(actor_id=actor_id, role=Role.MANAGER).order_by("user__name")
    named = Restriction.objects.filter(person_id=person_id, ended_at=None).values_list("named", flat=True).first()
    return tuple(one for one in managers.values_list("user_id", flat=True) if named is None or one in named)


def restriction_now(viewer: Viewer, ref: str) -> tuple[RestrictionRow, tuple[StaffName, ...]]:
    """One of them, and whom one can name. Raises NotFound."""
    found = next((row for row in restrictions(viewer) if row.ref == ref), None)
    if found is None:
        raise NotFound
    return found, staff_to_name(found.actor_id)


def _names(users: Sequence[UUID]) -> tuple[str, ...]:
    return tuple(sorted(User.objects.filter(pk__in=users).values_list("name", flat=True), key=swedish_key))


def _guests(person: Person, shares: Sequence[Share], on: date) -> tuple[GuestRow, ...]:
    """From the rights themselves, so that whatever opens the person to somebody is seen, however it came about."""
    running = {row.actor_id: row for row in shares if row.ended_at is None}
    found = []
    for actor, writes, until in guests_with_rights(person.pk, person.responsible_actor_id, on):
        own = running.get(actor.pk)
        given = (own.ref, own.by.name, own.since, own.consent_id is None) if own else ("", "", None)
        found.append(GuestRow(actor.name, writes, until, *given))
    return tuple(found)


def guests_with_rights(person_id: UUID, home_id: UUID | None, on: date) -> list[tuple[Actor, bool, date | None]]:
    """Every other actor whose group holds a right that day, in Swedish order: whether it may write, and until when. Two
    queries."""
    held: dict[int, tuple[bool, date | None]] = {}
    rights = PersonGroupObjectPermission.objects.filter(content_object_id=person_id).select_related("permission")
    for right in rights:
        if right.until is None or right.until >= on:
            writes = right.permission.codename == "change_person" or held.get(right.group_id, (False, None))[0]
            held[right.group_id] = (writes, right.until)
    actors = [row for row in Actor.objects.filter(group_id__in=held) if row.pk != home_id]
    return [(row, *held[row.group_id]) for row in sorted(actors, key=lambda one: swedish_key(one.name))]


def _guest(row: Share) -> GuestRow:
    ended = min(day(row.ended_at), row.until) if row.ended_at else row.until
    return GuestRow(row.actor.name, row.may_write, ended, row.ref, row.by.name, row.since)


def _glass(viewer: Viewer, person: Person) -> tuple[GlassRow, ...]:
    may_read = may(viewer, Act.READ_SEALED, person)
    rows = BrokenGlass.objects.filter(person=person).select_related("by").annotate(now=Now()).order_by("-at")[:20]
    return tuple(
        GlassRow(row.by.name, row.at, row.until, row.until > row.now, row.reason.open() if may_read else "")
        for row in rows
    )
