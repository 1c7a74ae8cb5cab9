"""Waiting for a place in the budget: by need, then by time; decided, asked about, levelled anew or taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, Refused
from accounts.models import User
from accounts.viewer import Viewer, system, viewer_of
from audit.models import Outbox
from cases.models import AdmissionDecision, AdmissionRequest, Case
from cases.selectors.decision import queue
from cases.selectors.waiting import waiting_list
from cases.services import admission, decision
from tests.cases.asking import decide_url
from tests.factories import confirmed_case, sent_further, sent_request

SignIn = Callable[[str], Client]


def _wait(request: AdmissionRequest, level: str, by: Viewer, at: datetime) -> AdmissionRequest:
    with acting_as(by):
        return decision.wait(
            request.ref, version=request.version, need_level=level, reason="Årets medel räcker inte.", by=by, at=at
        )


def test_who_waits_stands_on_the_list_and_no_longer_in_the_queue(alma: Viewer, dag: Viewer, march: datetime) -> None:
    request = _wait(sent_request(alma, at=march), "HIGH", dag, march)
    with acting_as(dag):
        assert queue(dag) == ()
        page = waiting_list(dag, on=day(march))
        assert [(one.row.ref, one.need_level, one.cost) for one in page.rows] == [
            (request.ref, "HIGH", Decimal(30 * 1450))
        ]
        assert page.total == Decimal(30 * 1450)


def test_great_need_comes_first_and_then_who_has_waited_longest(alma: Viewer, dag: Viewer, march: datetime) -> None:
    levels = ("LOW", "MIDDLE", "HIGH", "MIDDLE", "HIGH")
    rows = [sent_request(alma, at=march + timedelta(minutes=n)) for n in range(len(levels))]
    for row, level in zip(rows, levels, strict=True):
        _wait(row, level, dag, march + timedelta(hours=1))
    with acting_as(dag):
        found = [one.row.ref for one in waiting_list(dag, on=day(march)).rows]
    assert found == [rows[n].ref for n in (2, 4, 1, 3, 0)]


def test_waiting_needs_a_level_and_a_reason(alma: Viewer, dag: Viewer, march: datetime) -> None:
    request = sent_request(alma, at=march)
    given: dict[str, Any] = {"version": request.version, "by": dag, "at": march}
    with acting_as(dag):
        for level, reason, wrong in (
            ("", "Skäl.", "need_level"),
            ("HUGE", "Skäl.", "need_level"),
            ("LOW", " ", "reason"),
        ):
            with pytest.raises(Invalid) as refused:
                decision.wait(request.ref, need_level=level, reason=reason, **given)
            assert set(refused.value.fields) == {wrong}
        assert decision.wait(request.ref, need_level="LOW", reason="Skäl.", **given).state == "WAITING"


def test_only_a_coordinator_of_another_employer_lets_it_wait(
    alma: Viewer, dag: Viewer, users: dict[str, User], march: datetime
) -> None:
    request = sent_request(alma, at=march)
    users["dag"].employer = users["alma"].employer
    kin = viewer_of(users["dag"])
    with pytest.raises(Refused):
        _wait(request, "LOW", kin, march)
    with pytest.raises(NotFound):
        _wait(request, "LOW", alma, march)
    assert _wait(request, "LOW", dag, march).state == "WAITING"


def test_the_need_can_be_levelled_anew_and_the_newest_holds(alma: Viewer, dag: Viewer, march: datetime) -> None:
    request = _wait(sent_request(alma, at=march), "LOW", dag, march)
    _wait(request, "HIGH", dag, march + timedelta(days=1))
    with acting_as(dag):
        assert [one.need_level for one in waiting_list(dag, on=day(march)).rows] == ["HIGH"]
        assert AdmissionDecision.objects.filter(request=request, kind="WAIT").count() == 2


def test_who_waits_can_be_granted_asked_about_declined_and_taken_back(
    alma: Viewer, dag: Viewer, march: datetime
) -> None:
    later = march + timedelta(days=1)
    granted, returned, declined, withdrawn = (_wait(sent_request(alma, at=march), "LOW", dag, march) for _ in range(4))
    with acting_as(dag):
        decision.confirm(granted.ref, version=granted.version, reason="Nu finns medel.", by=dag, at=later)
        decision.return_for_completion(returned.ref, version=returned.version, question="Än?", by=dag, at=later)
        given: dict[str, Any] = {"decline_reason": "NO_MONEY", "reason": "Medlen är slut."}
        decision.decline(declined.ref, version=declined.version, by=dag, at=later, **given)
    with acting_as(alma):
        admission.withdraw(withdrawn.ref, by=alma, at=later)
        states = [AdmissionRequest.objects.get(pk=row.pk).state for row in (granted, returned, declined, withdrawn)]
        assert states == ["CONFIRMED", "RETURNED", "DECLINED", "WITHDRAWN"]
        assert Case.objects.filter(request=granted).exists()


def test_another_request_for_the_person_is_not_begun_meanwhile(alma: Viewer, dag: Viewer, march: datetime) -> None:
    request = _wait(sent_request(alma, at=march), "LOW", dag, march)
    with acting_as(alma):
        code = AdmissionRequest.objects.select_related("person").get(pk=request.pk).person.code
        assert admission.begin(code, by=alma, at=march).pk == request.pk


def test_the_actor_is_told_and_sees_what_it_waits_for(signed_in: SignIn, alma: Viewer, dag: Viewer) -> None:
    at = now()
    request = _wait(sent_request(alma, at=at), "MIDDLE", dag, at)
    with acting_as(system("test")):
        assert Outbox.objects.filter(ref=request.ref, event="ADMISSION_WAITS").count() == 1
    page = signed_in("alma").get(f"/requests/{request.ref}/").content.decode()
    assert "Väntar på plats i budgeten" in page
    assert "Behov: mellan" in page


def test_a_coordinator_puts_it_on_the_list_in_the_browser(signed_in: SignIn, alma: Viewer, dag: Viewer) -> None:
    at = now()
    case = confirmed_case(alma, dag, at=at - timedelta(days=30))
    request = sent_further(case, "SUPPORT", alma, at=at, days=10)
    office = signed_in("dag")
    said = {"version": 2, "choice": "WAIT", "reason": "Medlen räcker inte."}
    refused = office.post(decide_url(request), {**said, "step": "check"})
    assert refused.status_code == 422
    assert 'href="#id_need_level"' in refused.content.decode()
    said["need_level"] = "HIGH"
    assert "Stort" in office.post(decide_url(request), {**said, "step": "check"}).content.decode()
    office.post(decide_url(request), {**said, "step": "decide"})
    page = office.get("/decisions/waiting/").content.decode()
    assert "Stöd och skydd för" in page
    assert "14\u00a0500\u00a0kr" in page
    assert "Låt den vänta vidare" in office.get(decide_url(request)).content.decode()


def test_the_list_is_for_coordinators(signed_in: SignIn) -> None:
    assert signed_in("dag").get("/decisions/waiting/").status_code == 200
    assert signed_in("alma").get("/decisions/waiting/").status_code == 404
