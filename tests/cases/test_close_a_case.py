"""A case is closed with an outcome, takes additions, is opened again by a coordinator, and followed up once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts.clock import day, now, today
from accounts.door import acting_as
from accounts.errors import Conflict, Invalid, NotFound, PointsOut, Stopped, Strange, WrongState
from accounts.viewer import Viewer, system
from cases.closing import follow_up_due
from cases.models import AdmissionRequest, Case, Closing, Person
from cases.models.choices import Relation
from cases.selectors.person import person_page, timeline
from cases.services import facts
from cases.services.admission import begin
from cases.services.closing import Ended, Viewed, close_case, note_view
from cases.services.dependant import Close, add_dependant
from cases.services.further import begin_further
from cases.services.returning import Planned, plan_return
from cases.services.safety import Reviewed, review_safety
from nsp.desk.selectors.todo import caseworker_todo
from reminders.models import Notice
from tests.at_once import at_once
from tests.cases.reporting import reported, rest_of
from tests.days import AHEAD
from tests.factories import confirmed_case, share_with
from tests.reminders.helpers import hand_on

SignedIn = Callable[[str], Client]
WHY = "Personen har hört av sig igen och behöver mer stöd."


def over(alma: Viewer, disa: Viewer, *, days: int = 60, report: bool = True) -> Person:
    """Somebody whose thirty days of rest began so many days ago, ended, and are reported back."""
    at = now() - timedelta(days=days)
    case = confirmed_case(alma, disa, at=at)
    if report:
        reported(rest_of(case, alma), alma, at=at + timedelta(days=31))
    return person_of(alma, case)


def person_of(viewer: Viewer, case: Case) -> Person:
    with acting_as(viewer):
        return Person.objects.get(pk=case.person_id)


def closed(by: Viewer, person: Person, outcome: str = "SOCIETY", *, on: date | None = None, note: str = "") -> Closing:
    with acting_as(by):
        return close_case(person.code, Ended(outcome, on or today(), note), by=by, at=now())


def step_codes(alma: Viewer, person: Person, *, after: int = 0) -> list[str]:
    with acting_as(alma):
        return [step.code for step in person_page(alma, person.code, on=today() + timedelta(days=after)).steps]


def test_what_is_over_and_reported_is_closed_with_an_outcome(alma: Viewer, disa: Viewer, signed_in: SignedIn) -> None:
    person = over(alma, disa)
    assert "close" in step_codes(alma, person)
    browser, address = signed_in("alma"), f"/persons/{person.code}/close/"
    assert "Stäng ärendet" in browser.get(address).content.decode()
    said = {"outcome": "INDEPENDENT", "on": today().isoformat(), "note": "Gick bra."}
    check = browser.post(address, said)
    assert check.status_code == 200
    assert "Klarar sig själv i Sverige" in check.content.decode()
    with acting_as(alma):
        assert not Closing.objects.filter(person=person).exists(), "nothing is closed before it is confirmed"
    assert browser.post(address, said | {"go": "close"}).status_code == 302
    with acting_as(alma):
        case = Case.objects.get(person=person)
        page = person_page(alma, person.code, on=today(), texts=True)
        assert case.closed_on == today()
        assert page.banner.standing.words.startswith("Stängt")
        assert [one.text for one in page.sealed if "stängdes" in one.heading] == ["Gick bra."]
    overview = browser.get(f"/persons/{person.code}/").content.decode()
    assert "Ärendet är stängt" in overview
    assert person.code in browser.get("/persons/?place=CLOSED").content.decode()
    assert person.code not in browser.get("/persons/?place=ENDED").content.decode()


def test_what_is_missing_is_said_with_the_way_to_it(alma: Viewer, disa: Viewer, signed_in: SignedIn) -> None:
    running = person_of(alma, confirmed_case(alma, disa, at=now() - timedelta(days=3)))
    unreported = over(alma, disa, report=False)
    asks = over(alma, disa)
    with acting_as(alma):
        begin_further(asks.code, ["SUPPORT"], by=alma, at=now())
    wanted = {running: ["runs"], unreported: ["unreported"], asks: ["on_its_way"]}
    browser = signed_in("alma")
    for person, codes in wanted.items():
        with pytest.raises(Stopped) as refused:
            closed(alma, person)
        assert [one.code for one in refused.value.verdicts] == codes
        page = browser.post(f"/persons/{person.code}/close/", {"outcome": "LEFT", "on": today().isoformat()})
        assert "Saknas innan ärendet kan stängas" in page.content.decode()
        answer = browser.post(
            f"/api/v1/persons/{person.code}/close/",
            {"outcome": "LEFT", "on": today().isoformat()},
            content_type="application/json",
        )
        assert (answer.status_code, answer.json()["verdicts"][0]["code"]) == (422, codes[0])


def test_a_return_by_own_contacts_needs_its_plan(alma: Viewer, disa: Viewer) -> None:
    person = over(alma, disa)
    with pytest.raises(Stopped) as refused:
        closed(alma, person, "RETURN_OWN")
    assert [one.code for one in refused.value.verdicts] == ["no_plan"]
    with acting_as(alma):
        plan_return(person.code, Planned("OWN"), by=alma, at=now())
    with pytest.raises(Stopped) as refused:
        closed(alma, person, "RETURN_OWN")
    assert [one.code for one in refused.value.verdicts] == ["no_assessment", "no_receiver"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"outcome": "GONE"}, "outcome"),
        ({"on": AHEAD}, "on"),
        ({"on": today() - timedelta(days=61)}, "on"),
    ],
)
def test_what_cannot_be_stands_beside_its_field(
    alma: Viewer, disa: Viewer, said: dict[str, object], field: str
) -> None:
    person = over(alma, disa)
    what = {"outcome": "LEFT", "on": today()} | said
    with acting_as(alma), pytest.raises(Invalid) as refused:
        close_case(person.code, Ended(**what), by=alma, at=now())  # type: ignore[arg-type]
    assert list(refused.value.fields) == [field]


def test_a_text_that_may_point_somebody_out_is_asked_about(alma: Viewer, disa: Viewer) -> None:
    with pytest.raises(PointsOut):
        closed(alma, over(alma, disa), note="Nås på 070-123 45 67.")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_at_once_one_does_and_the_other_hears_who(alma: Viewer, bo: Viewer, disa: Viewer) -> None:
    person = over(alma, disa)
    results = at_once(lambda: closed(alma, person), lambda: closed(bo, person, "LEFT"))
    done = [one for one in results if isinstance(one, Closing)]
    late = [one for one in results if isinstance(one, WrongState)]
    assert (len(done), len(late)) == (1, 1)
    assert late[0].is_done
    assert late[0].params["who"] in (alma.name, bo.name)


def test_what_happens_afterwards_is_added_and_marked_and_nothing_else_changes(
    alma: Viewer, disa: Viewer, signed_in: SignedIn
) -> None:
    person = over(alma, disa)
    closed(alma, person)
    later = now() + timedelta(minutes=1)
    with acting_as(alma):
        facts.state_police_report(person.code, "YES", on=today(), by=alma, at=later)
        marked = [entry.what for entry in timeline(alma, person.code, on=today()) if entry.after_closing]
        assert marked == ["Polisanmälan gjord"], "and nothing else is marked"
        with pytest.raises(Conflict) as refused:
            add_dependant(person.code, Close(Relation.CHILD), by=alma, at=later)
        assert refused.value.why == "case_closed"
        with pytest.raises(Conflict):
            begin(person.code, by=alma, at=later)
        with pytest.raises(Invalid):
            begin_further(person.code, ["SUPPORT"], by=alma, at=later)
        assert not AdmissionRequest.objects.filter(person=person, state="DRAFT").exists()
    browser = signed_in("alma")
    answer = browser.post(
        f"/persons/{person.code}/dependants/new/",
        {"relation": "CHILD", "note": "Går i skolan och trivs där.", "in_sweden": "yes"},
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Ärendet är stängt" in page
    assert "Går i skolan och trivs där." in page, "what was typed is there to be copied"


def test_a_coordinator_opens_it_again_with_a_reason_and_days_used_stay_used(
    alma: Viewer, disa: Viewer, signed_in: SignedIn
) -> None:
    person = over(alma, disa)
    closed(alma, person)
    for who in ("alma", "maj"):
        assert signed_in(who).get(f"/persons/{person.code}/reopen/").status_code == 404
    browser = signed_in("disa")
    address = f"/persons/{person.code}/reopen/"
    assert browser.post(address, {"reason": "Nja"}).status_code == 422
    assert browser.post(address, {"reason": WHY}).status_code == 302
    assert browser.post(address, {"reason": WHY}).status_code == 409
    hand_on(now())
    with acting_as(alma):
        assert Case.objects.get(person=person).closed_on is None
        page = person_page(alma, person.code, on=today(), texts=True)
        assert WHY in [one.text for one in page.sealed]
        rest = next(kind for kind in page.onward.kinds if kind.kind == "REST")
        assert rest.left_days == 0
        assert Notice.objects.filter(kind="CASE_REOPENED").count() == 1
        add_dependant(person.code, Close(Relation.CHILD), by=alma, at=now())
        assert Closing.objects.get(person=person).reopened_at
    closed(alma, person, "LEFT")
    with acting_as(alma):
        assert Closing.objects.filter(person=person).count() == 2


def test_after_three_months_the_person_is_asked_once(alma: Viewer, disa: Viewer, signed_in: SignedIn) -> None:
    person = over(alma, disa, days=160)
    closed(alma, person, on=today() - timedelta(days=95))
    assert step_codes(alma, person) == ["view"]
    with acting_as(alma):
        todo = caseworker_todo(alma, now=now())
        rows = [*todo.first, *todo.week]
        [what] = [row.what for row in rows if person.code in row.who]
        assert what == "Fråga vad personen tycker om hjälpen, om det är säkert"
    browser, address = signed_in("alma"), f"/persons/{person.code}/view/"
    said = {"on": today().isoformat(), "asked": "ANSWERED", "helped": "PARTLY", "view": "Bra boende, lång väntan."}
    assert browser.post(address, said).status_code == 302
    assert step_codes(alma, person) == []
    with acting_as(alma):
        texts = person_page(alma, person.code, on=today(), texts=True).sealed
        assert "Bra boende, lång väntan." in [one.text for one in texts]
        early = Viewed(today() - timedelta(days=120), "ANSWERED")
        with pytest.raises(Strange):
            note_view(person.code, early, by=alma, at=now())


def test_nobody_asks_somebody_who_has_died(alma: Viewer, disa: Viewer) -> None:
    person = over(alma, disa, days=160)
    with acting_as(alma):
        agreed = Reviewed(today(), "ACUTE", next_on=today() + timedelta(days=1))
        review_safety(person.code, agreed, by=alma, at=now())
    assert "safety" in step_codes(alma, person)
    closed(alma, person, "DECEASED", on=today() - timedelta(days=95))
    assert step_codes(alma, person) == []


@pytest.mark.parametrize(
    ("on", "due"),
    [
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 1, 31), date(2026, 4, 30)),
        (date(2026, 12, 15), date(2027, 3, 15)),
    ],
)
def test_three_months_are_counted_by_the_calendar(on: date, due: date) -> None:
    assert follow_up_due(on) == due


def test_foreign_actors_find_nothing_and_guests_close_nothing(
    alma: Viewer, cia: Viewer, disa: Viewer, signed_in: SignedIn
) -> None:
    person = over(alma, disa)
    addresses = [f"/persons/{person.code}/close/", f"/persons/{person.code}/view/", f"/persons/{person.code}/reopen/"]
    client = signed_in("cia")
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    with acting_as(alma):
        share_with(person.code, "A-NOOR", alma, until=today() + timedelta(days=9), may_write=True)
    with pytest.raises(NotFound):
        closed(cia, person)
    assert "close" in step_codes(alma, person) and "close" not in step_codes(cia, person), "nor is asked to"
    with acting_as(system("test")):
        case = Case.objects.get(person=person)
    for viewer in (cia, disa):
        with acting_as(viewer), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT nsp_close(%s, nsp_today())", [case.pk])
    for viewer in (alma, cia):
        with acting_as(viewer), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT nsp_reopen(%s)", [case.pk])
        with acting_as(viewer), pytest.raises(DatabaseError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(closed_on=day(now()))
