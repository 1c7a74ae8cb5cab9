"""A coordinator notes that an actor runs a home, and the permits it has; the start page tells when one runs out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError
from django.test import Client

from accounts.clock import now, today
from accounts.deadlines import Span
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, Refused, Stopped
from accounts.models import Actor
from accounts.viewer import Viewer, system
from audit.models import Outbox
from cases.models import Person
from certification.models import Certification, Permit
from certification.services import Noted, note_permit, set_home
from nsp.desk.deadlines import due_papers
from nsp.desk.selectors.actors import actor_page
from nsp.desk.selectors.office import office_todo
from reminders.models import Notice
from reminders.services.telling import tell
from tests.factories import confirmed_case, sent_request

SignIn = Callable[[str], Client]
DAY = timedelta(days=1)


def _noted(by: Viewer, *days: int, ref: str = "A-LINDEN", permit: str = "", withdrawn: int | None = None) -> Permit:
    first, last = (today() + n * DAY for n in days)
    off = today() + withdrawn * DAY if withdrawn is not None else None
    with acting_as(by):
        return note_permit(ref, Noted(first, last, off), by=by, at=now(), permit=permit)


def _home(by: Viewer, ref: str = "A-LINDEN") -> None:
    with acting_as(by):
        set_home(ref, True, by=by, at=now())


def test_a_home_without_a_permit_gives_no_bed_until_it_is_noted(dag: Viewer, alma: Viewer) -> None:
    _home(dag)
    with pytest.raises(Stopped) as stopped:
        sent_request(alma, at=now())
    assert [v.code for v in stopped.value.verdicts if v.level == "stop"] == ["home_permit"]
    _noted(dag, -10, 10)
    assert sent_request(alma, at=now()).state == "SENT"


def test_a_permit_that_is_withdrawn_stops_what_is_sent_from_that_day(dag: Viewer, alma: Viewer) -> None:
    _home(dag)
    permit = _noted(dag, -10, 10, withdrawn=1)
    sent_request(alma, at=now())
    _noted(dag, -10, 10, withdrawn=0, permit=permit.ref)
    with pytest.raises(Stopped):
        sent_request(alma, at=now())


def test_nobody_notes_it_of_an_actor_they_work_for_and_nobody_else_at_all(dag: Viewer, alma: Viewer) -> None:
    with pytest.raises(Refused):
        _noted(dag, 0, 9, ref="A-ANKARET")
    with pytest.raises(Refused):
        _home(dag, "A-ANKARET")
    with pytest.raises(NotFound):
        _noted(dag, 0, 9, ref="A-NONE")
    for change in (
        lambda: set_home("A-NOOR", True, by=alma, at=now()),
        lambda: note_permit("A-NOOR", Noted(today(), today()), by=alma, at=now()),
    ):
        with pytest.raises(DatabaseError), acting_as(alma):
            change()


@pytest.mark.parametrize("column", ["name", "kind", "county", "ref"])
def test_a_coordinator_writes_nothing_else_of_an_actor(dag: Viewer, column: str) -> None:
    with pytest.raises(DatabaseError), acting_as(dag):
        Actor.objects.filter(ref="A-NOOR").update(**{column: "x"})


def test_days_that_cannot_be_and_a_second_permit_for_the_same_days_are_refused(dag: Viewer) -> None:
    first = _noted(dag, -10, 10)
    for days, withdrawn, field in (
        ((5, 4), None, "valid_to"),
        ((20, 30), 31, "withdrawn_on"),
        ((10, 20), None, "valid_from"),
    ):
        with pytest.raises(Invalid) as refused:
            _noted(dag, *days, withdrawn=withdrawn)
        assert list(refused.value.fields) == [field]
    _noted(dag, 11, 20)
    _noted(dag, -10, 10, ref="A-NOOR")
    with pytest.raises(Invalid):
        _noted(dag, -10, 11, permit=first.ref)
    with pytest.raises(NotFound):
        _noted(dag, 30, 40, ref="A-NOOR", permit=first.ref)


def test_what_was_noted_leaves_a_trace(dag: Viewer) -> None:
    _home(dag)
    _home(dag)
    permit = _noted(dag, -1, 1)
    with acting_as(system("test")):
        said = list(Outbox.objects.filter(event__in=("HOME_STATED", "PERMIT_NOTED")).order_by("at"))
    assert [(row.event, row.ref, row.by_user) for row in said] == [
        ("HOME_STATED", "A-LINDEN", dag.id),
        ("PERMIT_NOTED", permit.ref, dag.id),
    ]
    assert said[1].facts["valid_to"] == (today() + DAY).isoformat()


@pytest.mark.parametrize(
    ("days", "withdrawn", "told"),
    [
        ((-100, 60), None, "går ut"),
        ((-100, 61), None, None),
        ((-100, -1), None, "har gått ut"),
        ((-100, -61), None, None),
        ((-100, 300), 0, "återkallat"),
        ((-100, 300), 1, None),
    ],
)
def test_the_start_page_tells_of_permits_that_run_out(
    dag: Viewer, days: tuple[int, int], withdrawn: int | None, told: str | None
) -> None:
    _home(dag)
    _noted(dag, *days, withdrawn=withdrawn)
    with acting_as(dag):
        found = [row.what for row in office_todo(dag, now=now()).certifications if "boendet" in row.what]
    assert [told in what for what in found if told] == ([True] if told else [])
    assert len(found) == bool(told)


def test_the_start_page_tells_of_a_home_without_one_and_not_of_one_that_is_renewed(dag: Viewer) -> None:
    _home(dag)
    with acting_as(dag):
        assert [row.url for row in office_todo(dag, now=now()).certifications] == ["/actors/A-LINDEN/permits/new/"]
    _noted(dag, -100, 5)
    _noted(dag, 6, 900)
    with acting_as(dag):
        assert office_todo(dag, now=now()).certifications == ()


def test_the_pages(signed_in: SignIn, dag: Viewer) -> None:
    browser = signed_in("dag")
    assert "/actors/A-ANKARET/home/" not in browser.get("/actors/A-ANKARET/").content.decode()
    assert "Tillstånd för boendet" not in browser.get("/actors/A-LINDEN/").content.decode()
    assert browser.post("/actors/A-LINDEN/home/", {"is_home": ""}).status_code == 422
    assert browser.post("/actors/A-LINDEN/home/", {"is_home": "yes"}).status_code == 302
    assert Actor.objects.get(ref="A-LINDEN").is_home
    page = browser.get("/actors/A-LINDEN/").content.decode()
    assert "/actors/A-LINDEN/permits/new/" in page
    days = {"valid_from": (today() - DAY).isoformat(), "valid_to": (today() + 90 * DAY).isoformat(), "withdrawn_on": ""}
    assert browser.post("/actors/A-LINDEN/permits/new/", days | {"valid_to": ""}).status_code == 422
    assert browser.post("/actors/A-LINDEN/permits/new/", days).status_code == 302
    assert browser.post("/actors/A-LINDEN/permits/new/", days).status_code == 422
    one = f"/actors/A-LINDEN/permits/{Permit.objects.get().ref}/"
    assert f'value="{days["valid_to"]}"' in browser.get(one).content.decode()
    assert browser.post(one, days | {"withdrawn_on": today().isoformat()}).status_code == 302
    assert "Återkallat sedan" in browser.get("/actors/A-LINDEN/").content.decode()
    assert "Återkallat sedan" in signed_in("alma").get("/actors/A-LINDEN/").content.decode(), "its own staff see it"
    assert signed_in("alma").get(one).status_code == 404


def test_the_api_does_the_same(signed_in: SignIn) -> None:
    browser, at = signed_in("dag"), "/api/v1/actors/A-LINDEN/"
    assert browser.get(f"{at}permits/").json() == {"is_home": False, "permits": []}
    assert browser.post(f"{at}home/", {"is_home": True}, "application/json").status_code == 204
    said = {"valid_from": "2026-01-01", "valid_to": "2027-12-31"}
    ref = browser.post(f"{at}permits/note/", said, "application/json").json()["ref"]
    assert browser.post(f"{at}permits/note/", said, "application/json").status_code == 422
    changed = browser.post(f"{at}permits/{ref}/", said | {"withdrawn_on": "2026-06-01"}, "application/json")
    assert changed.status_code == 200
    assert signed_in("alma").get(f"{at}permits/").json() == {
        "is_home": True,
        "permits": [said | {"ref": ref, "withdrawn_on": date(2026, 6, 1).isoformat()}],
    }
    assert signed_in("alma").post(f"{at}home/", {"is_home": False}, "application/json").status_code == 404
    assert browser.post("/api/v1/actors/A-ANKARET/home/", {"is_home": True}, "application/json").status_code == 403


def _told(by: Viewer) -> list[tuple[str, dict[str, str]]]:
    """What a sweep tells, with its facts."""
    at = now()
    with acting_as(system("sweep")):
        tell(due_papers(Span(None, at), "").due, at=at)
        return list(Notice.objects.filter(user_id=by.id).order_by("made_at").values_list("kind", "facts"))


def test_coordinators_are_told_once_for_how_many_something_runs_where_a_certification_is_suspended(
    alma: Viewer, dag: Viewer, disa: Viewer, signed_in: SignIn
) -> None:
    code = _running(alma, disa)
    assert _told(dag) == []
    with acting_as(dag):
        Certification.objects.filter(actor__ref="A-LINDEN").update(suspended_on=today())
    ((kind, facts),) = _told(dag)
    assert (kind, facts["running"]) == ("CERTIFICATION_ENDED", "1")
    assert len(_told(dag)) == 1, "told once, however often it is found"
    with acting_as(dag):
        assert [row.code for row in actor_page(dag, "A-LINDEN", on=today()).running] == [code]
    page = signed_in("dag").get("/actors/A-LINDEN/").content.decode()
    assert code in page
    assert "Nya ansökningar stoppas." in page
    assert "Certifieringen för Linden gäller inte längre" in signed_in("dag").get("/notices/").content.decode()


def test_a_permit_that_ran_out_is_told_of_and_one_that_holds_instead_silences_it(alma: Viewer, dag: Viewer) -> None:
    _home(dag)
    _noted(dag, -20, -1)
    assert [kind for kind, _ in _told(dag)] == ["PERMIT_ENDED"]
    _noted(dag, 0, 20)
    with acting_as(system("sweep")):
        assert due_papers(Span(None, now()), "").due == ()


def test_an_actors_own_staff_do_not_read_there_who_is_in_an_intervention(
    alma: Viewer, disa: Viewer, signed_in: SignIn
) -> None:
    code = _running(alma, disa)
    assert code not in signed_in("bo").get("/actors/A-LINDEN/").content.decode()


def _running(alma: Viewer, disa: Viewer) -> str:
    case = confirmed_case(alma, disa, at=now() - DAY)
    with acting_as(alma):
        return Person.objects.get(pk=case.person_id).code
