"""A colleague leaves: the manager hands over everything they have in hand in one step, without opening any of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.errors import Conflict, Invalid
from accounts.functions import call
from accounts.locks import one_at_a_time
from accounts.models import User
from accounts.viewer import Viewer
from audit.record import Event, record
from cases.models import Person
from cases.selectors.handing_on import persons_in_hand, restrictions_naming, work_of
from cases.services.sharing import name_instead


@dataclass(frozen=True)
class HandedOn:
    """How many persons each took over, and how many restricted ones the one who is named instead."""

    persons: dict[UUID, int]
    restricted: int


def hand_on(
    user_id: UUID, to: Sequence[UUID], *, named: UUID | None, seen: tuple[int, int], by: Viewer, at: datetime
) -> HandedOn:
    """Everything that somebody has in hand at the manager's actors goes to ``to``, in turn where they are several; who
    is restricted to them is restricted to ``named`` instead. Tasks go with the person, the rest to the first of
    ``to``. ``seen``: the numbers that the page said, (persons, restricted).

    Raises NotFound, Invalid (nobody chosen, somebody who does not work there), Conflict (the numbers are others now).
    """
    allowed(by, Act.HAND_ON, User.objects.filter(pk=user_id).prefetch_related("appointments").first())
    one_at_a_time("handing on", user_id)
    work = work_of(by, user_id)
    if seen != (work.persons, work.restricted):
        raise Conflict
    strangers = not to or not set(to) <= {one.id for one in work.staff}
    if (work.persons or work.tasks) and (strangers or not all(work.takers(to, actor) for actor in work.persons_at)):
        raise Invalid({"to": _("Choose who takes over, among those who work for the actor.")})
    if work.restricted and not all(named in work.works_at[actor] for actor in work.restricted_at):
        raise Invalid({"named": _("Choose who is named instead.")})
    given: dict[UUID, UUID] = {}
    turn = {actor: cycle(work.takers(to, actor)) for actor in work.persons_at}
    for person in persons_in_hand(by, user_id).select_for_update(of=("self",)):
        assert person.responsible_actor_id
        given[person.pk] = next(turn[person.responsible_actor_id])
        _give(person, given[person.pk], by=by, at=at)
    taken = Counter(given.values())
    if named is not None:
        for row in restrictions_naming(by, user_id):
            name_instead(row, user_id, named, by=by, at=at)
    call("nsp_hand_on_tasks", user_id, list(given), list(given.values()), list(to), named, at)
    for one, count in taken.items():
        record(Event.WORK_HANDED_ON, at=at, by=by.id, facts={"to": str(one), "from": str(user_id), "n": count})
    return HandedOn(dict(taken), work.restricted)


def _give(person: Person, to: UUID, *, by: Viewer, at: datetime) -> None:
    person.caseworker_id, person.changed_at, person.changed_by_id = to, at, by.id
    person.save(update_fields=["caseworker", "changed_at", "changed_by"])
