"""A passkey's answer opens this site and no other's opens it: origin, site, challenge, key and use are all looked at.

The authenticator is a small one of the test's own: a real key that signs what a browser would have it sign.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from accounts.models import User
from tests.accounts.test_second_factor import SECOND, by_password

HERE, SITE = "https://testserver", "testserver"
IDENTITY = b"a key of the test"


@dataclass
class Key:
    """A passkey in somebody's hand."""

    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    uses: int = 0

    def registered(self) -> dict[str, Any]:
        """What the browser said when it was made."""
        public = ES256.from_cryptography_key(self.private.public_key())  # type: ignore[no-untyped-call]
        about = AttestedCredentialData.create(b"\0" * 16, IDENTITY, public)
        said = AuthenticatorData.create(sha256(SITE.encode()).digest(), AuthenticatorData.FLAG(0x45), 0, about)
        made = json.dumps({"type": "webauthn.create", "challenge": "eA", "origin": HERE}).encode()
        return _shown({"attestationObject": AttestationObject.create("none", said, {}), "clientDataJSON": made})

    def answer(self, challenge: str, *, origin: str = HERE, site: str = SITE, kind: str = "webauthn.get") -> str:
        """What the browser sends when it is used."""
        self.uses += 1
        asked = json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()
        said = sha256(site.encode()).digest() + b"\x05" + self.uses.to_bytes(4, "big")
        signature = self.private.sign(said + sha256(asked).digest(), ec.ECDSA(hashes.SHA256()))
        return json.dumps(_shown({"clientDataJSON": asked, "authenticatorData": said, "signature": signature}))


def _shown(response: dict[str, bytes]) -> dict[str, Any]:
    encoded = {name: websafe_encode(bytes(value)) for name, value in response.items()}
    identity = websafe_encode(IDENTITY)
    return {
        "id": identity,
        "rawId": identity,
        "type": "public-key",
        "response": encoded,
        "clientExtensionResults": {},
    }


@pytest.fixture
def key(users: dict[str, User], settings: Any) -> Key:
    """Alma's passkey, at a site that is as strict as in production."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
    key = Key()
    data = {"name": "Nyckel", "credential": key.registered()}
    Authenticator.objects.create(user=users["alma"], type=Authenticator.Type.WEBAUTHN, data=data)
    return key


def asked() -> tuple[Client, str]:
    """A browser that has given the password, and the challenge that it is shown."""
    client = by_password("alma")
    assert client.get(SECOND).status_code == 200
    return client, client.session["mfa.webauthn.state"]["challenge"]


def opens(client: Client, answer: str) -> bool:
    client.post(SECOND, {"credential": answer})
    return client.get("/").status_code == 200


def test_the_right_answer_opens(key: Key) -> None:
    client, challenge = asked()
    assert opens(client, key.answer(challenge))


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://boven.example"},
        {"origin": "https://testserver.boven.example"},
        {"origin": "http://testserver"},
        {"origin": "https://xtestserver"},
        {"site": "boven.example"},
        {"kind": "webauthn.create"},
    ],
    ids=str,
)
def test_an_answer_that_was_given_to_another_site_opens_nothing(key: Key, wrong: dict[str, str]) -> None:
    client, challenge = asked()
    assert not opens(client, key.answer(challenge, **wrong))


def test_an_answer_to_another_challenge_opens_nothing(key: Key) -> None:
    client, _challenge = asked()
    _other, theirs = asked()
    assert not opens(client, key.answer(theirs))


def test_an_answer_opens_once(key: Key) -> None:
    client, challenge = asked()
    answer = key.answer(challenge)
    assert opens(client, answer)
    again, _new = asked()
    assert not opens(again, answer)
    client.get("/hidden/")
    client.post("/account/second-factor/reauthenticate/webauthn/", {"credential": answer})
    assert client.get("/").status_code == 302


def test_another_key_opens_nothing(key: Key) -> None:
    client, challenge = asked()
    assert not opens(client, Key().answer(challenge))


def test_nonsense_opens_nothing(key: Key) -> None:
    for nonsense in ("", "{}", "[]", "null", '{"id": 1}', "x" * 5000):
        client, _challenge = asked()
        assert not opens(client, nonsense)
