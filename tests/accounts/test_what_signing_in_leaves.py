"""Signing in and out, failed attempts, locks and unlocks, changed second factors: each leaves an event, none of what
was typed."""

from __future__ import annotations

import json

from allauth.mfa.models import Authenticator
from django.test import Client

from accounts import log
from accounts.acts import Act
from accounts.door import acting_as
from accounts.models import User
from accounts.viewer import system
from audit.models import AccessEvent, Outcome
from tests.accounts.test_second_factor import SECOND, SIGN_IN, alma_has_an_app, by_password, code
from tests.signing import signed_in_client

assert alma_has_an_app, "a fixture"


def _events() -> list[AccessEvent]:
    with acting_as(system("test")):
        return list(AccessEvent.objects.order_by("at"))


def _said() -> list[tuple[str, str, str]]:
    return [(event.act, event.outcome, event.why) for event in _events()]


def _try(address: str, password: str) -> Client:
    client = Client()
    assert client.post(SIGN_IN, {"login": address, "password": password}).status_code == 200
    return client


def test_a_wrong_password_is_on_the_account(users: dict[str, User]) -> None:
    _try("ALMA@example.org", "fel lösenord som är långt")
    (event,) = _events()
    assert (event.act, event.outcome, event.why) == ("SIGN_IN", "REFUSED", "password")
    assert (event.user_id, event.kind, event.ref) == (users["alma"].pk, "", "")


def test_an_unknown_address_is_told_by_no_letter_of_it_and_the_same_one_is_the_same(users: dict[str, User]) -> None:
    for address in ("nobody@example.org", "Nobody@example.org", "other@example.org"):
        _try(address, "fel lösenord som är långt")
    first, again, other = _events()
    assert {event.user_id for event in (first, again, other)} == {log.NOBODY.id}
    assert first.ref == again.ref != other.ref
    assert (first.kind, len(first.ref)) == ("Address", 16)
    assert "nobody" not in str(vars(first)).lower()


def test_signing_in_and_out(alma_has_an_app: User) -> None:
    client = by_password()
    assert _said() == [], "a password alone is no sign-in"
    client.post(SECOND, {"code": "000000"})
    client.post(SECOND, {"code": code()})
    client.post("/account/logout/")
    assert _said() == [
        ("SIGN_IN", "REFUSED", "second_factor"),
        ("SIGN_IN", "DONE", ""),
        ("SIGN_IN", "DONE", "signed_out"),
    ]
    assert {event.user_id for event in _events()} == {alma_has_an_app.pk}


def test_a_refused_passkey_is_remembered(alma_has_an_app: User) -> None:
    client = by_password()
    for nonsense in ({"id": "x"}, [1], "x", {"id": 5, "rawId": 5}):
        client.post(SECOND, {"credential": json.dumps(nonsense)})
    assert set(_said()) == {("SIGN_IN", "REFUSED", "second_factor")} and len(_said()) == 4


def test_locking_by_hand_and_unlocking(alma_has_an_app: User) -> None:
    client = signed_in_client(alma_has_an_app)
    for _ in range(2):
        client.get("/hidden/")
    assert _said() == [("HIDE_SCREEN", "DONE", "")], "locked once"
    address = "/account/second-factor/reauthenticate/?next=/"
    client.get(address)
    client.post(address, {"code": "000000"})
    client.post(address, {"code": code()})
    assert _said()[1:] == [("PROVE", "REFUSED", "second_factor"), ("PROVE", "DONE", "unlocked")]


def test_a_session_that_was_left_alone_locks_itself(users: dict[str, User]) -> None:
    client = signed_in_client(users["alma"], ago=20 * 60)
    for _ in range(2):
        assert client.get("/").status_code == 302
    assert _said() == [("HIDE_SCREEN", "DONE", "idle")]


def test_a_session_that_is_too_old_ends(users: dict[str, User]) -> None:
    signed_in_client(users["alma"], ago=13 * 60 * 60).get("/")
    assert _said() == [("SIGN_IN", "DONE", "over")]


def test_changing_the_second_factor(alma_has_an_app: User) -> None:
    Authenticator.objects.create(user=alma_has_an_app, type="webauthn", data={"name": "x", "credential": {}})
    client = signed_in_client(alma_has_an_app)
    client.get("/account/second-factor/totp/deactivate/")
    client.post("/account/second-factor/totp/deactivate/")
    assert _said() == [("SECOND_FACTOR", "LOOKED", ""), ("SECOND_FACTOR", "DONE", "removed")]


def test_an_act_outside_the_door_that_notes_nothing_by_itself_is_noted_by_its_answer(users: dict[str, User]) -> None:
    client = signed_in_client(users["alma"])
    client.get("/account/second-factor/")
    client.delete("/account/second-factor/")
    assert _said() == [("SECOND_FACTOR", "LOOKED", ""), ("SECOND_FACTOR", "REFUSED", "405")]


def test_what_is_done_to_another_account_names_it_by_a_reference(users: dict[str, User]) -> None:
    log.note(Act.SECOND_FACTOR, by=users["dag"].pk, about=users["alma"].pk, why="lost")
    (event,) = _events()
    assert (event.user_id, event.kind, event.ref) == (users["dag"].pk, "User", log.ref_of(users["alma"].pk))
    assert (event.outcome, event.person_id) == (Outcome.DONE, None)
