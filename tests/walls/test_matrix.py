"""Every address as everybody, about everything: who gets in is what ``matrix/rows.py`` says, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from accounts.acts import Act
from tests.walls.conftest import World
from tests.walls.matrix import table
from tests.walls.matrix.asking import GET, NOT_SERVED, POST, Answer, Asking, Route, about, routes, unclassified
from tests.walls.matrix.people import PEOPLE, STANDING, Asker, session_of
from tests.walls.matrix.rows import NOT_ASKED_BY_A_VIEW, ROWS
from tests.walls.matrix.things import Thing

IN_SHORT = [asker for asker in PEOPLE if asker.column] + [a for a in STANDING if a.key != "locked office"]
"""Who asks on every change; the proof (``make prove P=walls``) asks as everybody, in every way."""
_found: dict[tuple[str, str], str] = {}


def test_every_address_is_classified() -> None:
    wrong = unclassified()
    assert wrong == [], "\n".join(wrong)


def test_every_act_has_a_row() -> None:
    rows = {row.act for row in ROWS} | NOT_ASKED_BY_A_VIEW
    missing = {act.name for act in Act} - rows
    assert not missing, f"{missing}: who may? Write a row in tests/walls/matrix/rows.py, from the design."
    assert rows - {act.name for act in Act} == set(), "a row for an act that is none"


@pytest.mark.parametrize("asker", IN_SHORT, ids=lambda asker: asker.key)
def test_who_gets_in(asker: Asker, world: World) -> None:
    things = world.things
    asking = Asking(asker, session_of(asker, world.users), things)
    wrong: list[str] = []
    stale: list[str] = []
    for route in routes():
        came_in: dict[str, None] = {}
        for number, thing in enumerate(about(route, things, asking)):
            for way, answer in _answers(asking, route, thing, number, wrong):
                if _came_in(asking, route, thing, answer, way):
                    came_in |= dict.fromkeys(asking.words(route.row, thing) or ["!"])
        if asker.column:
            words = ["all"] if route.row.public else sorted(came_in, key=table.ORDER.index)
            stale += _compare(route, asker.column, " ".join(words))
    assert wrong == [], "\n".join(wrong)
    assert stale == [], "\n".join(stale)


def _answers(
    asking: Asking, route: Route, thing: Thing | None, number: int, wrong: list[str]
) -> Iterator[tuple[str, Answer]]:
    """What is answered about the first thing looked at and sent to, about each other one in turn: a view asks for one
    act, however it is asked (the proof asks in both ways). What is not as the rows say is added to ``wrong``."""
    ways = [way for way in (GET, POST) if way in route.ways]
    if number and len(ways) > 1 and (number + len(route.name)) % 2:
        ways.reverse()
    for nth, way in enumerate(ways):
        fault, answer = asking.wrong(route, thing, way)
        wrong += [fault] if fault else []
        yield way, answer
        if number and nth == 0 and answer.status != 405:
            return


def _came_in(asking: Asking, route: Route, thing: Thing | None, answer: Answer, way: str) -> bool:
    if route.row.of == "draft":  # a form is opened with any token; whose draft it finds is the answer's affair
        return asking.gets_in(route.row, thing)
    return answer.status not in (404, 405) and (thing is None or answer != asking.missing(route, way))


def _compare(route: Route, column: str, words: str) -> list[str]:
    """A sentence where the table says something else."""
    _found[route.name, column] = words or table.NOBODY
    said = table.cells().get((route.name, column))
    if table.WRITES or said == _found[route.name, column]:
        return []
    return [f"docs/access-matrix.md says {said!r} of {route.name} for {column}: it is {words!r}. Run make matrix."]


def test_methods_that_no_address_names_are_not_answered(world: World) -> None:
    things = world.things
    people = [Asking(asker, session_of(asker, world.users), things) for asker in PEOPLE]
    stale: list[str] = []
    for route in routes():
        asking, thing = next((a, t) for a in people for t in about(route, things) if a.gets_in(route.row, t))
        refs = thing.refs if thing else {}
        answered = {way: asking.ask(route, refs, way).status for way in (GET, POST, *NOT_SERVED) if way in route.ways}
        if POST in answered and not route.row.public and not route.row.outside:
            assert {answered[way] for way in NOT_SERVED} == {405}, (route.name, answered)
        stale += _compare(route, "act", route.row.act)
        stale += _compare(route, "methods", ", ".join(way for way in (GET, POST) if answered.get(way, 405) != 405))
    assert stale == [], "\n".join(stale)
    if table.WRITES:
        table.write(routes(), _found)
    else:
        known = {name for name, _ in table.cells()}
        assert known == {route.name for route in routes()}, "docs/access-matrix.md has other addresses: make matrix"
