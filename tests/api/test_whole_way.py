"""Everything between identification and report through the API alone, by those who do it on the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.clock import today
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import Intervention
from tests.api.test_way import _asked, _post

SignIn = Callable[[str], Client]


def _get(client: Client, address: str) -> Any:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def _done(client: Client, address: str, data: dict[str, Any] | None = None) -> Any:
    answer = _post(client, address, data or {})
    assert answer.status_code in (200, 201, 202, 204), answer.content
    return answer.json() if answer.content else None


def _identify(client: Client, **said: Any) -> Any:
    return _done(client, "identifications/", {"token": str(uuid4()), "on": today().isoformat(), **said})


def test_identified_asked_decided_ended_and_reported_back(signed_in: SignIn, alma: Viewer) -> None:
    client, dag, start = signed_in("alma"), signed_in("dag"), (today() - timedelta(days=2)).isoformat()
    code = _identify(client, age="ADULT", on=start)["code"]
    begun = _done(client, f"persons/{code}/request/")
    ref = begun["ref"]
    kept = _done(client, f"requests/{ref}/draft/", _asked(start=start, wants="Vila.", seen=begun["seen"]))
    assert 'value="30"' in client.get(f"/requests/{ref}/edit/").content.decode()
    late = _post(client, f"requests/{ref}/draft/", _asked(start=start, wants="Annat.", seen=begun["seen"]))
    assert (late.status_code, late.json()["code"]) == (409, "conflict")
    sent = _done(client, f"requests/{ref}/send/", _asked(start=start, wants="Vila.", seen=kept["seen"]))
    folded, waiting = _get(dag, f"requests/{ref}/"), _get(dag, f"requests/{ref}/?texts=1")
    assert waiting.keys() - folded.keys() >= {"why", "wants", "need", "answer", "motivations"}
    assert (waiting["version"], waiting["wants"], waiting["days"]) == (sent["version"], "Vila.", 30)
    assert {"key", "level", "sentence", "source"} <= set(waiting["verdicts"][0])
    assert _get(dag, "requests/")["rows"][0]["version"] == sent["version"]
    asked = _done(dag, f"requests/{ref}/decide/", {"decision": "return", "reason": "Hur?", "version": sent["version"]})
    more = _asked(start=start, wants="Vila.", answer="Så.", version=asked["version"])
    again = _done(client, f"requests/{ref}/send/", more)
    _done(dag, f"requests/{ref}/decide/", {"decision": "confirm", "version": again["version"]})
    assert {one["kind"] for one in _get(client, f"requests/{ref}/")["decisions"]} == {"RETURN", "CONFIRM"}
    [period] = _get(client, f"persons/{code}/")["periods"]
    early = _post(client, f"interventions/{period['ref']}/report/", {})
    assert (early.status_code, early.json()["code"]) == (422, "invalid")
    last = (today() - timedelta(days=1)).isoformat()
    _done(client, f"interventions/{period['ref']}/end/", {"last": last, "reason": "OWN_WISH"})
    _done(client, f"interventions/{period['ref']}/report/")
    with acting_as(alma):
        assert Intervention.objects.get().state == "REPORTED"


def test_a_cooperating_actor_hands_over_and_the_asked_actor_takes_the_person_on(signed_in: SignIn) -> None:
    frej, dag, alma, cia = (signed_in(name) for name in ("frej", "dag", "alma", "cia"))
    receipt = _identify(frej, story="Mötte personen vid stationen.", file_number="F-1")["receipt"]
    assert _get(frej, f"receipts/{receipt}/")["file_number"] == "F-1"
    [row] = _get(dag, "hand-overs/")
    route = f"hand-overs/{row['ref']}/route/"
    assert _get(dag, f"{route}?texts=1")["story"] == "Mötte personen vid stationen."
    assert {"A-LINDEN", "A-NOOR"} <= {actor["ref"] for actor in _get(dag, route)["actors"]}
    _done(dag, route, {"actor": "A-NOOR"})
    assert _get(cia, "hand-overs/")[0]["ref"] == row["ref"]
    _done(dag, f"hand-overs/{row['ref']}/take-back/")
    assert _get(cia, "hand-overs/") == []
    _done(dag, route, {"actor": "A-LINDEN"})
    answer = f"hand-overs/{row['ref']}/answer/"
    assert _get(alma, f"{answer}?texts=1")["story"] == "Mötte personen vid stationen."
    code = _done(alma, answer, {"answer": "accept"})["code"]
    assert _get(alma, f"persons/{code}/")["code"] == code
    assert "F-1" not in str(_get(alma, f"persons/{code}/"))
    assert _get(dag, "hand-overs/") == []


def test_a_text_that_points_somebody_out_is_answered_in_the_next_call(signed_in: SignIn) -> None:
    alma = signed_in("alma")
    data = {"token": str(uuid4()), "on": today().isoformat(), "story": "Nås på 070-123 45 67."}
    refused = _post(alma, "identifications/", data)
    assert (refused.status_code, refused.json()["code"]) == (422, "points_out")
    [found] = refused.json()["findings"]
    assert (found["field"], found["quote"]) == ("story", "070-123 45 67")
    assert set(_done(alma, "identifications/", data | {"answered": [found["token"]]})) == {"ref", "code", "code_name"}


def test_what_became_of_an_identification_is_stated(signed_in: SignIn) -> None:
    alma = signed_in("alma")
    ref = _identify(alma)["ref"]
    _done(alma, f"identifications/{ref}/outcome/", {"act": "leave", "note": "Kan komma tillbaka."})
    again = _post(alma, f"identifications/{ref}/outcome/", {"act": "leave"})
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")


def test_a_report_is_asked_for_and_only_the_office_hears_of_it(signed_in: SignIn) -> None:
    dag, eva = signed_in("dag"), signed_in("eva")
    choices = _get(dag, "reports/new/")
    wrong = _post(dag, "reports/new/", {"year": today().year, "parts": ["nonsense"]})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid")
    assert set(choices) == {"years", "published", "parts"}
    assert _get(eva, "reports/") == []
    assert eva.get("/api/v1/reports/new/").status_code == 404


def test_notices_are_read_one_by_one_or_all(signed_in: SignIn) -> None:
    alma = signed_in("alma")
    assert _get(alma, "notices/") == {"unread": [], "earlier": [], "unread_count": 0}
    assert _done(alma, "notices/read/") is None
    assert _post(alma, f"notices/{uuid4()}/open/", {}).status_code == 404


BAD: dict[str, dict[str, Any]] = {
    "an unknown indicator": {"indicators": {"Z99": "SEEN"}},
    "a form twice": {"forms": ["LABOUR", "LABOUR"]},
    "a country that is none": {"citizenships": ["XX"]},
    "a language that is none": {"languages": ["xxx"]},
    "a code name of one's own": {"code_name": "Anna Berg"},
    "half a character": {"story": "\ud800"},
    "a NUL": {"story": "a\x00"},
    "half a character as a key": {"indicators": {"\ud800": "SEEN"}},
    "a day off the calendar": {"on": "9999-12-31"},
    "a text past its limit": {"story": "a" * 20_001},
    "a list past its limit": {"citizenships": ["SE"] * 9},
}


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_is_refused_with_a_code(what: str, signed_in: SignIn) -> None:
    said = {"token": str(uuid4()), "on": today().isoformat()} | BAD[what]
    answer = _post(signed_in("alma"), "identifications/", said)
    assert answer.status_code in (400, 422), answer.content
    assert answer.json()["code"] in ("invalid", "parse_error")


@pytest.mark.parametrize("said", [{"right": "NONE"}, {"start": "9999-12-31"}, {"children": [{}] * 13}])
def test_a_request_with_what_cannot_be_is_refused(said: dict[str, Any], signed_in: SignIn) -> None:
    alma = signed_in("alma")
    ref = _done(alma, f"persons/{_identify(alma, age='ADULT')['code']}/request/")["ref"]
    answer = _post(alma, f"requests/{ref}/send/", _asked(**said))
    assert answer.status_code in (400, 422), answer.content
    assert answer.json()["code"] == "invalid"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("[" * 100_000, 400),
        ('{"a":' * 50 + "1" + "}" * 50, 400),
        ('{"story": "' + "a" * 1_000_001 + '"}', 413),
        ("{", 400),
        ('{"birth_year": NaN}', 400),
        ("\xff", 400),
        ("[]", 400),
    ],
)
def test_a_body_that_nobody_types_is_refused_with_a_code(body: str, status: int, signed_in: SignIn) -> None:
    raw = body.encode("latin-1")
    answer = signed_in("alma").post("/api/v1/identifications/", raw, content_type="application/json")
    assert answer.status_code == status, answer.content
    assert answer.json()["code"]
