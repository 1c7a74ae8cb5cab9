"""What no text can hold is refused before anything reads it, wherever it stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.clock import now
from accounts.viewer import Viewer
from tests.factories import identified

SignIn = Callable[[str], Client]


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/persons/%00/", None),
        ("/api/v1/persons/K7QF%00/", None),
        ("/persons/?actor=%00", None),
        ("/requests/?older=T-%00", None),
        ("/search/", {"q": "Blå\x00"}),
        ("/search/", {"q\x00": "Blå"}),
        ("/account/login/", {"login": "alma\x00@example.org", "password": "x"}),
    ],
)
def test_a_nul_is_answered_with_400(address: str, form: dict[str, str] | None, signed_in: SignIn) -> None:
    client = signed_in("alma")
    response = client.get(address) if form is None else client.post(address, form)
    assert response.status_code == 400


def test_a_nul_in_json_or_a_cookie_is_answered_with_400(signed_in: SignIn) -> None:
    client = signed_in("alma")
    body = json.dumps({"token": "x", "story": "a\x00b"})
    response = client.post("/api/v1/identifications/", body, content_type="application/json")
    assert response.status_code == 400 and response.json()["code"]
    client.cookies["theme"] = "dark\x00"
    assert client.get("/").status_code == 400


def test_what_only_looks_like_one_is_let_through(signed_in: SignIn) -> None:
    body: Any = json.dumps({"story": "en sökväg \\u0000"})
    response = signed_in("alma").post("/api/v1/identifications/", body, content_type="application/json")
    assert "token" in response.json()["fields"]


@pytest.mark.parametrize("year", ["²⁰²⁶", "20²6", "-202"])
def test_a_year_that_is_none_shows_this_year(year: str, signed_in: SignIn) -> None:
    assert signed_in("dag").get("/money/", {"year": year}).status_code == 200


def test_a_code_is_found_however_it_is_typed_also_by_a_program(alma: Viewer, signed_in: SignIn) -> None:
    person = identified(alma, at=now())
    for said in (person.code, person.code.lower(), person.code.replace("-", "")):
        for address in (f"/api/v1/persons/{said}/", f"/persons/{said}/"):
            assert signed_in("alma").get(address).status_code == 200, address


def test_what_a_page_says_once_stands_in_no_cookie(alma: Viewer, signed_in: SignIn) -> None:
    person, client = identified(alma, at=now()), signed_in("alma")
    done = client.post(f"/persons/{person.code}/police-report/", {"made": "NO"})
    assert done.status_code == 302 and set(done.cookies) <= {"sessionid", "csrftoken"}
    assert "Polisanmälan är antecknad." in client.get(f"/persons/{person.code}/").content.decode()
