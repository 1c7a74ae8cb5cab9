"""Lists of persons: filtered by coded facts, paged by key, the same number of queries however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.acts import Role
from accounts.counties import County
from accounts.models import Actor
from accounts.queries import queries
from accounts.sorting import swedish_key
from accounts.viewer import Viewer
from cases.models import Dependant, ExploitationForm, Identification, Person
from cases.models.choices import Form, Relation
from cases.selectors.standing import Standing, at_place, standings, without_actor

PAGE = 25
MINE = "mine"


@dataclass(frozen=True)
class Wanted:
    """Which persons. Coded facts only, since they stand in the address. ``older``, ``newer``: a reference code."""

    place: str = ""
    county: str = ""
    form: str = ""
    caseworker: str = ""
    actor: str = ""
    older: str = ""
    newer: str = ""


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
    identified_on: date
    county: str
    form: str
    children: int
    """Among those close: the same number as in the banner."""


@dataclass(frozen=True)
class PersonList:
    """A page, newest first, and the codes to page from (empty where there is nothing on that side)."""

    rows: tuple[PersonRow, ...]
    older: str = ""
    newer: str = ""


@queries(8)
def person_list(viewer: Viewer, wanted: Wanted, *, on: date) -> PersonList:
    """A page of the persons that the viewer sees."""
    page, older, newer = _page(_filtered(viewer, wanted, on), wanted)
    return PersonList(
        rows=tuple(person_rows(viewer, page, on=on)),
        older=page[-1].code if page and older else "",
        newer=page[0].code if page and newer else "",
    )


@queries(1)
def actors_to_choose() -> list[tuple[str, str]]:
    """(reference, name) of the actors who can be responsible for somebody, in Swedish order."""
    names = Actor.objects.filter(kind="MEMBER").values_list("ref", "name")
    return sorted(names, key=lambda pair: swedish_key(pair[1]))


def person_rows(viewer: Viewer, persons: Sequence[Person], *, on: date) -> list[PersonRow]:
    """The lines for persons read with their actor and caseworker; six queries for all of them together."""
    ids = [person.pk for person in persons]
    if not ids:
        return []
    where = standings(viewer, ids, on=on)
    counties = _counties(ids)
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
            identified_on=person.identified_on,
            county=counties.get(person.pk, ""),
            form=forms.get(person.pk, ""),
            children=children[person.pk],
        )
        for person in persons
    ]


def _counties(ids: list[UUID]) -> dict[UUID, str]:
    met = Identification.objects.filter(person_id__in=ids).exclude(county="").order_by("-made_at")
    return {person_id: str(County(code).label) for person_id, code in met.values_list("person_id", "county")}


def _forms(ids: list[UUID]) -> dict[UUID, str]:
    """The main form of exploitation, else all of them."""
    found: dict[UUID, list[tuple[bool, str]]] = defaultdict(list)
    for row in ExploitationForm.objects.filter(person_id__in=ids).order_by("form"):
        found[row.person_id].append((row.is_main, str(Form(row.form).label)))
    return {
        person_id: next((words for is_main, words in rows if is_main), ", ".join(words for _, words in rows))
        for person_id, rows in found.items()
    }


def _filtered(viewer: Viewer, wanted: Wanted, on: date) -> QuerySet[Person]:
    rows = Person.objects.select_related("responsible_actor", "caseworker")
    if wanted.place:
        rows = at_place(rows, wanted.place, viewer, on=on)
    if wanted.county in County.values:
        rows = rows.filter(Exists(Identification.objects.filter(person_id=OuterRef("pk"), county=wanted.county)))
    if wanted.form in Form.values:
        rows = rows.filter(Exists(ExploitationForm.objects.filter(person_id=OuterRef("pk"), form=wanted.form)))
    if wanted.caseworker == MINE:
        rows = rows.filter(caseworker_id=viewer.id)
    if wanted.actor and viewer.is_(Role.COORDINATOR):
        rows = rows.filter(responsible_actor__ref=wanted.actor)
    return rows


def _page(rows: QuerySet[Person], wanted: Wanted) -> tuple[list[Person], bool, bool]:
    """One page, and whether there is more on the older and the newer side. The key is (made_at, id)."""
    backwards = bool(wanted.newer)
    edge = Person.objects.filter(code=wanted.newer or wanted.older).only("made_at", "id").first()
    if edge and backwards:
        rows = rows.filter(Q(made_at__gt=edge.made_at) | Q(made_at=edge.made_at, id__gt=edge.pk))
    elif edge:
        rows = rows.filter(made_at__lte=edge.made_at).filter(Q(made_at__lt=edge.made_at) | Q(id__lt=edge.pk))
    order = ("made_at", "id") if backwards else ("-made_at", "-id")
    found = list(rows.order_by(*order)[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        return found[::-1], bool(edge), more
    return found, more, bool(edge)
