"""Who answers whether a passage of the journal is struck: a second person, and who that is where there is only one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from accounts.acts import Role
from accounts.models import Appointment
from accounts.viewer import Viewer
from cases.models import Person, Restriction, Striking
from cases.states import StrikingState


def managers_to_answer(person: Person, asker: UUID) -> tuple[UUID, ...]:
    """The responsible actor's managers who see the person, but for the asker. Where there is none, coordinators do."""
    return tuple(one for one in _managers([person])[person.pk] if one != asker)


def answerable(viewer: Viewer, rows: Collection[Striking]) -> set[UUID]:
    """Of the questions, read with their persons, those whose second person the viewer is: a manager of the responsible
    actor; where it has no other who sees the person, a coordinator who has no part in it. Never the asker. Two queries
    however many they are."""
    managers = _managers([row.person for row in rows])
    found = set()
    for row in rows:
        home = row.person.responsible_actor_id
        others = [one for one in managers[row.person_id] if one != row.asked_by_id]
        office = viewer.is_(Role.COORDINATOR) and not viewer.belongs_to(home)
        if home and viewer.id != row.asked_by_id and (viewer.id in others if others else office):
            found.add(row.pk)
    return found


def may_answer(viewer: Viewer, row: Striking) -> bool:
    """Whether the viewer is the second person of a question that is asked."""
    return row.pk in answerable(viewer, [row])


def waits_for(viewer: Viewer, person_id: UUID) -> bool:
    """Whether a coordinator has to answer about the person now, and so reads the text."""
    rows = Striking.objects.filter(person_id=person_id, state=StrikingState.OPEN).select_related("person")
    found = list(rows.defer("passage", "why"))
    return bool(found and answerable(viewer, found))


def _managers(persons: Collection[Person]) -> dict[UUID, list[UUID]]:
    """The active managers who see each of the persons, by the person's key."""
    homes = {person.responsible_actor_id for person in persons if person.responsible_actor_id}
    if not homes:
        return defaultdict(list)
    rows = Appointment.objects.filter(actor_id__in=homes, role=Role.MANAGER, user__is_active=True)
    of: dict[UUID, list[UUID]] = defaultdict(list)
    for actor_id, user_id in rows.order_by("user__name").values_list("actor_id", "user_id"):
        of[actor_id].append(user_id)
    closed = Restriction.objects.filter(person_id__in=[person.pk for person in persons], ended_at=None)
    named = dict(closed.values_list("person_id", "named"))
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for person in persons:
        if person.responsible_actor_id:
            seeing = of[person.responsible_actor_id]
            found[person.pk] = [one for one in seeing if person.pk not in named or one in named[person.pk]]
    return found
