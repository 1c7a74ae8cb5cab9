"""A small version of ``make prove P=reminders``: days of outages and kills, nothing lost and nobody told twice."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from accounts.models import User
from accounts.viewer import viewer_of
from tests.reminders.conftest import Environment
from tests.reminders.many_days import lived
from tests.reminders.many_lives import Life

pytestmark = pytest.mark.django_db(transaction=True)


def test_nothing_is_lost_and_nobody_is_told_twice(
    users: dict[str, User], march: datetime, worlds_apart: Environment, tmp_path: Path
) -> None:
    cast = {name.title(): viewer_of(user) for name, user in users.items()}
    found, days = lived(Life(cast, 337, march, days=7, persons=45), worlds_apart, tmp_path, chance=0.2)
    assert found.due > 40 and found.moved and days.worker.kills and days.outages and found.late, "nothing happened"
    assert (found.lost, found.unasked, found.doubled) == ([], [], 0)
    assert (found.unsent, found.unsaid, found.too_many) == (0, 0, [])
    assert days.refused and found.repeats <= days.answers_lost + days.worker.kills
