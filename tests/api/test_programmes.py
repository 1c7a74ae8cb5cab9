"""A coordinator writes a programme through the API, as on the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from accounts.clock import today
from cases.selectors.verdicts import programme_on
from tests.days import free_to_begin

SignIn = Callable[[str], Client]


def _post(client: Client, address: str, said: dict[str, Any] | None = None) -> Any:
    return client.post(f"/api/v1/{address}", said or {}, content_type="application/json")


def test_a_programme_from_copy_to_force(signed_in: SignIn) -> None:
    dag, first = signed_in("dag"), free_to_begin()
    runs = programme_on(first)
    assert runs
    named = {"name_sv": "Ny plan", "name_en": "New plan", "valid_from": first.isoformat()}
    named |= {"valid_to": runs.valid_to.isoformat(), "funder": "Staten"}
    code = _post(dag, f"programmes/{runs.code}/copy/", named).json()["ref"]
    assert _post(dag, f"programmes/{runs.code}/copy/", named).json()["fields"].keys() == {"name_sv", "name_en"}
    assert _post(dag, f"programmes/{code}/describe/", named | {"name_sv": "Planen"}).json() == {"ref": code}
    draft = dag.get(f"/api/v1/programmes/{code}/").json()
    assert (draft["name_sv"], draft["in_force_at"]) == ("Planen", None)
    support = next(rule for rule in draft["rules"] if rule["kind"] == "SUPPORT")
    said = support | {"max_periods": 2, "max_days_total": 180}
    assert _post(dag, f"programmes/{code}/kinds/SUPPORT/", said).status_code == 204
    assert _post(dag, f"programmes/{code}/kinds/SUPPORT/", said | {"max_days_total": 60}).status_code == 422
    assert _post(dag, f"programmes/{code}/kinds/REST/leave-out/").status_code == 204
    item = {"name_sv": "Simskola", "name_en": "Swimming", "for_whom": "ANYBODY", "max_amount": "900.00"}
    ref = _post(dag, f"programmes/{code}/list/SPECIFIC/add/", item).json()["ref"]
    assert _post(dag, f"programmes/{code}/list/{ref}/", item | {"right": "CARE"}).json() == {"ref": ref}
    other = draft["items"][0]["ref"]
    assert _post(dag, f"programmes/{code}/list/{other}/take/").status_code == 204
    assert _post(dag, f"programmes/{code}/list/{ref}/close/", {"on": first.isoformat()}).status_code == 409
    assert _post(dag, f"programmes/{code}/put-in-force/").status_code == 204
    there = dag.get(f"/api/v1/programmes/{code}/").json()
    assert {rule["kind"] for rule in there["rules"]} == {"SUPPORT", "SPECIFIC", "INTEGRATION"}
    listed = {one["ref"]: one for one in there["items"]}
    assert listed[ref]["right"] == "CARE"
    assert other not in listed
    assert _post(dag, f"programmes/{code}/kinds/SUPPORT/", said).status_code == 409
    assert _post(dag, f"programmes/{code}/throw-away/").status_code == 409
    rules = signed_in("alma").get(f"/api/v1/rules/?on={first.isoformat()}").json()
    assert rules["name"] == "Planen"
    figures = next(line["figures"] for line in rules["lines"] if line["code"] == "periods_within_limit")
    assert [support["name_sv"], "2"] in figures


def test_only_coordinators_write_and_nonsense_is_refused(signed_in: SignIn) -> None:
    alma, dag, runs = signed_in("alma"), signed_in("dag"), programme_on(today())
    assert runs
    assert alma.get("/api/v1/programmes/").status_code == 404
    assert alma.get(f"/api/v1/programmes/{runs.code}/").status_code == 404
    assert _post(alma, f"programmes/{runs.code}/copy/", {}).status_code == 404
    assert _post(dag, f"programmes/{runs.code}/copy/", {"valid_from": "9999-12-31"}).status_code == 400
    assert dag.get("/api/v1/rules/?on=9999-12-31").status_code == 400
    assert dag.get("/api/v1/programmes/").json()[0].keys() >= {"code", "is_draft"}
