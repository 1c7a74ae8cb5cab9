"""A short random walk through all services, with everything that must hold asked after each step."""

from __future__ import annotations

from random import Random

import pytest

from accounts.viewer import Viewer, system
from tests.walk import Walk, walked_or_made_short
from tests.walk_holds import HOLDS, all_hold

SEEDS = (1, 2)
STEPS = 60


@pytest.fixture
def walkers(
    alma: Viewer, bo: Viewer, cia: Viewer, dag: Viewer, disa: Viewer, gerd: Viewer, eva: Viewer, frej: Viewer
) -> dict[str, Viewer]:
    """Who walks; gerd both coordinates and works for an actor, eva and frej may do nothing of this."""
    named = {"alma": alma, "bo": bo, "cia": cia, "dag": dag, "disa": disa, "gerd": gerd, "eva": eva, "frej": frej}
    return named | {"system": system("walk")}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_must_hold_holds_after_every_step(walkers: dict[str, Viewer], seed: int) -> None:
    rng = Random(seed)
    walk = walked_or_made_short(walkers, [rng.getrandbits(48) for _n in range(STEPS)], all_hold)
    assert sum(walk.done.values()) > STEPS // 4, walk.trace


def test_a_walk_that_breaks_something_is_made_short_and_told(walkers: dict[str, Viewer]) -> None:
    def nobody_asks(walk: Walk) -> None:
        assert not walk.done["ask"], "somebody asked"

    rng = Random(3)
    seeds = [rng.getrandbits(48) for _n in range(80)]
    with pytest.raises(AssertionError, match="somebody asked") as broken:
        walked_or_made_short(walkers, seeds, nobody_asks)
    told = "\n".join(broken.value.__notes__)
    assert told.count("\n") <= 4 and " ask " in told, told


def test_each_thing_that_must_hold_says_what_it_is() -> None:
    assert all(holds.__doc__ for holds in HOLDS)
