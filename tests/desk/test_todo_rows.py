"""Att göra, row by row: each leads to where it can be done, is counted once, and is gone when it is done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from accounts.clock import day, now, today
from accounts.door import acting_as
from accounts.models import User
from accounts.viewer import Viewer, viewer_of
from cases.models import HandOver, Person
from cases.services import decision, handover
from cases.services.details import Reached, check_safe_contact, write_contact
from cases.services.facts import state_protection
from cases.services.identification import Identified, hand_over
from cases.services.safety import Reviewed, review_safety
from cases.services.talk import Told, send
from cases.services.task import Given, decline, give_task
from nsp.desk.rows import Aside, Row
from nsp.desk.selectors.office import OfficeTodo, office_todo
from nsp.desk.selectors.todo import CaseworkerTodo, caseworker_todo
from reports.models import FunderReport
from tests.factories import confirmed_case, draft_request, identified, sent_request, share_with

SignedIn = Callable[[str], Client]
ROLES = ("alma", "bo", "maj", "cia", "dag", "disa", "gerd", "frej", "eva", "olle", "ada")


@pytest.fixture
def everything(
    alma: Viewer, bo: Viewer, maj: Viewer, cia: Viewer, dag: Viewer, disa: Viewer, frej: Viewer, gerd: Viewer
) -> Person:
    """Something of each kind on somebody's list."""
    at = now() - timedelta(days=2)
    case = confirmed_case(alma, dag, at=now() - timedelta(days=28))
    with acting_as(alma):
        person = Person.objects.get(pk=case.person_id)
        share_with(person.code, "A-NOOR", alma, until=today() + timedelta(days=9))
        send(person.code, Told("Kan ni hjälpa oss?", "OFFICE"), token=uuid4(), by=alma, at=at)
        send(person.code, Told("Hur gick mötet?", "A-NOOR"), token=uuid4(), by=alma, at=at)
        state_protection(person.code, "YES", on=today(), note="Ett boende.", by=alma, at=now())
        review_safety(person.code, Reviewed(today(), "HIGH", next_on=today()), by=alma, at=now())
    other = identified(alma, at=at)
    with acting_as(dag):  # about another: it would answer the question to the coordinators
        send(other.code, Told("Hur mår personen?", "HOME"), token=uuid4(), by=dag, at=at)
    draft_request(alma, at=at)
    sent_request(alma, at=at)
    returned = sent_request(alma, at=at)
    with acting_as(dag):
        question: dict[str, Any] = {"version": returned.version, "question": "Vem frågade ni?"}
        decision.return_for_completion(returned.ref, by=dag, at=at, **question)
    for _n in range(2):
        with acting_as(frej):
            hand_over(Identified(on=day(at), story="Mött vid en vägkrog."), token=uuid4(), by=frej, at=at)
    with acting_as(disa):
        waiting = HandOver.objects.order_by("made_at").first()
        assert waiting
        handover.offer(waiting.ref, "A-LINDEN", note="", by=disa, at=now())
    _tasks(person, {"alma": alma, "bo": bo, "maj": maj, "dag": dag, "disa": disa, "gerd": gerd})
    return person


def _tasks(person: Person, viewers: dict[str, Viewer]) -> None:
    for giver, doer, about in (
        ("alma", "alma", person.code),
        ("maj", "alma", person.code),
        ("alma", "bo", person.code),
        ("bo", "maj", ""),
        ("dag", "disa", person.code),
        ("gerd", "gerd", ""),
    ):
        by = viewers[giver]
        with acting_as(by):
            said = Given("CALL", "Ring.", today(), viewers[doer].id)
            give_task(said, token=uuid4(), by=by, at=now(), code=about)
    given = Given("MEET", "", None, viewers["bo"].id)
    with acting_as(viewers["alma"]):
        ref = give_task(given, token=uuid4(), by=viewers["alma"], at=now(), code=person.code).ref
    with acting_as(viewers["bo"]):
        decline(ref, "Ledig.", by=viewers["bo"], at=now())


def lists(viewer: Viewer) -> Iterator[CaseworkerTodo | OfficeTodo]:
    with acting_as(viewer):
        if viewer.is_staff_of_an_actor:
            yield caseworker_todo(viewer, now=now())
        if viewer.db_role == "nsp_all":
            yield office_todo(viewer, now=now())


def lines(found: Iterable[Any]) -> list[Row | Aside]:
    """Every row and every short line of the lists."""
    return [
        one for todo in found for part in vars(todo).values() if isinstance(part, tuple) for one in part if _is(one)
    ]


def _is(one: object) -> bool:
    return isinstance(one, Row | Aside)


def test_every_line_leads_to_where_its_viewer_gets_in(
    everything: Person, users: dict[str, User], gerd: Viewer, signed_in: SignedIn
) -> None:
    seen = 0
    for name in ROLES:
        viewer = gerd if name == "gerd" else viewer_of(users[name])
        browser = signed_in(name)
        page = browser.get("/")
        assert page.status_code == 200, name
        for line in lines(lists(viewer)):
            if line.url:
                answer = browser.get(line.url)
                assert answer.status_code == 200, (name, line.what, line.url, answer.status_code)
                seen += 1
        content = page.content.decode().split("<main")[1]
        for address in set(re.findall(r'href="(/[^"#]*)"', content)):
            assert browser.get(address, follow=True).status_code == 200, (name, address)
    assert seen > 40


ENDS_NOWHERE = {"person", "person_law", "person_rights", "person_timeline", "actor"}
"""Where a line would only lead to the page about somebody, on which one has to look for what ends it."""


def test_every_line_is_done_with_one_press_or_opens_what_ends_it(
    everything: Person, users: dict[str, User], gerd: Viewer
) -> None:
    seen = 0
    for name in ROLES:
        viewer = gerd if name == "gerd" else viewer_of(users[name])
        for todo in lists(viewer):
            to_know = getattr(todo, "ending", ())  # the actor does what is to be done
            for row in lines([todo]):
                if isinstance(row, Row) and row not in to_know:
                    place = resolve(row.url.partition("?")[0]).url_name
                    assert row.press or place not in ENDS_NOWHERE, (name, row.what, row.url)
                    seen += 1
    assert seen > 25


def test_putting_off_is_folded_behind_a_control_that_is_named_for_its_line(
    everything: Person, signed_in: SignedIn
) -> None:
    content = signed_in("alma").get("/").content.decode()
    folded = re.findall(r'<details class="later">(.*?)</details>', content, re.DOTALL)
    assert folded and content.count(f"/persons/{everything.code}/put-off/") <= len(folded)
    for one in folded:
        assert re.search(r'<summary.*?Mer: .+?</summary>\s*<a href="[^"]*/put-off/', one, re.DOTALL), one


def test_the_number_in_the_menu_is_the_number_of_lines(
    everything: Person, users: dict[str, User], gerd: Viewer, signed_in: SignedIn
) -> None:
    for name in ("alma", "bo", "maj", "cia", "dag", "disa", "gerd"):
        viewer = gerd if name == "gerd" else viewer_of(users[name])
        page = signed_in(name).get("/")
        [staff], [office] = ([page.context[key]] for key in ("staff", "office"))
        counted = 0
        if staff:
            counted += sum(len(part) for part in (staff.first, staff.asked, staff.offered, staff.week))
        if office:
            parts = [part for key, part in vars(office).items() if key not in ("ending", "waiting_for")]
            counted += sum(len(part) for part in parts if isinstance(part, tuple))
        item = next(item for item in page.context["frame"].places if item.url == "/")
        assert item.count == counted, name
        assert viewer.id


def test_nothing_stands_twice(everything: Person, users: dict[str, User], gerd: Viewer) -> None:
    for name in ("alma", "bo", "maj", "dag", "disa", "gerd"):
        viewer = gerd if name == "gerd" else viewer_of(users[name])
        rows = [(row.what, row.url) for row in lines(lists(viewer)) if isinstance(row, Row)]
        assert len(rows) == len(set(rows)), (name, rows)


def test_what_others_have_to_do_stands_beside_the_list_for_who_waits(
    everything: Person, alma: Viewer, dag: Viewer
) -> None:
    [staff] = lists(alma)
    waits = [row.what for row in lines([staff]) if isinstance(row, Aside)]
    for expected in ("En fråga till samordnarna", "En fråga till Noor", "Uppgift: ringa"):
        assert expected in waits, waits
    [office] = lists(dag)
    waits = [row.what for row in lines([office]) if isinstance(row, Aside)]
    for expected in ("En fråga till Linden", "Linden ska komplettera en ansökan", "Linden ska svara om en person"):
        assert expected in waits, waits


def test_a_task_that_came_back_is_an_answer_that_is_waited_for(everything: Person, alma: Viewer, bo: Viewer) -> None:
    [staff] = lists(alma)
    assert isinstance(staff, CaseworkerTodo)
    assert "Bo Berg kan inte: Träffa" in [row.what for row in staff.asked]
    [his] = lists(bo)
    assert not any("Träffa" in row.what for row in lines([his]))


def test_the_safe_way_is_checked_and_the_risk_noted_from_the_list(
    alma: Viewer, dag: Viewer, signed_in: SignedIn
) -> None:
    case = confirmed_case(alma, dag, at=now() - timedelta(days=12))
    with acting_as(alma):
        code = Person.objects.get(pk=case.person_id).code
        write_contact(code, Reached(safe_contact="Ringer själv."), by=alma, at=now() - timedelta(days=11))
        check_safe_contact(code, by=alma, at=now() - timedelta(days=10))
        review_safety(code, Reviewed(today(), "HIGH", next_on=today()), by=alma, at=now())
    browser = signed_in("alma")

    def presses() -> dict[str, Row]:
        [staff] = lists(alma)
        return {row.press.label: row for row in lines([staff]) if isinstance(row, Row) and row.press}

    assert {"Den stämmer", "Oförändrat i dag"} <= presses().keys()
    for label in ("Den stämmer", "Oförändrat i dag"):
        row = presses()[label]
        assert row.press
        answer = browser.post(row.press.url, dict(row.press.fields))
        assert (answer.status_code, answer["Location"]) == (302, "/")
        assert label not in presses()


def test_a_task_is_done_from_the_list_and_undone(alma: Viewer, signed_in: SignedIn) -> None:
    person = identified(alma, at=now())
    with acting_as(alma):
        ref = give_task(Given("CALL"), token=uuid4(), by=alma, at=now(), code=person.code).ref
    browser = signed_in("alma")
    page = browser.get("/").content.decode()
    assert f'action="/tasks/{ref}/done/"' in page
    assert page.count("csrfmiddlewaretoken") >= 2
    answer = browser.post(f"/tasks/{ref}/done/", {"then": "todo"})
    page = browser.get(answer["Location"]).content.decode()
    assert f'action="/tasks/{ref}/done/"' not in page
    assert f'action="/tasks/{ref}/undo/"' in page
    browser.post(f"/tasks/{ref}/undo/", {"then": "todo"})
    assert f'action="/tasks/{ref}/done/"' in browser.get("/").content.decode()


def test_what_has_time_is_folded_where_something_is_to_be_done(alma: Viewer, dag: Viewer, signed_in: SignedIn) -> None:
    draft_request(alma, at=now())
    browser = signed_in("alma")
    assert "Inget behöver göras just nu." in browser.get("/").content.decode()
    assert "card folding" not in browser.get("/").content.decode()
    confirmed_case(alma, dag, at=now() - timedelta(days=28))
    assert "card folding" in browser.get("/").content.decode()


def test_a_report_to_publish_is_a_line_of_the_list(dag: Viewer, disa: Viewer) -> None:
    with acting_as(disa):
        report = FunderReport(ref="F-TTTTTTTT", year=2025, state="DRAFT", version=1, made_by_id=disa.id, made_at=now())
        report.save(force_insert=True)
    for viewer, count in ((dag, 1), (disa, 0)):
        [office] = lists(viewer)
        assert isinstance(office, OfficeTodo)
        assert (len(office.reports), office.count) == (count, count)


@pytest.mark.parametrize("name", ["alma", "maj", "dag"])
def test_the_page_asks_as_often_for_sixty_persons_as_for_one(
    name: str, alma: Viewer, dag: Viewer, signed_in: SignedIn
) -> None:
    browser, asked = signed_in(name), []
    for count in (1, 59):
        for _n in range(count):
            sent_request(alma, at=now() - timedelta(days=1))
            with acting_as(alma):
                give_task(Given("CALL"), token=uuid4(), by=alma, at=now())
        if count == 1:
            confirmed_case(alma, dag, at=now() - timedelta(days=28))
            browser.get("/")
        with CaptureQueriesContext(connection) as seen:
            assert browser.get("/").status_code == 200
        asked.append(sum(query["sql"].startswith("SELECT") for query in seen))
    assert asked[0] == asked[1]
