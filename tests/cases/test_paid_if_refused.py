"""Tonight: a bed was given before anybody decided. Refused, nothing of it is paid unless the coordinator says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.errors import Invalid
from accounts.viewer import Viewer, system
from cases.models import AdmissionDecision, AdmissionRequest, Intervention
from cases.selectors.reconciliation import differences
from cases.services import decision
from cases.services.admission import AskedChild
from funding.models import Commitment
from funding.selectors.balances import standing
from funding.services.commitments import release
from tests.cases.asking import decide_url
from tests.factories import confirmed_case, sent_further, sent_request

SignIn = Callable[[str], Client]


def _decline(request: AdmissionRequest, by: Viewer, at: datetime, **said: Any) -> AdmissionDecision:
    with acting_as(by):
        given: dict[str, Any] = {"decline_reason": "NOT_ELIGIBLE", "reason": "Samhället ger skydd."}
        decision.decline(request.ref, version=request.version, by=by, at=at, **given, **said)
        return AdmissionDecision.objects.get(request=request, kind="DECLINE")


def test_nothing_is_paid_unless_it_is_said(alma: Viewer, dag: Viewer, march: datetime) -> None:
    decided = _decline(sent_request(alma, at=march, urgent=True), dag, march + timedelta(days=3))
    with acting_as(dag):
        assert decided.paid_until is None
        assert not Commitment.objects.filter(cause_id=decided.pk).exists()


def test_the_nights_until_a_day_are_paid_with_their_children_and_the_decision_is_the_cause(
    alma: Viewer, dag: Viewer, march: datetime
) -> None:
    request = sent_request(alma, at=march, urgent=True, children=(AskedChild(birth_year=2019),))
    until = day(march) + timedelta(days=2)
    decided = _decline(request, dag, march + timedelta(days=3), paid_until=until)
    with acting_as(dag):
        assert standing(decided.pk) == {2026: Decimal(3 * 1450 + 3 * 400)}
        assert decided.cost and decided.cost["total"] == "5550.00"


@pytest.mark.parametrize("days", [-1, 4])
def test_no_day_before_the_first_and_none_after_the_decision_is_paid(
    alma: Viewer, dag: Viewer, march: datetime, days: int
) -> None:
    request = sent_request(alma, at=march, urgent=True)
    decided_on = march + timedelta(days=3)
    with pytest.raises(Invalid) as refused:
        _decline(request, dag, decided_on, paid_until=day(march) + timedelta(days=days))
    assert set(refused.value.fields) == {"paid_until"}
    assert _decline(request, dag, decided_on, paid_until=day(march) + timedelta(days=3)).paid_until == day(decided_on)


def test_where_no_bed_was_given_nothing_can_be_paid(alma: Viewer, dag: Viewer, march: datetime) -> None:
    calm = sent_request(alma, at=march)
    with pytest.raises(Invalid):
        _decline(calm, dag, march + timedelta(days=3), paid_until=day(march))
    earlier = sent_request(alma, at=march, start=day(march) - timedelta(days=2))
    assert _decline(earlier, dag, march + timedelta(days=1), paid_until=day(march)).paid_until == day(march)


def test_nights_of_somebody_who_waited_for_money_can_be_paid(alma: Viewer, dag: Viewer, march: datetime) -> None:
    request = sent_request(alma, at=march, urgent=True)
    with acting_as(dag):
        given: dict[str, Any] = {"need_level": "HIGH", "reason": "Medlen räcker inte."}
        request = decision.wait(request.ref, version=request.version, by=dag, at=march, **given)
    decided = _decline(request, dag, march + timedelta(days=5), paid_until=day(march) + timedelta(days=5))
    with acting_as(dag):
        assert standing(decided.pk) == {2026: Decimal(6 * 1450)}


def test_the_same_holds_for_a_further_intervention(alma: Viewer, dag: Viewer, march: datetime) -> None:
    case = confirmed_case(alma, dag, at=march - timedelta(days=30))
    request = sent_further(case, "SUPPORT", alma, at=march, urgent=True, days=20)
    decided = _decline(request, dag, march + timedelta(days=1), paid_until=day(march))
    with acting_as(dag):
        assert standing(decided.pk) == {2026: Decimal(1450)}


def test_the_page_asks_and_tells_the_actor_plainly(signed_in: SignIn, alma: Viewer, dag: Viewer) -> None:
    at = now() - timedelta(days=2)
    requests = [sent_request(alma, at=at, urgent=True) for _ in range(2)]
    office = signed_in("dag")
    assert 'name="paid_until"' in office.get(decide_url(requests[0])).content.decode()
    said = {"version": 2, "choice": "DECLINE", "decline_reason": "OTHER", "reason": "Annan hjälp finns."}
    tomorrow = day(now()) + timedelta(days=1)
    refused = office.post(decide_url(requests[0]), {**said, "paid_until": tomorrow.isoformat(), "step": "check"})
    assert 'href="#id_paid_until"' in refused.content.decode()
    said_all = {**said, "paid_until": day(at).isoformat()}
    checked = office.post(decide_url(requests[0]), {**said_all, "step": "check"}).content.decode()
    assert f'name="paid_until" value="{day(at).isoformat()}"' in checked
    office.post(decide_url(requests[0]), {**said_all, "step": "decide"})
    office.post(decide_url(requests[1]), {**said, "paid_until": "", "step": "decide"})
    client = signed_in("alma")
    paid, unpaid = (client.get(f"/requests/{row.ref}/").content.decode() for row in requests)
    assert "Av dygnen före beslutet betalas" in paid
    assert "1\u00a0450\u00a0kr" in paid
    assert "Dygnen före beslutet betalas inte." in unpaid


def test_a_calm_request_is_not_asked_about_nights(signed_in: SignIn, alma: Viewer) -> None:
    request = sent_request(alma, at=now() - timedelta(days=1))
    assert 'name="paid_until"' not in signed_in("dag").get(decide_url(request)).content.decode()


def test_no_night_is_paid_twice(alma: Viewer, dag: Viewer, march: datetime) -> None:
    first = sent_request(alma, at=march, urgent=True)
    until = day(march) + timedelta(days=2)
    _decline(first, dag, march + timedelta(days=3), paid_until=until)
    again = march + timedelta(days=3)
    with acting_as(alma):
        person = AdmissionRequest.objects.select_related("person").get(pk=first.pk).person
    overlapping = sent_request(alma, at=again, person=person, start=until, urgent=True)
    with acting_as(dag):
        with pytest.raises(Invalid) as refused:
            decision.confirm(overlapping.ref, version=overlapping.version, reason="", by=dag, at=again)
        assert set(refused.value.fields) == {""}
    with pytest.raises(Invalid) as refused:
        _decline(overlapping, dag, again, paid_until=until)
    assert set(refused.value.fields) == {"paid_until"}
    with acting_as(dag):
        decision.decline(
            overlapping.ref,
            version=overlapping.version,
            decline_reason="OTHER",
            reason="Sök från dagen efter.",
            by=dag,
            at=again,
        )
    after = sent_request(alma, at=again, person=person, start=until + timedelta(days=1), urgent=True)
    with acting_as(dag):
        assert decision.confirm(after.ref, version=after.version, reason="", by=dag, at=again).pk


def test_nights_that_are_paid_are_no_difference_between_ledger_and_decisions(
    alma: Viewer, dag: Viewer, march: datetime
) -> None:
    request = sent_request(alma, at=march, urgent=True)
    decided = _decline(request, dag, march + timedelta(days=1), paid_until=day(march))
    with acting_as(system("test")):
        assert differences() == []
    with acting_as(dag):
        release(decided.pk, {2026: Decimal(100)}, by=dag, at=march + timedelta(days=2))
    with acting_as(system("test")):
        assert [(one.what, one.decided, one.stands) for one in differences()] == [
            ("released", Decimal(0), Decimal(100))
        ]


def test_a_refusal_pays_no_night_that_is_granted(alma: Viewer, dag: Viewer, march: datetime) -> None:
    case = confirmed_case(alma, dag, at=march)
    with acting_as(alma):
        rest = Intervention.objects.get(case=case)
    after = rest.last + timedelta(days=1)
    asked_at = march + (after - day(march))
    beside = sent_further(case, "SUPPORT", alma, at=asked_at, days=20, urgent=True)
    with acting_as(
        dag
    ):  # a first day inside the rest period is stopped when it is sent; a rest granted later may reach it
        AdmissionRequest.objects.filter(pk=beside.pk).update(start=rest.last)
    late = asked_at + timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        _decline(beside, dag, late, paid_until=after)
    assert set(refused.value.fields) == {"paid_until"}
    assert _decline(beside, dag, late).paid_until is None


def test_days_that_end_before_the_paid_ones_are_granted(alma: Viewer, dag: Viewer, march: datetime) -> None:
    first = sent_request(alma, at=march, urgent=True)
    _decline(first, dag, march + timedelta(days=3), paid_until=day(march) + timedelta(days=2))
    with acting_as(alma):
        person = AdmissionRequest.objects.select_related("person").get(pk=first.pk).person
    again = march + timedelta(days=3)
    before = {"start": day(march) - timedelta(days=3), "days": 3, "motivations": {"start_before_request": "Glömt."}}
    earlier = sent_request(alma, at=again, person=person, **before)
    with acting_as(dag):
        granted = decision.confirm(earlier.ref, version=earlier.version, reason="Prövat.", by=dag, at=again)
        assert Intervention.objects.get(case=granted).last == day(march) - timedelta(days=1)
