"""Dated facts about a person: a slip of the pen is asked about, and what is said stands where it was said."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from accounts.clock import STOCKHOLM, now, today
from accounts.door import acting_as
from accounts.errors import Invalid, PointsOut
from accounts.viewer import Viewer
from cases.models import Person, ProtectionStatement
from cases.models.choices import ReportMade, SocietyProtects
from cases.selectors.person import person_page, timeline
from cases.services.facts import state_police_report, state_protection, state_return_programme
from tests.factories import identified


@pytest.fixture
def person(alma: Viewer) -> Person:
    """Somebody who was met ten days ago."""
    on = today() - timedelta(days=10)
    return identified(alma, at=datetime(on.year, on.month, on.day, 9, 0, tzinfo=STOCKHOLM))


def test_a_police_report_may_be_years_old_but_not_from_another_age(alma: Viewer, person: Person) -> None:
    with acting_as(alma):
        said = {"by": alma, "at": now()}
        state_police_report(person.code, ReportMade.YES, on=date(today().year - 25, 3, 1), **said)  # type: ignore[arg-type]
        with pytest.raises(Invalid):
            state_police_report(person.code, ReportMade.YES, on=date(today().year - 31, 3, 1), **said)  # type: ignore[arg-type]


def test_society_did_not_begin_years_before_anybody_met_the_person(alma: Viewer, person: Person) -> None:
    with acting_as(alma):
        said = {"by": alma, "at": now()}
        for years, fine in ((6, False), (0, True)):
            on = today() - timedelta(days=365 * years + 30)
            if fine:
                state_protection(person.code, SocietyProtects.YES, on=on, **said)  # type: ignore[arg-type]
                continue
            with pytest.raises(Invalid):
                state_protection(person.code, SocietyProtects.YES, on=on, **said)  # type: ignore[arg-type]


def test_a_statement_stands_on_the_day_it_was_made_and_says_since_when(alma: Viewer, person: Person) -> None:
    before = person.identified_on - timedelta(days=60)
    with acting_as(alma):
        state_protection(person.code, SocietyProtects.PARTLY, on=before, by=alma, at=now())
        newest = timeline(alma, person.code, on=today())[0]
    assert (newest.on, "delvis" in newest.what) == (today(), True)
    assert newest.text.startswith("Sedan ")


def test_what_the_answer_rests_on_stands_with_it_and_its_words_are_sealed(
    alma: Viewer, person: Person, signed_in: Callable[[str], Client]
) -> None:
    page, browser = f"/persons/{person.code}/", signed_in("alma")
    said = {"answer": "PARTLY", "on": today().isoformat(), "rests_on": ["RECEPTION", "SOCIAL_BOARD"]}
    done = browser.post(f"{page}protection/", said | {"note": "Boende till maj, ingen tolk."})
    assert done.status_code == 302
    with acting_as(alma):
        row = ProtectionStatement.objects.get(person=person)
        assert row.rests_on == ["SOCIAL_BOARD", "RECEPTION"], "in the order of the list, however they were ticked"
    shown = browser.get(page).content.decode()
    assert "Socialnämndens beslut, asylmottagandet" in shown
    assert "ingen tolk" not in shown
    assert "ingen tolk" in browser.get(f"{page}?texts=1").content.decode()
    before = browser.get(f"{page}protection/").content.decode()
    assert "Bygger på: Socialnämndens beslut, asylmottagandet" in before
    assert "ingen tolk" not in before


def test_what_points_somebody_out_is_asked_about_in_the_words_of_a_statement_too(
    alma: Viewer, person: Person, signed_in: Callable[[str], Client]
) -> None:
    said = {"answer": "YES", "on": today().isoformat(), "note": "Ring 070-123 45 67."}
    page = signed_in("alma").post(f"/persons/{person.code}/protection/", said)
    assert page.status_code == 422
    with acting_as(alma), pytest.raises(PointsOut):
        state_protection(person.code, "YES", on=today(), note=said["note"], by=alma, at=now())
    with acting_as(alma):
        assert not ProtectionStatement.objects.filter(person=person).exists()


def test_a_fact_that_is_not_in_the_list_is_refused(alma: Viewer, person: Person) -> None:
    with acting_as(alma), pytest.raises(Invalid) as wrong:
        state_protection(person.code, "YES", on=today(), rests_on=["RUMOUR"], by=alma, at=now())
    assert set(wrong.value.fields) == {"rests_on"}


def test_the_return_programme_is_stated_anew_and_the_newest_holds(
    alma: Viewer, person: Person, signed_in: Callable[[str], Client]
) -> None:
    page, browser = f"/persons/{person.code}/", signed_in("alma")
    for answer in ("UNKNOWN", "YES"):
        said = {"answer": answer, "on": today().isoformat()}
        assert browser.post(f"{page}return-programme/", said).status_code == 302
    with acting_as(alma):
        assert person_page(alma, person.code, on=today()).returning.answer == "YES"  # type: ignore[union-attr]
        newest = timeline(alma, person.code, on=today())[0]
        assert newest.what.replace("\u00ad", "") == "Med i återvändandeprogrammet"
        with pytest.raises(Invalid):
            state_return_programme(person.code, "YES", on=today() + timedelta(days=1), by=alma, at=now())
    told = browser.get(f"/api/v1/persons/{person.code}/").json()
    assert told["return_programme"] == {"answer": "YES", "on": today().isoformat()}


def test_a_program_states_the_same_as_a_page(alma: Viewer, person: Person, signed_in: Callable[[str], Client]) -> None:
    at, browser, on = f"/api/v1/persons/{person.code}/", signed_in("alma"), today().isoformat()
    answer = {"answer": "YES", "on": on, "rests_on": ["REFLECTION"], "note": "Till den 3 maj."}
    for place, said in (
        ("protection/", answer),
        ("return-programme/", {"answer": "NO", "on": on}),
        ("police-report/", {"made": "YES", "on": on}),
    ):
        assert browser.post(at + place, said, content_type="application/json").status_code == 204
    told = browser.get(at).json()
    assert told["protection"] == {"answer": "YES", "on": on, "rests_on": ["REFLECTION"]}
    wrong = browser.post(
        f"{at}protection/", {"answer": "YES", "on": on, "rests_on": ["X"]}, content_type="application/json"
    )
    assert wrong.status_code == 400


def test_what_can_hardly_be_is_asked_about_and_taken_when_it_is_said_to_be_right(
    alma: Viewer, person: Person, signed_in: Callable[[str], Client]
) -> None:
    page, browser = f"/persons/{person.code}/return-programme/", signed_in("alma")
    said = {"answer": "YES", "on": (person.identified_on - timedelta(days=700)).isoformat()}
    asked = browser.post(page, said)
    assert asked.status_code == 422
    [token] = re.findall(r'name="strange"\s+value="([^"]+)"', asked.content.decode())
    earlier = (person.identified_on - timedelta(days=701)).isoformat()
    other = browser.post(page, said | {"on": earlier, "strange": token})
    assert other.status_code == 422, "another day is another question"
    assert browser.post(page, said | {"strange": token}).status_code == 302
    address = f"/api/v1/persons/{person.code}/return-programme/"
    refused = browser.post(address, said, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "strange")
    assert refused.json()["questions"][0]["token"] == token
    taken = browser.post(address, said | {"answered": [token]}, content_type="application/json")
    assert taken.status_code == 204
