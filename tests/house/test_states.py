"""Every state can be reached, and none that ends has a way out."""

from __future__ import annotations

from cases.states import IDENTIFICATION_MOVES, MACHINES, acts_from, diagrams
from tests.house.reading import ROOT


def test_every_state_can_be_reached() -> None:
    for machine in MACHINES:
        reached = {str(machine.first)} | {str(to) for to in machine.moves.values()}
        assert {str(s) for s in machine.states} == reached, machine.name


def test_the_diagrams_in_the_docs_are_the_tables_of_the_code() -> None:
    assert (ROOT / "docs" / "states.md").read_text() == diagrams()


def test_some_state_of_each_machine_is_an_end() -> None:
    for machine in MACHINES:
        if machine.moves is not IDENTIFICATION_MOVES:  # somebody may always be met again
            assert [s for s in machine.states if not acts_from(machine.moves, s)], machine.name
