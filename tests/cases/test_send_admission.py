"""Sending: a summary to check, then the request waits; what comes back can be answered, what waits can be withdrawn."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import AdmissionRequest, Dependant
from cases.services import decision
from cases.services.admission import AskedChild
from tests.cases.asking import check_url, edit_url, told, whole_form
from tests.factories import draft_request, sent_request

SignIn = Callable[[str], Client]


@pytest.fixture
def at() -> datetime:
    """Now: the pages ask the real clock."""
    return now()


def _sent_through_the_pages(client: Client, draft: AdmissionRequest, at: datetime) -> str:
    told(client, draft, **whole_form(day(at)))
    return client.post(check_url(draft), {"version": 1}, follow=True).content.decode()


def test_what_was_checked_is_sent_and_the_page_says_what_happens_next(
    signed_in: SignIn, alma: Viewer, at: datetime
) -> None:
    draft = draft_request(alma, at=at)
    page = _sent_through_the_pages(signed_in("alma"), draft, at)
    assert "Ansökan är skickad" in page
    assert "Vad händer nu" in page
    with acting_as(alma):
        row = AdmissionRequest.objects.get(pk=draft.pk)
        assert (row.state, row.version, row.days, row.start) == ("SENT", 2, 30, day(at))
        assert row.need.open() == "Saknar säker plats."
    with acting_as(alma):
        assert row.sent_by_id == alma.id


def test_a_form_sent_twice_is_one_request_and_the_second_is_told(signed_in: SignIn, alma: Viewer, at: datetime) -> None:
    draft, client = draft_request(alma, at=at), signed_in("alma")
    _sent_through_the_pages(client, draft, at)
    again = client.post(check_url(draft), {"version": 1})
    assert again.status_code == 409
    assert "Alma Lind" in again.content.decode()
    with acting_as(alma):
        assert AdmissionRequest.objects.filter(person_id=draft.person_id).count() == 1
        assert AdmissionRequest.objects.get(pk=draft.pk).version == 2


def test_what_a_rule_stops_is_not_sent_and_leads_back_to_the_field(
    signed_in: SignIn, alma: Viewer, at: datetime
) -> None:
    draft, client = draft_request(alma, at=at), signed_in("alma")
    client.post(edit_url(draft), whole_form(day(at), days="31"))
    answer = client.post(check_url(draft), {"version": 1})
    assert answer["Location"] == f"{edit_url(draft)}?check=1"
    assert 'href="#id_days"' in client.get(answer["Location"]).content.decode()
    with acting_as(alma):
        assert AdmissionRequest.objects.get(pk=draft.pk).state == "DRAFT"


def test_the_summary_is_not_shown_before_the_form_is_right(signed_in: SignIn, alma: Viewer, at: datetime) -> None:
    draft, client = draft_request(alma, at=at), signed_in("alma")
    assert client.get(check_url(draft))["Location"] == f"{edit_url(draft)}?check=1"


def test_a_request_that_came_back_shows_the_question_and_everything_that_was_sent(
    signed_in: SignIn, alma: Viewer, dag: Viewer, at: datetime
) -> None:
    sent = sent_request(alma, at=at, children=(AskedChild(birth_year=2019),))
    _returned(sent, dag, at)
    client = signed_in("alma")
    page = client.get(edit_url(sent)).content.decode()
    assert "Vem frågade ni?" in page
    assert "Utnyttjad i arbete, saknar säker plats." in page
    assert "new-0-birth_year" not in page, "the child is on the record by now, and is ticked, not written anew"
    assert 'value="Socialjouren"' in page
    assert 'name="answer"' in page
    unanswered = client.get(check_url(sent))
    assert unanswered["Location"] == f"{edit_url(sent)}?check=1", "the question wants an answer first"
    typed = re.findall(r'name="(child-[^"]+-wanted)"', page)
    form = whole_form(day(at), version=3, answer="Socialjouren, i går kväll.", **dict.fromkeys(typed, "on"))
    assert "Socialjouren, i går kväll." in told(client, sent, **form)
    client.post(check_url(sent), {"version": 3})
    with acting_as(alma):
        row = AdmissionRequest.objects.get(pk=sent.pk)
        assert (row.state, row.version) == ("SENT", 4)
        assert row.children.count() == 1
        assert row.first_sent_at == sent.sent_at, "a question on the way makes nobody wait anew"
        assert Dependant.objects.filter(person_id=row.person_id).count() == 1
    office = signed_in("disa")
    assert "din fråga är besvarad" in office.get("/decisions/").content.decode()
    assert "Socialjouren, i går kväll." in office.get(f"/requests/{sent.ref}/decide/?texts=1").content.decode()


def test_what_is_typed_after_the_question_is_kept_before_what_was_sent(
    signed_in: SignIn, alma: Viewer, dag: Viewer, at: datetime
) -> None:
    sent = sent_request(alma, at=at - timedelta(hours=2))
    _returned(sent, dag, at - timedelta(hours=1))
    client = signed_in("alma")
    client.post(edit_url(sent), {"version": 3, "society_answer": "De svarade nej i dag."})
    assert "De svarade nej i dag." in client.get(edit_url(sent)).content.decode()


def test_a_request_that_waits_can_be_withdrawn_after_one_question(
    signed_in: SignIn, alma: Viewer, at: datetime
) -> None:
    sent, client = sent_request(alma, at=at), signed_in("alma")
    assert "Ja, ta tillbaka" in client.get(f"/requests/{sent.ref}/withdraw/").content.decode()
    client.post(f"/requests/{sent.ref}/withdraw/")
    with acting_as(alma):
        assert AdmissionRequest.objects.get(pk=sent.pk).state == "WITHDRAWN"
    assert client.post(f"/requests/{sent.ref}/withdraw/").status_code == 409


def test_nobody_else_sends_or_withdraws_it(signed_in: SignIn, alma: Viewer, at: datetime) -> None:
    draft, sent = draft_request(alma, at=at), sent_request(alma, at=at)
    for name in ("cia", "dag", "eva", "frej"):
        client = signed_in(name)
        assert client.post(check_url(draft), {"version": 1}).status_code == 404
        assert client.post(f"/requests/{sent.ref}/withdraw/").status_code == 404
    assert signed_in("bo").get(check_url(draft)).status_code == 302, "a colleague at the same actor may go on"


def _returned(sent: AdmissionRequest, dag: Viewer, at: datetime) -> None:
    with acting_as(dag):
        decision.return_for_completion(sent.ref, version=sent.version, question="Vem frågade ni?", by=dag, at=at)
