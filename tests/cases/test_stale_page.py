"""A page that is older than the request it shows writes over nothing, and loses nothing of what was typed in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.viewer import Viewer
from accounts.words import day_words
from cases.models import AdmissionRequest
from cases.services import admission, decision
from tests.cases.asking import check_url, decide_url, edit_url, whole_form
from tests.factories import draft_request, sent_request

SignIn = Callable[[str], Client]


@pytest.fixture
def at() -> datetime:
    """Now: the pages ask the real clock."""
    return now()


def test_typing_on_in_a_page_whose_request_was_sent_says_who_sent_it_and_keeps_the_words(
    signed_in: SignIn, alma: Viewer, at: datetime
) -> None:
    draft, bo = draft_request(alma, at=at), signed_in("bo")
    signed_in("alma").post(edit_url(draft), whole_form(day(at)))
    signed_in("alma").post(check_url(draft), {"version": 1})
    late = bo.post(edit_url(draft), whole_form(day(at), why="Det jag skrev under tiden."))
    page = late.content.decode()
    assert late.status_code == 409
    assert "Alma Lind" in page
    assert "Det jag skrev under tiden." in page
    with acting_as(alma):
        row = AdmissionRequest.objects.get(pk=draft.pk)
        assert (row.state, row.why.open()) == ("SENT", "Arbetade utan lön på ett bygge.")


def test_a_late_autosave_never_reopens_what_was_sent(signed_in: SignIn, alma: Viewer, at: datetime) -> None:
    sent = sent_request(alma, at=at)
    late = signed_in("alma").post(edit_url(sent), {"version": 1, "why": "x"}, headers={"X-Autosave": "1"})
    assert late.status_code == 409
    assert late.json()["code"] == "wrong_state"
    with acting_as(alma):
        assert AdmissionRequest.objects.get(pk=sent.pk).state == "SENT"


def test_a_page_from_before_the_question_sends_nothing(
    signed_in: SignIn, alma: Viewer, dag: Viewer, at: datetime
) -> None:
    sent = sent_request(alma, at=at)
    with acting_as(dag):
        decision.return_for_completion(sent.ref, version=sent.version, question="Vem?", by=dag, at=at)
    client = signed_in("alma")
    stale = client.post(edit_url(sent), whole_form(day(at), version=1, wants="Vill ha en egen nyckel."))
    assert stale.status_code == 409
    assert "Vill ha en egen nyckel." in stale.content.decode()
    assert client.post(check_url(sent), {"version": 1}).status_code == 409
    with acting_as(alma):
        assert AdmissionRequest.objects.get(pk=sent.pk).state == "RETURNED"


def test_an_older_tab_writes_nothing_over_what_another_one_saved(signed_in: SignIn, alma: Viewer, at: datetime) -> None:
    draft, client = draft_request(alma, at=at), signed_in("alma")
    first, second = (_hidden(client.get(edit_url(draft)).content.decode()) for _ in range(2))
    assert first["tab"] != second["tab"]
    newer = whole_form(day(at), why="Det som gäller.") | first
    assert client.post(edit_url(draft), newer).status_code == 302
    newer |= {"turn": "2"}
    assert client.post(edit_url(draft), newer | {"days": "20"}).status_code == 302, "the same page may go on saving"
    overtaken = newer | {"turn": "0", "days": "10"}
    assert client.post(edit_url(draft), overtaken, headers={"X-Autosave": "1"}).status_code == 200
    older = client.post(edit_url(draft), whole_form(day(at), why="Skrivet i den gamla fliken.") | second)
    assert older.status_code == 409
    told = older.content.decode()
    assert "Du ändrade den i ett annat fönster" in told
    assert "var här före dig" not in told
    assert "Skrivet i den gamla fliken." in told
    assert "Det som gäller." in told
    assert "HOUSING" not in told
    assert day(at).isoformat() not in told, "days and choices are said in words"
    assert day_words(day(at)) in told
    page = client.get(edit_url(draft)).content.decode()
    assert "Det som gäller." in page
    assert 'value="20"' in page
    stale = _hidden(client.get(check_url(draft)).content.decode(), "version", "seen")
    client.post(edit_url(draft), newer | {"days": "20"})
    assert _hidden(client.get(check_url(draft)).content.decode(), "version", "seen") == stale, "the same said again"
    client.post(edit_url(draft), newer | {"days": "25"})
    assert client.post(check_url(draft), stale).status_code == 409, "what is sent is what was checked"


def _hidden(page: str, *names: str) -> dict[str, str]:
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in names or ("version", "seen", "tab")}
    return {name: match[1] for name, match in found.items() if match}


def test_a_decision_on_a_request_that_was_taken_back_says_so(signed_in: SignIn, alma: Viewer, at: datetime) -> None:
    sent, office = sent_request(alma, at=at), signed_in("disa")
    with acting_as(alma):
        admission.withdraw(sent.ref, by=alma, at=at)
    late = office.post(
        decide_url(sent), {"version": sent.version, "choice": "CONFIRM", "reason": "Ja.", "step": "decide"}
    )
    assert late.status_code == 409
    assert "tog tillbaka ansökan" in late.content.decode()


def test_a_decision_on_an_older_version_is_not_taken(
    signed_in: SignIn, alma: Viewer, dag: Viewer, at: datetime
) -> None:
    sent, office = sent_request(alma, at=at), signed_in("disa")
    stale = office.post(
        decide_url(sent), {"version": 1, "choice": "CONFIRM", "reason": "Behovet är visat.", "step": "decide"}
    )
    assert stale.status_code == 409
    assert "Behovet är visat." in stale.content.decode()
    with acting_as(dag):
        assert AdmissionRequest.objects.get(pk=sent.pk).state == "SENT"
