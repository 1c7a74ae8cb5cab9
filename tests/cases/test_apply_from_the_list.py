"""Something from the programme's list: a sum instead of days, for the person or for somebody close to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.errors import Invalid, NothingLeft, Stopped
from accounts.viewer import Viewer, system
from cases.models import AdmissionDecision, AdmissionRequest, Case, CatalogueItem, Dependant, Intervention
from cases.services import admission, decision
from cases.services.dependant import Close, add_dependant, remove_dependant
from cases.services.intervention import end_early
from funding.selectors.balances import standing
from tests.cases.asking import check_url, decide_url, told, whole_form
from tests.factories import asked, confirmed_case, further, identified, item_of, sent_further, sent_item, sent_request

SignIn = Callable[[str], Client]


@pytest.fixture
def case(alma: Viewer, dag: Viewer, march: datetime) -> Case:
    """A case in which a rest ended yesterday."""
    return confirmed_case(alma, dag, at=march - timedelta(days=30))


def _close(case: Case, relation: str, by: Viewer, at: datetime, **said: object) -> Dependant:
    with acting_as(by):
        return add_dependant(case.person.code, Close(relation, **said), by=by, at=at)  # type: ignore[arg-type]


def test_an_item_costs_its_sum_and_not_so_much_a_day(case: Case, alma: Viewer, dag: Viewer, march: datetime) -> None:
    request = sent_item(case, item_of("SPECIFIC", day(march)), alma, at=march, days=10, amount=Decimal("5000.50"))
    with acting_as(dag):
        decision.confirm(request.ref, version=request.version, reason="", by=dag, at=march)
        row = Intervention.objects.get(case=case, kind="SPECIFIC")
        assert (row.amount, row.day_rate, row.item_id) == (Decimal("5000.50"), None, request.item_id)
        assert standing(row.pk) == {2026: Decimal("5000.50")}


def test_an_item_across_new_year_is_shared_by_the_years_of_its_days(alma: Viewer, dag: Viewer, march: datetime) -> None:
    at = march.replace(year=2025, month=12, day=30)
    case = confirmed_case(alma, dag, at=at)
    request = sent_item(case, item_of("SPECIFIC", day(at)), alma, at=at, days=3, amount=Decimal("100.00"))
    with acting_as(dag):
        decision.confirm(request.ref, version=request.version, reason="", by=dag, at=at)
        row = Intervention.objects.get(case=case, kind="SPECIFIC")
        assert standing(row.pk) == {2025: Decimal("66.67"), 2026: Decimal("33.33")}


def test_an_item_can_be_for_a_grown_up_relative(case: Case, alma: Viewer, dag: Viewer, march: datetime) -> None:
    mother = _close(case, "PARENT", alma, march, birth_year=1960, in_sweden=False)
    item = item_of("SPECIFIC", day(march), for_whom="DEPENDANT", name_sv="Resa hem", is_return=True)
    request = sent_item(case, item, alma, at=march, for_dependant=mother.ref)
    with acting_as(dag):
        decision.confirm(request.ref, version=request.version, reason="", by=dag, at=march)
        assert Intervention.objects.get(case=case, kind="SPECIFIC").for_dependant_id == mother.pk


def test_an_item_is_never_for_somebody_close_to_another_person(
    case: Case, alma: Viewer, cia: Viewer, march: datetime
) -> None:
    item = item_of("SPECIFIC", day(march), for_whom="ANYBODY")
    theirs = identified(cia, at=march)
    with acting_as(cia):
        sister = add_dependant(theirs.code, Close("SIBLING"), by=cia, at=march)
    with pytest.raises(Invalid) as refused:
        sent_item(case, item, alma, at=march, for_dependant=sister.ref)
    assert "for_dependant" in refused.value.fields
    brother = _close(case, "SIBLING", alma, march)
    assert sent_item(case, item, alma, at=march, for_dependant=brother.ref).for_dependant_id == brother.pk


def test_who_an_item_is_for_is_not_taken_away(case: Case, alma: Viewer, march: datetime) -> None:
    brother, sister = (_close(case, "SIBLING", alma, march) for _ in range(2))
    item = item_of("SPECIFIC", day(march), for_whom="ANYBODY")
    sent_item(case, item, alma, at=march, for_dependant=brother.ref)
    with acting_as(alma):
        code = case.person.code
        with pytest.raises(Invalid):
            remove_dependant(code, brother.ref, by=alma, at=march)
        remove_dependant(code, sister.ref, by=alma, at=march)


def test_an_unknown_item_and_a_sum_of_nothing_are_refused(case: Case, alma: Viewer, march: datetime) -> None:
    item = item_of("SPECIFIC", day(march))
    with pytest.raises(Invalid) as refused:
        sent_further(case, "SPECIFIC", alma, at=march, days=3, item="L-ZZZZZZZZ", amount=Decimal(5))
    assert "item" in refused.value.fields
    for nothing in (Decimal(0), Decimal(-5)):
        with pytest.raises((Invalid, Stopped)):
            sent_item(case, item, alma, at=march, amount=nothing)
    assert sent_item(case, item, alma, at=march).amount == Decimal(5_000)


def test_less_can_be_granted_with_a_reason_and_more_never(
    case: Case, alma: Viewer, dag: Viewer, march: datetime
) -> None:
    request = sent_item(case, item_of("SPECIFIC", day(march)), alma, at=march)
    said: dict[str, Any] = {"version": request.version, "by": dag, "at": march}
    with acting_as(dag):
        with pytest.raises(Invalid) as refused:
            decision.confirm(request.ref, reason="", amount=Decimal(4_000), **said)
        assert set(refused.value.fields) == {"reason"}
        with pytest.raises(Invalid) as refused:
            decision.confirm(request.ref, reason="Mer.", amount=Decimal("5000.01"), **said)
        assert set(refused.value.fields) == {"amount"}
        decision.confirm(request.ref, reason="Offerten är lägre.", amount=Decimal(4_000), **said)
        assert AdmissionDecision.objects.get(request=request).amount == Decimal(4_000)
        assert Intervention.objects.get(case=case, kind="SPECIFIC").amount == Decimal(4_000)


def test_a_sum_cannot_be_granted_of_what_is_paid_by_the_day(alma: Viewer, dag: Viewer, march: datetime) -> None:
    request = sent_request(alma, at=march)
    with pytest.raises(Invalid), acting_as(dag):
        decision.confirm(request.ref, version=request.version, reason="x", amount=Decimal(5), by=dag, at=march)


def test_several_items_can_be_on_their_way_at_once(case: Case, alma: Viewer, march: datetime) -> None:
    item = item_of("SPECIFIC", day(march))
    first, second = (sent_item(case, item, alma, at=march) for _ in range(2))
    assert first.pk != second.pk


def test_an_item_that_began_keeps_its_sum_and_one_that_never_began_gives_it_back(
    case: Case, alma: Viewer, dag: Viewer, march: datetime
) -> None:
    item, rows = item_of("SPECIFIC", day(march)), []
    for _ in range(2):
        request = sent_item(case, item, alma, at=march)
        with acting_as(dag):
            decision.confirm(request.ref, version=request.version, reason="", by=dag, at=march)
            rows.append(Intervention.objects.get(request=request))
    begun, never = rows
    first = day(march)
    with acting_as(alma):
        end_early(begun.ref, last=first, reason="OWN_WISH", note="", by=alma, at=march + timedelta(days=2))
        end_early(never.ref, last=first - timedelta(days=1), reason="NOT_STARTED", note="", by=alma, at=march)
        assert standing(begun.pk) == {2026: Decimal(5_000)}
        assert standing(never.pk) == {2026: Decimal(0)}


def test_the_budget_refuses_a_sum_that_it_does_not_hold_and_takes_a_smaller_one(
    signed_in: SignIn, alma: Viewer, dag: Viewer
) -> None:
    at = now()
    case = confirmed_case(alma, dag, at=at - timedelta(days=40))
    item = item_of("SPECIFIC", day(at), max_amount=None)
    request = sent_item(case, item, alma, at=at, amount=Decimal("9_999_999"), days=1)
    with pytest.raises((Stopped, NothingLeft)), acting_as(dag):
        decision.confirm(request.ref, version=request.version, reason="", by=dag, at=at)
    office = signed_in("dag")
    page = office.get(decide_url(request)).content.decode()
    assert 'value="CONFIRM"' in page, "a smaller sum can be granted"
    said = {"version": 2, "choice": "CONFIRM", "amount": "5 000,50", "reason": "Mer finns inte.", "need_level": ""}
    checked = office.post(decide_url(request), {**said, "step": "check"}).content.decode()
    assert "5\u00a0000,50\u00a0kr" in checked
    office.post(decide_url(request), {**said, "step": "decide"})
    with acting_as(dag):
        assert Intervention.objects.get(case=case, kind="SPECIFIC").amount == Decimal("5000.50")


def test_the_form_offers_what_is_open_on_the_list_and_says_what_lacks(
    signed_in: SignIn, alma: Viewer, dag: Viewer
) -> None:
    at = now()
    case = confirmed_case(alma, dag, at=at - timedelta(days=5))
    gone = item_of("SPECIFIC", day(at), name_sv="Utgången sak", closed_on=day(at))
    item = item_of("SPECIFIC", day(at), name_sv="Ljusterapi")
    draft, client = further(case, "SPECIFIC", alma, at=at), signed_in("alma")
    form = whole_form(day(at), days="3", item=item.ref, amount="")
    page = told(client, draft, **form)
    assert 'href="#id_amount"' in page
    assert "Ljusterapi (högst 10\u00a0000\u00a0kr)" in page
    assert "Utgången sak" not in page
    assert gone.closed_on
    page = told(client, draft, **form | {"amount": "1 250,50"})
    assert "Kontrollera innan du skickar" in page
    assert "1\u00a0250,50\u00a0kr" in page
    client.post(check_url(draft), {"version": 1})
    page = client.get(f"/requests/{draft.ref}/").content.decode()
    assert "Ljusterapi" in page
    assert "Sökt belopp" in page


def test_the_list_of_another_year_is_not_offered(signed_in: SignIn, alma: Viewer, dag: Viewer) -> None:
    at = now()
    case = confirmed_case(alma, dag, at=at - timedelta(days=5))
    item_of("SPECIFIC", date(day(at).year - 1, 6, 1), name_sv="Förra årets sak")
    draft = further(case, "SPECIFIC", alma, at=at)
    assert "Förra årets sak" not in signed_in("alma").get(f"/requests/{draft.ref}/edit/").content.decode()


def test_an_item_that_closes_before_it_is_sent_stops_and_one_that_closes_later_does_not(
    case: Case, alma: Viewer, dag: Viewer, march: datetime
) -> None:
    item = item_of("SPECIFIC", day(march))
    sent = sent_item(case, item, alma, at=march)
    with acting_as(system("test")):
        CatalogueItem.objects.filter(pk=item.pk).update(closed_on=day(march) + timedelta(days=1))
    later = march + timedelta(days=1)
    with pytest.raises(Stopped) as stopped:
        sent_item(case, item, alma, at=later)
    assert {v.code for v in stopped.value.verdicts if v.level == "stop"} == {"item_closed"}
    with acting_as(dag):
        decision.confirm(sent.ref, version=sent.version, reason="", by=dag, at=later)


def test_a_sum_beyond_the_cap_is_stopped_at_its_field(signed_in: SignIn, alma: Viewer, dag: Viewer) -> None:
    at = now()
    case = confirmed_case(alma, dag, at=at - timedelta(days=5))
    item = item_of("SPECIFIC", day(at), max_amount=Decimal(1_000))
    draft, client = further(case, "SPECIFIC", alma, at=at), signed_in("alma")
    form = whole_form(day(at), days="3", item=item.ref)
    assert 'href="#id_amount"' in told(client, draft, **form | {"amount": "1 000,01"})
    assert "Kontrollera innan du skickar" in told(client, draft, **form | {"amount": "1 000"})


def test_an_answer_to_a_question_names_nothing_that_was_closed_since_and_keeps_what_it_had(
    case: Case, alma: Viewer, dag: Viewer, march: datetime
) -> None:
    first, other = item_of("SPECIFIC", day(march)), item_of("SPECIFIC", day(march), name_sv="En annan sak")
    sent = sent_item(case, first, alma, at=march)
    with acting_as(dag):
        decision.return_for_completion(sent.ref, version=sent.version, question="Varför just det?", by=dag, at=march)
    with acting_as(system("test")):
        CatalogueItem.objects.filter(pk__in=(first.pk, other.pk)).update(closed_on=day(march) + timedelta(days=1))
    later = march + timedelta(days=2)
    with acting_as(alma):
        returned = AdmissionRequest.objects.get(pk=sent.pk)
        said = asked(day(later), days=10, item=first.ref, amount=Decimal(5_000), answer="Det är det som hjälper.")
        with pytest.raises(Stopped) as stopped:
            admission.send(sent.ref, replace(said, item=other.ref), version=returned.version, by=alma, at=later)
        assert {v.code for v in stopped.value.verdicts if v.level == "stop"} == {"item_closed"}
        admission.send(sent.ref, said, version=returned.version, by=alma, at=later)
