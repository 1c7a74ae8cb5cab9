"""What a colleague who leaves has in hand, in numbers: no code, also not of those whom the manager does not see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from accounts.acts import Role
from accounts.errors import NotFound
from accounts.models import User
from accounts.queries import queries
from accounts.viewer import Viewer
from cases.models import Person, Restriction
from cases.selectors.sharing import StaffName, staff_to_name


@dataclass(frozen=True)
class Work:
    """``persons``: whose caseworker they are; ``restricted``: for whom they are named, ``alone`` as the only one.
    ``tasks``: what they are to do, also about those. ``staff``: who can take over. Of each of the manager's actors:
    ``persons_at``, how many of the persons are there; ``works_at``, who of the staff; ``restricted_at``: where somebody
    is restricted."""

    user_id: UUID
    name: str
    persons: int
    restricted: int
    alone: int
    tasks: int
    staff: tuple[StaffName, ...]
    persons_at: dict[UUID, int]
    works_at: dict[UUID, frozenset[UUID]]
    restricted_at: frozenset[UUID]

    def takers(self, to: Sequence[UUID], actor: UUID) -> list[UUID]:
        """Who of the chosen takes over the actor's persons: nobody whose right to them is another actor's."""
        return [one for one in dict.fromkeys(to) if one in self.works_at.get(actor, ())]

    def shares(self, to: Sequence[UUID]) -> Counter[UUID]:
        """How many each of the chosen takes over: in turn, at each actor."""
        found = Counter[UUID]()
        for actor, count in self.persons_at.items():
            own = self.takers(to, actor)
            found.update({one: len(range(place, count, len(own))) for place, one in enumerate(own)})
        return found


@queries(9)
def work_of(viewer: Viewer, user_id: UUID) -> Work:
    """At the actors that the viewer manages. Raises NotFound."""
    name = User.objects.filter(pk=user_id).values_list("name", flat=True).first()
    if name is None:
        raise NotFound
    named = list(restrictions_naming(viewer, user_id).values_list("actor_id", "named"))
    staff_of = {actor: staff_to_name(actor) for actor in viewer.actors_as(Role.MANAGER)}
    staff = {one.id: one for names in staff_of.values() for one in names}
    at = Counter(persons_in_hand(viewer, user_id).values_list("responsible_actor_id", flat=True))
    return Work(
        user_id=user_id,
        name=name,
        persons=at.total(),
        restricted=len(named),
        alone=sum(who == [user_id] for _actor, who in named),
        tasks=_tasks_in_hand(user_id),
        staff=tuple(one for one in staff.values() if one.id != user_id),
        persons_at=dict(at),
        works_at={actor: frozenset(one.id for one in names) - {user_id} for actor, names in staff_of.items()},
        restricted_at=frozenset(actor for actor, _who in named),
    )


def _tasks_in_hand(user_id: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nsp_tasks_in_hand(%s)", [user_id])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def persons_in_hand(viewer: Viewer, user_id: UUID) -> QuerySet[Person]:
    """Whose caseworker somebody is, of those who are open to all the staff."""
    rows = Person.objects.filter(responsible_actor_id__in=viewer.actors_as(Role.MANAGER), caseworker_id=user_id)
    closed = Restriction.objects.filter(person_id=OuterRef("pk"), ended_at=None)
    return rows.exclude(Exists(closed)).order_by("made_at", "id")


def restrictions_naming(viewer: Viewer, user_id: UUID) -> QuerySet[Restriction]:
    """The restrictions of the viewer's actors that name somebody, whether the viewer sees the person or not."""
    rows = Restriction.objects.filter(actor_id__in=viewer.actors_as(Role.MANAGER), ended_at=None)
    return rows.filter(named__contains=[user_id]).order_by("since", "id")
