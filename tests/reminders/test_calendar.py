"""The calendar: what falls due in a month, for whoever it is due."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts.acts import Role
from accounts.clock import dawn, day, now
from accounts.door import acting_as
from accounts.models import Actor, Appointment, User
from accounts.viewer import Viewer, viewer_of
from cases.law_codes import Happening, LawSubject
from cases.models import AdmissionRequest, Case, HandOver, Person
from cases.models.programme import InterventionRule
from cases.selectors.rights import unmet_days
from cases.services import decision
from cases.services.handover import offer
from cases.services.identification import Identified, hand_over
from cases.services.law import Stated, state_step
from cases.services.rights import StatedRight, state_right
from certification.models import Certification
from nsp.desk.selectors.calendar import ASKED, Calendar, calendar_of, month_of
from tests.cases.reporting import reported
from tests.factories import (
    confirmed_case,
    identified,
    item_of,
    offer_of,
    sent_further,
    sent_item,
    sent_request,
)
from tests.reminders.helpers import EYE
from tests.reminders.test_absence import away


@pytest.fixture
def case(alma: Viewer, dag: Viewer, march: datetime) -> Case:
    return confirmed_case(alma, dag, at=march)


def seen(viewer: Viewer, at: datetime, **how: object) -> Calendar:
    with acting_as(viewer):
        return calendar_of(viewer, month=f"{at + timedelta(days=10):%Y-%m}", on=day(at), **how)  # type: ignore[arg-type]


def test_of_a_caseworkers_own_persons_and_of_nobody_elses(
    case: Case, alma: Viewer, cia: Viewer, dag: Viewer, march: datetime
) -> None:
    with acting_as(alma):
        code, name = case.person.code, case.person.code_name
    mine = [one for one in seen(alma, march).falls if name in one.what]
    assert mine and any(one.url for one in mine)
    assert [one for one in seen(alma, march, person=code).falls if name in one.what] == mine
    assert seen(alma, march, person="nobody").falls == ()
    for other in (cia, dag):
        assert seen(other, march, person=code).falls == ()
    assert not [one for one in seen(cia, march, whose="actor").falls if name in one.what]
    assert [one.on for one in seen(dag, march).falls if name in one.what] == [date(2026, 3, 30)], "the end of the rest"


def test_a_year_that_ends_in_a_week_has_both_years_days(alma: Viewer) -> None:
    with acting_as(alma):
        found = calendar_of(alma, month="2026-12", on=date(2026, 12, 30))
    assert [week.number for week in found.weeks] == [49, 50, 51, 52, 53]
    assert found.weeks[-1].days[-1].on == date(2027, 1, 3)
    assert found.after == date(2027, 1, 1)
    off = {one.on: one.holiday for week in found.weeks for one in week.days if one.holiday}
    assert {date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 31), date(2027, 1, 1)} == {*off}


@pytest.mark.parametrize("asked", ["", "nonsense", "2026-13", "0001-01", "9999-12"])
def test_what_is_no_month_is_this_one(asked: str) -> None:
    assert month_of(asked, date(2026, 5, 9)) == date(2026, 5, 1)


def test_a_manager_looks_at_the_whole_actor_or_at_one_colleague(
    case: Case, alma: Viewer, bo: Viewer, maj: Viewer, march: datetime
) -> None:
    with acting_as(alma):
        name = case.person.code_name
    handles = {words: handle for handle, words in seen(maj, march).choices}

    def has(whose: str, viewer: Viewer = maj) -> bool:
        return any(name in one.what for one in seen(viewer, march, whose=whose).falls)

    assert has("actor") and has(handles["Alma Lind"])
    assert not has("") and not has(handles["Bo Berg"])
    assert seen(alma, march).choices == () and not has("actor", bo) and not has(handles["Alma Lind"], bo)


def test_a_manager_without_persons_opens_the_actors_unless_they_choose(
    case: Case, alma: Viewer, maj: Viewer, signed_in: Callable[[str], Client], march: datetime
) -> None:
    client, chosen = signed_in("maj"), re.compile(r'<option value="([^"]*)" selected>')

    def opens(asked: str = "", browser: Client = client) -> list[str]:
        return chosen.findall(browser.get(f"/calendar/{asked}").content.decode())

    assert opens() == ["actor"] and opens("?month=2026-03") == ["actor"]
    assert opens("?whose=") == opens("?whose=&view=month") == [""]
    following = re.search(r'rel="next"\s+href="([^"]*)"', client.get("/calendar/?whose=").content.decode())
    assert following and opens(unescape(following[1])) == [""], "what is chosen is kept from month to month"
    assert seen(maj, march).whose == "", "the API says what it is asked for"
    assert opens(browser=signed_in("alma")) == []
    with acting_as(EYE):
        Person.objects.filter(pk=case.person_id).update(caseworker_id=maj.id)
    assert opens() == [""] and opens("?whose=actor") == ["actor"]


def lines(viewer: Viewer, at: datetime, month: date, **how: object) -> list[tuple[date, str, str]]:
    """What stands in a month, in English, with where it leads."""
    with acting_as(viewer), override("en"):
        found = calendar_of(viewer, month=f"{month:%Y-%m}", on=day(at), **how)  # type: ignore[arg-type]
    return [(one.on, one.what, one.url) for one in found.falls]


def test_a_request_stands_with_who_answers_and_with_who_waits(
    alma: Viewer, disa: Viewer, bo: Viewer, march: datetime
) -> None:
    request = sent_request(alma, at=march)
    with acting_as(alma):
        name = request.person.code_name
    on = date(2026, 3, 2)
    asked = (on, f"{name}: a coordinator decides on the request (rest period) by", f"/requests/{request.ref}/")
    decides = (on, f"{name}: decide on the request of Linden (rest period) by", f"/requests/{request.ref}/decide/")
    for viewer, (when, what, url) in ((alma, asked), (disa, decides)):
        found = [one for one in lines(viewer, march, on) if one[2] == url]
        assert [(one[0], one[1].startswith(what)) for one in found] == [(when, True)]
    assert not [one for one in lines(bo, march, on) if request.ref in one[2]]
    late = [one for one in lines(alma, march + timedelta(days=5), on) if request.ref in one[2]]
    assert "should have been decided on" in late[0][1]
    with acting_as(disa):
        decision.return_for_completion(
            request.ref, version=request.version, question="Vilken dag?", by=disa, at=march + timedelta(hours=1)
        )
    ends = date(2026, 3, 8)
    assert [one[0] for one in lines(alma, march, on) if request.ref in one[2]] == [ends]
    waits = [one for one in lines(disa, march, on) if request.ref in one[2]]
    assert [one[0] for one in waits] == [ends] and "Linden answers the question" in waits[0][1]


def test_applications_of_one_person_do_not_read_alike(alma: Viewer, dag: Viewer, march: datetime) -> None:
    """Each says of what kind it is; of one kind, each its reference."""
    case = confirmed_case(alma, dag, at=march - timedelta(days=30))
    support = sent_further(case, "SUPPORT", alma, at=march, days=20)
    item = item_of("SPECIFIC", day(march))
    first, second = (sent_item(case, item, alma, at=march) for _n in range(2))
    for viewer, place in ((alma, ""), (dag, "decide/")):
        said = {url: what for _on, what, url in lines(viewer, march, date(2026, 3, 2))}
        of = {row.ref: said[f"/requests/{row.ref}/{place}"] for row in (support, first, second)}
        assert "(support and protection)" in of[support.ref] and support.ref not in of[support.ref]
        for row in (first, second):
            assert "(specific intervention)" in of[row.ref] and of[row.ref].endswith(f" · {row.ref}")


def test_a_coordinator_of_the_actor_does_not_find_its_request(dag: Viewer, march: datetime, alma: Viewer) -> None:
    """Dag belongs to Ankaret, and decides nothing of its."""
    request = sent_request(alma, at=march)
    assert [one for one in lines(dag, march, date(2026, 3, 1)) if request.ref in one[2]]
    with acting_as(EYE):
        ankaret = Actor.objects.get(ref="A-ANKARET").pk
        AdmissionRequest.objects.filter(pk=request.pk).update(actor_id=ankaret)
    assert not [one for one in lines(dag, march, date(2026, 3, 1)) if "/decide/" in one[2]]


def test_a_period_is_to_be_reported_back_by_its_day(case: Case, alma: Viewer, march: datetime) -> None:
    with acting_as(alma):
        rest, name = case.interventions.get(), case.person.code_name
        within = InterventionRule.objects.get(programme_id=rest.programme_id, kind=rest.kind).report_back_days
    due = rest.last + timedelta(days=within or 0)

    def reports(at: datetime) -> list[tuple[date, str, str]]:
        return [one for one in lines(alma, at, due) if one[1].startswith(name) and "report" in one[1]]

    found = [(one[0], one[1].startswith(f"{name}: report back the rest period by")) for one in reports(march)]
    assert found == [(due, True)]
    assert "should have been reported back" in reports(dawn(due + timedelta(days=3)))[0][1]
    reported(rest, alma, at=dawn(due + timedelta(days=4)))
    assert not reports(dawn(due + timedelta(days=5)))


def test_an_offered_hand_over_stands_with_the_asked_actor_and_the_coordinators(
    frej: Viewer, dag: Viewer, cia: Viewer, alma: Viewer
) -> None:
    at = now()
    with acting_as(frej):
        hand_over(
            Identified(on=day(at), county="03", route="OUTREACH", forms=("LABOUR",)), token=uuid4(), by=frej, at=at
        )
    with acting_as(dag):
        row = HandOver.objects.get()
        offer(row.ref, "A-NOOR", note="", by=dag, at=at)
    on = day(at) + timedelta(days=7)
    assert [(one[0], one[2]) for one in lines(cia, at, on) if row.ref in one[2]] == [
        (on, f"/hand-overs/{row.ref}/offer/")
    ]
    waits = [one for one in lines(dag, at, on) if row.ref in one[2]]
    assert [one[0] for one in waits] == [on] and "Noor answers by" in waits[0][1]
    assert not [one for one in lines(alma, at, on) if row.ref in one[2]]


def test_an_offer_to_move_over_stands_with_both_and_tells_the_asked_nothing_of_the_person(
    alma: Viewer, cia: Viewer
) -> None:
    at = now()
    person = identified(alma, at=at)
    with acting_as(alma):
        ref = offer_of(person, alma, to="A-NOOR")
    asked = [one for one in lines(cia, at, day(at)) if ref in one[2]]
    assert [(one[0], one[2]) for one in asked] == [(day(at), f"/transfers/{ref}/")]
    assert "Linden" in asked[0][1] and person.code_name not in asked[0][1]
    waits = [one for one in lines(alma, at, day(at)) if one[2].endswith("/transfer/")]
    assert [one[0] for one in waits] == [day(at)] and f"{person.code_name}: Noor answers" in waits[0][1]


def test_what_is_the_managers_is_of_the_actors_that_one_manages(
    maj: Viewer, alma: Viewer, disa: Viewer, users: dict[str, User]
) -> None:
    with acting_as(EYE):
        ends = {
            row.actor.name: row.valid_to
            for row in Certification.objects.filter(actor__ref__in=["A-LINDEN", "A-NOOR"]).select_related("actor")
        }
        noor = Actor.objects.get(ref="A-NOOR")
    month = ends["Linden"]
    at = dawn(month - timedelta(days=20))
    Appointment.objects.create(user=users["maj"], role=Role.CASEWORKER, actor=noor)
    both = viewer_of(users["maj"])
    assert len(both.actors) == 2

    def has(viewer: Viewer, **how: object) -> set[str]:
        found = [what for _on, what, _url in lines(viewer, at, month, **how) if "certification" in what]
        return {name for name in ends if any(name in what for what in found)}

    assert has(both) == {"Linden"} and has(alma) == set()
    assert has(disa) == {"Linden", "Noor"}
    handle = {words: handle for handle, words in seen(maj, at).choices}["Alma Lind"]
    assert has(maj, whose=handle) == set(), "a colleague's calendar is of that colleague's persons"


def test_what_lies_ahead_is_not_said_of_its_day(alma: Viewer, disa: Viewer, march: datetime) -> None:
    case = confirmed_case(alma, disa, at=march, society_protects="UNKNOWN")
    with acting_as(alma):
        person = Person.objects.get(pk=case.person_id)
        state_right(person.code, "HOUSING", StatedRight("NEEDED", march.date(), ""), by=alma, at=march)
        limit, rest = unmet_days(march.date())["HOUSING"], case.interventions.get()
    with acting_as(EYE):
        Person.objects.filter(pk=person.pk).update(safe_contact_checked_on=march.date())
    days = {
        "check the safe way to reach the person by": march.date() + timedelta(days=14),
        "by day 20 of the rest": rest.start + timedelta(days=19),
        "a need has gone unmet": march.date() + timedelta(days=limit + 1),
    }
    for words, on in days.items():
        assert any(when == on and words in what for when, what, _url in lines(alma, march, on)), words
        of_the_day = [what for when, what, _url in lines(alma, dawn(on), on) if when == on]
        assert of_the_day and not any(words in what for what in of_the_day), words


def test_whoever_stands_in_finds_the_persons_of_whom_is_away(
    case: Case, alma: Viewer, bo: Viewer, march: datetime
) -> None:
    with acting_as(alma):
        name = case.person.code_name
    assert not [one for one in seen(bo, march).falls if name in one.what]
    away(alma, bo, day(march), day(march) + timedelta(days=3), by=alma, at=march)
    assert [one for one in seen(bo, march).falls if name in one.what]
    assert not [one for one in seen(bo, march + timedelta(days=5)).falls if name in one.what]


def test_it_asks_as_often_of_many_rows_as_of_few_and_says_where_it_cuts(
    alma: Viewer, disa: Viewer, march: datetime, monkeypatch: pytest.MonkeyPatch, signed_in: Callable[[str], Client]
) -> None:
    with acting_as(EYE):
        limit = unmet_days(march.date())["HOUSING"]
    month = march.date() + timedelta(days=limit + 1)

    def asks() -> int:
        with acting_as(alma), CaptureQueriesContext(connection) as asked:
            calendar_of(alma, month=f"{month:%Y-%m}", on=day(march))
        return len(asked)

    def one_more() -> None:
        for step, until in ((Happening.ASKED, None), (Happening.GRANTED, month)):
            person = identified(alma, at=march)
            said = Stated(
                LawSubject.SOCIAL_BOARD, step, march.date(), until=until, details=["HOUSING"] if until else []
            )
            with acting_as(alma):
                state_right(person.code, "HOUSING", StatedRight("NEEDED", march.date(), ""), by=alma, at=march)
                state_step(person.code, said, by=alma, at=march)

    one_more()
    few = asks()
    assert few <= ASKED
    for _n in range(3):
        one_more()
    assert asks() == few
    monkeypatch.setattr("nsp.desk.selectors.calendar.MOST", 3)
    with acting_as(alma):
        found = calendar_of(alma, month=f"{month:%Y-%m}", on=day(march))
    assert found.more
    assert "Allt ryms inte här" in signed_in("alma").get(f"/calendar/?month={month:%Y-%m}").content.decode()


def test_the_month_says_how_much_and_leads_to_the_days(
    alma: Viewer, dag: Viewer, signed_in: Callable[[str], Client]
) -> None:
    """The list first; from the person's page to the calendar of that person, and back."""
    case = confirmed_case(alma, dag, at=now())
    with acting_as(alma):
        code, rest = case.person.code, case.interventions.get()
    client, month = signed_in("alma"), f"{rest.last:%Y-%m}"
    link = f"/calendar/?person={code}"
    assert link in client.get(f"/persons/{code}/").content.decode()
    assert link not in signed_in("bo").get(f"/persons/{code}/").content.decode()
    table = client.get(f"{link}&month={month}&view=month").content.decode()
    week = rest.last.isocalendar().week
    assert f"?month={month}&amp;person={code}#w{week}" in table
    listed = client.get(f"{link}&month={month}").content.decode()
    assert f'id="w{week}"' in listed and f'href="/persons/{code}/"' in listed
