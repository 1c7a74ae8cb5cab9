"""The duty to report a concern: on top until it is noted, whatever anybody consents to; and who looks after a child."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, Stopped
from accounts.viewer import Viewer
from cases.models import ConcernReport, Person
from cases.selectors.person import person_page, timeline
from cases.services.child import Concern, Standing, note_concern, state_child
from cases.services.dependant import Close, add_dependant
from nsp.desk.selectors.todo import caseworker_todo
from tests.days import AHEAD
from tests.factories import identified, sent_request
from tests.sameness import said

SignedIn = Callable[[str], Client]
ON_TOP = "Gör orosanmälan till socialtjänsten genast"


@pytest.fixture
def child(alma: Viewer) -> Person:
    """Somebody under 18 whom Linden met, who consents to nothing."""
    return identified(alma, at=now(), age="CHILD", birth_year=today().year - 15, consent="NO")


def _note(by: Viewer, person: Person, **what: object) -> None:
    with acting_as(by):
        note_concern(person.code, Concern(**what), by=by, at=now())  # type: ignore[arg-type]


@pytest.mark.parametrize("age", ["CHILD", "UNCLEAR"])
def test_the_duty_stands_on_top_and_first_to_do_until_it_is_noted(alma: Viewer, signed_in: SignedIn, age: str) -> None:
    person = identified(alma, at=now(), age=age, consent="NO")
    browser, address = signed_in("alma"), f"/persons/{person.code}/"
    assert ON_TOP in browser.get(address).content.decode()
    with acting_as(alma):
        first = caseworker_todo(alma, now=now()).first[0]
        assert first.what == "Gör orosanmälan till socialtjänsten och notera den"
    form = browser.get(f"{address}concern/")
    assert form.status_code == 200
    typed = {"made": "MADE", "on": today().isoformat(), "reported_by": "ACTOR"}
    assert browser.post(f"{address}concern/", typed).status_code == 302
    page = browser.get(address).content.decode()
    assert ON_TOP not in page
    assert "Orosanmälan gjord" in page
    with acting_as(alma):
        assert "concern" not in [step.code for step in person_page(alma, person.code, on=today()).steps]
        assert "Orosanmälan gjord" in timeline(alma, person.code, on=today())[0].what


def test_not_yet_is_no_answer_to_the_duty_and_a_reason_is(alma: Viewer, child: Person, signed_in: SignedIn) -> None:
    browser, address = signed_in("alma"), f"/persons/{child.code}/"
    _note(alma, child, made="NOT_YET")
    assert ON_TOP in browser.get(address).content.decode()
    _note(alma, child, made="NOT_MADE", why_not="KNOWN")
    page = browser.get(address).content.decode()
    assert ON_TOP not in page
    assert "Ingen orosanmälan: socialtjänsten vet redan." in page
    with acting_as(alma):
        assert ConcernReport.objects.filter(person=child).count() == 2, "what was said before stays"


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"made": ""}, "made"),
        ({"made": "MADE"}, "on"),
        ({"made": "MADE", "on": AHEAD}, "on"),
        ({"made": "NOT_MADE"}, "why_not"),
        ({"made": "NOT_MADE", "why_not": "OTHER"}, "note"),
    ],
)
def test_what_is_not_said_is_asked_for_beside_its_field(
    alma: Viewer, child: Person, what: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        _note(alma, child, **what)
    assert list(refused.value.fields) == [field]


def test_a_report_before_the_birth_is_asked_about_and_taken_when_it_is_said_to_be_right(
    alma: Viewer, child: Person, signed_in: SignedIn
) -> None:
    born = today().year - 2
    small = identified(alma, at=now(), age="CHILD", birth_year=born)
    browser, address = signed_in("alma"), f"/persons/{small.code}/concern/"
    typed = {"made": "MADE", "on": f"{born - 1}-05-01", "reported_by": "POLICE"}
    asked = browser.post(address, typed)
    assert asked.status_code == 422
    token = f"before_birth:{born - 1}-05-01:{born}"
    assert token in asked.content.decode()
    assert browser.post(address, typed | {"strange": token}).status_code == 302


def test_a_child_close_who_may_be_exposed_has_the_duty_too_and_one_abroad_or_not_exposed_has_not(
    alma: Viewer, signed_in: SignedIn
) -> None:
    person, browser = identified(alma, at=now()), signed_in("alma")
    address = f"/persons/{person.code}/"
    born = today().year - 8
    with acting_as(alma):
        add_dependant(person.code, Close("CHILD", born), by=alma, at=now())
        add_dependant(person.code, Close("CHILD", born, in_sweden=False, directly_exposed=True), by=alma, at=now())
    assert ON_TOP not in browser.get(address).content.decode()
    with acting_as(alma):
        ref = add_dependant(person.code, Close("CHILD", born - 1, directly_exposed=True), by=alma, at=now()).ref
    assert f"{address}dependants/{ref}/concern/" in browser.get(address).content.decode()
    _note(alma, person, made="MADE", on=today(), reported_by="ACTOR", of=ref)
    assert ON_TOP not in browser.get(address).content.decode()
    with pytest.raises(NotFound):
        _note(alma, person, made="MADE", on=today(), of="B-FINNSEJ")


def test_a_child_close_who_is_only_threatened_has_the_duty_and_its_line_leads_to_its_report(
    alma: Viewer, signed_in: SignedIn
) -> None:
    person, browser = identified(alma, at=now()), signed_in("alma")
    close = Close("CHILD", today().year - 8, threatened="YES")
    with acting_as(alma):
        ref = add_dependant(person.code, close, by=alma, at=now()).ref
        assert "concern" in [step.code for step in person_page(alma, person.code, on=today()).steps]
    assert ON_TOP in browser.get(f"/persons/{person.code}/").content.decode()
    _note(alma, person, made="MADE", on=today(), of=ref)
    page = browser.get(f"/persons/{person.code}/timeline/").content.decode()
    assert f"/persons/{person.code}/dependants/{ref}/concern/" in page


def test_why_no_concern_is_reported_stands_where_the_coordinator_decides(
    alma: Viewer, child: Person, signed_in: SignedIn
) -> None:
    _note(alma, child, made="NOT_MADE", why_not="OTHER", note="Barnet är hemma hos sin familj.")
    sent = sent_request(alma, at=now(), person=child, consent="YES")
    office, address = signed_in("dag"), f"/requests/{sent.ref}/decide/"
    page = office.get(address).content.decode()
    assert "Ingen orosanmälan" in page
    assert "hemma hos sin familj" not in page
    assert "hemma hos sin familj" in office.get(f"{address}?texts=1").content.decode()


def test_that_a_child_who_is_alone_needs_no_guardian_is_asked_about(
    alma: Viewer, child: Person, signed_in: SignedIn
) -> None:
    browser, address = signed_in("alma"), f"/persons/{child.code}/child/"
    typed = {"on": today().isoformat(), "custody": "NOBODY", "guardian": "NOT_NEEDED", "school": "UNKNOWN"}
    asked = browser.post(address, typed)
    assert asked.status_code == 422
    assert "Behövs ingen?" in asked.content.decode()
    assert browser.post(address, typed | {"strange": "no_guardian:"}).status_code == 302


def test_a_bed_for_a_child_without_a_report_is_explained_and_with_one_it_is_not_asked_about(
    alma: Viewer, child: Person
) -> None:
    with pytest.raises(Stopped) as stopped:
        sent_request(alma, at=now(), person=child, consent="YES")
    assert {v.code for v in stopped.value.verdicts if v.level == "warning"} == {"concern_report"}
    _note(alma, child, made="MADE", on=today(), reported_by="ACTOR")
    assert sent_request(alma, at=now(), person=child, consent="YES").state == "SENT"


def test_a_child_who_is_alone_needs_a_guardian_until_one_is_asked_for(alma: Viewer, child: Person) -> None:
    _note(alma, child, made="MADE", on=today(), reported_by="ACTOR")
    with acting_as(alma):
        state_child(child.code, Standing(today(), custody="NOBODY"), by=alma, at=now())
        assert "guardian" in [step.code for step in person_page(alma, child.code, on=today()).steps]
    with pytest.raises(Stopped) as stopped:
        sent_request(alma, at=now(), person=child, consent="YES")
    assert {v.code for v in stopped.value.verdicts if v.level == "warning"} == {"guardian"}
    with acting_as(alma):
        state_child(child.code, Standing(today(), custody="NOBODY", guardian="ASKED"), by=alma, at=now())
    assert sent_request(alma, at=now(), person=child, consent="YES").state == "SENT"


def test_another_actor_gets_what_is_nobodys(child: Person, signed_in: SignedIn) -> None:
    cia = signed_in("cia")
    for page in ("concern/", "child/", "dependants/B-FINNSEJ/concern/"):
        foreign, missing = cia.get(f"/persons/{child.code}/{page}"), cia.get(f"/persons/K7QF-2M/{page}")
        assert (foreign.status_code, said(foreign)) == (404, said(missing))


def test_a_program_says_and_takes_the_same(alma: Viewer, child: Person, signed_in: SignedIn) -> None:
    browser, at = signed_in("alma"), f"/api/v1/persons/{child.code}/child/"
    assert browser.get(at).json()["duties"][0]["is_open"]
    made = {"made": "MADE", "on": today().isoformat(), "reported_by": "CARE"}
    assert browser.post(f"{at}concern/", made, content_type="application/json").status_code == 204
    stands = {"on": today().isoformat(), "custody": "MOTHER", "school": "GOES"}
    assert browser.post(f"{at}standing/", stands, content_type="application/json").status_code == 204
    told = browser.get(at).json()
    assert (told["duties"][0]["is_open"], told["custody"]) == (False, "mamman")
