"""The main way through the API: what a person can do on a page, a program can do with the same answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.clock import today
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import HandOver


def _post(client: Client, address: str, data: dict[str, Any]) -> Any:
    return client.post(f"/api/v1/{address}", data, content_type="application/json")


def _asked(**said: Any) -> dict[str, Any]:
    day = today().isoformat()
    return {
        "version": 1,
        "start": day,
        "days": 30,
        "why": "Saknar säker plats.",
        "consent": "YES",
        "police_report": "NO",
        "society_protects": "NO",
        "right": "HOUSING",
        "need": "Saknar boende.",
        "society_asked": "Socialjouren",
        "society_asked_on": day,
        "society_answer": "Ingen plats.",
    } | said


@pytest.fixture
def begun(signed_in: Callable[[str], Client]) -> tuple[Client, str]:
    """Alma's client, and the reference of a request that she has begun."""
    alma = signed_in("alma")
    made = _post(alma, "identifications/", {"token": str(uuid4()), "on": today().isoformat(), "age": "ADULT"})
    assert made.status_code == 201, made.content
    code = made.json()["code"]
    return alma, _post(alma, f"persons/{code}/request/", {}).json()["ref"]


def test_from_identification_to_a_confirmed_case(begun: tuple[Client, str], signed_in: Callable[[str], Client]) -> None:
    alma, ref = begun
    verdicts = _post(alma, f"requests/{ref}/verdicts/", _asked()).json()
    assert {line["level"] for line in verdicts["lines"]} == {"ok"}
    assert verdicts["total"] == "43500.00"
    sent = _post(alma, f"requests/{ref}/send/", _asked())
    assert (sent.status_code, sent.json()["state"]) == (200, "SENT")
    dag = signed_in("dag")
    decided = _post(dag, f"requests/{ref}/decide/", {"decision": "confirm", "version": sent.json()["version"]})
    assert (decided.status_code, decided.json()["state"]) == (200, "CONFIRMED")
    again = _post(dag, f"requests/{ref}/decide/", {"decision": "confirm", "version": sent.json()["version"]})
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")
    rows = alma.get("/api/v1/persons/").json()["rows"]
    assert len(rows) == 1


def test_31_days_are_stopped_with_every_verdict(begun: tuple[Client, str]) -> None:
    alma, ref = begun
    answer = _post(alma, f"requests/{ref}/send/", _asked(days=31))
    assert answer.status_code == 422
    [stop] = [one for one in answer.json()["verdicts"] if one["level"] == "stop"]
    assert (stop["key"], stop["code"]) == ("days_within_period", "days_within_period")
    assert "30" in stop["sentence"]


def test_another_actor_finds_nothing(begun: tuple[Client, str], signed_in: Callable[[str], Client]) -> None:
    _, ref = begun
    cia = signed_in("cia")
    assert _post(cia, f"requests/{ref}/send/", _asked()).status_code == 404
    assert cia.get("/api/v1/persons/").json()["rows"] == []
    assert cia.get("/api/v1/requests/").json()["rows"] == []


def test_a_cooperating_actor_gets_a_receipt_and_no_code(
    frej: Viewer, dag: Viewer, signed_in: Callable[[str], Client]
) -> None:
    made = _post(signed_in("frej"), "identifications/", {"token": str(uuid4()), "on": today().isoformat()})
    assert made.status_code == 201
    assert set(made.json()) == {"receipt"}
    with acting_as(dag):
        assert HandOver.objects.count() == 1


def test_a_field_that_is_not_named_is_not_read(signed_in: Callable[[str], Client], alma: Viewer) -> None:
    from cases.models import Person

    data = {"token": str(uuid4()), "on": today().isoformat(), "code": "AAAA-AA", "responsible_actor": str(uuid4())}
    made = _post(signed_in("alma"), "identifications/", data)
    assert made.status_code == 201
    with acting_as(alma):
        person = Person.objects.get()
        assert person.code != "AAAA-AA"
        assert person.responsible_actor_id == alma.actors[0]


def test_bad_input_names_its_fields(signed_in: Callable[[str], Client]) -> None:
    answer = _post(signed_in("alma"), "identifications/", {"token": "x", "on": "2026-13-40"})
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid"
    assert set(answer.json()["fields"]) == {"token", "on"}


def test_the_schema_is_served_and_whole(signed_in: Callable[[str], Client]) -> None:
    from drf_spectacular.generators import SchemaGenerator
    from drf_spectacular.validation import validate_schema

    answer = signed_in("alma").get("/api/v1/schema/", HTTP_ACCEPT="application/vnd.oai.openapi+json")
    assert answer.status_code == 200
    schema = SchemaGenerator().get_schema(request=None, public=True)
    validate_schema(schema)
    assert {"/api/v1/persons/", "/api/v1/requests/{ref}/decide/"} <= set(schema["paths"])


def test_the_schema_that_was_read_once_is_the_one_that_was_asked_for(signed_in: Callable[[str], Client]) -> None:
    from django.utils.translation import override
    from drf_spectacular.generators import SchemaGenerator
    from drf_spectacular.renderers import OpenApiJsonRenderer

    alma = signed_in("alma")

    def served(**said: str) -> Any:
        return alma.get("/api/v1/schema/", said, HTTP_ACCEPT="application/vnd.oai.openapi+json").json()

    whole = {}
    for language in ("sv", "en"):
        with override(language):
            made = SchemaGenerator().get_schema(request=None, public=True)
            whole[language] = json.loads(OpenApiJsonRenderer().render(made, renderer_context={}))
    assert served(lang="en", version="somebody's own")["info"]["version"] != whole["en"]["info"]["version"]
    for _nth in range(2):
        assert [served(lang=language) for language in ("sv", "en")] == [whole["sv"], whole["en"]]


def test_a_program_without_a_session_is_told_to_sign_in(client: Client) -> None:
    assert client.get("/api/v1/persons/").status_code == 401


def test_what_the_budget_has_left_is_told_to_coordinators_alone(
    begun: tuple[Client, str], signed_in: Callable[[str], Client]
) -> None:
    alma, ref = begun
    assert _post(alma, f"requests/{ref}/send/", _asked()).status_code == 200

    def told(client: Client) -> set[str]:
        return {line["key"].split(":")[0] for line in client.get(f"/api/v1/requests/{ref}/").json()["verdicts"]}

    assert told(signed_in("dag")) - told(alma) == {"money_left"}
