"""The decision reads what is known on its day: newer statements count, a question on the way costs nobody a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.errors import Stopped
from accounts.viewer import Viewer, system
from cases.models import AdmissionDecision, AdmissionRequest
from cases.models.choices import ReportMade, SocietyProtects
from cases.selectors.verdicts import verdicts_on_confirm
from cases.services import admission, decision
from cases.services.facts import state_police_report, state_protection
from certification.models import Certification
from tests.cases.asking import decide_url
from tests.factories import asked, identified, sent_request

SignIn = Callable[[str], Client]


@pytest.fixture
def at() -> datetime:
    """Now: the pages ask the real clock."""
    return now()


def _reported_after_sending(alma: Viewer, at: datetime) -> AdmissionRequest:
    """A request that says that nothing is reported; the report, made before rest begins, is stated the day after."""
    sent_at = at - timedelta(days=2)
    person = identified(alma, at=sent_at, on=day(sent_at) - timedelta(days=14))
    sent = sent_request(alma, at=sent_at, person=person, start=day(at), society_asked_on=day(sent_at))
    with acting_as(alma):
        on = day(at - timedelta(days=1))
        state_police_report(person.code, ReportMade.YES, on=on, by=alma, at=at - timedelta(hours=5))
    return sent


def _says(request: AdmissionRequest, viewer: Viewer, at: datetime) -> dict[str, str]:
    with acting_as(viewer):
        row = AdmissionRequest.objects.select_related("person").get(pk=request.pk)
        return {v.code: v.level.value for v in verdicts_on_confirm(row, on=day(at))}


def test_what_was_stated_after_sending_counts_and_the_page_says_so(
    signed_in: SignIn, alma: Viewer, dag: Viewer, at: datetime
) -> None:
    sent = _reported_after_sending(alma, at)
    assert _says(sent, dag, at)["before_police_report"] == "warning"
    page = signed_in("dag").get(decide_url(sent)).content.decode()
    assert "Sagt efter att ansökan skickades" in page
    assert "före första dagen. Vilan är tänkt" in page


def test_an_older_statement_does_not_count_against_the_request(alma: Viewer, dag: Viewer, at: datetime) -> None:
    person = identified(alma, at=at - timedelta(days=3), on=day(at) - timedelta(days=14))
    with acting_as(alma):
        on = day(at - timedelta(days=9))
        state_police_report(person.code, ReportMade.YES, on=on, by=alma, at=at - timedelta(days=2))
    assert _says(sent_request(alma, at=at, person=person), dag, at)["before_police_report"] == "ok"


def test_what_has_to_be_explained_since_is_explained_by_the_coordinator_and_kept_with_the_decision(
    signed_in: SignIn, alma: Viewer, dag: Viewer, at: datetime
) -> None:
    sent, client = _reported_after_sending(alma, at), signed_in("dag")
    field = "motivation-before_police_report"
    page = client.get(decide_url(sent)).content.decode()
    assert f'name="{field}"' in page
    confirm = {"version": "2", "choice": "CONFIRM", "reason": "Behovet är visat."}
    refused = client.post(decide_url(sent), confirm | {"step": "decide"})
    assert refused.status_code == 422
    assert f'href="#id_{field}"' in refused.content.decode()
    said = {field: "Anmälan gjordes av någon annan."}
    summary = client.post(decide_url(sent), confirm | said | {"step": "check"}).content.decode()
    assert f'name="{field}"' in summary
    assert "Anmälan gjordes av någon annan." in summary
    assert client.post(decide_url(sent), confirm | said | {"step": "decide"}).status_code == 302
    with acting_as(dag):
        row = AdmissionDecision.objects.get(request=sent)
        assert row.motivations.open() == {"before_police_report": "Anmälan gjordes av någon annan."}
    for read in (client.get(decide_url(sent)), signed_in("alma").get(f"/requests/{sent.ref}/?texts=1")):
        assert "Anmälan gjordes av någon annan." in read.content.decode()


def test_asking_or_declining_needs_no_explanation_from_the_coordinator(
    signed_in: SignIn, alma: Viewer, at: datetime
) -> None:
    sent = _reported_after_sending(alma, at)
    asks = {"version": "2", "choice": "RETURN", "reason": "Varför behövs vila nu?", "step": "decide"}
    assert signed_in("dag").post(decide_url(sent), asks).status_code == 302


def test_without_an_explanation_the_service_says_which_is_missing(alma: Viewer, dag: Viewer, at: datetime) -> None:
    sent = _reported_after_sending(alma, at)
    with acting_as(dag):
        with pytest.raises(Stopped):
            decision.confirm(sent.ref, version=sent.version, reason="", by=dag, at=at)
        why = {"before_police_report": "Behövs.", "consent": "Ingen fråga."}
        decision.confirm(sent.ref, version=sent.version, reason="", motivations=why, by=dag, at=at)
        kept = AdmissionDecision.objects.get(request=sent).motivations.open()
    assert kept == {"before_police_report": "Behövs."}, "only what the rules ask for"


def test_a_text_that_points_somebody_out_is_asked_about_there_too(
    signed_in: SignIn, alma: Viewer, at: datetime
) -> None:
    sent, field = _reported_after_sending(alma, at), "motivation-before_police_report"
    said = {"version": "2", "choice": "CONFIRM", "reason": "", "step": "decide", field: "Ring 070-123 45 67."}
    answer = signed_in("dag").post(decide_url(sent), said)
    assert answer.status_code == 422
    assert "<q>070-123 45 67</q>" in answer.content.decode()


def test_society_that_has_taken_over_since_is_read_too(alma: Viewer, dag: Viewer, at: datetime) -> None:
    sent = sent_request(alma, at=at - timedelta(days=1))
    with acting_as(alma):
        state_protection(sent.person.code, SocietyProtects.YES, on=day(at), by=alma, at=at)
    with acting_as(dag):
        from cases.selectors.verdicts import as_known_now

        row = AdmissionRequest.objects.select_related("person").get(pk=sent.pk)
        assert as_known_now(row).society_protects == SocietyProtects.YES


def test_a_question_on_the_way_costs_nobody_a_day(alma: Viewer, dag: Viewer, march: datetime) -> None:
    sent = sent_request(alma, at=march, start=day(march) - timedelta(days=3))
    with acting_as(dag):
        decision.return_for_completion(sent.ref, version=sent.version, question="Vem?", by=dag, at=march)
    later = march + timedelta(days=6)
    with acting_as(system("test")):
        Certification.objects.filter(actor_id=sent.actor_id).update(valid_to=day(march) + timedelta(days=1))
    reported = {"police_report": ReportMade.YES, "police_report_on": day(march) + timedelta(days=4)}
    what = asked(day(march) - timedelta(days=3), answer="Socialjouren.", **reported)
    with acting_as(alma):
        again = admission.send(sent.ref, what, version=sent.version + 1, by=alma, at=later)
    says = _says(again, dag, later)
    assert (says["start_before_request"], says["certified_on_day_sent"]) == ("ok", "ok")
    assert "date_in_future" not in says
