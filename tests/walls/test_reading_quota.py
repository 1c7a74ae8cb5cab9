"""Who opens many persons in an hour proves who they are, and is stopped before they have opened the register."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client

from accounts.clock import now
from accounts.door import acting_as
from accounts.models import User
from accounts.viewer import Viewer, system
from audit.models import AccessEvent
from tests.at_once import at_once
from tests.cases.test_share_a_person import told
from tests.factories import draft_request, identified
from tests.signing import has_an_app, signed_in_client

SignIn = Callable[[str], Client]
STALE = 11 * 60


@pytest.fixture(autouse=True)
def _small(settings: Any) -> None:
    settings.NSP_READING_QUOTA = (2, 4)


def _persons(by: Viewer, count: int) -> list[str]:
    return [f"/persons/{identified(by, at=now()).code}/" for _ in range(count)]


def test_past_the_first_number_a_new_person_asks_for_the_second_factor(alma: Viewer, users: dict[str, User]) -> None:
    pages = _persons(alma, 3)
    browser = signed_in_client(users["alma"], ago=STALE)
    assert [browser.get(page).status_code for page in pages] == [200, 200, 302]
    assert browser.get(pages[0]).status_code == 200  # whom one has opened stays open
    asked = browser.get(pages[2])
    assert "/reauthenticate/" in asked["Location"]
    assert browser.get(f"/api/v1{pages[2]}").json()["code"] == "prove_again"
    assert signed_in_client(users["alma"]).get(pages[2]).status_code == 200


def test_what_was_typed_comes_back_with_the_question_for_the_code(alma: Viewer, users: dict[str, User]) -> None:
    pages = _persons(alma, 3)
    browser = signed_in_client(users["alma"], ago=STALE)
    has_an_app(users["alma"])
    for page in pages[:2]:
        browser.get(page)
    asked = browser.post(f"{pages[2]}police-report/", {"made": "NO"})
    assert asked.status_code == 403
    assert 'name="made"' in asked.content.decode()


def test_past_the_second_nobody_new_is_opened_and_the_coordinators_are_told_once(
    alma: Viewer, dag: Viewer, disa: Viewer, signed_in: SignIn
) -> None:
    pages = _persons(alma, 6)
    browser = signed_in("alma")
    assert [browser.get(page).status_code for page in pages] == [200] * 4 + [429] * 2
    assert browser.get(f"/api/v1{pages[5]}").json() == {"code": "too_many"}
    assert browser.get(pages[0]).status_code == 200
    for viewer in (dag, disa):
        assert [kind for kind, _read in told(viewer) if kind == "READING_STOPPED"] == ["READING_STOPPED"]
    assert "Alma Lind öppnade så många personer" in signed_in("dag").get("/notices/").content.decode()


def test_lists_and_counts_are_no_persons(alma: Viewer, signed_in: SignIn) -> None:
    _persons(alma, 6)
    browser = signed_in("alma")
    assert [browser.get("/persons/").status_code for _ in range(8)] == [200] * 8


def test_pages_that_came_too_late_are_counted(alma: Viewer, signed_in: SignIn) -> None:
    forms = [f"/requests/{draft_request(alma, at=now()).ref}/edit/" for _ in range(6)]
    browser = signed_in("bo")
    late = [browser.post(form, {"version": "0", "go": "later", "why": "Sent."}).status_code for form in forms]
    assert late == [409] * 4 + [429] * 2


@pytest.mark.django_db(transaction=True)
def test_many_at_once_pass_no_more_than_the_number(alma: Viewer, users: dict[str, User]) -> None:
    pages = _persons(alma, 12)
    clients = [signed_in_client(users["alma"]) for _ in pages]
    answers = at_once(*(partial(_status, client, page) for client, page in zip(clients, pages, strict=True)))
    assert sorted(map(str, answers)) == ["200"] * 4 + ["429"] * 8
    with acting_as(system("test")):
        assert AccessEvent.objects.filter(act="SEE_PERSON", outcome="LOOKED", user_id=alma.id).count() == 4


def _status(client: Client, page: str) -> int:
    return client.get(page).status_code
