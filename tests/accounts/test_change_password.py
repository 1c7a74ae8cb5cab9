"""Changing one's password while signed in: the old one, a fresh proof, and every other session ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.ways import NEW, delivered, own_spool
from tests.cast import PASSWORD
from tests.signing import signed_in_client

ADDRESS = "/own-account/password/"


def changed(client: Client, **said: str) -> Any:
    return client.post(ADDRESS, {"old": PASSWORD, "password": NEW, "again": NEW} | said)


def test_the_password_is_another_and_the_others_are_out(users: dict[str, User], settings: Any, tmp_path: Path) -> None:
    own_spool(settings, tmp_path)
    here, there = signed_in_client(users["alma"]), signed_in_client(users["alma"])
    before = here.session.session_key
    assert changed(here).status_code == 302
    assert here.get("/").status_code == 200
    assert here.session.session_key != before
    assert there.get("/").status_code == 302
    assert User.objects.get(pk=users["alma"].pk).check_password(NEW)
    (letter,) = delivered()
    assert (letter.to, "http" in letter.body, "lösenord" in letter.body) == ("alma@example.org", False, False)


@pytest.mark.parametrize(
    "said", [{"old": "fel"}, {"password": "kort", "again": "kort"}, {"again": "annat"}, {"old": ""}]
)
def test_what_is_wrong_changes_nothing(users: dict[str, User], said: dict[str, str]) -> None:
    assert changed(signed_in_client(users["alma"]), **said).status_code == 422
    assert User.objects.get(pk=users["alma"].pk).check_password(PASSWORD)


def test_it_asks_for_a_fresh_proof(users: dict[str, User]) -> None:
    assert changed(signed_in_client(users["alma"], ago=11 * 60)).status_code == 403
    assert User.objects.get(pk=users["alma"].pk).check_password(PASSWORD)
