"""What the pages of the access log show, a program can ask for, with the same answers and the same walls."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from accounts.clock import now
from accounts.viewer import Viewer
from tests.factories import identified

SignedIn = Callable[[str], Client]


def test_who_has_seen_a_person(alma: Viewer, signed_in: SignedIn) -> None:
    person = identified(alma, at=now())
    signed_in("dag").get(f"/persons/{person.code}/")
    (line,) = signed_in("alma").get(f"/api/v1/persons/{person.code}/seen/?outside=on").json()["lines"]
    assert (line["who"], line["what"], line["times"]) == (
        {"name": "Dag Ek", "place": "samordnare"},
        "öppnade personens sida",
        1,
    )
    for name in ("cia", "olle", "eva"):
        assert signed_in(name).get(f"/api/v1/persons/{person.code}/seen/").status_code == 404
    told = signed_in("alma").get(f"/api/v1/persons/{person.code}/seen/?on=2026-13-13")
    assert (told.status_code, list(told.json()["fields"])) == (422, ["on"])


def test_the_log_and_its_checks_are_the_officers(alma: Viewer, signed_in: SignedIn) -> None:
    person = identified(alma, at=now())
    signed_in("alma").get(f"/persons/{person.code}/")
    client = signed_in("olle")
    (row,) = client.get(f"/api/v1/log/?code={person.code}").json()["rows"]
    assert (row["who"]["name"], row["act"], row["code"], row["outcome"]) == (
        "Alma Lind",
        "SEE_PERSON",
        person.code,
        "LOOKED",
    )
    assert client.get("/api/v1/log/?code=anna").json()["fields"].keys() == {"code"}
    assert client.get("/api/v1/log/checks/").json()[0]["name"] == "Brutet glas"
    for address in ("/api/v1/log/", "/api/v1/log/checks/"):
        assert {signed_in(name).get(address).status_code for name in ("alma", "dag", "ada")} == {404}
