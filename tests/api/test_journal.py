"""The journal through the API: what the pages do, with the same walls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.clock import now, today
from accounts.viewer import Viewer
from cases.models import Person
from tests.cases.test_share_a_person import shared
from tests.factories import identified

SignedIn = Callable[[str], Client]


@pytest.fixture
def person(alma: Viewer) -> Person:
    return identified(alma, at=now())


def _post(client: Client, address: str, said: dict[str, Any] | None = None) -> Any:
    return client.post(f"/api/v1/{address}", said or {}, content_type="application/json")


def _note(**more: Any) -> dict[str, Any]:
    return {"token": str(uuid4()), "on": today().isoformat(), "contact": "MEETING", "text": "Vi sågs."} | more


def test_a_note_is_written_read_changed_and_added_to(person: Person, signed_in: SignedIn) -> None:
    alma, here = signed_in("alma"), f"persons/{person.code}/journal/"
    said = _note(words="Jag vill stanna.")
    made = _post(alma, f"{here}new/", said)
    assert made.status_code == 201 and made.json()["version"] == 1 and made.json()["locks_at"]
    assert _post(alma, f"{here}new/", said).json()["ref"] == made.json()["ref"], "the same token, the same note"
    ref = made.json()["ref"]
    [folded] = alma.get(f"/api/v1/{here}").json()["notes"]
    assert "text" not in folded and "words" not in folded and folded["has_words"]
    changed = _post(alma, f"journal/{ref}/change/", _note(version=1, text="Vi sågs länge."))
    assert changed.status_code == 200 and changed.json()["version"] == 2
    assert _post(alma, f"journal/{ref}/change/", _note(version=1)).status_code == 409
    assert _post(signed_in("bo"), f"journal/{ref}/change/", _note(version=2)).status_code == 403
    assert _post(signed_in("bo"), f"journal/{ref}/add/", _note(text="Jag var med.")).status_code == 201
    [note] = alma.get(f"/api/v1/{here}?texts=1").json()["notes"]
    assert (note["text"], [one["text"] for one in note["additions"]]) == ("Vi sågs länge.", ["Jag var med."])
    assert alma.get(f"/api/v1/{here}?contact=TELEPHONE").json()["notes"] == []


def test_a_note_is_taken_away_and_brought_back(person: Person, signed_in: SignedIn) -> None:
    alma, here = signed_in("alma"), f"persons/{person.code}/journal/"
    ref = _post(alma, f"{here}new/", _note()).json()["ref"]
    assert _post(alma, f"journal/{ref}/take-away/").status_code == 204
    assert alma.get(f"/api/v1/{here}").json()["notes"] == []
    assert _post(signed_in("bo"), f"journal/{ref}/add/", _note()).status_code == 404
    assert _post(alma, f"journal/{ref}/bring-back/").status_code == 204
    assert len(alma.get(f"/api/v1/{here}").json()["notes"]) == 1
    assert _post(alma, f"journal/{ref}/bring-back/").status_code == 409


def test_the_guard_and_the_calendar_answer_as_on_the_page(person: Person, signed_in: SignedIn) -> None:
    alma, here = signed_in("alma"), f"persons/{person.code}/journal/new/"
    asked = _post(alma, here, _note(text="Ring 070-123 45 67."))
    assert asked.status_code == 422 and asked.json()["code"] == "points_out"
    tokens = [one["token"] for one in asked.json()["findings"]]
    assert _post(alma, here, _note(text="Ring 070-123 45 67.", answered=tokens)).status_code == 201
    assert _post(alma, here, _note(text="", words="")).status_code == 422
    assert _post(alma, here, _note(contact="COFFEE")).status_code == 400


def test_a_passage_is_struck_by_two(person: Person, signed_in: SignedIn) -> None:
    alma, maj, here = signed_in("alma"), signed_in("maj"), f"persons/{person.code}/journal/"
    ref = _post(alma, f"{here}new/", _note(text="Ett stycke för mycket.")).json()["ref"]
    asked = _post(alma, f"journal/{ref}/strike/", {"passage": "för mycket", "reason": "NOT_SO"})
    assert asked.status_code == 201
    address = f"strikings/{asked.json()['ref']}/"
    assert _post(alma, address, {"agree": True}).status_code in (403, 404)
    assert "text" not in maj.get(f"/api/v1/{address}").json()
    pieces = maj.get(f"/api/v1/{address}?texts=1").json()["text"]
    assert pieces == [
        {"text": "Ett stycke ", "struck": False},
        {"text": "för mycket", "struck": True},
        {"text": ".", "struck": False},
    ]
    assert _post(maj, address, {"agree": True}).status_code == 204
    [note] = alma.get(f"/api/v1/{here}?texts=1").json()["notes"]
    assert note["text"].startswith("Ett stycke [struket den ")
    assert _post(alma, f"{address}withdraw/").status_code == 409


def test_a_guest_finds_what_it_was_let_see(person: Person, alma: Viewer, signed_in: SignedIn) -> None:
    cia, here = signed_in("cia"), f"persons/{person.code}/journal/"
    assert cia.get(f"/api/v1/{here}").status_code == 404
    shared(person, alma)
    assert cia.get(f"/api/v1/{here}").status_code == 200
    assert _post(cia, f"{here}new/", _note()).status_code == 404
