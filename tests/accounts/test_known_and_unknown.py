"""Whether an address has an account is told by no answer: same bytes, as much hashing, as many questions asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.accounts.test_second_factor import SECOND, SECRET, code
from tests.cast import PASSWORD
from tests.sameness import without_chance

SIGN_IN = "/account/login/"
NAMES = re.compile(r"_sync_\d+|_x\d+|s\d{6,}")
WRONG = "helt fel lösenord här"


@contextmanager
def hashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every time that a password is hashed, by whichever way."""
    runs: list[str] = []
    real = MD5PasswordHasher.encode

    def counted(self: Any, password: str, salt: str) -> str:
        runs.append("run")
        return str(real(self, password, salt))

    with monkeypatch.context() as patch:
        patch.setattr(MD5PasswordHasher, "encode", counted)
        yield runs


def tried(address: str, password: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[str], int, bytes]:
    """(hash runs, the kinds of questions to the database, status, page) of one attempt from a fresh browser."""
    client = Client()
    client.get(SIGN_IN)
    with (
        hashing(monkeypatch) as runs,
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        answer = client.post(SIGN_IN, {"login": address, "password": password})
    kinds = [NAMES.sub("…", query["sql"].split(" WHERE ")[0].split(" VALUES ")[0]) for query in asked.captured_queries]
    kinds = [kind for kind in kinds if "set_config" not in kind]  # whose event it is
    return len(runs), kinds, answer.status_code, without_chance(answer.content, address)


def test_a_wrong_password_and_an_unknown_address_cost_and_say_the_same(
    users: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried("warm@example.org", WRONG, monkeypatch)
    known = tried("alma@example.org", WRONG, monkeypatch)
    unknown = tried("ingen@example.org", WRONG, monkeypatch)
    assert known[0] == unknown[0] == 1
    assert known[1] == unknown[1]
    assert known[2:] == unknown[2:]


def test_a_frozen_account_with_a_wrong_password_is_no_exception(
    users: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.filter(pk=users["bo"].pk).update(is_active=False)
    tried("warm@example.org", WRONG, monkeypatch)
    assert tried("bo@example.org", WRONG, monkeypatch) == tried("ingen@example.org", WRONG, monkeypatch)


def test_capitals_and_spaces_make_no_other_account(users: dict[str, User]) -> None:
    answer = Client().post(SIGN_IN, {"login": " ALMA@Example.org ", "password": PASSWORD})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "to",
    ["https://boven.example/", "//boven.example/", "/\\boven.example", "javascript:alert(1)", "http:boven.example"],
)
def test_no_redirect_leads_to_another_host(users: dict[str, User], to: str) -> None:

    Authenticator.objects.create(user=users["alma"], type="totp", data={"secret": encrypt(SECRET)})
    client = Client()
    client.post(SIGN_IN, {"login": "alma@example.org", "password": PASSWORD, "next": to})
    assert client.post(SECOND, {"code": code()}).headers["Location"] == "/"
    client.get("/hidden/")
    unlocked = client.post("/account/second-factor/reauthenticate/", {"code": code(1), "next": to})
    for address in ("/look/", "/language/", "/account/logout/", "/demo/sign-in/"):
        answer = client.post(address, {"next": to, "theme": "dark", "language": "sv", "person": "alma"})
        assert "boven" not in answer.headers.get("Location", ""), address
    assert "boven" not in unlocked.headers.get("Location", "")


def test_the_sessions_key_is_another_after_each_step(users: dict[str, User]) -> None:

    Authenticator.objects.create(user=users["alma"], type="totp", data={"secret": encrypt(SECRET)})
    client = Client()
    session = client.session  # one that somebody else has put into the browser
    session["planted"] = True
    session.save()
    planted = client.cookies["sessionid"].value
    client.post(SIGN_IN, {"login": "alma@example.org", "password": PASSWORD})
    after_password = client.cookies["sessionid"].value
    client.post(SECOND, {"code": code()})
    after_factor = client.cookies["sessionid"].value
    assert len({planted, after_password, after_factor}) == 3
    for old in (planted, after_password):
        thief = Client()
        thief.cookies["sessionid"] = old
        assert thief.get("/").status_code == 302
    assert client.get("/").status_code == 200


def test_where_somebody_signs_in_from_stands_nowhere(users: dict[str, User], settings: Any) -> None:
    """Attempts are counted by address in a table that all processes share: it names none of them."""
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
    for number in range(2):
        Client(REMOTE_ADDR="203.0.113.77").post(SIGN_IN, {"login": "alma@example.org", "password": f"{WRONG}{number}"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM accounts_cache")
        names = [name for (name,) in cursor.fetchall()]
    assert len(names) >= 2
    assert [name for name in names if not re.fullmatch("[0-9a-f]{64}", name)] == []
