"""Search, filters and the places in lists answer a reference that one may not know as they answer one that is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from accounts.door import acting_as
from cases.models import Person
from tests.walls.matrix.asking import GET, POST, Answer, Asking, Route, routes
from tests.walls.matrix.people import PEOPLE, make_people, session_of
from tests.walls.matrix.things import MISSING, SYSTEM, Thing, make_things

_TOKEN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
AROUND = (
    ("search", POST, "q"),
    ("search", POST, "older"),
    ("search", POST, "newer"),
    ("search_suggest", POST, "q"),
    ("person_list", GET, "older"),
    ("person_list", GET, "newer"),
    ("request_list", GET, "older"),
    ("request_list", GET, "newer"),
    ("identification_list", GET, "older"),
    ("identification_list", GET, "newer"),
    ("identification_new", POST, "code"),
    ("identification_new", POST, "file_number"),
    ("identification_new", GET, "thrown"),
    ("group_event_list", GET, "older"),
    ("receipt_list", GET, "older"),
    ("receipt_list", GET, "newer"),
    ("api_persons", GET, "older"),
    ("api_identifications", GET, "older"),
    ("api_identifications", GET, "newer"),
    ("api_groups", GET, "newer"),
    ("api_requests", GET, "older_than"),
    ("api_requests", GET, "newer_than"),
)
"""(name of the address, how it is asked, the name of what is asked)."""
LISTED = {"Person", "Identification", "AdmissionRequest", "GroupEvent", "Receipt"}
"""What these search and list: each of its states is asked about."""


@pytest.mark.parametrize("who", ["cia", "gerd", "disa", "frej"])
def test_what_one_may_not_know_is_found_nowhere(who: str) -> None:
    users = make_people()
    things = make_things(users)
    (asker,) = (asker for asker in PEOPLE if asker.key == who)
    asking = Asking(asker, session_of(asker, users), things)
    by_name, tried = {route.name: route for route in routes()}, 0
    of_none: dict[tuple[str, str, str, str], Answer] = {}
    assert {thing.kind for thing in things} >= LISTED
    for thing, none, ref in _unknown(asking):
        for route, way, field in AROUND:
            if asking.gets_in(by_name[route].row, None):
                tried += 1
                key = (route, way, field, none)
                if key not in of_none:
                    of_none[key] = _said(asking, by_name[route], way, field, none)
                said = _said(asking, by_name[route], way, field, ref)
                if said != of_none[key]:  # a minute has gone by, and pages say for how long something has waited
                    of_none[key] = _said(asking, by_name[route], way, field, none)
                    said = _said(asking, by_name[route], way, field, ref)
                assert said == of_none[key], (route, field, thing.kind, thing.name)
    assert tried > 20


def _unknown(asking: Asking) -> Iterator[tuple[Thing, str, str]]:
    """Each reference that the person may not know, with one of its kind that is none: of a kind that stands in none of
    the lists, one."""
    alike = set[object]()
    for thing in asking.things:
        for name, ref in thing.refs.items():
            none = MISSING[thing.kind].get(name, MISSING["Person"]["code"])
            same = (thing.kind, thing.name if thing.kind in LISTED else "", name)
            if ref != none and len(ref) >= 6 and not {same, ref} & alike and not asking.may_know(thing, name):
                alike |= {same, ref}
                yield thing, none, ref


def _said(asking: Asking, route: Route, way: str, field: str, ref: str) -> Answer:
    return _without(asking.ask(route, {}, way, {field: ref}), ref)


def test_a_code_name_of_anothers_is_found_by_nobody_else() -> None:
    users = make_people()
    things = make_things(users)
    (asker,) = (asker for asker in PEOPLE if asker.key == "cia")
    asking = Asking(asker, session_of(asker, users), things)
    by_name = {route.name: route for route in routes()}
    with acting_as(SYSTEM):
        hers = next(t for t in things if t.kind == "Person" and t.name == "read").refs["code"]
        theirs = next(t for t in things if t.kind == "Person" and t.name == "own").refs["code"]
        Person.objects.filter(code=hers).update(code_name="Ovanlig Ugglefjäder")
        Person.objects.filter(code=theirs).update(code_name="Sällsynt Snöskata")
    for route, seen, foreign, none in (
        ("search", "Ugglefjäder", "Snöskata", "Snömumrik"),
        ("search_suggest", "Ovanlig U", "Sällsynt S", "Sällsynt M"),
    ):
        found = asking.ask(by_name[route], {}, POST, {"q": seen})
        assert hers.encode() in found.body, "the search finds what is hers"
        said = [_without(asking.ask(by_name[route], {}, POST, {"q": one}), one) for one in (foreign, none)]
        assert said[0] == said[1]


def _without(answer: Answer, text: str) -> Answer:
    """The answer without the text that was asked for, which the page repeats, and without the token of a new form."""
    headers = tuple((name, _TOKEN.sub("", value.replace(text, ""))) for name, value in answer.headers)
    body = _TOKEN.sub("", answer.body.decode().replace(text, "")).encode()
    return replace(answer, body=body, headers=headers)
