"""What the browser is told in production: only over TLS, and cookies that go nowhere else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tools.lint import ROOT, production

_ASKS = """
import json, django
django.setup()
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # none collected
from django.test import Client
client = Client(headers={"host": "nsp.example"})
page = client.get("/account/login/", secure=True)
chosen = client.post("/language/", {"language": "en", "next": "/"}, secure=True)
look = client.post("/look/", {"theme": "dark"}, secure=True)
plain = client.get("/account/login/")
cookies = {name: dict(morsel) for answer in (page, chosen, look) for name, morsel in answer.cookies.items()}
session = [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY]
session += [settings.SESSION_COOKIE_SAMESITE, settings.SESSION_COOKIE_DOMAIN, settings.SESSION_COOKIE_PATH]
print(json.dumps({"status": page.status_code, "headers": dict(page.headers), "cookies": cookies, "session": session,
    "plain": [plain.status_code, plain.headers["Location"]], "debug": settings.DEBUG,
    "passkeys": sorted(settings.NSP_PASSKEY_ROLES), "demo": client.get("/demo/", secure=True).status_code}))
"""


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What a program with the settings of production answered, without a database."""
    env = {**os.environ, **production(), "DJANGO_SETTINGS_MODULE": "nsp.settings"}
    done = subprocess.run([sys.executable, "-c", _ASKS], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_only_over_tls(told: dict[str, Any]) -> None:
    assert told["status"] == 200
    assert told["headers"]["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert told["plain"] == [301, "https://nsp.example/account/login/"]


def test_cookies_are_secure_and_same_site_and_the_session_is_no_scripts(told: dict[str, Any]) -> None:
    assert told["session"] == ["__Host-session", True, True, "Lax", None, "/"]
    assert set(told["cookies"]) == {"__Secure-csrf", "django_language", "theme"}
    for name, cookie in told["cookies"].items():
        assert (cookie["secure"], cookie["samesite"]) == (True, "Lax"), name
        # static/js/forms.js takes the token from its cookie: it opens nothing without the session's.
        assert cookie["httponly"] or name == "__Secure-csrf", name


def test_nothing_of_the_demo_is_there(told: dict[str, Any]) -> None:
    assert told["debug"] is False
    assert told["demo"] == 404
    assert told["passkeys"] == ["ADMINISTRATOR", "COORDINATOR"]
