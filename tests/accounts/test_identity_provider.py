"""Signing in by an actor's own identity provider: a small real one, which signs what it says with a key of its own."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from accounts.models import User
from nsp import environment
from tests.accounts.test_second_factor import SECOND, SECRET, SIGN_IN, code


class Provider(HTTPServer):
    """``says`` is what it tells of whoever signs in there; ``key`` what it signs with."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.key = self.published = rsa.generate_private_key(65537, 2048)
        self.says: dict[str, Any] = {"email": "alma@example.org", "email_verified": True}
        self.address = f"http://127.0.0.1:{self.server_address[1]}"

    def token(self) -> str:
        """Who it is, signed."""
        now = int(time.time())
        about = {"iss": self.address, "aud": "nsp", "sub": "17", "iat": now, "exp": now + 60, **self.says}
        return jwt.encode(about, self.key, algorithm="RS256", headers={"kid": "1"})


class _Answer(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        """What it is, and its key."""
        home = self.server.address
        if self.path == "/.well-known/openid-configuration":
            places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            self._say({"issuer": home, **{name: f"{home}/{place}" for name, place in places.items()}})
        else:
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.server.published.public_key()))
            self._say({"keys": [key | {"kid": "1", "alg": "RS256", "use": "sig"}]})

    def do_POST(self) -> None:
        """A token for a code: the verifier must be there, as PKCE has it."""
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        right = sent["code"] == ["en-kod"] and sent["client_secret"] == ["hemligt"] and sent.get("code_verifier")
        self._say({"access_token": "x", "token_type": "Bearer", "id_token": self.server.token()} if right else {})

    def _say(self, what: dict[str, Any]) -> None:
        body = json.dumps(what).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """Linden's own, which speaks for example.org."""
    server = Provider()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    row = {"id": "linden", "name": "Lindens inloggning", "client_id": "nsp", "secret": "hemligt"}
    monkeypatch.setenv("NSP_OIDC", json.dumps([row | {"server_url": server.address, "domains": ["Example.org"]}]))
    apps = environment.identity_providers("test")
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}}
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def signed_in_there(client: Client, **query: str) -> Any:
    """There and back: what our program answers to what the browser brings."""
    to = client.get("/account/oidc/linden/", {"process": "login", **query})
    assert to.status_code == 302, to.content
    asked = parse_qs(urlsplit(to.headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    return client.get("/account/oidc/linden/back/", {"code": "en-kod", "state": asked["state"][0]})


@pytest.fixture
def alma(users: dict[str, User]) -> User:
    Authenticator.objects.create(user=users["alma"], type="totp", data={"secret": encrypt(SECRET)})
    return users["alma"]


def test_the_provider_stands_for_the_password_and_the_second_step_is_ours(provider: Provider, alma: User) -> None:
    client = Client()
    page = client.get(SIGN_IN, {"next": "/persons/"}).content.decode()
    assert "Logga in med Lindens inloggning" in page
    answer = signed_in_there(client, next="/persons/")
    assert answer.headers["Location"].startswith(SECOND)
    assert client.get("/").status_code == 302
    assert client.post(SECOND, {"code": code()}).headers["Location"] == "/persons/"
    assert client.get("/persons/").status_code == 200
    alma.refresh_from_db()
    assert alma.has_usable_password()


def test_who_has_no_second_step_yet_must_make_one(provider: Provider, users: dict[str, User]) -> None:
    client = Client()
    assert signed_in_there(client).status_code == 302
    assert client.get("/persons/").headers["Location"].startswith("/account/second-factor/")


@pytest.mark.parametrize(
    "says",
    [
        {"email": "ingen@example.org"},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": ""},
        {"iss": "https://boven.example"},
        {"aud": "nagon-annan"},
        {"exp": 1},
    ],
    ids=str,
)
def test_what_it_may_not_say_signs_nobody_in_and_makes_no_account(
    provider: Provider, alma: User, says: dict[str, Any]
) -> None:
    provider.says |= says
    count = User.objects.count()
    client = Client()
    answer = signed_in_there(client)
    assert answer.status_code == 403
    assert client.get("/").status_code == 302
    assert client.get(SECOND).status_code == 302
    assert User.objects.count() == count


def test_a_provider_speaks_for_its_own_domains_only(provider: Provider, users: dict[str, User]) -> None:
    User.objects.filter(pk=users["dag"].pk).update(email="dag@samordning.example")
    provider.says["email"] = "dag@samordning.example"
    assert signed_in_there(Client()).status_code == 403


def test_a_token_by_another_key_is_refused(provider: Provider, alma: User) -> None:
    provider.key = rsa.generate_private_key(65537, 2048)
    assert signed_in_there(Client()).status_code == 403


def test_what_another_browser_began_is_not_ended_here(provider: Provider, alma: User) -> None:
    to = Client().get("/account/oidc/linden/", {"process": "login"})
    state = parse_qs(urlsplit(to.headers["Location"]).query)["state"][0]
    for query in ({"code": "en-kod", "state": state}, {"code": "en-kod"}, {}):
        assert Client().get("/account/oidc/linden/back/", query).status_code == 403


def test_a_frozen_account_stays_out(provider: Provider, alma: User) -> None:
    User.objects.filter(pk=alma.pk).update(is_active=False)
    client = Client()
    assert signed_in_there(client).headers["Location"].endswith("/account/inactive/")
    assert client.get("/").status_code == 302


def test_nothing_is_connected_and_no_other_host_is_led_to(provider: Provider, alma: User) -> None:
    assert signed_in_there(Client(), process="connect").status_code == 403
    client = Client()
    signed_in_there(client, next="https://boven.example/")
    assert client.post(SECOND, {"code": code()}).headers["Location"] == "/"


def test_a_provider_that_there_is_not_is_no_page(db: None) -> None:
    for address in ("/account/oidc/ingen/", "/account/oidc/ingen/back/"):
        assert Client().get(address).status_code == 404
    assert "Logga in med" not in Client().get(SIGN_IN).content.decode()


@pytest.mark.parametrize(
    "said",
    [
        "{",
        '[{"id": "x"}]',
        '[{"id":"x","name":"X","client_id":"c","secret":"s","server_url":"http://x","domains":["x"]}]',
    ],
)
def test_a_setting_that_is_not_right_is_told_at_the_start(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("NSP_OIDC", said)
    with pytest.raises(ImproperlyConfigured, match="NSP_OIDC"):
        environment.identity_providers("production")
