"""An exception that nobody caught leaves a trace that says what and where, and nothing of what was typed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.clock import now
from accounts.door import acting_as
from accounts.viewer import Viewer, system
from audit.models import AccessEvent, Outcome
from tests.factories import identified

SECRET = "Arbetade utan lön hos Testsson"


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Something goes wrong inside, and the exception's message holds what was typed."""

    def goes_wrong(*args: Any, **kwargs: Any) -> None:
        raise LookupError(SECRET)

    monkeypatch.setattr("nsp.desk.views.person.person_page", goes_wrong)
    monkeypatch.setattr("cases.api.person.person_page", goes_wrong)
    monkeypatch.setattr("nsp.health.HttpResponse", goes_wrong)


def _event() -> AccessEvent:
    with acting_as(system("test")):
        return AccessEvent.objects.get(outcome=Outcome.FAILED)


def test_the_page_the_log_and_the_access_log_say_the_same_number(
    broken: None, alma: Viewer, signed_in: Callable[[str], Client], caplog: pytest.LogCaptureFixture
) -> None:
    person = identified(alma, at=now())
    client = signed_in("alma")
    client.raise_request_exception = False
    with caplog.at_level(logging.ERROR, logger="nsp.fault"):
        response = client.get(f"/persons/{person.code}/")
    event = _event()
    assert response.status_code == 500
    assert str(event.request_id) in response.content.decode()
    assert (event.act, event.ref, event.why) == ("SEE_PERSON", person.code, "LookupError")
    (line,) = [record.getMessage() for record in caplog.records if record.name == "nsp.fault"]
    for said in ("LookupError", "nsp.desk.views.person:", "SEE_PERSON", "view person,", str(event.request_id)):
        assert said in line
    assert SECRET not in line and SECRET not in response.content.decode()


def test_the_api_answers_in_json(broken: None, alma: Viewer, signed_in: Callable[[str], Client]) -> None:
    person = identified(alma, at=now())
    client = signed_in("alma")
    client.raise_request_exception = False
    response = client.get(f"/api/v1/persons/{person.code}/")
    assert (response.status_code, response.json()) == (500, {"code": "failed", "request": str(_event().request_id)})


def test_a_fault_before_the_door_leaves_its_line_too(
    broken: None, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.raise_request_exception = False
    with caplog.at_level(logging.ERROR, logger="nsp.fault"):
        assert client.get("/health/").status_code == 500
    assert any("LookupError" in record.getMessage() for record in caplog.records if record.name == "nsp.fault")
