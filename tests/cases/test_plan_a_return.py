"""A return is planned, made, and followed up after one, three and six months; what can hardly be is asked about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from accounts.clock import STOCKHOLM, now, today
from accounts.door import acting_as
from accounts.errors import Conflict, Invalid, NotFound, Strange
from accounts.viewer import Viewer
from cases.models import Person, ReturnPlan
from cases.returning import follow_ups, months_after
from cases.selectors.person import person_page, timeline
from cases.selectors.returning import plans
from cases.services.returning import Found, Planned, change_return, follow_up, plan_return
from tests.factories import identified

MADE = Planned("OWN", receiver="FAMILY", assessed_on=today() - timedelta(days=110), assessment="Ingen vet om resan.")


@pytest.fixture
def person(alma: Viewer) -> Person:
    """Somebody who was met four months ago."""
    on = today() - timedelta(days=120)
    return identified(alma, at=datetime(on.year, on.month, on.day, 9, 0, tzinfo=STOCKHOLM))


def _ago(days: int) -> date:
    return today() - timedelta(days=days)


def test_the_same_day_of_a_shorter_month_is_its_last() -> None:
    assert months_after(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert months_after(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert months_after(date(2026, 11, 15), 3) == date(2027, 2, 15)
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)


def test_follow_ups_count_from_the_arrival_and_none_are_due_of_what_is_called_off() -> None:
    left, arrived = date(2027, 3, 1), date(2027, 3, 4)
    assert [due.on for due in follow_ups(left, arrived, None, {1})] == [
        date(2027, 4, 4),
        date(2027, 6, 4),
        date(2027, 9, 4),
    ]
    assert [due.done for due in follow_ups(left, None, None, {1})] == [True, False, False]
    assert follow_ups(left, arrived, date(2027, 3, 2), set()) == ()
    assert follow_ups(None, None, None, set()) == ()


def test_a_return_that_is_made_asks_for_its_follow_ups_until_they_are_noted(alma: Viewer, person: Person) -> None:
    with acting_as(alma):
        made = replace(MADE, left_on=_ago(100), arrived_on=_ago(99))
        plan = plan_return(person.code, made, by=alma, at=now())
        [first, second] = [s for s in person_page(alma, person.code, on=today()).steps if s.code == "return_follow_up"]
        assert first.link == ("return_follow_up", person.code, plan.ref, "1")
        follow_up(person.code, plan.ref, 1, Found(_ago(60), "WELL", "Arbetar."), by=alma, at=now())
        follow_up(person.code, plan.ref, 3, Found(_ago(5), "UNREACHABLE"), by=alma, at=now())
        codes = [step.code for step in person_page(alma, person.code, on=today()).steps]
        assert "return_follow_up" not in codes, "six months are not over yet"
        [card] = plans(person.pk)
        assert [one.how for one in card.follows] == ["Bra", "Gick inte att nå", ""]
        told = [entry.what for entry in timeline(alma, person.code, on=today())]
    assert "Uppföljning 1 månad efter återvändandet" in told
    assert second.due == months_after(_ago(99), 3)


def test_what_can_hardly_be_of_a_return_is_asked_about_all_at_once(alma: Viewer, person: Person) -> None:
    odd = Planned("OWN", receiver="NOBODY", left_on=_ago(10), arrived_on=_ago(12), called_off_on=_ago(1))
    with acting_as(alma):
        with pytest.raises(Strange) as asked:
            plan_return(person.code, odd, by=alma, at=now())
        assert {one["code"] for one in asked.value.questions} == {
            "arrived_before_leaving",
            "called_off_after_leaving",
            "left_without_assessment",
            "left_to_nobody",
        }
        tokens = [one["token"] for one in asked.value.questions]
        plan_return(person.code, odd, by=alma, at=now(), answered=tokens)
        with pytest.raises(Strange):
            plan_return(person.code, replace(MADE, left_on=_ago(130)), by=alma, at=now())
        with pytest.raises(Invalid) as ahead:
            plan_return(person.code, replace(MADE, left_on=today() + timedelta(days=1)), by=alma, at=now())
        assert not isinstance(ahead.value, Strange)


def test_one_return_at_a_time_and_nobody_writes_over_anothers(alma: Viewer, bo: Viewer, person: Person) -> None:
    with acting_as(alma):
        plan = plan_return(person.code, MADE, by=alma, at=now())
        with pytest.raises(Invalid):
            plan_return(person.code, MADE, by=alma, at=now())
    with acting_as(bo):
        change_return(person.code, plan.ref, replace(MADE, receiver="IOM"), version=1, by=bo, at=now())
    with acting_as(alma):
        with pytest.raises(Conflict) as late:
            change_return(person.code, plan.ref, replace(MADE, receiver="NOBODY"), version=1, by=alma, at=now())
        assert late.value.params["who"] == "Bo Berg"
        assert ReturnPlan.objects.get(pk=plan.pk).receiver == "IOM"
        with pytest.raises(Invalid):
            follow_up(person.code, plan.ref, 1, Found(today(), "WELL"), by=alma, at=now())
        called_off = replace(MADE, receiver="IOM", called_off_on=today())
        change_return(person.code, plan.ref, called_off, version=2, by=alma, at=now())
        plan_return(person.code, MADE, by=alma, at=now())


def test_a_plan_of_somebody_else_is_not_there(alma: Viewer, cia: Viewer, person: Person) -> None:
    theirs = identified(cia, at=now())
    with acting_as(alma):
        plan = plan_return(person.code, MADE, by=alma, at=now())
    with acting_as(cia):
        for code in (person.code, theirs.code):
            with pytest.raises(NotFound):
                change_return(code, plan.ref, MADE, version=1, by=cia, at=now())


def test_a_return_in_the_programme_leads_to_that_statement(
    person: Person, signed_in: Callable[[str], Client], alma: Viewer
) -> None:
    browser, page = signed_in("alma"), f"/persons/{person.code}/"
    done = browser.post(f"{page}returns/new/", {"route": "PROGRAMME", "receiver": "IOM"})
    assert done.headers["Location"] == f"{page}return-programme/?answer=YES"
    stated = browser.post(done.headers["Location"], {"answer": "YES", "on": today().isoformat()})
    assert stated.status_code == 302
    with acting_as(alma):
        ref = ReturnPlan.objects.get(person=person).ref
    changed = browser.post(f"{page}returns/{ref}/", {"route": "PROGRAMME", "receiver": "FAMILY", "version": "1"})
    assert changed.headers["Location"] == f"{page}law/"
    assert "Tar emot: Familjen." in browser.get(f"{page}law/").content.decode()
