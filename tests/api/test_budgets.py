"""A program keeps budgets as a page does: opened, given a line, amended, reversed; and no more than that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from accounts.clock import today

SignedIn = Callable[[str], Client]


def _post(client: Client, to: str, said: dict[str, Any] | None = None) -> Any:
    return client.post(f"/api/v1/budgets/{to}", said or {}, content_type="application/json")


def _new() -> dict[str, Any]:
    return {"year": today().year, "funder": "Ny finansiär", "amount": "1000.50", "on": today().isoformat()}


def test_the_whole_way_of_a_budget(signed_in: SignedIn) -> None:
    client = signed_in("dag")
    made = _post(client, "new/", _new())
    assert made.status_code == 201, made.content
    ref, line = made.json()["id"], made.json()["lines"][0]["id"]
    assert made.json()["lines"][0]["left"] == "1000.50"

    more = _post(client, f"{ref}/lines/new/", {"kind": "SUPPORT", "amount": "200", "on": today().isoformat()})
    assert {one["kind"]: one["allocated"] for one in more.json()["lines"]} == {"": "1000.50", "SUPPORT": "200.00"}

    less = _post(client, f"{ref}/lines/{line}/", {"amount": "-0.50", "cause": "AMENDMENT", "on": today().isoformat()})
    assert less.json()["lines"][0]["allocated"] == "1000.00"

    page = client.get(f"/api/v1/budgets/{ref}/").json()
    wrong = next(one for one in page["booked"] if one["amount"] == "-0.50")
    back = _post(client, f"{ref}/bookings/{wrong['id']}/reverse/")
    assert back.json()["lines"][0]["allocated"] == "1000.50"
    assert _post(client, f"{ref}/bookings/{wrong['id']}/reverse/").status_code == 409
    assert ref in {one["id"] for one in client.get("/api/v1/budgets/").json()}


def test_what_the_service_refuses_is_said_by_field(signed_in: SignedIn) -> None:
    client = signed_in("dag")
    ref = _post(client, "new/", _new()).json()["id"]
    assert "funder" in _post(client, "new/", _new()).json()["fields"]
    line = client.get(f"/api/v1/budgets/{ref}/").json()["budget"]["lines"][0]["id"]
    below = _post(client, f"{ref}/lines/{line}/", {"amount": "-2000", "cause": "AMENDMENT", "on": today().isoformat()})
    assert (below.status_code, list(below.json()["fields"])) == (422, ["amount"])
    assert _post(client, f"{ref}/lines/new/", {"amount": "1.005", "on": today().isoformat()}).status_code == 400
    assert _post(client, f"{ref}/lines/new/", {"amount": "NaN", "on": today().isoformat()}).status_code == 400


def test_nobody_but_a_coordinator_finds_budgets(signed_in: SignedIn) -> None:
    ref = _post(signed_in("dag"), "new/", _new()).json()["id"]
    for name in ("alma", "maj", "eva", "frej", "olle", "ada"):
        client = signed_in(name)
        assert client.get("/api/v1/budgets/").status_code == 404, name
        assert client.get(f"/api/v1/budgets/{ref}/").status_code == 404, name
        assert _post(client, "new/", _new()).status_code == 404, name
        assert _post(client, f"{ref}/lines/new/", _new()).status_code == 404, name
