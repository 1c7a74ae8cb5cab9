"""The service log: quick to write, for a person or for nobody on record, counted by field of work."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, PointsOut, Refused
from accounts.models import Actor
from accounts.viewer import Viewer
from cases.models import Person, ServiceGiven, ServiceOfActor
from cases.selectors.person import timeline
from cases.selectors.service import Chosen, last_used, service_log
from cases.services.rights import StatedRight, state_right
from cases.services.service import Done, log_for_actor, log_for_person, take_from_actor, take_from_person
from tests.days import AHEAD
from tests.factories import identified

FOOD = Done("FOOD", today(), amount=Decimal(350))


@pytest.fixture
def person(alma: Viewer) -> Person:
    """Somebody of Linden's."""
    return identified(alma, at=now())


def _this_year(by: Viewer, **more: object) -> dict[str, tuple[int, Decimal, Decimal]]:
    with acting_as(by):
        log = service_log(by, Chosen(today().year, **more))  # type: ignore[arg-type]
    return {row.field: (row.times, row.hours, row.amount) for row in log.sums if row.times}


def test_two_clicks_from_the_persons_page_note_what_was_done(
    alma: Viewer, person: Person, signed_in: Callable[[str], Client]
) -> None:
    browser, page = signed_in("alma"), f"/persons/{person.code}/"
    assert f'href="{page}services/new/"' in browser.get(page).content.decode()
    said = {"category": "COMPANY", "on": today().isoformat(), "hours": "1,5", "paid_by": "ACTOR"}
    assert browser.post(f"{page}services/new/", said).status_code == 302
    with acting_as(alma):
        row = ServiceGiven.objects.get(person=person)
    assert (row.category_id, row.hours, row.amount, row.paid_by) == ("COMPANY", Decimal("1.50"), None, "ACTOR")
    again = browser.get(f"{page}services/new/").content.decode()
    assert re.search(r'value="COMPANY"\s+selected', again), "what was used last is chosen already"
    assert f'value="{today().isoformat()}"' in again


def test_what_was_done_stands_on_the_timeline(alma: Viewer, person: Person) -> None:
    with acting_as(alma):
        log_for_person(person.code, replace(FOOD, hours=Decimal(2)), by=alma, at=now())
        line = next(entry for entry in timeline(alma, person.code, on=today()) if entry.subject == "SERVICE")
    assert line.what == "Mat"
    assert line.text.replace("\u00a0", " ") == "2 timmar, 350 kr. Betalas av: egna medel."


def test_the_log_adds_up_by_field_with_and_without_a_person(alma: Viewer, cia: Viewer, person: Person) -> None:
    with acting_as(alma):
        log_for_person(person.code, FOOD, by=alma, at=now())
        log_for_person(person.code, Done("LEGAL", today(), hours=Decimal("2.5")), by=alma, at=now())
        log_for_actor(Done("OUTREACH", today(), hours=Decimal(4), people=12), by=alma, at=now())
        log_for_actor(replace(FOOD, amount=None), by=alma, at=now())
    with acting_as(cia):
        log_for_actor(Done("OUTREACH", today(), hours=Decimal(100)), by=cia, at=now())
    assert _this_year(alma) == {
        "Identifiering": (1, Decimal(4), Decimal(0)),
        "Första stöd": (2, Decimal(0), Decimal(350)),
        "Stöd": (1, Decimal("2.5"), Decimal(0)),
    }
    assert list(_this_year(alma, field="SUPPORT")) == ["Stöd"]
    other = today().month % 12 + 1
    assert _this_year(alma, month=other) == {}
    assert list(_this_year(cia)) == ["Identifiering"], "what Linden did is not Noor's to see"


def test_the_sums_count_what_the_list_does_not_show(alma: Viewer) -> None:
    with acting_as(alma):
        for _nth in range(3):
            log_for_actor(FOOD, by=alma, at=now())
        log = service_log(alma, Chosen(today().year), most=2)
    assert (len(log.lines), log.times, log.not_shown, log.amount) == (2, 3, 1, Decimal(1050))


@pytest.mark.parametrize(
    ("done", "field"),
    [
        (replace(FOOD, category="NONSENSE"), "category"),
        (replace(FOOD, on=AHEAD), "on"),
        (replace(FOOD, on=today() - timedelta(days=3000)), "on"),
        (replace(FOOD, hours=Decimal(0)), "hours"),
        (replace(FOOD, hours=Decimal(241)), "hours"),
        (replace(FOOD, amount=Decimal(-1)), "amount"),
        (replace(FOOD, paid_by="NSP"), "paid_by"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(alma: Viewer, person: Person, done: Done, field: str) -> None:
    with acting_as(alma), pytest.raises(Invalid) as wrong:
        log_for_person(person.code, done, by=alma, at=now())
    assert set(wrong.value.fields) == {field}


def test_words_are_guarded_and_sealed(alma: Viewer, person: Person, signed_in: Callable[[str], Client]) -> None:
    with acting_as(alma):
        with pytest.raises(PointsOut):
            log_for_person(person.code, replace(FOOD, note="Ring 070-123 45 67."), by=alma, at=now())
        log_for_person(person.code, replace(FOOD, note="Blöjor och välling."), by=alma, at=now())
    page, browser = f"/persons/{person.code}/services/", signed_in("alma")
    assert "välling" not in browser.get(page).content.decode()
    assert "välling" in browser.get(f"{page}?texts=1").content.decode()
    assert "välling" not in browser.get("/services/").content.decode()


def test_a_line_by_mistake_is_taken_away_unless_a_right_rests_on_it(alma: Viewer, cia: Viewer, person: Person) -> None:
    with acting_as(alma):
        row = log_for_person(person.code, FOOD, by=alma, at=now())
        tied = log_for_person(person.code, FOOD, by=alma, at=now())
        state_right(person.code, "MATERIAL", StatedRight("MET", today(), "ACTOR", tied.ref), by=alma, at=now())
        own = log_for_actor(FOOD, by=alma, at=now())
    with acting_as(cia):
        with pytest.raises(NotFound):
            take_from_person(person.code, row.ref, by=cia, at=now())
        with pytest.raises(NotFound):
            take_from_actor(own.ref, by=cia, at=now())
    with acting_as(alma):
        take_from_person(person.code, row.ref, by=alma, at=now())
        take_from_actor(own.ref, by=alma, at=now())
        with pytest.raises(Invalid):
            take_from_person(person.code, tied.ref, by=alma, at=now())
        assert [kept.ref for kept in ServiceGiven.objects.filter(person=person)] == [tied.ref]
        assert not ServiceOfActor.objects.exists()


def test_nobody_writes_in_another_actors_name(alma: Viewer, person: Person) -> None:
    noor = Actor.objects.using("owner").get(ref="A-NOOR").pk
    common = {"ref": "E-AAAAAAAA", "actor_id": noor, "category_id": "FOOD", "on": today(), "paid_by": "ACTOR"}
    common |= {"made_at": now(), "made_by_id": alma.id}
    for row in (ServiceGiven(person=person, **common), ServiceOfActor(**common)):
        with acting_as(alma), pytest.raises(ProgrammingError), transaction.atomic():
            row.save(force_insert=True)


def test_somebody_without_an_actor_writes_nothing(dag: Viewer) -> None:
    with acting_as(dag), pytest.raises(Refused):
        log_for_actor(FOOD, by=dag, at=now())


def test_whoever_coordinates_too_writes_for_their_own_actor_alone(alma: Viewer, gerd: Viewer) -> None:
    theirs = identified(alma, at=now())
    with acting_as(gerd):
        row = log_for_actor(FOOD, by=gerd, at=now())
        assert row.actor.ref == "A-NOOR"
        with pytest.raises(NotFound):
            log_for_person(theirs.code, FOOD, by=gerd, at=now())
    assert list(_this_year(gerd)) == ["Första stöd"]


def test_the_file_holds_no_person_and_says_who_took_it_out(
    alma: Viewer, person: Person, signed_in: Callable[[str], Client]
) -> None:
    with acting_as(alma):
        log_for_person(person.code, FOOD, by=alma, at=now())
        log_for_actor(Done("OUTREACH", today(), people=7), by=alma, at=now())
    answer = signed_in("alma").post("/services/file/", {"year": today().year})
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Type"].startswith("text/csv")
    assert "Alma Lind" in text.splitlines()[1]
    assert person.code not in text
    assert person.code_name not in text
    assert '"Mat";"";"350,00"' in text
    assert '"nej";"7"' in text


def test_what_was_used_last_is_remembered_for_each_by_itself(alma: Viewer, bo: Viewer, person: Person) -> None:
    with acting_as(alma):
        log_for_actor(Done("TRAINING", today(), paid_by="VOLUNTEERS"), by=alma, at=now())
        assert last_used(alma, with_person=False) == {"category": "TRAINING", "paid_by": "VOLUNTEERS"}
        assert last_used(alma, with_person=True) == {"paid_by": "ACTOR"}
    with acting_as(bo):
        assert last_used(bo, with_person=False) == {"paid_by": "ACTOR"}


def test_a_program_writes_and_reads_the_same(alma: Viewer, person: Person, signed_in: Callable[[str], Client]) -> None:
    browser, said = signed_in("alma"), {"category": "FOOD", "on": today().isoformat(), "paid_by": "ACTOR"}
    at = f"/api/v1/persons/{person.code}/services/"
    made = browser.post(f"{at}new/", said | {"amount": "350.00", "note": "Blöjor."}, content_type="application/json")
    assert made.status_code == 200
    told = browser.get(at).json()
    assert [(line["ref"], line["amount"]) for line in told["lines"]] == [(made.json()["ref"], "350.00")]
    assert "notes" not in told
    assert browser.get(f"{at}?texts=1").json()["notes"][0]["text"] == "Blöjor."
    own = browser.post("/api/v1/services/new/", said | {"people": 4}, content_type="application/json").json()["ref"]
    log = browser.get("/api/v1/services/").json()
    assert {line["ref"] for line in log["lines"]} == {own, made.json()["ref"]}
    for gone in (f"{at}{made.json()['ref']}/take-away/", f"/api/v1/services/{own}/take-away/"):
        assert browser.post(gone).status_code == 204
    assert browser.get("/api/v1/services/").json()["lines"] == []
