"""The family in the demo: children in full, two persons with the same child, somebody close who became a person."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import Dependant, Person
from cases.models.family import Custody, Need
from cases.rule_children import may_be_child
from cases.services.dependant import Close, add_dependant, change_dependant
from cases.services.family import Becomes, become_person, link_persons, mark_same
from nsp.seed.lives import WORKERS, World

COUNTRIES = ("RO", "UA", "NG", "VN")
CUSTODY = (Custody.MOTHER, Custody.MOTHER, Custody.PARENTS, Custody.RELATIVE, Custody.UNKNOWN)
NOTE = "Sover dåligt och vill inte vara ensam."


def seed_family(here: World) -> None:
    """What is known of each child, with dice of its own; for the first two caseworkers a family of their persons."""
    rng = Random(17)  # noqa: S311  dice of a demo
    for nth, (key, _actor, _weight) in enumerate(WORKERS):
        with acting_as(here.viewers[key]) as by:
            persons = list(Person.objects.filter(caseworker_id=by.id).order_by("-made_at", "id"))
            for person in persons:
                for row in Dependant.objects.filter(person=person):
                    _in_full(here, row, rng, by)
            if nth < 2 and len(persons) > 3:
                _a_family(here, persons[1], persons[3], by)


def _in_full(here: World, row: Dependant, rng: Random, by: Viewer) -> None:
    if not may_be_child(row.relation, row.birth_year, here.today):
        return
    said = Close(
        row.relation,
        row.birth_year,
        row.in_sweden,
        country="" if row.in_sweden else rng.choice(COUNTRIES),
        threatened=rng.choice(("NO", "NO", "UNKNOWN")),
        custody=rng.choice(CUSTODY),
        needs=tuple(rng.sample(list(Need)[:-1], rng.randint(0, 2))),
        note=NOTE if rng.random() < 0.2 else "",
    )
    change_dependant(row.person.code, row.ref, said, by=by, at=row.made_at)


def _a_family(here: World, one: Person, other: Person, by: Viewer) -> None:
    """Two partners with a child that is written down with both, and a sister who turned out to be exposed."""
    at, born = here.now - timedelta(minutes=5), here.today.year - 3
    link_persons(one.code, other.code, "PARTNER", by=by, at=at)
    rows = [add_dependant(person.code, Close("CHILD", born), by=by, at=at) for person in (one, other)]
    mark_same(one.code, rows[0].ref, rows[1].ref, by=by, at=at)
    sister = add_dependant(one.code, Close("SIBLING", estimated_age=22, directly_exposed=True), by=by, at=at)
    become_person(one.code, sister.ref, Becomes(here.today, forms=("LABOUR",)), by=by, at=at)
