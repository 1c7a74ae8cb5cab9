"""Needs that nobody meets, without persons: what is counted, and that no hidden number can be worked out."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import product

import pytest
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import Person
from cases.services.dependant import Close, add_dependant
from cases.services.rights import StatedRight, state_right
from reports.cells import Cell, rounded_count
from reports.gaps import REASONS, Gaps, gaps, may_show_together
from tests.factories import identified


def _needs(by: Viewer, person: Person, gap: str = "NO_PLACE", *, right: str = "HOUSING", of: str = "") -> None:
    with acting_as(by):
        state_right(person.code, right, StatedRight("NEEDED", today(), gap=gap), by=by, at=now(), of=of)


def _found(by: Viewer) -> Gaps:
    with acting_as(by):
        return gaps(on=today())


def _housing(by: Viewer) -> tuple[Cell, Cell]:
    """(no place, county of Stockholm)."""
    right = next(one for one in _found(by).rights if one.code == "HOUSING")
    return right.reasons["NO_PLACE"], right.counties["01"]


def test_fewer_than_five_look_alike_and_more_are_rounded(alma: Viewer, dag: Viewer) -> None:
    assert _housing(dag) == (rounded_count(0), rounded_count(0))
    for n in range(1, 9):
        _needs(alma, identified(alma, at=now()))
        expected = Cell(None, "few") if n < 5 else Cell(5 if n < 8 else 10, rounded=True)
        assert _housing(dag) == (expected, expected), n


def test_only_the_newest_word_counts_and_a_child_counts_beside_its_parent(alma: Viewer, dag: Viewer) -> None:
    persons = [identified(alma, at=now()) for _nth in range(5)]
    for person in persons:
        _needs(alma, person)
        _needs(alma, person, "NO_MONEY")
    right = next(one for one in _found(dag).rights if one.code == "HOUSING")
    assert (right.reasons["NO_PLACE"].value, right.reasons["NO_MONEY"].value) == (None, 5)
    with acting_as(alma):
        state_right(persons[0].code, "HOUSING", StatedRight("MET", today(), "ACTOR"), by=alma, at=now())
    assert _housing(dag)[1].value is None, "four are left"
    with acting_as(alma):
        child = add_dependant(persons[0].code, Close("CHILD", today().year - 4), by=alma, at=now())
    _needs(alma, persons[0], "NO_MONEY", of=child.ref)
    assert _housing(dag)[1].value == 5


def test_what_nobody_has_stated_for_a_year_is_not_counted(alma: Viewer, dag: Viewer) -> None:
    long_ago: datetime = now() - timedelta(days=400)
    for _nth in range(5):
        person = identified(alma, at=long_ago)
        with acting_as(alma):
            said = StatedRight("NEEDED", today() - timedelta(days=400), gap="NO_PLACE")
            state_right(person.code, "HOUSING", said, by=alma, at=long_ago)
    assert _housing(dag)[0].value is None


def test_what_society_refused_and_nsp_met_since_can_be_read(alma: Viewer, dag: Viewer) -> None:
    before = today() - timedelta(days=2)
    for nth in range(7):
        person = identified(alma, at=now() - timedelta(days=3))
        with acting_as(alma):
            refused = StatedRight("NEEDED", before, refused_on=before if nth < 6 else None)
            state_right(person.code, "CARE", refused, by=alma, at=now() - timedelta(days=1))
            payer = "NSP" if nth != 0 else "ACTOR"
            for _twice in range(2):
                state_right(person.code, "CARE", StatedRight("MET", today(), payer), by=alma, at=now())
    assert _found(dag).refused_then_met == Cell(5, rounded=True), "five: one was not refused, one is not paid by NSP"


def test_the_page_holds_no_person_and_is_the_coordinators(alma: Viewer, signed_in: Callable[[str], Client]) -> None:
    persons = [identified(alma, at=now()) for _nth in range(5)]
    for person in persons:
        _needs(alma, person)
    page = signed_in("dag").get("/gaps/").content.decode()
    assert "Stockholms län 5, övriga län färre än 5 vardera" in " ".join(page.split())
    for person in persons:
        assert person.code not in page
        assert person.code_name not in page
    told = signed_in("dag").get("/api/v1/gaps/").json()
    housing = next(one for one in told["rights"] if one["code"] == "HOUSING")
    assert housing["reasons"]["NO_PLACE"] == {"value": 5, "why": ""}
    assert set(housing["reasons"]) == set(REASONS)
    for name in ("alma", "eva", "olle"):
        assert signed_in(name).get("/gaps/").status_code == 404


def _values(first: Sequence[Cell], second: Sequence[Cell]) -> list[set[int]]:
    """By trying everything: what each cell of both divisions can be, for a reader who knows that they add up alike."""
    sums: list[dict[int, list[set[int]]]] = []
    for cells in (first, second):
        found: dict[int, list[set[int]]] = {}
        for tried in product(*(range(cell.span[0], cell.span[1] + 1) for cell in cells)):
            seen = found.setdefault(sum(tried), [set() for _cell in cells])
            for place, value in enumerate(tried):
                seen[place].add(value)
        sums.append(found)
    possible = sums[0].keys() & sums[1].keys()
    return [
        set().union(*(found[total][place] for total in possible))
        for found, cells in zip(sums, (first, second), strict=True)
        for place in range(len(cells))
    ]


@pytest.mark.parametrize("seed", range(40))
def test_no_hidden_number_can_be_worked_out_of_two_divisions_of_the_same_needs(seed: int) -> None:
    rng = random.Random(seed)
    needs = [(rng.randrange(3), rng.randrange(4)) for _nth in range(rng.randint(0, 26))]
    first = [rounded_count(sum(one == place for one, _other in needs)) for place in range(3)]
    second = [rounded_count(sum(other == place for _one, other in needs)) for place in range(4)]
    kept = [
        len(values) for cell, values in zip((*first, *second), _values(first, second), strict=True) if cell.why == "few"
    ]
    assert may_show_together(first, second) == all(n >= 3 for n in kept)


def test_a_hidden_number_that_its_other_division_tells_is_not_shown() -> None:
    few, much = rounded_count(4), rounded_count(24)
    assert not may_show_together([few] * 6, [much, few]), "23 of at most 24: each of the six is three or four"
    assert may_show_together([few] * 6, [rounded_count(10), few])
