"""Colleagues who can be named in a message or a note, who is named there, and where the viewer is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db.models import Q, QuerySet

from accounts.acts import STAFF, Role
from accounts.models import Appointment
from accounts.queries import queries
from accounts.sorting import swedish_key
from accounts.viewer import Viewer
from cases import codes
from cases.access_talk import place_in
from cases.models import (
    JournalNote,
    Mention,
    Message,
    Person,
    PersonGroupObjectPermission,
    PersonUserObjectPermission,
)
from cases.selectors.sharing import staff_to_name


@dataclass(frozen=True)
class Named:
    """That the viewer is named: ``in_note`` in the journal, else in the thread; ``place``: what it stands in."""

    ref: str
    code: str
    code_name: str
    in_note: bool
    place: str
    who: str
    at: datetime


@queries(9)
def colleagues(viewer: Viewer, code: str, *, on: date) -> tuple[tuple[str, str], ...]:
    """(handle, name) of whom the viewer can name: those of their own actor who see the person that day; for whoever
    writes as a coordinator, the other coordinators. Nobody else is looked at, so that nothing is told of them."""
    person = Person.objects.filter(code=codes.parse(code) or "").first()
    found = [] if person is None else colleagues_of(viewer, person, on=on)
    return tuple((str(one.handle), one.name) for one in found)


@dataclass(frozen=True)
class Colleague:
    """Somebody whom one can name. ``handle``: what a page holds of them, which says nothing outside this person."""

    handle: UUID
    user: UUID
    name: str


def handle_of(person: UUID, user: UUID) -> UUID:
    """By what a page about a person names an account, whose own id is not told to colleagues."""
    return uuid5(person, f"colleague:{user}")


def colleagues_of(viewer: Viewer, person: Person, *, on: date) -> list[Colleague]:
    """The same, where the person is known and seen."""
    actor = place_in(viewer, person).actor
    if actor is None:
        rows = Appointment.objects.filter(role=Role.COORDINATOR, user__is_active=True).exclude(user_id=viewer.id)
        found = dict(rows.values_list("user_id", "user__name")) if viewer.is_(Role.COORDINATOR) else {}
    else:
        seeing = _seeing(person.pk, on)
        all_of_them = seeing.groups.filter(group__actor=actor).exists()
        named = set() if all_of_them else set(seeing.users.values_list("user_id", flat=True))
        staff = [one for one in staff_to_name(actor) if one.id != viewer.id]
        found = {one.id: one.name for one in staff if all_of_them or one.id in named}
    in_order = sorted(found.items(), key=lambda one: (swedish_key(one[1]), one[0]))
    return [Colleague(handle_of(person.pk, user), user, name) for user, name in in_order]


@queries(1)
def mentions_waiting(viewer: Viewer) -> tuple[Named, ...]:
    """Where the viewer is named and has not looked, oldest first; of persons whom they see still."""
    rows = Mention.objects.filter(user_id=viewer.id, seen=None, note__taken_at=None)
    rows = rows.select_related("person", "message", "note", "by").defer("message__text", "note__text", "note__words")
    return tuple(
        Named(
            ref=one.ref,
            code=one.person.code,
            code_name=one.person.code_name,
            in_note=one.note_id is not None,
            place=one.note.ref if one.note else one.message.ref if one.message else "",
            who=one.by.name,
            at=one.at,
        )
        for one in rows.order_by("at", "id")
    )


def named_in(
    viewer: Viewer, *, messages: Sequence[Message] = (), notes: Sequence[JournalNote] = ()
) -> dict[UUID, tuple[str, ...]]:
    """The names in each message or note, for the writer's colleagues and coordinators: others are told of nobody. One
    query."""
    rows = Mention.objects.filter(Q(message__in=messages) if messages else Q(note__in=notes)).select_related("user")
    found: dict[UUID, list[str]] = defaultdict(list)
    for one in rows if messages or notes else ():
        if viewer.is_(Role.COORDINATOR) or (one.actor_id is not None and one.actor_id in viewer.actors):
            found[one.message_id or one.note_id].append(one.user.name)  # type: ignore[index]
    return {key: tuple(sorted(names, key=swedish_key)) for key, names in found.items()}


def sees_now(user: UUID, person: UUID, *, on: date) -> bool:
    """Whether somebody sees a person that day: by the rights themselves, or as a coordinator. For the system."""
    roles = set(Appointment.objects.filter(user_id=user, user__is_active=True).values_list("role", flat=True))
    if Role.COORDINATOR in roles:
        return True
    seeing = _seeing(person, on)
    theirs = seeing.groups.filter(group__user=user).exists() or seeing.users.filter(user_id=user).exists()
    return bool(roles & STAFF) and theirs


@dataclass(frozen=True)
class _Seeing:
    groups: QuerySet[PersonGroupObjectPermission]
    users: QuerySet[PersonUserObjectPermission]


def _seeing(person: UUID, on: date) -> _Seeing:
    holds = Q(until=None) | Q(until__gte=on)
    given = {"content_object_id": person, "permission__codename": "view_person"}
    return _Seeing(
        PersonGroupObjectPermission.objects.filter(holds, **given),
        PersonUserObjectPermission.objects.filter(holds, **given),
    )
