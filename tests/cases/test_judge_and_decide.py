"""The decision page tells what somebody needs to judge, and asks for a word where a word is needed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.errors import Invalid
from accounts.viewer import Viewer
from cases.models import AdmissionRequest
from cases.models.choices import Age, Consent, Protection
from cases.selectors.decision import decide_page
from cases.selectors.person import banner
from cases.services import admission, decision
from cases.services.admission import AskedChild
from tests.cases.asking import decide_url
from tests.factories import asked, identified, sent_request
from tests.money import give

SignIn = Callable[[str], Client]
NO_MONEY = {"choice": "DECLINE", "decline_reason": "NO_MONEY", "reason": "Pengarna är slut."}


@pytest.fixture
def at() -> datetime:
    """Now: the pages ask the real clock."""
    return now()


def _answered(alma: Viewer, dag: Viewer, at: datetime) -> AdmissionRequest:
    """A request of three days ago that came back with a question, which was answered an hour ago."""
    sent = sent_request(alma, at=at - timedelta(days=3))
    with acting_as(dag):
        returned = decision.return_for_completion(
            sent.ref, version=sent.version, question="Vem frågade ni?", by=dag, at=at - timedelta(days=1)
        )
    what = asked((at - timedelta(days=3)).date(), answer="Socialjouren, i tisdags.")
    with acting_as(alma):
        return admission.send(sent.ref, what, version=returned.version, by=alma, at=at - timedelta(hours=1))


def _decides(client: Client, request: AdmissionRequest, **said: str) -> tuple[int, str]:
    form = {"version": str(request.version), "choice": "CONFIRM", "reason": "", "step": "check", **said}
    answer = client.post(decide_url(request), form)
    return answer.status_code, answer.content.decode()


def test_the_queue_and_the_page_count_waiting_from_the_same_moment(
    signed_in: SignIn, alma: Viewer, dag: Viewer, at: datetime
) -> None:
    request, client = _answered(alma, dag, at), signed_in("dag")
    waited = "väntat 3 dagar"
    assert waited in client.get("/decisions/").content.decode().lower()
    assert waited in client.get(decide_url(request)).content.decode().lower()
    assert "väntat 3 dagar" in client.get("/").content.decode().lower()


def test_the_question_stands_beside_its_answer_and_once(
    signed_in: SignIn, alma: Viewer, dag: Viewer, at: datetime
) -> None:
    page = signed_in("dag").get(f"{decide_url(_answered(alma, dag, at))}?texts=1").content.decode()
    assert page.count("Vem frågade ni?") == 1
    assert page.index("Vem frågade ni?") < page.index("Socialjouren, i tisdags.")


def test_an_earlier_no_is_shown_with_its_reason(signed_in: SignIn, alma: Viewer, dag: Viewer, at: datetime) -> None:
    person = identified(alma, at=at - timedelta(days=20))
    first = sent_request(alma, at=at - timedelta(days=19), person=person)
    with acting_as(dag):
        decision.decline(
            first.ref,
            version=first.version,
            decline_reason="NO_NEED",
            reason="Behovet framgår inte.",
            by=dag,
            at=at - timedelta(days=18),
        )
    page = signed_in("dag").get(f"{decide_url(sent_request(alma, at=at, person=person))}?texts=1").content.decode()
    assert "Behovet framgår inte." in page


def test_the_page_has_the_same_flags_as_the_persons_page(alma: Viewer, dag: Viewer, at: datetime) -> None:
    person = identified(
        alma, at=at, age=Age.CHILD, birth_year=at.year - 15, interpreter=True, protection=Protection.MARK
    )
    request = sent_request(alma, at=at, person=person, motivations={"concern_report": "Vi ringer i kväll."})
    with acting_as(dag):
        page = decide_page(request.ref, dag, on=day(at))
        assert page.flags == banner(dag, person.code, on=day(at)).flags
        assert len(page.flags) == 3


def test_the_flags_are_drawn(signed_in: SignIn, alma: Viewer, at: datetime) -> None:
    person = identified(alma, at=at, interpreter=True)
    request = sent_request(alma, at=at, person=person, children=(AskedChild(birth_year=at.year - 4),))
    page = signed_in("dag").get(decide_url(request)).content.decode()
    assert "Tolk behövs" in page
    assert "1 barn" in page


def test_nothing_is_chosen_where_there_is_something_to_judge_and_confirming_needs_a_word(
    signed_in: SignIn, alma: Viewer, dag: Viewer, at: datetime
) -> None:
    request = sent_request(alma, at=at, consent=Consent.NO, motivations={"consent": "Vill inte att det delas."})
    client = signed_in("dag")
    page = client.get(decide_url(request)).content.decode()
    assert "checked" not in page.split('value="CONFIRM"')[1].split(">")[0]
    status, told = _decides(client, request)
    assert status == 422
    assert "Varför bekräftar du ändå?" in told
    assert _decides(client, request, reason="Samtycke ges muntligt.")[0] == 200
    with acting_as(dag), pytest.raises(Invalid):
        decision.confirm(request.ref, version=request.version, reason=" ", by=dag, at=at)


def test_a_request_without_anything_to_judge_is_confirmed_without_a_word(
    signed_in: SignIn, alma: Viewer, at: datetime
) -> None:
    assert _decides(signed_in("dag"), sent_request(alma, at=at))[0] == 200


def test_who_declines_for_money_that_is_there_is_asked_once_more(
    signed_in: SignIn, alma: Viewer, dag: Viewer, at: datetime
) -> None:
    request, client = sent_request(alma, at=at), signed_in("dag")
    status, told = _decides(client, request, **NO_MONEY)
    assert status == 422
    assert "Budgeten räcker:" in told
    assert 'name="sure"' in told
    status, check = _decides(client, request, **NO_MONEY, sure="on")
    assert status == 200
    assert 'name="sure"' in check, "the summary passes the answer on"
    assert _decides(client, request, **NO_MONEY, sure="on", step="decide")[0] == 302
    with acting_as(dag):
        assert AdmissionRequest.objects.get(pk=request.pk).state == "DECLINED"


def test_where_the_money_is_spent_nobody_is_asked(signed_in: SignIn, alma: Viewer, at: datetime) -> None:
    request = sent_request(alma, at=at)
    for year in (at.year, at.year + 1):
        give(year, 1)
    assert _decides(signed_in("dag"), request, **NO_MONEY)[0] == 200


def test_the_reason_for_declining_belongs_to_declining(signed_in: SignIn, alma: Viewer, at: datetime) -> None:
    page = signed_in("dag").get(decide_url(sent_request(alma, at=at))).content.decode()
    assert 'name="decline_reason"' in page.split("if-decline")[1].split("</div>\n        ")[0]
