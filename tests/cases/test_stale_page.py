"""A page that is older than the request it shows writes over nothing, and loses nothing of what was typed in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import AdmissionRequest
from cases.services import decision
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
