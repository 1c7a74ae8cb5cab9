"""Lock instead of log-out: after a quarter of an hour, when the screen is hidden, and for what is sensitive."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.test import Client

from accounts import clock
from accounts.models import User
from tests.accounts.test_second_factor import SECRET, code
from tests.signing import signed_in_client

MINUTE = 60
UNLOCK = "/account/second-factor/reauthenticate/"


@pytest.fixture
def app(users: dict[str, User]) -> None:
    for user in users.values():
        Authenticator.objects.create(user=user, type="totp", data={"secret": encrypt(SECRET)})


def idle(client: Client, minutes: float) -> None:
    session = client.session
    session["nsp.seen"] = clock.now().timestamp() - minutes * MINUTE
    session.save()


def test_idle_for_a_quarter_locks_and_the_code_leads_back(app: None, users: dict[str, User]) -> None:
    client = signed_in_client(users["alma"], ago=30 * MINUTE)
    idle(client, 16)
    answer = client.get("/persons/?place=RUNNING")
    assert answer.headers["Location"].startswith(UNLOCK)
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Låst" in page
    back = client.post(answer.headers["Location"], {"code": code(), "next": "/persons/?place=RUNNING"})
    assert back.headers["Location"] == "/persons/?place=RUNNING"
    assert client.get("/persons/").status_code == 200


def test_a_sign_of_life_within_the_quarter_keeps_it_open_and_a_poll_is_none(users: dict[str, User]) -> None:
    client = signed_in_client(users["alma"], ago=30 * MINUTE)
    idle(client, 14)
    assert client.get("/").status_code == 200
    assert clock.now().timestamp() - client.session["nsp.seen"] < MINUTE


def test_a_locked_session_answers_a_program_and_a_part_of_a_page_too(users: dict[str, User]) -> None:
    client = signed_in_client(users["alma"], ago=30 * MINUTE)
    idle(client, 16)
    answer = client.get("/api/v1/persons/")
    assert (answer.status_code, answer.json()["code"]) == (401, "locked")
    assert client.get("/", headers={"HX-Request": "true"}).status_code == 401


def test_a_form_sent_from_a_locked_session_comes_through_with_the_code(app: None, users: dict[str, User]) -> None:
    client = signed_in_client(users["alma"], ago=30 * MINUTE)
    idle(client, 16)
    typed = {"q": "Blå Björk <b>", "many": ["ett", "två"]}
    asked = client.post("/search/", typed)
    page = asked.content.decode()
    assert asked.status_code == 403
    assert "Låst" in page
    assert "Blå Björk &lt;b&gt;" in page
    assert page.count("två</textarea>") == 1
    wrong = client.post("/search/", {**typed, "nsp_code": "000000"})
    assert "Blå Björk &lt;b&gt;" in wrong.content.decode()
    assert wrong.status_code == 403
    assert client.post("/search/", {**typed, "nsp_code": code()}).status_code == 200


def test_hiding_the_screen_locks(app: None, users: dict[str, User]) -> None:
    client = signed_in_client(users["alma"])
    client.get("/hidden/")
    assert client.get("/").headers["Location"].startswith(UNLOCK)
    client.post(UNLOCK, {"code": code()})
    assert client.get("/").status_code == 200


def test_an_answer_that_comes_after_the_screen_was_hidden_does_not_open_it_again(
    app: None, users: dict[str, User]
) -> None:
    client = signed_in_client(users["alma"])
    late = client.session  # a request that has begun
    late["nsp.seen"] = clock.now().timestamp()
    client.get("/hidden/")
    late.save()
    assert client.get("/persons/").status_code == 302
    assert client.post(UNLOCK, {"code": code()}).status_code == 302
    assert client.get("/persons/").status_code == 200


def test_twelve_hours_end_it_whatever_happens(users: dict[str, User]) -> None:
    client = signed_in_client(users["alma"], ago=12 * 60 * MINUTE + 1)
    idle(client, 1)
    assert client.get("/").headers["Location"].startswith("/account/login/")
    assert "_auth_user_id" not in client.session


def test_a_frozen_account_is_out_from_the_next_request(users: dict[str, User]) -> None:
    client = signed_in_client(users["alma"])
    assert client.get("/").status_code == 200
    User.objects.filter(pk=users["alma"].pk).update(is_active=False)
    assert client.get("/").headers["Location"].startswith("/account/login/")
    assert client.get("/api/v1/persons/").status_code == 401


def test_deciding_asks_again_when_the_proof_is_old_and_looking_does_not(
    app: None, users: dict[str, User], alma: object
) -> None:
    from tests.factories import sent_request

    sent = sent_request(alma, at=clock.now())  # type: ignore[arg-type]
    client = signed_in_client(users["disa"], ago=11 * MINUTE)
    idle(client, 1)
    address = f"/requests/{sent.ref}/decide/"
    assert client.get(address).status_code == 200
    typed = {"choice": "CONFIRM", "reason": "Behövs i natt.", "step": "check", "version": str(sent.version)}
    asked = client.post(address, typed)
    assert asked.status_code == 403
    assert "Visa att det är du" in asked.content.decode()
    assert "Behövs i natt." in asked.content.decode()
    checked = client.post(address, {**typed, "nsp_code": code()})
    assert checked.status_code == 200
    assert "Behövs i natt." in checked.content.decode()
    assert client.post(address, {**typed, "step": "decide"}).status_code == 302


def test_a_program_is_told_to_prove_again(users: dict[str, User]) -> None:
    client = signed_in_client(users["disa"], ago=11 * MINUTE)
    idle(client, 1)
    answer = client.post("/api/v1/requests/T-AAAA-AAAA/decide/", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (401, "prove_again")
