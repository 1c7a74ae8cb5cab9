"""A further intervention in an open case: applied for, decided in the same queue, granted in the same case."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, Stopped
from accounts.viewer import Viewer, system
from cases.models import AdmissionDecision, AdmissionRequest, Case, Intervention, ProtectionStatement
from cases.models.choices import SocietyProtects
from cases.services import admission, decision
from cases.services.facts import state_protection
from cases.services.further import begin_further
from funding.selectors.balances import standing
from tests.cases.asking import decide_url, told, whole_form
from tests.factories import confirmed_case, further, identified, sent_further

SignIn = Callable[[str], Client]


def _ended_rest(alma: Viewer, dag: Viewer, at: datetime) -> Case:
    """A rest of thirty days whose last day was yesterday."""
    return confirmed_case(alma, dag, at=at - timedelta(days=30))


def test_support_is_granted_in_the_open_case_and_no_second_case_is_opened(
    alma: Viewer, dag: Viewer, march: datetime
) -> None:
    case = _ended_rest(alma, dag, march)
    request = sent_further(case, "SUPPORT", alma, at=march, days=90)
    with acting_as(dag):
        granted_in = decision.confirm(request.ref, version=request.version, reason="", by=dag, at=march)
    assert granted_in.pk == case.pk
    with acting_as(alma):
        assert Case.objects.filter(person=case.person).count() == 1
        row = Intervention.objects.get(case=case, kind="SUPPORT")
        assert (row.start, row.last, row.request_id) == (day(march), day(march) + timedelta(days=89), request.pk)
        assert standing(row.pk) == {2026: Decimal(90 * 1450)}


def test_the_steps_of_the_cost_are_kept_with_the_decision(
    signed_in: SignIn, alma: Viewer, dag: Viewer, march: datetime
) -> None:
    case = _ended_rest(alma, dag, march)
    request = sent_further(case, "SUPPORT", alma, at=march, days=10)
    with acting_as(dag):
        decision.confirm(request.ref, version=request.version, reason="", by=dag, at=march)
        kept = AdmissionDecision.objects.get(request=request).cost
    assert kept == {
        "steps": [{"days": 10, "rate": "1450.00", "children": 0}],
        "total": "14500.00",
        "by_year": {"2026": "14500.00"},
    }
    page = signed_in("alma").get(f"/requests/{request.ref}/").content.decode()
    assert "10\u00a0dygn × 1\u00a0450\u00a0kr" in page
    assert "14\u00a0500\u00a0kr" in page


def test_days_used_and_the_overlap_are_those_of_the_case(alma: Viewer, dag: Viewer, march: datetime) -> None:
    case = _ended_rest(alma, dag, march)
    last_of_rest = day(march) - timedelta(days=1)
    with pytest.raises(Stopped) as stopped:
        sent_further(case, "SUPPORT", alma, at=march, start=last_of_rest, days=10)
    assert {v.code for v in stopped.value.verdicts if v.level == "stop"} == {"no_overlap"}
    with pytest.raises(Stopped) as stopped:
        sent_further(case, "SUPPORT", alma, at=march, days=91)
    assert {v.code for v in stopped.value.verdicts if v.level == "stop"} == {"days_within_period"}
    assert sent_further(case, "SUPPORT", alma, at=march, days=90).pk


def test_a_second_period_is_stopped_where_the_programme_has_one(alma: Viewer, dag: Viewer, march: datetime) -> None:
    case = _ended_rest(alma, dag, march)
    first = sent_further(case, "SUPPORT", alma, at=march, days=30)
    with acting_as(dag):
        decision.confirm(first.ref, version=first.version, reason="", by=dag, at=march)
    with pytest.raises(Stopped) as stopped:
        sent_further(case, "SUPPORT", alma, at=march, start=day(march) + timedelta(days=30), days=30)
    assert "periods_within_limit" in {v.code for v in stopped.value.verdicts if v.level == "stop"}


def test_a_start_outside_any_programme_is_stopped(alma: Viewer, dag: Viewer, march: datetime) -> None:
    case = _ended_rest(alma, dag, march)
    with pytest.raises(Stopped) as stopped:
        sent_further(case, "SUPPORT", alma, at=march, start=date(2031, 3, 1), days=10)
    assert "programme_in_force" in {v.code for v in stopped.value.verdicts if v.level == "stop"}


def test_asking_twice_for_support_leads_to_the_same_draft(alma: Viewer, dag: Viewer, march: datetime) -> None:
    case = _ended_rest(alma, dag, march)
    assert further(case, "SUPPORT", alma, at=march).pk == further(case, "SUPPORT", alma, at=march).pk


def test_without_an_open_case_there_is_nothing_to_apply_in(alma: Viewer, dag: Viewer, march: datetime) -> None:
    met = identified(alma, at=march)
    with pytest.raises(Invalid), acting_as(alma):
        begin_further(met.code, ["SUPPORT"], by=alma, at=march)
    case = _ended_rest(alma, dag, march)
    with acting_as(alma):
        assert begin_further(case.person.code, ["SUPPORT"], by=alma, at=march)


def test_nobody_applies_for_another_actors_person(alma: Viewer, cia: Viewer, dag: Viewer, march: datetime) -> None:
    case = _ended_rest(alma, dag, march)
    with acting_as(alma):
        code = case.person.code
    with pytest.raises(NotFound), acting_as(cia):
        begin_further(code, ["SUPPORT"], by=cia, at=march)


def test_the_form_asks_no_more_than_is_needed_and_knows_what_was_stated(
    signed_in: SignIn, alma: Viewer, dag: Viewer
) -> None:
    at = now()
    case = _ended_rest(alma, dag, at)
    with acting_as(alma):
        state_protection(case.person.code, SocietyProtects.APPLIED, on=day(at), by=alma, at=at)
        code = case.person.code
    client = signed_in("alma")
    page = client.get(f"/persons/{code}/apply/").content.decode()
    assert "Stöd och skydd" in page
    response = client.post(f"/persons/{code}/apply/", {"kinds": ["SUPPORT"]}, follow=True)
    page = response.content.decode()
    assert 'name="why"' not in page
    assert 'name="consent"' not in page
    applied = re.search(r'<input[^>]*value="APPLIED"[^>]*>', page)
    assert applied and "checked" in applied[0]
    assert "Period 1 av högst 1." in page


def test_from_the_form_to_the_grant(signed_in: SignIn, alma: Viewer, dag: Viewer) -> None:
    at = now()
    case = _ended_rest(alma, dag, at)
    draft = further(case, "SUPPORT", alma, at=at)
    form = whole_form(day(at), days="30", society_protects="NO")
    client = signed_in("alma")
    assert "Kontrollera innan du skickar" in told(client, draft, **form)
    client.post(f"/requests/{draft.ref}/check/", {"version": 1})
    office = signed_in("dag")
    page = office.get("/decisions/").content.decode()
    assert "Stöd och skydd för" in page
    said = {"version": 2, "choice": "CONFIRM", "reason": "Behovet är visat."}
    checked = office.post(decide_url(draft), {**said, "step": "check"}).content.decode()
    assert "Beviljar i det öppna ärendet" in checked
    office.post(decide_url(draft), {**said, "step": "decide"})
    with acting_as(alma):
        assert AdmissionRequest.objects.get(pk=draft.pk).state == "CONFIRMED"
        assert Intervention.objects.filter(case=case).count() == 2


def test_what_is_known_already_is_not_stated_anew(alma: Viewer, dag: Viewer, march: datetime) -> None:
    case = _ended_rest(alma, dag, march)
    with acting_as(alma):
        before = ProtectionStatement.objects.filter(person=case.person).count()
    request = sent_further(case, "SUPPORT", alma, at=march, days=10)
    with acting_as(dag):
        decision.confirm(request.ref, version=request.version, reason="", by=dag, at=march)
        assert ProtectionStatement.objects.filter(person=case.person).count() == before


def test_a_draft_that_was_taken_away_comes_back_within_a_minute(alma: Viewer, dag: Viewer, march: datetime) -> None:
    case = _ended_rest(alma, dag, march)
    draft = further(case, "SUPPORT", alma, at=march)
    with acting_as(alma):
        assert admission.withdraw(draft.ref, by=alma, at=march).state == "WITHDRAWN"
        assert admission.bring_back(draft.ref, by=alma, at=march).state == "DRAFT"


def test_a_closed_case_stops_the_grant(alma: Viewer, dag: Viewer, march: datetime) -> None:
    case = _ended_rest(alma, dag, march)
    first, second = (sent_further(case, "SUPPORT", alma, at=march, days=10), _ended_rest(alma, dag, march))
    other = sent_further(second, "SUPPORT", alma, at=march, days=10)
    with acting_as(system("test")):
        Case.objects.filter(pk=case.pk).update(closed_on=day(march))
    with acting_as(dag):
        with pytest.raises(Stopped) as stopped:
            decision.confirm(first.ref, version=first.version, reason="", by=dag, at=march)
        assert {v.code for v in stopped.value.verdicts if v.level == "stop"} == {"case_open"}
        decision.confirm(other.ref, version=other.version, reason="", by=dag, at=march)
