"""Confirming: the case, its first intervention and the money in one, or none of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from accounts.clock import day
from accounts.door import acting_as
from accounts.errors import Conflict, NotFound, NothingLeft, Refused, Stopped, WrongState
from accounts.models import Actor, User
from accounts.viewer import Viewer, system, viewer_of
from audit.models import Outbox
from cases.models import Case, Intervention
from cases.services import decision
from cases.services.admission import AskedChild
from cases.states import AdmissionState, InterventionState
from funding.selectors.balances import standing
from funding.services.commitments import commit
from tests.factories import confirmed_case, identified, sent_request
from tests.money import committed, give


def test_confirming_opens_the_case_grants_rest_and_commits_the_money(
    alma: Viewer, dag: Viewer, march: datetime
) -> None:
    case = confirmed_case(alma, dag, at=march, children=(AskedChild(birth_year=2019), AskedChild(birth_year=2022)))
    with acting_as(alma):
        granted = Intervention.objects.get(case=case)
        assert (granted.start, granted.last) == (day(march), day(march) + timedelta(days=29))
        assert granted.state == InterventionState.GRANTED
        assert case.request.state == AdmissionState.CONFIRMED
        assert granted.supplements.count() == 2
        assert standing(granted.pk) == {2026: Decimal(30 * 1450 + 2 * 30 * 400)}
    assert committed(2026) == Decimal(67_500)


def test_days_across_new_year_are_charged_to_both_years(alma: Viewer, dag: Viewer, march: datetime) -> None:
    at = march.replace(year=2025, month=12, day=20)
    case = confirmed_case(alma, dag, at=at)
    with acting_as(dag):
        assert standing(case.interventions.get().pk) == {2025: Decimal(12 * 1450), 2026: Decimal(18 * 1450)}


def test_a_coordinator_who_works_for_the_actor_cannot_decide_its_request(
    alma: Viewer, dag: Viewer, users: dict[str, User], march: datetime
) -> None:
    request = sent_request(alma, at=march)
    users["dag"].employer = users["alma"].employer
    kin = viewer_of(users["dag"])
    with pytest.raises(Refused) as refused, acting_as(kin):
        decision.confirm(request.ref, version=request.version, reason="", by=kin, at=march)
    assert "Disa Dal" in refused.value.params["others"]
    with acting_as(dag):
        assert decision.confirm(request.ref, version=request.version, reason="", by=dag, at=march).pk


def test_a_caseworker_cannot_confirm_even_her_own_request(alma: Viewer, march: datetime) -> None:
    request = sent_request(alma, at=march)
    with pytest.raises(NotFound), acting_as(alma):
        decision.confirm(request.ref, version=request.version, reason="", by=alma, at=march)


def test_the_second_to_decide_is_told_who_decided_and_when(
    alma: Viewer, dag: Viewer, disa: Viewer, march: datetime
) -> None:
    request = sent_request(alma, at=march)
    with acting_as(dag):
        decision.confirm(request.ref, version=request.version, reason="", by=dag, at=march)
    with pytest.raises(WrongState) as told, acting_as(disa):
        decision.confirm(request.ref, version=request.version, reason="", by=disa, at=march)
    assert told.value.params["who"] == "Dag Ek"
    assert told.value.params["at"] == march
    with acting_as(disa):
        assert Case.objects.filter(request=request).count() == 1


def test_a_page_from_before_the_request_changed_decides_nothing(alma: Viewer, dag: Viewer, march: datetime) -> None:
    request = sent_request(alma, at=march)
    with pytest.raises(Conflict), acting_as(dag):
        decision.confirm(request.ref, version=request.version - 1, reason="", by=dag, at=march)


def test_more_than_is_left_is_refused_and_nothing_is_half_done(alma: Viewer, dag: Viewer, march: datetime) -> None:
    request = sent_request(alma, at=march)
    with acting_as(dag):
        give(2026, 43_499)
        with pytest.raises(Stopped) as stopped:
            decision.confirm(request.ref, version=request.version, reason="", by=dag, at=march)
    assert any(v.code == "money_left" and v.level == "stop" for v in stopped.value.verdicts)
    with acting_as(dag):
        assert not Case.objects.filter(request=request).exists()


def test_the_database_refuses_what_the_rules_did_not_see(dag: Viewer, march: datetime) -> None:
    actor = Actor.objects.get(ref="A-LINDEN")
    with acting_as(dag), pytest.raises(NothingLeft) as nothing:
        commit(uuid4(), {2026: Decimal(10_000_001)}, actor_id=actor.pk, kind="REST", programme="", by=dag, at=march)
    assert nothing.value.year == 2026


def test_a_second_open_case_for_the_same_person_is_stopped(alma: Viewer, dag: Viewer, march: datetime) -> None:
    person = identified(alma, at=march)
    confirmed_case(alma, dag, at=march, person=person)
    with pytest.raises(Stopped) as stopped:
        sent_request(alma, at=march + timedelta(days=40), person=person)
    assert "one_open_case" in {v.code for v in stopped.value.verdicts if v.level == "stop"}


def test_the_decision_is_told_upwards_in_the_same_transaction(alma: Viewer, dag: Viewer, march: datetime) -> None:
    case = confirmed_case(alma, dag, at=march)
    with acting_as(system("test")):
        assert Outbox.objects.filter(event="ADMISSION_CONFIRMED", ref=case.request.ref).count() == 1
