"""Every look and every refusal leaves a row, written by the door from the act that the view named."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from django.test import Client

from accounts.clock import now
from accounts.door import acting_as
from accounts.viewer import Viewer, system
from audit.models import AccessEvent
from cases import codes
from cases.models import AdmissionRequest
from tests.factories import draft_request, identified, sent_request


def _events() -> list[tuple[str, str, str, str]]:
    with acting_as(system("test")):
        rows = AccessEvent.objects.order_by("at").values_list("act", "outcome", "kind", "ref")
        return list(rows)


def test_a_look_at_a_person_is_remembered(alma: Viewer, signed_in: Callable[[str], Client]) -> None:
    person = identified(alma, at=now())
    assert signed_in("alma").get(f"/persons/{person.code}/").status_code == 200
    assert ("SEE_PERSON", "LOOKED", "Person", person.code) in _events()


def test_a_refused_look_is_remembered_without_saying_whether_it_exists(
    alma: Viewer, signed_in: Callable[[str], Client]
) -> None:
    person = identified(alma, at=now())
    client = signed_in("cia")
    missing = codes.new_reference_code(Random(7))
    for asked in (person.code.lower(), missing, "anna-andersson"):
        assert client.get(f"/persons/{asked}/").status_code == 404
    seen = [event for event in _events() if event[1] == "REFUSED"]
    assert seen == [("SEE_PERSON", "REFUSED", "Person", ref) for ref in (person.code, missing, "")]
    with acting_as(system("test")):
        assert not AccessEvent.objects.filter(outcome="REFUSED").exclude(person_id=None).exists()


def test_a_refusal_says_why_in_a_code(signed_in: Callable[[str], Client]) -> None:
    assert signed_in("eva").get("/persons/").status_code == 404
    with acting_as(system("test")):
        assert AccessEvent.objects.get(outcome="REFUSED").why == "role"


def test_pages_of_the_signed_in_are_never_kept_by_the_browser(alma: Viewer, signed_in: Callable[[str], Client]) -> None:
    person = identified(alma, at=now())
    for name, status in (("alma", 200), ("cia", 404)):
        response = signed_in(name).get(f"/persons/{person.code}/")
        assert (response.status_code, response["Cache-Control"]) == (status, "no-store")


def _outcomes(act: str) -> list[str]:
    return [outcome for found, outcome, _, _ in _events() if found == act]


def test_done_is_said_of_what_was_done_and_of_nothing_else(alma: Viewer, signed_in: Callable[[str], Client]) -> None:
    request, client = sent_request(alma, at=now()), signed_in("dag")
    address, said = f"/requests/{request.ref}/decide/", {"version": 2, "choice": "DECLINE", "reason": "Se skäl."}
    assert client.post(address, said | {"step": "check"}).status_code == 422, "no coded reason is chosen"
    said["decline_reason"] = "NO_NEED"
    assert client.post(address, said | {"step": "check"}).status_code == 200
    assert client.post(address, said | {"step": "change"}).status_code == 200
    assert client.post("/decisions/").status_code == 200
    assert _outcomes("DECIDE_ADMISSION") == ["LOOKED"] * 4
    assert client.post(address, said | {"step": "decide"}).status_code == 302
    assert _outcomes("DECIDE_ADMISSION")[4:] == ["DONE"]


def test_a_method_that_no_page_answers_does_nothing_and_is_never_done(
    alma: Viewer, signed_in: Callable[[str], Client]
) -> None:
    person, client = identified(alma, at=now()), signed_in("alma")
    for address in (f"/persons/{person.code}/police-report/", f"/api/v1/persons/{person.code}/"):
        for method in ("OPTIONS", "DELETE", "PUT", "PATCH", "TRACE"):
            response = client.generic(method, address)
            assert response.status_code == 405, (method, address)
            assert response["Allow"] == "GET, HEAD, POST"
    assert set(_outcomes("CHANGE_PERSON") + _outcomes("SEE_PERSON")) == {"REFUSED"}


def test_a_draft_that_saves_itself_is_neither_a_look_nor_an_act(
    alma: Viewer, signed_in: Callable[[str], Client]
) -> None:
    draft, client = draft_request(alma, at=now()), signed_in("alma")
    address = f"/requests/{draft.ref}/edit/"
    said = {"version": 1, "why": "Saknar säker plats."}
    assert client.post(address, said, headers={"X-Autosave": "1"}).status_code == 200
    assert _outcomes("ASK_ADMISSION") == []
    assert client.post(address, said | {"wants": "Vila.", "go": "later"}).status_code == 302
    assert _outcomes("ASK_ADMISSION") == ["DONE"]
    withdraws = f"/requests/{draft.ref}/withdraw/"
    assert client.post(withdraws, headers={"X-Autosave": "1"}).status_code == 200
    with acting_as(alma):
        assert AdmissionRequest.objects.get(pk=draft.pk).state == "DRAFT", "what keeps a draft does nothing else"
    assert client.post(withdraws).status_code == 302
    assert _outcomes("ASK_ADMISSION") == ["DONE"] * 2, "no header hides an act"
