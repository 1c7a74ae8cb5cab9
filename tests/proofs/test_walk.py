"""A random walk of thousands of steps through all services, by several people, with what must hold asked after each.

NSP_WALKS and NSP_WALK_STEPS say how many walks of how many steps; NSP_WALK_SEED where they begin (it is printed, and
the same seed walks the same way). A walk that breaks something is made short before it is told.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from random import Random

from accounts.viewer import Viewer
from tests.cases.test_random_walk import WAY, walkers
from tests.walk import walked_or_made_short
from tests.walk_holds import HOLDS

__all__ = ["walkers"]

WALKS = int(os.environ.get("NSP_WALKS", 24))
LENGTH = int(os.environ.get("NSP_WALK_STEPS", 200))
FEWEST = 1
"""A step that was done less often than this over all walks proves nothing."""


def test_what_must_hold_holds_over_thousands_of_steps(walkers: dict[str, Viewer]) -> None:
    first = int(os.environ.get("NSP_WALK_SEED") or Random().getrandbits(32))
    begun, done, refused, why = time.monotonic(), Counter[str](), Counter[str](), Counter[str]()
    print(f"\n{WALKS} walks of {LENGTH} steps, seed {first}")
    for nth in range(WALKS):
        rng = Random(first + nth)
        walk = walked_or_made_short(walkers, [rng.getrandbits(48) for _n in range(LENGTH)], WAY)
        done += walk.done
        refused += walk.refused
        why += Counter(line.split("refused: ")[1].split()[0] for line in walk.trace if "refused: " in line)
    steps = [*(step.__name__ for step in WAY.steps), "close_the_year"]
    print(f"{'step':<18}{'done':>8}{'refused':>10}")
    for name in steps:
        print(f"{name:<18}{done[name]:>8}{refused[name]:>10}")
    print(f"{'together':<18}{done.total():>8}{refused.total():>10}   in {time.monotonic() - begun:.0f} s")
    print("refused by: " + ", ".join(f"{name} {n}" for name, n in why.most_common()))
    print(f"asked after each of the {WALKS * LENGTH} steps, of everything that there was:")
    for holds in HOLDS:
        print(f"  {holds.__name__.replace('_', ' ')}: {' '.join((holds.__doc__ or '').split())}")
    assert all(done[name] >= FEWEST for name in steps), done
