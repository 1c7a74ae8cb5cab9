"""Lists of persons: filtered by coded facts, paged by key, the same number of queries however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from accounts.acts import Role
from accounts.counties import County
from accounts.lists import Look, Wanted, by_key, counted
from accounts.queries import queries
from accounts.viewer import Viewer
from cases.models import Dependant, ExploitationForm, Identification, Person
from cases.models.choices import Form, Relation
from cases.selectors.person_filters import PERSONS
from cases.selectors.standing import Standing, ranked, standings, without_actor

KEY = ("is_open", "made_at", "pk")


@dataclass(frozen=True)
class PersonRow:
    """A line of a list: nothing that names anybody."""

    code: str
    code_name: str
    as_child: bool
    standing: Standing
    actor: str
    caseworker: str
    is_mine: bool
    may_give: bool
    """Whether the viewer manages the responsible actor, and so may give the person to a colleague."""
    identified_on: date
    county: str
    form: str
    children: int
    """Among those close: the same number as in the banner."""


@dataclass(frozen=True)
class PersonList:
    """A page, those on their way first and the newest of them, and the codes to page from (empty where there is nothing
    on that side). ``count``: how many fit the filters, at most one more than ``lists.MOST_COUNTED``."""

    rows: tuple[PersonRow, ...]
    count: int
    older: str = ""
    newer: str = ""


@queries(8)
def person_list(viewer: Viewer, wanted: Wanted, *, on: date) -> PersonList:
    """A page of the persons that the viewer sees."""
    every = Person.objects.all()
    fitting = PERSONS.narrowed(every, wanted.chosen, Look(viewer, on))
    return page_of(viewer, fitting, wanted, on=on)


def page_of(viewer: Viewer, rows: QuerySet[Person], wanted: Wanted, *, on: date) -> PersonList:
    """A page of some of the persons that the viewer sees; eight queries."""
    ready = ranked(rows, viewer).select_related("responsible_actor", "caseworker")
    among = ranked(Person.objects.all(), viewer).only("made_at", "code")
    page = by_key(ready, wanted, key=KEY, ref="code", among=among)
    return PersonList(
        rows=tuple(person_rows(viewer, page.rows, on=on)), count=counted(rows), older=page.older, newer=page.newer
    )


def person_rows(viewer: Viewer, persons: Sequence[Person], *, on: date) -> list[PersonRow]:
    """The lines for persons read with their actor and caseworker; five queries for all of them together."""
    ids = [person.pk for person in persons]
    if not ids:
        return []
    met = list(
        Identification.objects.filter(person_id__in=ids).order_by("made_at").values_list("person_id", "state", "county")
    )
    managed = viewer.actors_as(Role.MANAGER)
    where = standings(viewer, ids, on=on, met=[(person_id, state) for person_id, state, _county in met])
    counties = {person_id: str(County(county).label) for person_id, _state, county in reversed(met) if county}
    forms = _forms(ids)
    children: dict[UUID, int] = defaultdict(int)
    close = Dependant.objects.filter(person_id__in=ids, relation=Relation.CHILD)
    for person_id in close.values_list("person_id", flat=True):
        children[person_id] += 1
    return [
        PersonRow(
            code=person.code,
            code_name=person.code_name,
            as_child=person.as_child,
            standing=where[person.pk] if person.responsible_actor_id else without_actor(where[person.pk]),
            actor=person.responsible_actor.name if person.responsible_actor else "",
            caseworker=person.caseworker.name if person.caseworker else "",
            is_mine=person.caseworker_id == viewer.id,
            may_give=person.responsible_actor_id in managed,
            identified_on=person.identified_on,
            county=counties.get(person.pk, ""),
            form=forms.get(person.pk, ""),
            children=children[person.pk],
        )
        for person in persons
    ]


def _forms(ids: list[UUID]) -> dict[UUID, str]:
    """The main form of exploitation, else all of them."""
    found: dict[UUID, list[tuple[bool, str]]] = defaultdict(list)
    for row in ExploitationForm.objects.filter(person_id__in=ids).order_by("form"):
        found[row.person_id].append((row.is_main, str(Form(row.form).label)))
    return {
        person_id: next((words for is_main, words in rows if is_main), ", ".join(words for _, words in rows))
        for person_id, rows in found.items()
    }
