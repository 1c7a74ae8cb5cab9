"""Deciding through the pages: the queue, the summary, each decision, and who may not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.models import User
from accounts.viewer import Viewer
from cases.models import AdmissionRequest, Case
from cases.services.admission import AskedChild
from tests.cases.asking import decide_url
from tests.factories import identified, sent_request
from tests.money import give

SignIn = Callable[[str], Client]


@pytest.fixture
def at() -> datetime:
    """Now: the pages ask the real clock."""
    return now()


def _last_june(at: datetime) -> datetime:
    """The last fifteenth of June."""
    june = at.replace(month=6, day=15)
    return june if june <= at else june.replace(year=june.year - 1)


def _decides(client: Client, request: AdmissionRequest, step: str = "decide", **said: str) -> tuple[int, str]:
    form = {"version": str(request.version), "choice": "CONFIRM", "reason": "Behovet är visat.", "step": step, **said}
    answer = client.post(decide_url(request), form, follow=True)
    return answer.status_code, answer.content.decode()


def _state(request: AdmissionRequest, viewer: Viewer) -> str:
    with acting_as(viewer):
        return AdmissionRequest.objects.get(pk=request.pk).state


def test_the_queue_has_urgent_ones_first_and_then_who_has_waited_longest(
    signed_in: SignIn, alma: Viewer, cia: Viewer, at: datetime
) -> None:
    longest = sent_request(alma, at=at - timedelta(days=2))
    newest = sent_request(cia, at=at - timedelta(hours=1))
    urgent = sent_request(cia, at=at - timedelta(minutes=5), urgent=True)
    page = signed_in("dag").get("/decisions/").content.decode()
    places = [page.index(decide_url(request)) for request in (urgent, longest, newest)]
    assert places == sorted(places)
    assert "väntat 2 dagar" in page.lower()


def test_confirming_takes_three_clicks_from_the_queue(
    signed_in: SignIn, alma: Viewer, dag: Viewer, at: datetime
) -> None:
    sent, client = sent_request(alma, at=at), signed_in("dag")
    one = client.get(decide_url(sent)).content.decode()
    assert 'value="CONFIRM"' in one
    assert "checked" in one.split('value="CONFIRM"')[1].split(">")[0]
    status, two = _decides(client, sent, step="check")
    assert status == 200
    assert "Kontrollera beslutet" in two
    assert _state(sent, dag) == "SENT", "looking at the summary decides nothing"
    _, three = _decides(client, sent)
    assert "är bekräftat" in three
    assert _state(sent, dag) == "CONFIRMED"
    with acting_as(dag):
        assert Case.objects.get(request=sent).interventions.count() == 1


def test_the_page_shows_the_request_the_rules_the_cost_and_the_money_before_and_after(
    signed_in: SignIn, alma: Viewer, at: datetime
) -> None:
    sent = sent_request(
        alma,
        at=_last_june(at),
        start=day(_last_june(at)) - timedelta(days=10),
        children=(AskedChild(birth_year=2019), AskedChild(birth_year=2022)),
        motivations={"start_before_request": "Kom mitt i natten."},
    )
    page = signed_in("dag").get(f"{decide_url(sent)}?texts=1").content.decode()
    for expected in (
        "Saknar boende.",
        "Kom mitt i natten.",
        "30\u00a0dygn × 1\u00a0450\u00a0kr",
        "2\u00a0barn × 30\u00a0dygn × 400\u00a0kr",
        "67\u00a0500\u00a0kr",
        "10\u00a0000\u00a0000\u00a0kr",
        "9\u00a0932\u00a0500\u00a0kr",
    ):
        assert expected in page


def test_after_a_decision_the_next_in_the_queue_opens_with_a_message(
    signed_in: SignIn, alma: Viewer, cia: Viewer, at: datetime
) -> None:
    yesterday = at - timedelta(days=1)
    first = sent_request(alma, at=yesterday, person=identified(alma, at=yesterday, code_name="Blå Björk"))
    following = sent_request(cia, at=at, person=identified(cia, at=at, code_name="Lugn Lärka"))
    client = signed_in("dag")
    form = {"version": "2", "choice": "CONFIRM", "reason": "", "step": "decide"}
    assert client.post(decide_url(first), form)["Location"] == decide_url(following)
    page = client.get(decide_url(following)).content.decode()
    assert "Tillträdet för Blå Björk är bekräftat." in page
    assert "Tillträde för Lugn Lärka" in page


def test_a_question_goes_back_to_the_caseworker(signed_in: SignIn, alma: Viewer, dag: Viewer, at: datetime) -> None:
    sent = sent_request(alma, at=at)
    status, page = _decides(signed_in("dag"), sent, choice="RETURN", reason="")
    assert status == 422
    assert 'href="#id_reason"' in page
    _decides(signed_in("dag"), sent, choice="RETURN", reason="Vem frågade ni?")
    assert _state(sent, dag) == "RETURNED"
    read = signed_in("alma").get(f"/requests/{sent.ref}/?texts=1").content.decode()
    assert "Vem frågade ni?" in read
    assert "Dag Ek" in read


def test_declining_needs_a_coded_reason_and_words(signed_in: SignIn, alma: Viewer, dag: Viewer, at: datetime) -> None:
    sent, client = sent_request(alma, at=at), signed_in("dag")
    status, page = _decides(client, sent, choice="DECLINE", reason="")
    assert status == 422
    assert 'href="#id_reason"' in page
    assert 'href="#id_decline_reason"' in page
    assert _state(sent, dag) == "SENT"
    _decides(client, sent, choice="DECLINE", decline_reason="NO_MONEY", sure="on", reason="Pengarna för året är slut.")
    assert _state(sent, dag) == "DECLINED"
    read = signed_in("alma").get(f"/requests/{sent.ref}/?texts=1").content.decode()
    assert "Pengarna för året är slut." in read
    assert "Pengarna är slut" in read


def test_changing_ones_mind_at_the_summary_keeps_what_was_written(
    signed_in: SignIn, alma: Viewer, at: datetime
) -> None:
    sent = sent_request(alma, at=at)
    status, page = _decides(signed_in("dag"), sent, step="change", choice="RETURN", reason="Vem frågade ni?")
    assert status == 200
    assert "Vem frågade ni?" in page
    assert "checked" in page.split('value="RETURN"')[1].split(">")[0]


def test_who_works_for_the_actor_has_no_buttons_and_reads_who_can_decide(
    signed_in: SignIn, users: dict[str, User], alma: Viewer, dag: Viewer, at: datetime
) -> None:
    sent = sent_request(alma, at=at)
    User.objects.filter(pk=users["dag"].pk).update(employer_id=users["alma"].employer_id)
    page = signed_in("dag").get(decide_url(sent)).content.decode()
    assert 'name="step"' not in page
    assert "Disa Dal" in page
    status, page = _decides(signed_in("dag"), sent)
    assert status == 403
    assert "Disa Dal" in page
    assert _state(sent, dag) == "SENT"
    assert 'name="step"' in signed_in("disa").get(decide_url(sent)).content.decode()


def test_who_comes_second_reads_who_decided_and_keeps_the_words(
    signed_in: SignIn, alma: Viewer, dag: Viewer, at: datetime
) -> None:
    sent = sent_request(alma, at=at)
    _decides(signed_in("dag"), sent)
    status, page = _decides(signed_in("disa"), sent, choice="DECLINE", decline_reason="NO_NEED", reason="Mina ord.")
    assert status == 409
    assert "Dag Ek beslutade" in page
    assert "Mina ord." in page
    assert _state(sent, dag) == "CONFIRMED"


def test_more_than_the_budget_has_left_cannot_be_confirmed_and_says_so(
    signed_in: SignIn, alma: Viewer, dag: Viewer, at: datetime
) -> None:
    sent, client = sent_request(alma, at=at, days=1), signed_in("dag")
    for year in (at.year, at.year + 1):
        give(year, 100)
    page = client.get(decide_url(sent)).content.decode()
    assert 'value="CONFIRM"' not in page
    status, page = _decides(client, sent)
    assert status == 422
    assert "Behovet är visat." in page
    assert _state(sent, dag) == "SENT"
    _decides(client, sent, choice="DECLINE", decline_reason="NO_MONEY", reason="Budgeten räcker inte.")
    assert _state(sent, dag) == "DECLINED"


def test_a_reason_that_points_somebody_out_is_asked_about(
    signed_in: SignIn, alma: Viewer, dag: Viewer, at: datetime
) -> None:
    sent, client = sent_request(alma, at=at), signed_in("dag")
    status, page = _decides(client, sent, reason="Ring 070-123 45 67.")
    assert status == 422
    assert "<q>070-123 45 67</q>" in page
    token = re.findall(r'name="reason_guard"\s+value="(.+?)"', page)[0]
    _, summary = _decides(client, sent, step="check", reason="Ring 070-123 45 67.", reason_guard=token)
    assert token in summary, "the answer goes along from the summary to the decision"
    _decides(client, sent, reason="Ring 070-123 45 67.", reason_guard=token)
    assert _state(sent, dag) == "CONFIRMED"


def test_nobody_but_a_coordinator_reaches_the_queue_or_a_decision(
    signed_in: SignIn, alma: Viewer, dag: Viewer, at: datetime
) -> None:
    sent = sent_request(alma, at=at)
    for name in ("alma", "bo", "cia", "eva", "frej", "olle"):
        client = signed_in(name)
        assert client.get("/decisions/").status_code == 404
        assert _decides(client, sent)[0] == 404
    assert _state(sent, dag) == "SENT"


def test_a_decided_request_says_what_was_decided_once_and_asks_no_rule_again(
    signed_in: SignIn, alma: Viewer, at: datetime
) -> None:
    sent = sent_request(
        alma,
        at=_last_june(at),
        start=day(_last_june(at)) - timedelta(days=10),
        motivations={"start_before_request": "Kom mitt i natten."},
    )
    client = signed_in("dag")
    folded = client.get(decide_url(sent)).content.decode()
    assert "Aktören har förklarat det" in folded and "Kom mitt i natten." not in folded
    waiting = client.get(f"{decide_url(sent)}?texts=1").content.decode()
    assert "Aktören skriver:" in waiting and "Kom mitt i natten." in waiting
    assert "Förklara varför" not in waiting, "the coordinator judges the explanation and writes none"
    _decides(client, sent, reason="Väl motiverat.")
    page = client.get(decide_url(sent)).content.decode()
    assert page.count("Väl motiverat.") == 1
    assert "Kom mitt i natten." not in page, "the errand is over, so the actor's words are sealed again"
    assert "Stopp" not in page, "the case that this decision opened is no hindrance to it"
