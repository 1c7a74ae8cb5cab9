"""A key that the data needs is missing from the ring: web, worker and commands refuse to start, and say which."""

from __future__ import annotations

import base64
import logging
import secrets
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import OperationalError

from accounts.clock import now
from accounts.viewer import Viewer
from nsp import celery, start
from tests.factories import identified


@pytest.fixture
def lost(alma: Viewer, settings: Any) -> str:
    """The id of a key that wraps a person's key and is in the ring no more."""
    identified(alma, at=now())
    (old,) = settings.NSP_KEYS
    settings.NSP_KEYS = [f"next:{base64.b64encode(secrets.token_bytes(32)).decode()}"]
    return str(old.partition(":")[0])


@pytest.fixture(autouse=True)
def connections_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own transaction must outlive a start."""
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)


def answer(app: start.Checked) -> tuple[str, bytes]:
    said: list[str] = []
    body = app({}, lambda status, headers: said.append(status))
    return said[0], b"".join(body)


def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    start_response("200 OK", [])
    return [b"served"]


def away(*_: Any) -> list[str]:
    raise OperationalError("gone")


def test_nothing_is_missing_and_everything_starts(alma: Viewer) -> None:
    identified(alma, at=now())
    assert answer(start.Checked(serve)) == ("200 OK", b"served")  # type: ignore[arg-type]
    celery._refuse_to_start()
    call_command("check", "--database", "default")


def test_the_web_server_refuses_and_says_which(lost: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"NSP_KEYS lacks {lost}:"):
        start.Checked(serve)  # type: ignore[arg-type]


def test_the_worker_refuses_and_says_which(lost: str) -> None:
    with pytest.raises(SystemExit, match=f"NSP_KEYS lacks {lost}:"):
        celery._refuse_to_start()


def test_commands_refuse_and_say_which(lost: str) -> None:
    with pytest.raises(SystemCheckError, match=f"nsp.E002.*NSP_KEYS lacks {lost}:"):
        call_command("check", "--database", "default")
    with pytest.raises(CommandError, match=f"NSP_KEYS lacks {lost}"):
        call_command("rewrap", "--status")


def test_a_database_that_is_away_hides_no_fault(
    lost: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("nsp.checks.faults_of_login", away)
        patched.setattr("cases.rings.in_use", away)
        app = start.Checked(serve)  # type: ignore[arg-type]
        assert answer(app) == ("200 OK", b"served"), "a page then says by itself that the database is away"
        with pytest.raises(SystemExit, match="OperationalError"):
            celery._refuse_to_start()
        with pytest.raises(SystemCheckError, match="E003"):
            call_command("check", "--database", "default")
    with caplog.at_level(logging.CRITICAL, logger="nsp.start"):
        status, body = answer(app)
    assert status.startswith("503") and b"served" not in body and lost.encode() not in body
    assert lost in caplog.text


def test_once_checked_it_is_not_checked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    app = start.Checked(serve)  # type: ignore[arg-type]
    monkeypatch.setattr(start, "refuse_to_start", away)
    assert answer(app) == ("200 OK", b"served")
