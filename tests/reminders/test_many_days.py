"""A small version of ``make prove P=reminders``: days of outages and kills, nothing lost and nobody told twice."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from accounts.viewer import Viewer
from tests.reminders.conftest import Environment
from tests.reminders.many_days import Life, lived

pytestmark = pytest.mark.django_db(transaction=True)


def test_nothing_is_lost_and_nobody_is_told_twice(
    alma: Viewer, march: datetime, worlds_apart: Environment, tmp_path: Path
) -> None:
    life = Life(alma, 337, march, days=7, persons=45)
    found, worker = lived(life, worlds_apart, tmp_path, chance=0.2)
    assert found.due > 40 and worker.kills and life.outages and found.late, "nothing happened"
    assert (found.lost, found.unasked, found.doubled) == ([], [], 0)
    assert (found.unsent, found.unsaid, found.too_many) == (0, 0, [])
    assert found.repeats <= life.answers_lost + worker.kills
