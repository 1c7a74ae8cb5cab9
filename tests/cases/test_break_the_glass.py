"""A coordinator without an open errand reads sealed text for a reason, for three hours, and the actor sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.access import may
from accounts.acts import Act
from accounts.clock import now
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, PointsOut, WrongState
from accounts.models import User
from accounts.viewer import Viewer, system
from audit.models import AccessEvent
from cases.models import Person
from cases.services import sharing
from tests.cases.test_restrict_a_person import restricted
from tests.cases.test_share_a_person import told
from tests.factories import identified
from tests.signing import has_an_app, signed_in_client

SignIn = Callable[[str], Client]
WHY = "Polisen ringer om ett akut hot i natt."


def _may_read(viewer: Viewer, person: Person) -> bool:
    with acting_as(viewer):
        return may(viewer, Act.READ_SEALED, Person.objects.get(pk=person.pk))


def test_it_opens_for_three_hours_and_for_nobody_else(alma: Viewer, dag: Viewer, disa: Viewer) -> None:
    person = identified(alma, at=now())
    assert not _may_read(dag, person)
    with acting_as(dag):
        row = sharing.break_glass(person.code, WHY, by=dag, at=now())
    assert row.until - row.at == timedelta(hours=3)
    assert _may_read(dag, person)
    assert not _may_read(disa, person)
    with acting_as(disa):
        old = sharing.break_glass(person.code, WHY, by=disa, at=now() - timedelta(hours=3, seconds=1))
    assert old.pk
    assert not _may_read(disa, person)


def test_it_needs_a_reason_that_names_nobody_and_is_not_broken_twice(alma: Viewer, dag: Viewer) -> None:
    person = identified(alma, at=now())
    for reason, error in (("", Invalid), ("behöver läsa", Invalid), (f"{WHY} Ring 070-123 45 67.", PointsOut)):
        with acting_as(dag), pytest.raises(error):
            sharing.break_glass(person.code, reason, by=dag, at=now())
    with acting_as(dag):
        sharing.break_glass(person.code, WHY, by=dag, at=now())
    with acting_as(dag), pytest.raises(WrongState):
        sharing.break_glass(person.code, WHY, by=dag, at=now())
    with acting_as(alma), pytest.raises(NotFound):
        sharing.break_glass(person.code, WHY, by=alma, at=now())


def test_the_page_asks_for_the_second_factor_and_keeps_what_was_typed(
    alma: Viewer, dag: Viewer, users: dict[str, User]
) -> None:
    person = identified(alma, at=now())
    address = f"/persons/{person.code}/break-glass/"
    has_an_app(users["dag"])
    old = signed_in_client(users["dag"], ago=11 * 60)
    assert "Jag behöver läsa den nu" in old.get(f"/persons/{person.code}/").content.decode()
    assert old.get(address).status_code == 200
    asked = old.post(address, {"reason": WHY})
    assert asked.status_code == 403
    assert WHY in asked.content.decode()
    fresh = signed_in_client(users["dag"])
    assert fresh.post(address, {"reason": ""}).status_code == 422
    done = fresh.post(address, {"reason": WHY})
    assert done["Location"] == f"/persons/{person.code}/"
    assert fresh.get(address).status_code == 200
    with acting_as(system("test")):
        assert AccessEvent.objects.filter(act="BREAK_GLASS", outcome="DONE", user_id=dag.id).count() == 1


def test_the_actor_is_told_and_reads_the_reason_where_it_sees_who_sees(
    signed_in: SignIn, alma: Viewer, maj: Viewer, bo: Viewer, dag: Viewer, cia: Viewer
) -> None:
    person = identified(alma, at=now())
    with acting_as(dag):
        sharing.break_glass(person.code, WHY, by=dag, at=now())
    assert [len(told(one)) for one in (alma, maj, bo, cia)] == [1, 1, 0, 0]
    page = signed_in("bo").get(f"/persons/{person.code}/access/").content.decode()
    assert WHY in page
    assert "Dag Ek" in page
    assert WHY not in signed_in("disa").get(f"/persons/{person.code}/access/").content.decode()


def test_of_a_restricted_person_only_the_named_aretold(alma: Viewer, maj: Viewer, bo: Viewer, dag: Viewer) -> None:
    person = identified(alma, at=now())
    restricted(person, maj, alma)
    assert [len(told(one)) for one in (alma, maj, bo)] == [1, 0, 0]
    with acting_as(dag):
        sharing.break_glass(person.code, WHY, by=dag, at=now())
    assert [len(told(one)) for one in (alma, maj, bo)] == [2, 0, 0]
