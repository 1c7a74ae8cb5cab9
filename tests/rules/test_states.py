"""One table per state field: every state can be reached, every act has its place, the diagrams are up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from accounts.errors import WrongState
from cases import states
from cases.states import ADMISSION_MOVES, HAND_OVER_MOVES, IDENTIFICATION_MOVES, MACHINES, Machine, acts_from, after

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: m.name)
def test_every_state_can_be_reached(machine: Machine) -> None:
    reached, before = {str(machine.first)}, set[str]()
    while reached != before:
        before = set(reached)
        reached |= {target for (origin, _), target in machine.moves.items() if origin in reached}
    assert reached == {str(state) for state in machine.states}


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: m.name)
def test_tables_name_only_their_own_states(machine: Machine) -> None:
    known = {str(state) for state in machine.states}
    for (origin, act), target in machine.moves.items():
        assert {origin, target} <= known
        assert act.islower()


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: m.name)
def test_every_pair_that_the_table_lacks_is_refused(machine: Machine) -> None:
    acts = {act for _, act in machine.moves}
    for state in machine.states:
        for act in acts:
            if act in acts_from(machine.moves, state):
                assert after(machine.moves, state, act) == machine.moves[(state, act)]
            else:
                with pytest.raises(WrongState):
                    after(machine.moves, state, act)


def test_a_decided_request_never_moves_again() -> None:
    for state in ("CONFIRMED", "DECLINED"):
        assert acts_from(ADMISSION_MOVES, state) == ()
    assert acts_from(ADMISSION_MOVES, "WITHDRAWN") == ("bring_back",)  # only a draft, and only for a minute


def test_a_sent_request_offers_the_coordinator_four_decisions() -> None:
    assert set(acts_from(ADMISSION_MOVES, "SENT")) == {"return", "confirm", "wait", "decline", "withdraw"}


def test_a_hand_over_that_was_sent_back_can_be_offered_again() -> None:
    assert after(HAND_OVER_MOVES, after(HAND_OVER_MOVES, "OFFERED", "send_back"), "offer") == "OFFERED"


def test_somebody_who_left_can_come_back_and_ask() -> None:
    assert after(IDENTIFICATION_MOVES, "LEFT", "ask") == "ADMISSION_ASKED"
    assert acts_from(IDENTIFICATION_MOVES, "ADMISSION_ASKED") == ("reopen",)


def test_wrong_state_says_what_was_asked_of_what() -> None:
    with pytest.raises(WrongState) as caught:
        after(ADMISSION_MOVES, "CONFIRMED", "confirm")
    assert (caught.value.state, caught.value.act) == ("CONFIRMED", "confirm")


def test_the_diagrams_in_the_docs_are_drawn_from_the_tables() -> None:
    assert (ROOT / "docs" / "states.md").read_text() == states.diagrams()
