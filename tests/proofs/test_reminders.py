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

from accounts.models import User
from accounts.viewer import viewer_of
from tests.reminders.conftest import Environment, worlds_apart
from tests.reminders.many_days import LONGEST, lived
from tests.reminders.many_lives import Life

__all__ = ["worlds_apart"]

pytestmark = pytest.mark.django_db(transaction=True)

DAYS = int(os.environ.get("NSP_DAYS", "400"))
PERSONS = int(os.environ.get("NSP_PERSONS", "2000"))
SEED = int(os.environ.get("NSP_SEED", "0")) or randrange(1, 1_000_000)


def test_nothing_is_lost_and_nobody_is_told_twice(
    users: dict[str, User], march: datetime, worlds_apart: Environment, tmp_path: Path
) -> None:
    began = time.monotonic()
    cast = {name.title(): viewer_of(user) for name, user in users.items()}
    life = Life(cast, SEED, march, days=DAYS, persons=PERSONS)
    print(f"\n  {DAYS} days, {PERSONS} persons, seed {SEED}", flush=True)

    def say(line: str) -> None:
        print(f"{line} ({time.monotonic() - began:.0f} s)", flush=True)

    found, days = lived(life, worlds_apart, tmp_path, chance=0.08, say=say)
    hours, seconds = found.longest.total_seconds() / 3600, time.monotonic() - began
    print(f"\n  {DAYS} days, {PERSONS} persons, seed {SEED}, in {seconds:.0f} s:")
    print(
        f"  {days.outages} outages of up to {LONGEST.days} days, {days.worker.kills} kills, {len(days.swept)} whole sweeps"
    )
    print(f"  due {found.due}, of them {found.moved} to whoever was meant later; told {found.told}")
    print(f"  on a later day {found.late}, at most {hours:.0f} hours after it was due")
    print(f"  lost {len(found.lost)} (0), told unasked {len(found.unasked)} (0), doubled {found.doubled} (0)")
    print(f"  e-mails {found.mails}: not sent {found.unsent} (0), notices that none said of {found.unsaid} (0)")
    print(f"  sent again after a lost answer or a kill {found.repeats}; answers lost {days.answers_lost}")
    print(f"  refused by the server {days.refused}; taken more often than counted {len(found.too_many)} (0)")
    for name, keys in (("lost", found.lost), ("unasked", found.unasked)):
        for key in keys[:20]:
            print(f"  {name}: {key}")
    assert (found.lost, found.unasked, found.doubled) == ([], [], 0)
    assert (found.unsent, found.unsaid, found.too_many) == (0, 0, [])
    assert found.repeats <= days.answers_lost + days.worker.kills
