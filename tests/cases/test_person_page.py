"""The page of one person: what it says, to whom, and the small facts that are stated from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.clock import STOCKHOLM, today
from accounts.door import acting_as
from accounts.errors import NotFound
from accounts.lists import PAGE, Wanted
from accounts.viewer import Viewer
from cases.models import Intervention, Person, PoliceReport
from cases.models.choices import Age, EndReason, Relation, ReportMade, SocietyProtects
from cases.selectors.person import person_page, timeline
from cases.selectors.person_filters import MINE
from cases.selectors.person_list import PersonList, person_list
from cases.selectors.standing import Place, at_place, standings
from cases.services.admission import AskedChild
from cases.services.dependant import Close, add_dependant
from cases.services.details import Reached, check_safe_contact, write_contact
from cases.services.facts import state_police_report, state_protection
from cases.services.intervention import end_early
from tests.factories import confirmed_case, draft_request, identified, sent_request
from tests.sameness import said

STORY = "Arbetade utan lön på ett bygge."


def _days_ago(days: int) -> datetime:
    on = today() - timedelta(days=days)
    return datetime(on.year, on.month, on.day, 9, 0, tzinfo=STOCKHOLM)


@pytest.fixture
def resting(alma: Viewer, dag: Viewer) -> Person:
    """Somebody on day 12 of 30, with two children."""
    children = (AskedChild(birth_year=2019), AskedChild(birth_year=2022))
    case = confirmed_case(alma, dag, at=_days_ago(11), children=children)
    with acting_as(alma):
        return Person.objects.get(pk=case.person_id)


def test_the_page_says_day_twelve_of_thirty_and_what_it_costs_so_far(
    resting: Person, signed_in: Callable[[str], Client]
) -> None:
    page = signed_in("alma").get(f"/persons/{resting.code}/?texts=1").content.decode()
    for words in (
        "Viloperiod dag 12 av 30",
        "18 dagar kvar",
        "2 barn",
        STORY,
        "67\u00a0500\u00a0kr",
        "27\u00a0000\u00a0kr",
    ):
        assert words in page, words


def test_another_actor_and_a_code_that_is_nobodys_get_the_same_answer(
    resting: Person, signed_in: Callable[[str], Client]
) -> None:
    cia = signed_in("cia")
    for tail in ("", "timeline/", "police-report/", "protection/", "details/", "dependants/new/"):
        foreign = cia.get(f"/persons/{resting.code}/{tail}")
        missing = cia.get(f"/persons/K7QF-2M/{tail}")
        assert (foreign.status_code, said(foreign)) == (404, said(missing))


def test_a_coordinator_reads_the_story_only_while_something_waits(
    alma: Viewer, dag: Viewer, resting: Person, signed_in: Callable[[str], Client]
) -> None:
    waiting = sent_request(alma, at=_days_ago(1)).person
    office = signed_in("dag")
    assert STORY in office.get(f"/persons/{waiting.code}/?texts=1").content.decode()
    decided = office.get(f"/persons/{resting.code}/")
    assert decided.status_code == 200
    assert STORY not in decided.content.decode()


def test_a_coordinator_sees_no_draft_of_a_request(alma: Viewer, dag: Viewer) -> None:
    person = draft_request(alma, at=_days_ago(1)).person
    with acting_as(alma):
        assert [step.code for step in person_page(alma, person.code, on=today()).steps] == ["finish"]
    with acting_as(dag):
        page = person_page(dag, person.code, on=today())
        assert (page.steps, page.requests) == ((), ())
        assert page.banner.standing.place == Place.OPEN


def test_the_timeline_has_everything_in_one_order_with_the_end_ahead(alma: Viewer, resting: Person) -> None:
    with acting_as(alma):
        entries = timeline(alma, resting.code, on=today())
    assert entries[0].ahead
    assert [entry.ahead for entry in entries[1:]] == [False] * (len(entries) - 1)
    assert entries[-1].what == "Identifierad"
    days = [entry.on for entry in entries]
    assert days == sorted(days, reverse=True)


def test_what_is_stated_anew_stands_and_the_earlier_answer_stays_in_the_timeline(
    alma: Viewer, resting: Person, signed_in: Callable[[str], Client]
) -> None:
    browser = signed_in("alma")
    address = f"/persons/{resting.code}/police-report/"
    assert browser.post(address, {"made": "YES", "on": today().isoformat()}).status_code == 302
    with acting_as(alma):
        page = person_page(alma, resting.code, on=today())
        assert page.police is not None
        assert page.police.made == ReportMade.YES
        assert PoliceReport.objects.filter(person=resting).count() == 2


def test_a_day_ahead_gets_its_sentence_and_keeps_what_was_typed(
    alma: Viewer, resting: Person, signed_in: Callable[[str], Client]
) -> None:
    tomorrow = (today() + timedelta(days=1)).isoformat()
    for name, typed in (("police-report", {"made": "YES"}), ("protection", {"answer": "PARTLY"})):
        answer = signed_in("alma").post(f"/persons/{resting.code}/{name}/", typed | {"on": tomorrow})
        assert answer.status_code == 422
        assert tomorrow in answer.content.decode()
        assert "framtiden" in answer.content.decode()


def test_protection_that_is_not_clear_becomes_a_step_until_it_is(alma: Viewer, resting: Person) -> None:
    with acting_as(alma):
        before = _days_ago(9)
        state_protection(resting.code, SocietyProtects.UNKNOWN, on=before.date(), by=alma, at=before)
        codes = [step.code for step in person_page(alma, resting.code, on=today()).steps]
        assert "protection" in codes
        state_protection(resting.code, SocietyProtects.NO, on=today(), by=alma, at=_days_ago(0))
        codes = [step.code for step in person_page(alma, resting.code, on=today()).steps]
        assert "protection" not in codes


def test_a_colleague_may_state_facts_others_may_not(bo: Viewer, cia: Viewer, dag: Viewer, resting: Person) -> None:
    for somebody in (cia, dag):
        with pytest.raises(NotFound), acting_as(somebody):
            state_police_report(resting.code, ReportMade.NO, on=None, by=somebody, at=_days_ago(0))
    with acting_as(bo):
        state_police_report(resting.code, ReportMade.NO, on=None, by=bo, at=_days_ago(0))


def test_a_phone_number_in_the_safe_way_is_quoted_and_can_be_answered(
    alma: Viewer, resting: Person, signed_in: Callable[[str], Client]
) -> None:
    browser, address = signed_in("alma"), f"/persons/{resting.code}/details/contact/"
    typed = {"safe_contact": "Ring 070-123 45 67 efter sex"}
    asked = browser.post(address, typed)
    assert asked.status_code == 422
    assert "070-123 45 67" in asked.content.decode()
    token = asked.context["form"].guard_found["safe_contact"][0].token
    assert browser.post(address, typed | {"safe_contact_guard": token}).status_code == 302
    with acting_as(alma):
        page = person_page(alma, resting.code, on=today(), texts=True)
    assert page.safe_contact == "Ring 070-123 45 67 efter sex"
    assert page.contact.checked_on == today()


def test_the_safe_way_is_looked_over_every_fortnight(alma: Viewer, resting: Person) -> None:
    long_ago = _days_ago(20)
    with acting_as(alma):
        write_contact(resting.code, Reached("Via jouren, vardagar."), by=alma, at=long_ago)
        steps = {step.code: step for step in person_page(alma, resting.code, on=today()).steps}
        assert steps["contact"].due == today()
        check_safe_contact(resting.code, by=alma, at=_days_ago(0))
        assert "contact" not in {step.code for step in person_page(alma, resting.code, on=today()).steps}


def test_the_list_and_the_word_in_the_banner_agree_on_where_everybody_stands(
    alma: Viewer, dag: Viewer, resting: Person
) -> None:
    identified(alma, at=_days_ago(3))
    draft_request(alma, at=_days_ago(3))
    sent_request(alma, at=_days_ago(2))
    confirmed_case(alma, dag, at=_days_ago(50))
    never = confirmed_case(alma, dag, at=_days_ago(4))
    with acting_as(alma):
        rest = Intervention.objects.get(case=never)
        day_before = rest.start - timedelta(days=1)
        end_early(rest.ref, last=day_before, reason=EndReason.NOT_STARTED, note="", by=alma, at=_days_ago(3))
    for viewer in (alma, dag):
        with acting_as(viewer):
            everybody = list(Person.objects.all())
            said = standings(viewer, [person.pk for person in everybody], on=today())
            for place in Place:
                asked = {person.pk for person in at_place(Person.objects.all(), place, viewer, on=today())}
                assert asked == {pk for pk, standing in said.items() if standing.place == place}, place


def test_the_list_pages_by_key_and_forgets_nobody(alma: Viewer) -> None:
    for _n in range(PAGE + 4):
        identified(alma, at=_days_ago(1))
    with acting_as(alma):
        first = person_list(alma, Wanted(), on=today())
        second = person_list(alma, Wanted(older=first.older), on=today())
        back = person_list(alma, Wanted(newer=second.newer), on=today())
    assert len(_codes(first) | _codes(second)) == PAGE + 4
    assert (first.newer, second.older, _codes(back)) == ("", "", _codes(first))


def _codes(page: PersonList) -> set[str]:
    return {row.code for row in page.rows}


def test_filters_are_coded_facts_and_each_one_narrows(alma: Viewer, bo: Viewer, dag: Viewer, cia: Viewer) -> None:
    one = identified(alma, at=_days_ago(1), county="12", forms=("SEXUAL",))
    other = identified(bo, at=_days_ago(1), county="01", age=Age.CHILD)
    foreign = identified(cia, at=_days_ago(1), county="12")
    with acting_as(alma):
        assert _codes(person_list(alma, Wanted(), on=today())) == {one.code, other.code}
        assert _codes(person_list(alma, Wanted({"county": "12"}), on=today())) == {one.code}
        assert _codes(person_list(alma, Wanted({"form": "LABOUR"}), on=today())) == {other.code}
        assert _codes(person_list(alma, Wanted({"caseworker": MINE}), on=today())) == {one.code}
    with acting_as(dag):
        assert _codes(person_list(dag, Wanted({"actor": "A-NOOR"}), on=today())) == {foreign.code}


def test_the_list_and_the_banner_count_the_same_children(
    resting: Person, signed_in: Callable[[str], Client], alma: Viewer
) -> None:
    with acting_as(alma):
        add_dependant(resting.code, Close(Relation.SIBLING), by=alma, at=_days_ago(1))
    client = signed_in("alma")
    assert "2 barn" in client.get("/persons/").content.decode()
    assert "2 barn" in client.get(f"/persons/{resting.code}/").content.decode()
    assert "närstående" not in client.get("/persons/").content.decode()
