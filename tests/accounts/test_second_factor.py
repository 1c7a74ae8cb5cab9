"""Signing in: the password, then always a second factor; codes once; passkeys for those who must have one."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import encrypt
from django.test import Client

from accounts.models import User
from tests.accounts.ways import delivered, own_spool
from tests.cast import PASSWORD
from tests.signing import signed_in_client

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SIGN_IN, SECOND, SET_UP = "/account/login/", "/account/second-factor/authenticate/", "/account/second-factor/"


def code(away: int = 0) -> str:
    """What the app shows now, or so many half minutes away."""
    return code_of(SECRET, away)


def code_of(secret: str, away: int = 0) -> str:
    """The same for an app with another secret."""
    counter = int(time.time()) // app_settings.TOTP_PERIOD + away
    return str(format_hotp_value(hotp_value(secret, counter)))


@pytest.fixture
def alma_has_an_app(users: dict[str, User]) -> User:
    Authenticator.objects.create(user=users["alma"], type="totp", data={"secret": encrypt(SECRET)})
    return users["alma"]


def by_password(name: str = "alma", client: Client | None = None) -> Client:
    client = client or Client()
    answer = client.post(SIGN_IN, {"login": f"{name}@example.org", "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client


def test_a_password_alone_opens_nothing(alma_has_an_app: User) -> None:
    client = by_password()
    for address in ("/", "/persons/", "/api/v1/persons/", SET_UP, "/own-account/"):
        answer = client.get(address)
        assert answer.status_code in (302, 401), address
        assert "Alma" not in answer.content.decode()


def test_password_and_code_open_the_program(alma_has_an_app: User) -> None:
    client = by_password()
    assert "Sex siffror" in client.get(SECOND).content.decode()
    assert client.post(SECOND, {"code": code()}).headers["Location"] == "/"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("wrong", ["000000", "", "12", "abcdef", "\u0661\u0662\u0663\u0664\u0665\u0666", "1" * 500])
def test_a_wrong_code_is_told_and_opens_nothing(alma_has_an_app: User, wrong: str) -> None:
    client = by_password()
    answer = client.post(SECOND, {"code": wrong})
    assert answer.status_code == 200
    assert client.get("/").status_code == 302


def test_a_late_code_and_a_coming_one_open_nothing(alma_has_an_app: User) -> None:
    client = by_password()
    for away in (-3, -2, 2, 3):
        client.post(SECOND, {"code": code(away)})
        assert client.get("/").status_code == 302


def test_a_code_is_used_once(alma_has_an_app: User) -> None:
    first, second = by_password(), by_password()
    shown = code()
    first.post(SECOND, {"code": shown})
    answer = second.post(SECOND, {"code": shown})
    assert "redan använd" in answer.content.decode()
    assert first.get("/").status_code == 200
    assert second.get("/").status_code == 302


def test_the_secret_of_the_codes_is_sealed(alma_has_an_app: User) -> None:
    assert SECRET not in str(Authenticator.objects.get().data)


def test_the_first_sign_in_leads_to_making_a_second_factor_and_nowhere_else(users: dict[str, User]) -> None:
    client = by_password()
    for address in ("/", "/persons/", "/own-account/"):
        assert client.get(address).headers["Location"].startswith(SET_UP), address
    assert client.get("/api/v1/persons/").json()["code"] == "second_factor"
    page = client.get(SET_UP).content.decode()
    assert "Skapa en passkey" in page
    assert "Använd en app" in page


@pytest.mark.django_db(transaction=True)
def test_making_the_first_second_factor_opens_the_program(users: dict[str, User]) -> None:
    client = by_password()
    client.get("/account/second-factor/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    shown = str(format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD)))
    assert client.post("/account/second-factor/totp/activate/", {"code": shown}).status_code == 302
    page = client.get("/account/second-factor/").content.decode()
    assert page.index("Till startsidan") < page.index("Skapa en passkey"), "the way on comes before another way in"
    assert client.get("/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_the_owner_hears_that_something_changed_and_not_what(
    alma_has_an_app: User, settings: Any, tmp_path: Path
) -> None:
    own_spool(settings, tmp_path)
    client = signed_in_client(alma_has_an_app)
    passkey = Authenticator.objects.create(user=alma_has_an_app, type="webauthn", data={"name": "Nyckel"})
    assert client.post(f"{SET_UP}webauthn/keys/{passkey.pk}/remove/").status_code == 302
    (letter,) = delivered()
    assert (letter.to, letter.subject) == ("alma@example.org", "Ditt sätt att logga in har ändrats")
    assert not re.search("passkey|nyckel|kod|http", letter.body, re.IGNORECASE)


def test_another_session_with_the_password_alone_is_over_once_there_is_a_second_factor(users: dict[str, User]) -> None:
    thief = by_password()
    assert thief.get(SET_UP).status_code == 200
    Authenticator.objects.create(user=users["alma"], type="totp", data={"secret": encrypt(SECRET)})
    assert thief.get("/account/second-factor/totp/activate/").status_code == 302
    assert thief.get("/").status_code == 302
    assert "_auth_user_id" not in thief.session


def test_whoever_must_have_a_passkey_is_not_let_in_by_a_code(users: dict[str, User], settings: object) -> None:
    settings.NSP_PASSKEY_ROLES = frozenset({"COORDINATOR"})  # type: ignore[attr-defined]
    client = signed_in_client(users["dag"], proof="totp")
    page = client.get("/", follow=True).content.decode()
    assert "I din roll behöver du en passkey" in page
    assert "Använd en app" not in page
    assert signed_in_client(users["dag"], proof="webauthn").get("/").status_code == 200
    assert signed_in_client(users["alma"], proof="totp").get("/").status_code == 200


def test_the_last_second_factor_stays(alma_has_an_app: User) -> None:
    client = signed_in_client(alma_has_an_app)
    page = client.get("/account/second-factor/totp/deactivate/").content.decode()
    assert "enda andra steg" in page
    client.post("/account/second-factor/totp/deactivate/")
    assert Authenticator.objects.filter(user=alma_has_an_app).exists()


def test_changing_the_second_factor_asks_for_it_again(alma_has_an_app: User) -> None:
    client = signed_in_client(alma_has_an_app, ago=11 * 60)
    answer = client.get("/account/second-factor/webauthn/add/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/account/second-factor/reauthenticate/")
    assert "Sex siffror" in answer.content.decode()
