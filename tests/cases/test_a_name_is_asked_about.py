"""A given name in a text is a weak sign: the writer is asked once, beside the field, and goes on by doing it again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases import guard
from cases.models import AdmissionRequest, Identification
from tests.cases.asking import check_url, edit_url, whole_form
from tests.cases.typed import typed
from tests.factories import draft_request, identified, sent_request

SignIn = Callable[[str], Client]
TEXT, QUESTION = "Systern Fatima vet var hen är.", "Står det ett namn på någon?"
TOKEN = guard.find(TEXT)[0].token


def _hidden(page: str, name: str) -> list[str]:
    return re.findall(rf'<input type="hidden"\s+name="{name}_guard"\s+value="([^"]+)"', page)


def test_a_form_asks_once_and_takes_the_same_again(signed_in: SignIn, alma: Viewer) -> None:
    person, client = identified(alma, at=now()), signed_in("alma")
    with acting_as(alma):
        ref = Identification.objects.get(person=person).ref
    address, said = f"/identifications/{ref}/outcome/", {"act": "leave", "note": TEXT}
    asked = client.post(address, said)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert QUESTION in page and "Fatima" in page and _hidden(page, "note") == [TOKEN]
    assert client.post(address, said | {"note_guard": TOKEN}).status_code == 302


def test_it_is_asked_while_somebody_types_and_stops_nothing_then(signed_in: SignIn, alma: Viewer) -> None:
    client, address = signed_in("alma"), f"/identifications/new/{uuid4()}/"
    form = typed(story=TEXT)
    told = client.post("/guard/", form, headers={"X-Fragment": "story"}).content.decode()
    assert QUESTION in told and _hidden(told, "story") == [TOKEN]
    sent = client.post(address, form | {"story_guard": TOKEN, "go": "send"})
    assert sent.status_code == 302
    with acting_as(alma):
        assert Identification.objects.get().story.open() == TEXT


def test_a_request_asks_before_the_summary_and_goes_on(signed_in: SignIn, alma: Viewer) -> None:
    draft, client = draft_request(alma, at=now()), signed_in("alma")
    form = whole_form(today(), why=TEXT)
    asked = client.post(edit_url(draft), form | {"go": "check"}, follow=True).content.decode()
    assert QUESTION in asked and _hidden(asked, "why") == [TOKEN]
    again = client.post(edit_url(draft), form | {"why_guard": TOKEN, "go": "check"}, follow=True).content.decode()
    assert "Kontrollera innan du skickar" in again
    with acting_as(alma):
        row = AdmissionRequest.objects.get(ref=draft.ref)
    assert client.post(check_url(draft), {"version": row.version}).status_code == 302
    with acting_as(alma):
        assert AdmissionRequest.objects.get(ref=draft.ref).why.open() == TEXT


def test_a_decision_asks_once(signed_in: SignIn, alma: Viewer) -> None:
    sent, client = sent_request(alma, at=now() - timedelta(hours=1)), signed_in("dag")
    address, said = f"/requests/{sent.ref}/decide/", {"version": "2", "choice": "RETURN", "reason": TEXT}
    asked = client.post(address, said | {"step": "check"})
    assert asked.status_code == 422 and QUESTION in asked.content.decode()
    checked = client.post(address, said | {"step": "check", "reason_guard": TOKEN})
    assert checked.status_code == 200 and _hidden(checked.content.decode(), "reason") == [TOKEN]
    assert client.post(address, said | {"step": "decide", "reason_guard": TOKEN}).status_code == 302


def test_the_api_asks_and_says_that_the_sign_is_weak(signed_in: SignIn) -> None:
    client = signed_in("alma")
    said = {"token": str(uuid4()), "on": today().isoformat(), "story": f"{TEXT} Nås på 070-123 45 67."}

    def send(**more: object) -> tuple[int, Any]:
        answer = client.post("/api/v1/identifications/", {**said, **more}, content_type="application/json")
        return answer.status_code, answer.json()

    status, body = send()
    assert (status, body["code"]) == (422, "points_out")
    found = {finding["quote"]: finding for finding in body["findings"]}
    assert (found["Fatima"]["weak"], found["070-123 45 67"]["weak"]) == (True, False)
    assert send(answered=[found["Fatima"]["token"]])[0] == 422
    assert send(answered=[finding["token"] for finding in found.values()])[0] == 201
