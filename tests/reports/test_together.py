"""Many from one place: persons are counted as persons, what they share once, and nobody can be seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.viewer import Viewer, system
from cases.models import Identification
from cases.services.group import Line, Own, Shared, add_line, note_group_event, split_off
from reports.cells import Cell, rounded_count
from reports.gaps import may_show_together
from reports.statistics.persons import PERSONS
from reports.together import together


def _event(by: Viewer, met: int, *, lines: int = 0, **said: str) -> list[str]:
    """References of the identifications of those who were written down."""
    with acting_as(by):
        event = note_group_event(Shared(today(), met, **said), token=uuid4(), by=by, at=now())  # type: ignore[arg-type]
        made = [add_line(event.ref, Line(), token=uuid4(), by=by, at=now()) for _nth in range(lines)]
        return [Identification.objects.get(person=person).ref for person in made]


def test_persons_are_persons_and_who_is_split_off_stands_alone(alma: Viewer) -> None:
    refs = _event(alma, 7, lines=3)
    with acting_as(system("test")):
        numbers = PERSONS.count(today().year, today()).numbers
        assert (numbers["persons"], numbers["together"]) == (3, 3)
    with acting_as(alma):
        split_off(refs[0], Own(today(), "12"), by=alma, at=now())
    with acting_as(system("test")):
        numbers = PERSONS.count(today().year, today()).numbers
        assert (numbers["persons"], numbers["together"]) == (3, 2)


def test_events_are_counted_without_persons_and_few_are_withheld(
    alma: Viewer, dag: Viewer, signed_in: Callable[[str], Client]
) -> None:
    _event(alma, 4, county="01", route="OUTREACH")
    with acting_as(dag):
        found = together(on=today())
        assert (found.events, found.met) == (rounded_count(1), rounded_count(4))
        assert found.by_county == found.by_route == []
    for _nth in range(5):
        _event(alma, 8, county="01", route="OUTREACH")
    with acting_as(dag):
        found = together(on=today())
        assert (found.events.value, found.met.value) == (5, 45)
        assert found.counties["01"] == found.routes["OUTREACH"] == Cell(45, rounded=True)
        assert found.counties["12"] == rounded_count(0)
        assert together(on=today() + timedelta(days=366)).met == rounded_count(0), "a year is looked back on"
    page = signed_in("dag").get("/met-together/").content.decode()
    assert "Stockholms län: 45" in " ".join(page.split())
    assert signed_in("dag").get("/api/v1/met-together/").json()["met"]["value"] == 45
    assert signed_in("alma").get("/met-together/").status_code in (403, 404)


def test_how_many_were_met_in_all_tells_nothing_of_the_one_county_that_is_few() -> None:
    """Five counties alone say nothing of the sixth; with the whole beside them it would be three or four."""
    shown, few = [rounded_count(5)] * 5, rounded_count(3)
    assert may_show_together([*shown, few], [*shown, few])
    assert not may_show_together([*shown, few], [*shown, few], whole=rounded_count(38))
