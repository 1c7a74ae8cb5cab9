"""What several tests of the walls ask about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.db import transaction

from accounts.models import User
from tests.walls.matrix.people import make_people
from tests.walls.matrix.things import Thing, make_things


class World(NamedTuple):
    """Everybody's account by first name, and one thing of each kind."""

    users: dict[str, User]
    things: list[Thing]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once for all tests of a file: each takes back what it did, and finds the same as the first. Not for tests
    that compare two answers of somebody who gets in: pages say for how many minutes something has waited."""
    with django_db_blocker.unblock(), transaction.atomic():
        users = make_people()
        yield World(users, make_things(users))
        transaction.set_rollback(True)
