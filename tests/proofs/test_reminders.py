"""Reminders over many days of random outages up to 72 hours, kills and lost answers, on real workers and a driven clock.

Prints what was due, told, late, lost and doubled, and e-mails that were sent again. ``NSP_DAYS``, ``NSP_PERSONS`` and
``NSP_SEED`` say how much, and which dice.
"""

from __future__ import annotations

import os
import time
from datetime import datetime
from pathlib import Path
from random import randrange

import pytest

from accounts.viewer import Viewer
from tests.reminders.conftest import Environment, worlds_apart
from tests.reminders.many_days import LONGEST, Life, lived

__all__ = ["worlds_apart"]

pytestmark = pytest.mark.django_db(transaction=True)

DAYS = int(os.environ.get("NSP_DAYS", "400"))
PERSONS = int(os.environ.get("NSP_PERSONS", "2000"))
SEED = int(os.environ.get("NSP_SEED", "0")) or randrange(1, 1_000_000)


def test_nothing_is_lost_and_nobody_is_told_twice(
    alma: Viewer, march: datetime, worlds_apart: Environment, tmp_path: Path
) -> None:
    began = time.monotonic()
    life = Life(alma, SEED, march, days=DAYS, persons=PERSONS)
    found, worker = lived(life, worlds_apart, tmp_path, chance=0.08)
    hours, seconds = found.longest.total_seconds() / 3600, time.monotonic() - began
    print(f"\n  {DAYS} days, {PERSONS} persons, seed {SEED}, in {seconds:.0f} s:")
    print(f"  {life.outages} outages of up to {LONGEST}, {worker.kills} kills, {len(life.swept)} whole sweeps")
    print(f"  due {found.due}, told {found.told}, on a later day {found.late}, at most {hours:.0f} hours into it")
    print(f"  lost {len(found.lost)} (0), told unasked {len(found.unasked)} (0), doubled {found.doubled} (0)")
    print(
        f"  e-mails: not sent {found.unsent} (0), notices that none said of {found.unsaid} (0), sent again {found.repeats}, answers lost {life.answers_lost}"
    )
    print(f"  taken more often than counted {len(found.too_many)} (0)")
    assert (found.lost, found.unasked, found.doubled) == ([], [], 0)
    assert (found.unsent, found.unsaid, found.too_many) == (0, 0, [])
    assert found.repeats <= life.answers_lost + worker.kills
