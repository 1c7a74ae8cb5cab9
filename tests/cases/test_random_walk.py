"""A short random walk through all services, with everything that must hold asked after each step."""

from __future__ import annotations

from random import Random

import pytest

from accounts.acts import Role
from accounts.models import Actor, Appointment, User
from accounts.viewer import Viewer, system, viewer_of
from tests.walk import Walk, Way, walked_or_made_short
from tests.walk_holds import HOLDS, all_hold
from tests.walk_money import STEPS_WITH_MONEY, close_the_year, with_accounts

SEEDS = (1, 2)
STEPS = 60
WAY = Way(STEPS_WITH_MONEY, all_hold, with_accounts, close_the_year)


@pytest.fixture
def walkers(
    alma: Viewer,
    bo: Viewer,
    cia: Viewer,
    dag: Viewer,
    disa: Viewer,
    gerd: Viewer,
    eva: Viewer,
    frej: Viewer,
    maj: Viewer,
    users: dict[str, User],
) -> dict[str, Viewer]:
    """Who walks; gerd both coordinates and works for an actor, eva and frej may do nothing of this. Nora is Noor's
    manager, as Maj is Linden's."""
    noor = Actor.objects.get(ref="A-NOOR")
    nora = User.objects.create_user("nora@example.org", "Nora Nord", employer=noor)
    nora.groups.add(noor.group)
    Appointment.objects.create(user=nora, role=Role.MANAGER, actor=noor)
    named = {"alma": alma, "bo": bo, "cia": cia, "dag": dag, "disa": disa, "gerd": gerd, "eva": eva, "frej": frej}
    return named | {"maj": maj, "nora": viewer_of(nora), "system": system("walk")}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_must_hold_holds_after_every_step(walkers: dict[str, Viewer], seed: int) -> None:
    rng = Random(seed)
    walk = walked_or_made_short(walkers, [rng.getrandbits(48) for _n in range(STEPS)], WAY)
    assert sum(walk.done.values()) > STEPS // 4, walk.trace


def test_a_walk_that_breaks_something_is_made_short_and_told(walkers: dict[str, Viewer]) -> None:
    def nobody_asks(walk: Walk) -> None:
        assert not walk.done["ask"], "somebody asked"

    rng = Random(3)
    seeds = [rng.getrandbits(48) for _n in range(80)]
    with pytest.raises(AssertionError, match="somebody asked") as broken:
        walked_or_made_short(walkers, seeds, Way(STEPS_WITH_MONEY, nobody_asks))
    told = "\n".join(broken.value.__notes__)
    assert told.count("\n") <= 4 and " ask " in told, told


def test_each_thing_that_must_hold_says_what_it_is() -> None:
    assert all(holds.__doc__ for holds in HOLDS)
