"""What every test shares: the databases, the standing cast, and the day on which things happen."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from django.test import Client, TransactionTestCase

from accounts import clock
from accounts.acts import Role
from accounts.clock import STOCKHOLM
from accounts.models import Actor, Appointment, User
from accounts.viewer import Viewer, viewer_of
from tests import emptying, template
from tests.signing import signed_in_client

BOTH = ["default", "owner"]
WITHOUT_DATABASE = ("rules", "house")
LONGEST = (
    *("test_matrix", "test_nonsense", "test_web", "test_asking_around", "test_canaries", "test_deadlines"),
    "test_pages",
)
"""Run first, the next test always by whoever is free (tools/check.py): no core waits at the end for another's."""

LAST_SECONDS = 30


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test outside the pure folders reaches both aliases: the program's login and the owner's."""
    here = Path(__file__).parent
    for item in items:
        folder = item.path.relative_to(here).parts[0] if item.path.is_relative_to(here) else ""
        marks = list(item.iter_markers("django_db"))
        if folder in WITHOUT_DATABASE and not marks:
            continue
        transaction = any(m.kwargs.get("transaction") for m in marks)
        item.own_markers[:] = [m for m in item.own_markers if m.name != "django_db"]
        item.add_marker(pytest.mark.django_db(transaction=transaction, databases=BOTH), append=False)
        if folder in ("browser", "proofs"):
            item.add_marker(pytest.mark.browser if folder == "browser" else pytest.mark.proof)
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """A test asks more than once which day it is: none begins in the last half minute of one."""
    left = (clock.dawn(clock.today() + timedelta(days=1)) - clock.now()).total_seconds()
    if left <= LAST_SECONDS:
        sleep(left)


def pytest_collection_finish() -> None:
    """What has been imported stays until the end: the collector does not walk through it again during every test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The test database begins as a copy of one that has every table."""
    from django.db import connections

    connections["owner"].settings_dict["TEST"]["TEMPLATE"] = template.with_every_table()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database, with reference data and the cast committed into it."""
    from tests import cast

    with django_db_blocker.unblock():
        cast.load()
        emptying.keep()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", emptying.empty)
        yield
    from django.db import connections

    connections["default"].close()


@pytest.fixture
def users(db: None) -> dict[str, User]:
    """The cast's accounts by first name."""
    return {user.email.split("@")[0]: user for user in User.objects.all()}


def _viewer(name: str) -> Callable[[dict[str, User]], Viewer]:
    @pytest.fixture(name=name)
    def viewer(users: dict[str, User]) -> Viewer:
        return viewer_of(users[name])

    return viewer


alma, bo, cia = _viewer("alma"), _viewer("bo"), _viewer("cia")
dag, disa, eva = _viewer("dag"), _viewer("disa"), _viewer("eva")
frej, olle = _viewer("frej"), _viewer("olle")
maj, ada = _viewer("maj"), _viewer("ada")


@pytest.fixture
def gerd(users: dict[str, User]) -> Viewer:
    """Somebody with two roles: a coordinator who is also caseworker at Noor."""
    noor = Actor.objects.get(ref="A-NOOR")
    user = users["gerd"] = User.objects.create_user("gerd@example.org", "Gerd Gran", employer=noor)
    user.groups.add(noor.group)
    Appointment.objects.create(user=user, role=Role.COORDINATOR, actor=None)
    Appointment.objects.create(user=user, role=Role.CASEWORKER, actor=noor)
    return viewer_of(user)


@pytest.fixture
def march() -> datetime:
    """A moment to act at: Sunday 1 March 2026, ten in the morning in Stockholm."""
    return datetime(2026, 3, 1, 10, 0, tzinfo=STOCKHOLM)


@pytest.fixture
def signed_in(users: dict[str, User]) -> Callable[[str], Client]:
    """A browser-less client signed in as one of the cast."""

    def sign_in(name: str) -> Client:
        return signed_in_client(users[name])

    return sign_in
