"""Who is meant by what falls due: who works there still, who sees the person, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from accounts.acts import STAFF, Role
from accounts.clocks import kind_of
from accounts.deadlines import Due
from accounts.models import Appointment, User
from accounts.selectors.absences import absent_on
from cases.models import Restriction


class Recipients:
    """Who is meant on a day, for a page of things to tell: four queries at most, however many there are."""

    def __init__(self, due: Sequence[Due], *, on: date) -> None:
        named = {user for one in due for user in one.to.users}
        roles = {Role.COORDINATOR, *(role for one in due for role in one.to.roles)}
        actors = {actor for one in due for actor in (one.to.staff_of, one.to.managers_of) if actor}
        self.active = set(User.objects.filter(pk__in=named, is_active=True).values_list("pk", flat=True))
        self.by_role: dict[str, list[UUID]] = {}
        self.by_actor: dict[UUID, list[UUID]] = {}
        self.managers: dict[UUID, list[UUID]] = {}
        self.named = _named({one.person_id for one in due if one.person_id})
        appointed = Appointment.objects.filter(user__is_active=True).order_by("user_id")
        for role, user in appointed.filter(role__in=roles).values_list("role", "user_id"):
            self.by_role.setdefault(role, []).append(user)
        self.away: dict[tuple[UUID, UUID], UUID] = {}
        if actors:
            rows = absent_on(on).filter(actor_id__in=actors).order_by()
            self.away = {
                (user, actor): to for user, actor, to in rows.values_list("user_id", "actor_id", "stand_in_id")
            }
            staff = appointed.filter(role__in=STAFF, actor_id__in=actors)
            for actor, user, role in staff.values_list("actor_id", "user_id", "role"):
                if actor is not None:
                    self.by_actor.setdefault(actor, []).append(user)
                    if role == Role.MANAGER:
                        self.managers.setdefault(actor, []).append(user)

    def of(self, one: Due) -> list[UUID]:
        """Each recipient once. Of an actor's staff only those who work there still and, where a person is restricted,
        see the person. Where somebody named is meant, the rest of the staff stands in when they are gone, and whom they
        have named while they are away; the managers too, where that one cannot; of a deadline the coordinators, where
        nobody is left there who can be told."""
        to = one.to
        staff = self.by_actor.get(to.staff_of, []) if to.staff_of else []
        restricted = self.named.get((one.person_id, to.staff_of))
        if restricted is not None:
            staff = [user for user in staff if user in restricted]
        named = [user for user in to.users if user in (staff if to.staff_of else self.active)]
        if to.alone:
            return named
        staff = [] if named or to.theirs else staff
        if to.staff_of:
            named = [one for user in named for one in self._present(user, to.staff_of, restricted)]
        managers = self.managers.get(to.managers_of, []) if to.managers_of else []
        if (seen_by := self.named.get((one.person_id, to.managers_of))) is not None:
            managers = [user for user in managers if user in seen_by]
        if to.managers_of:
            managers = [one for user in managers for one in self._present(user, to.managers_of, seen_by)]
        roles = to.roles
        kind = None if to.theirs or named or staff or managers else kind_of(one.kind)
        if kind and (to.staff_of or (to.managers_of and not (kind.office or kind.for_office))):
            roles = (*roles, Role.COORDINATOR)
        by_role = [user for role in roles for user in self.by_role.get(Role(role).value, [])]
        return list(dict.fromkeys([*named, *staff, *managers, *by_role]))

    def _present(self, user: UUID, actor: UUID, restricted: set[UUID] | None) -> list[UUID]:
        """Somebody, or who stands in for them at the actor: never a third, who stands in for the second."""
        if (user, actor) not in self.away:
            return [user]
        able = [one for one in self.by_actor.get(actor, ()) if restricted is None or one in restricted]
        stand_in = self.away[user, actor]
        if stand_in in able and (stand_in, actor) not in self.away:
            return [stand_in]
        return [user, *[one for one in self.managers.get(actor, ()) if one in able]]


def _named(persons: set[UUID]) -> dict[tuple[UUID | None, UUID | None], set[UUID]]:
    """Who sees each restricted person of an actor's staff."""
    rows = Restriction.objects.filter(person_id__in=persons, ended_at=None) if persons else ()
    return {(row.person_id, row.actor_id): set(row.named) for row in rows}
