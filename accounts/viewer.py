"""Who is looking: what the door, ``may`` and the selectors need to know of somebody, read once per request."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from accounts.acts import EVERYBODY, FIELD, STAFF, Act, Role

if TYPE_CHECKING:
    from accounts.models import User

SYSTEM_NAMESPACE = UUID("6d2f1f7e-9d0c-4d3a-8f4b-7a8a5d8e4c11")


@dataclass(frozen=True)
class Viewer:
    """Somebody (or a named part of the system) with roles. ``actors`` are those whose staff they are."""

    id: UUID
    name: str
    roles: frozenset[Role] = frozenset()
    actors: tuple[UUID, ...] = ()
    employer: UUID | None = None
    is_system: bool = False
    appointments: tuple[tuple[Role, UUID | None], ...] = field(default=())

    @cached_property
    def db_role(self) -> str:
        """The PostgreSQL role that the door sets for this viewer."""
        if self.is_system or Role.COORDINATOR in self.roles:
            return "nsp_all"
        if Role.PROTECTION_OFFICER in self.roles and not self.roles & FIELD:
            return "nsp_log"
        return "nsp_scoped"

    def actors_as(self, *roles: Role) -> tuple[UUID, ...]:
        """The actors for which the viewer has one of the roles, their employer first: whom they write for."""
        found = dict.fromkeys(actor for role, actor in self.appointments if actor is not None and role in roles)
        return tuple(sorted(found, key=lambda actor: actor != self.employer))

    def is_(self, role: Role) -> bool:
        """Whether the viewer has the role."""
        return role in self.roles

    @property
    def is_staff_of_an_actor(self) -> bool:
        """Caseworker or manager of a certified actor."""
        return bool(self.roles & STAFF)

    @property
    def hands_over(self) -> bool:
        """Only cooperates: whom they meet is handed over, since no actor of theirs can be responsible."""
        return Role.COOPERATING in self.roles and not self.is_staff_of_an_actor

    def may_ask(self, act: Act) -> bool:
        """Whether any role of the viewer may ask for the act at all (the object is asked separately)."""
        return act.public or self.is_system or act.roles == EVERYBODY or bool(act.roles & self.roles)

    def belongs_to(self, actor_id: UUID | None) -> bool:
        """Works for or belongs to the actor: then they decide nothing of its (domain §2.3)."""
        return actor_id is not None and (actor_id == self.employer or actor_id in self.actors)


def system(name: str) -> Viewer:
    """The system itself under a name that the log shows (``sweep``, ``outbox``, ``seed``)."""
    return Viewer(id=uuid5(SYSTEM_NAMESPACE, name), name=f"system:{name}", is_system=True)


def viewer_of(user: User) -> Viewer:
    """The viewer for a signed-in user. Reads the user's appointments; one query."""
    rows = tuple((Role(a.role), a.actor_id) for a in user.appointments.order_by("role", "id"))
    actors = tuple(dict.fromkeys(actor for role, actor in rows if actor is not None and role in FIELD))
    return Viewer(
        id=user.pk,
        name=user.name,
        roles=frozenset(role for role, _ in rows),
        actors=actors,
        employer=user.employer_id,
        appointments=rows,
    )
