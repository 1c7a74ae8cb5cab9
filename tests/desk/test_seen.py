"""Vem har sett detta: whoever sees a person sees who else has, what they did and when; nothing of content."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from accounts.clock import STOCKHOLM, now
from accounts.door import acting_as
from accounts.models import User
from accounts.viewer import Viewer
from audit.models import Outcome
from audit.record import access
from cases.models import Person
from nsp.desk.selectors.seen import PAGE, Wanted, seen_by
from tests.factories import identified
from tests.sameness import said
from tests.signing import signed_in_client

SignedIn = Callable[[str], Client]


@pytest.fixture
def person(alma: Viewer) -> Person:
    """Somebody whom Linden met."""
    return identified(alma, at=now())


def _look(by: Viewer, person: Person | None, at: datetime, act: str = "SEE_REQUEST", **more: object) -> None:
    given = {"outcome": Outcome.LOOKED, "kind": "Person", "ref": person.code if person else ""} | more
    with acting_as(by):
        access(
            at=at,
            user_id=by.id,
            act=act,
            request_id=uuid4(),
            person_id=person.pk if person else None,
            **given,  # type: ignore[arg-type]
        )


def _address(person: Person) -> str:
    return f"/persons/{person.code}/seen/"


def test_what_is_done_again_on_days_that_follow_each_other_is_one_line(
    person: Person, alma: Viewer, dag: Viewer
) -> None:
    for on, times in ((3, 5), (4, 4), (5, 3), (9, 1)):
        for n in range(times):
            _look(dag, person, datetime(2026, 11, on, 9, n, tzinfo=STOCKHOLM))
    with acting_as(alma):
        lines = seen_by(person.code, Wanted()).lines
    found = [(line.who.name, line.what, line.times, line.first.day, line.last_day.day) for line in lines]
    assert found == [("Dag Ek", "öppnade ansökan", 1, 9, 9), ("Dag Ek", "öppnade ansökan", 12, 3, 5)]
    assert lines[0].who.place == "samordnare"


def test_on_a_chosen_day_each_time_is_a_line(person: Person, alma: Viewer, dag: Viewer) -> None:
    for n in range(3):
        _look(dag, person, datetime(2026, 11, 3, 9, n, tzinfo=STOCKHOLM))
    _look(dag, person, datetime(2026, 11, 4, 0, 0, tzinfo=STOCKHOLM))
    with acting_as(alma):
        lines = seen_by(person.code, Wanted(on=datetime(2026, 11, 3, tzinfo=STOCKHOLM).date())).lines
    assert [line.times for line in lines] == [1, 1, 1]


def test_who_is_refused_is_seen_too(person: Person, signed_in: SignedIn) -> None:
    assert signed_in("cia").get(f"/persons/{person.code}/").status_code == 404
    page = signed_in("alma").get(_address(person)).content.decode()
    assert "Cia Noord" in page
    assert "nekades personens sida" in page


def test_only_outside_the_actor_and_only_one_colleague(person: Person, alma: Viewer, bo: Viewer, dag: Viewer) -> None:
    for viewer in (alma, bo, dag):
        _look(viewer, person, now())
    with acting_as(alma):
        outside = seen_by(person.code, Wanted(outside=True)).lines
        bos = seen_by(person.code, Wanted(who=bo.id.hex))
    assert [line.who.name for line in outside] == ["Dag Ek"]
    assert [line.who.name for line in bos.lines] == ["Bo Berg"]
    assert {name for _, name in bos.people} == {"Alma Lind", "Bo Berg", "Dag Ek"}


def test_the_page_is_for_those_who_see_the_person(person: Person, signed_in: SignedIn) -> None:
    assert signed_in("bo").get(_address(person)).status_code == 200
    assert signed_in("dag").get(_address(person)).status_code == 200
    missing = said(signed_in("cia").get("/persons/222222/seen/"))
    for name in ("cia", "eva", "frej", "olle", "ada"):
        answer = signed_in(name).get(_address(person))
        assert answer.status_code == 404, name
    assert said(signed_in("cia").get(_address(person))) == missing


def test_it_leads_from_the_persons_page_and_is_remembered_itself(person: Person, signed_in: SignedIn) -> None:
    client = signed_in("alma")
    assert _address(person) in client.get(f"/persons/{person.code}/").content.decode()
    client.get(_address(person))
    assert "öppnade vem som har sett detta" in client.get(_address(person)).content.decode()


def test_pages_are_turned_by_key_and_show_each_event_once(person: Person, alma: Viewer, dag: Viewer) -> None:
    begin = datetime(2026, 1, 1, 9, 0, tzinfo=STOCKHOLM)
    for n in range(PAGE + 20):
        _look(dag, person, begin + timedelta(days=2 * n))
    with acting_as(alma):
        first = seen_by(person.code, Wanted())
        second = seen_by(person.code, Wanted(older=first.older))
        again = seen_by(person.code, Wanted(newer=second.newer))
    assert (len(first.lines), len(second.lines)) == (PAGE, 20)
    assert first.lines[-1].last > second.lines[0].last
    assert again.lines == first.lines
    assert not first.newer and not second.older


@pytest.mark.parametrize(
    "query", ["?on=2026-13-40", "?who=nobody", "?older=x", "?newer=' OR 1=1", "?outside=on&who=&on="]
)
def test_nonsense_in_the_address_shows_the_page(person: Person, signed_in: SignedIn, query: str) -> None:
    assert signed_in("alma").get(_address(person) + query).status_code == 200


def test_a_colleague_without_a_role_now_is_still_named(person: Person, alma: Viewer, users: dict[str, User]) -> None:
    client = signed_in_client(users["bo"])
    client.get(f"/persons/{person.code}/")
    users["bo"].appointments.all().delete()
    with acting_as(alma):
        (line,) = [line for line in seen_by(person.code, Wanted()).lines if line.who.name == "Bo Berg"]
    assert line.who.place == "ingen roll nu"
