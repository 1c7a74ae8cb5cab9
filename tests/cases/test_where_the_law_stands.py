"""Where the law stands: noted in rows, put right by rows, and what runs, is awaited and should have come is said."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.clock import STOCKHOLM, now, today
from accounts.door import acting_as
from accounts.errors import Conflict, Invalid, NotFound, PointsOut, Strange
from accounts.viewer import Viewer
from cases.models import LegalStep, Person, ProtectionStatement
from cases.selectors.law import LawPage, entries, law_page
from cases.selectors.person import person_page, timeline
from cases.services.law import Stated, correct_step, state_step, strike_step
from tests.factories import confirmed_case, identified

SignIn = Callable[[str], Client]


@pytest.fixture
def person(alma: Viewer) -> Person:
    """Somebody who was met sixty days ago."""
    on = _ago(60)
    return identified(alma, at=datetime(on.year, on.month, on.day, 9, 0, tzinfo=STOCKHOLM))


def _ago(days: int) -> date:
    return today() - timedelta(days=days)


def _note(by: Viewer, person: Person, subject: str, step: str, days_ago: int, **said: Any) -> LegalStep:
    answered = said.pop("answered", ())
    stated = Stated(subject, step, _ago(days_ago), **said)
    with acting_as(by):
        return state_step(person.code, stated, by=by, at=now(), answered=answered)


def _page(by: Viewer, person: Person) -> LawPage:
    with acting_as(by):
        return law_page(by, person.code, on=today())


def _said(lines: Any) -> list[str]:
    return [line.sentence for line in lines]


def test_what_was_asked_for_is_awaited_until_it_should_have_come(alma: Viewer, person: Person) -> None:
    _note(alma, person, "REFLECTION", "ASKED", 3, details=("BY_BOARD",))
    _note(alma, person, "SOCIAL_BOARD", "ASKED", 40, details=("HOUSING",))
    glance = _page(alma, person).glance
    assert [said[:25] for said in _said(glance.awaited)] == ["Beslutet om betänketid vä"]
    assert [said[:36] for said in _said(glance.late)] == ["Socialnämndens beslut borde ha kommi"]
    with acting_as(alma):
        page = person_page(alma, person.code, on=today())
    [step] = [step for step in page.steps if step.code == "law_late"]
    assert step.link == ("law_step", person.code, "SOCIAL_BOARD-GRANTED")


def test_a_decision_answers_and_what_is_granted_runs_until_its_last_day(alma: Viewer, person: Person) -> None:
    _note(alma, person, "SOCIAL_BOARD", "ASKED", 40)
    until = today() + timedelta(days=20)
    _note(alma, person, "SOCIAL_BOARD", "GRANTED", 2, details=("HOUSING",), until=until)
    glance = _page(alma, person).glance
    assert (glance.late, glance.awaited) == ((), ())
    assert _said(glance.runs)[0].startswith("Hjälp från socialnämnden till och med")
    _note(alma, person, "SOCIAL_BOARD", "GRANTED", 1, details=("MONEY",))
    assert len(_page(alma, person).glance.runs) == 2, "housing and money run beside one another"
    _note(alma, person, "SOCIAL_BOARD", "ENDED", 0, details=("HOUSING",))
    [left] = _page(alma, person).glance.runs
    assert left.note == "Försörjning"
    _note(alma, person, "SOCIAL_BOARD", "ENDED", 0)
    assert _page(alma, person).glance.runs == ()


def test_what_ran_out_with_nothing_noted_since_is_asked_about(alma: Viewer, person: Person) -> None:
    _note(alma, person, "SOCIAL_BOARD", "GRANTED", 40, until=_ago(5))
    assert _said(_page(alma, person).glance.late)[0].startswith("Hjälp från socialnämnden tog slut")
    with acting_as(alma):
        assert "law_over" in [step.code for step in person_page(alma, person.code, on=today()).steps]


def test_a_charge_is_answered_by_the_judgment(alma: Viewer, person: Person) -> None:
    _note(alma, person, "CHARGE", "CHARGED", 50, details=("TRAFFICKING",))
    assert _said(_page(alma, person).glance.awaited) == ["Domen efter rättegången väntas."]
    _note(alma, person, "JUDGMENT", "CONVICTED", 10, details=("HUMAN_EXPLOITATION",))
    assert _said(_page(alma, person).glance.awaited) == ["Laga kraft för domen väntas."]
    _note(alma, person, "JUDGMENT", "IN_FORCE", 1)
    assert _page(alma, person).glance.awaited == ()


def test_a_row_is_put_right_by_another_and_stays_to_be_read(alma: Viewer, person: Person) -> None:
    row = _note(alma, person, "INVESTIGATION", "OPENED", 20)
    with acting_as(alma):
        newer = correct_step(person.code, row.ref, Stated("INVESTIGATION", "OPENED", _ago(25)), by=alma, at=now())
        with pytest.raises(Conflict):
            strike_step(person.code, row.ref, by=alma, at=now())
        with pytest.raises(Invalid):
            correct_step(person.code, newer.ref, Stated("INVESTIGATION", "CLOSED", _ago(1)), by=alma, at=now())
    page = _page(alma, person)
    assert [one.on for one in page.cards[0].rows] == [_ago(25)]
    assert [one.on for one in page.corrected] == [_ago(20)]
    with acting_as(alma):
        strike_step(person.code, newer.ref, by=alma, at=now())
        assert "Förundersökning inledd" not in [entry.what for entry in timeline(alma, person.code, on=today())]
    assert _page(alma, person).cards == ()


def test_a_decision_before_its_application_is_asked_about_from_both_sides(alma: Viewer, person: Person) -> None:
    _note(alma, person, "REFLECTION", "ASKED", 10)
    with pytest.raises(Strange) as asked:
        _note(alma, person, "REFLECTION", "GRANTED", 12)
    [question] = asked.value.questions
    assert question["code"] == "before_its_cause"
    _note(alma, person, "REFLECTION", "GRANTED", 12, answered=(question["token"],))
    _note(alma, person, "ASYLUM", "REFUSED", 12)
    with pytest.raises(Strange) as other:
        _note(alma, person, "ASYLUM", "ASKED", 10)
    assert [one["code"] for one in other.value.questions] == ["after_its_answer"]
    _note(alma, person, "ASYLUM", "ASKED", 30)
    _note(alma, person, "ASYLUM", "ASKED", 5)


def test_a_day_that_nobody_knows_exactly_says_so_and_counts_as_the_nearest(alma: Viewer, person: Person) -> None:
    _note(alma, person, "SOCIAL_BOARD", "ASKED", 40, roughly=True)
    page = _page(alma, person)
    assert len(page.glance.late) == 1, "it is awaited as from the day that is nearest"
    (row,) = next(card for card in page.cards if card.code == "SOCIAL_BOARD").rows
    assert (row.on, row.roughly, row.more) == (_ago(40), True, "Dagen är inte exakt.")
    with acting_as(alma):
        assert [entry.text for entry in entries(alma, person, today())] == ["Dagen är inte exakt."]


def test_the_same_said_twice_is_asked_about(alma: Viewer, person: Person) -> None:
    _note(alma, person, "COUNSEL", "ASKED", 4)
    with pytest.raises(Strange) as asked:
        _note(alma, person, "COUNSEL", "ASKED", 4)
    assert asked.value.questions[0]["code"] == "noted_already"
    _note(alma, person, "COUNSEL", "ASKED", 3)


@pytest.mark.parametrize(
    ("subject", "step", "said"),
    [
        ("SOCIAL_BOARD", "CHARGED", {}),
        ("NOTHING", "ASKED", {}),
        ("POLICE", "ASKED", {}),
        ("REFLECTION", "ASKED", {"until": date(2030, 1, 1)}),
        ("REFLECTION", "ASKED", {"details": ("BY_BOARD", "BY_LEADER")}),
        ("REFLECTION", "ASKED", {"details": ("HOUSING",)}),
        ("REFLECTION", "ASKED", {"amount": 5}),
        ("SOCIAL_BOARD", "GRANTED", {"until": date(2001, 1, 1)}),
    ],
)
def test_nothing_is_noted_that_its_step_does_not_have(
    alma: Viewer, person: Person, subject: str, step: str, said: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as wrong:
        _note(alma, person, subject, step, 1, **said)
    assert not isinstance(wrong.value, Strange)
    with pytest.raises(Invalid):
        _note(alma, person, "REFLECTION", "ASKED", -1)
    with pytest.raises(PointsOut):
        _note(alma, person, "REFLECTION", "ASKED", 1, note="Ring 070-123 45 67.")
    with acting_as(alma):
        assert not LegalStep.objects.filter(person=person).exists()


def test_another_actor_notes_and_puts_right_nothing(alma: Viewer, cia: Viewer, person: Person) -> None:
    row = _note(alma, person, "CHARGE", "CHARGED", 5)
    with pytest.raises(NotFound):
        _note(cia, person, "CHARGE", "CHARGED", 4)
    with acting_as(cia), pytest.raises(NotFound):
        strike_step(person.code, row.ref, by=cia, at=now())


def test_a_reflection_period_stands_on_the_period_clock(alma: Viewer, dag: Viewer) -> None:
    case = confirmed_case(alma, dag, at=now() - timedelta(hours=3))
    until = today() + timedelta(days=28)
    with acting_as(alma):
        person = case.person
    _note(alma, person, "REFLECTION", "GRANTED", 1, details=("BY_LEADER",), until=until)
    with acting_as(alma):
        marks = person_page(alma, person.code, on=today()).marks
    assert (_ago(1), "betänketiden började") in marks
    assert (until, "betänketiden slutar, sista dagen") in marks


def test_what_the_social_board_decides_leads_to_the_statement_with_it_filled_in(
    alma: Viewer, person: Person, signed_in: SignIn
) -> None:
    browser, page = signed_in("alma"), f"/persons/{person.code}/"
    form = browser.get(f"{page}law/new/SOCIAL_BOARD-GRANTED/").content.decode()
    assert "Vad är beviljat?" in form
    assert "Hur mycket" not in form
    said = {"on": _ago(1).isoformat(), "details": ["HOUSING"], "note": "Boende till hösten."}
    done = browser.post(f"{page}law/new/SOCIAL_BOARD-GRANTED/", said)
    assert done.status_code == 302
    prefilled = browser.get(done.headers["Location"]).content.decode()
    assert re.search(r'name="answer"\s+value="YES"[^>]*checked', prefilled)
    assert re.search(r'value="SOCIAL_BOARD"[^>]*checked', prefilled)
    stated = browser.post(
        done.headers["Location"], {"answer": "YES", "on": _ago(1).isoformat(), "rests_on": ["SOCIAL_BOARD"]}
    )
    assert stated.status_code == 302
    with acting_as(alma):
        assert ProtectionStatement.objects.filter(person=person).values_list("answer", flat=True)[0] == "YES"
    again = browser.post(f"{page}law/new/SOCIAL_BOARD-GRANTED/", said | {"on": today().isoformat()})
    assert again.headers["Location"].endswith("/law/"), "what is said already is not asked for again"
    tab = browser.get(f"{page}law/").content.decode()
    assert "Boende till hösten" not in tab
    assert "Boende till hösten" in browser.get(f"{page}law/?texts=1").content.decode()
    assert browser.get(f"{page}law/new/SOCIAL_BOARD-CHARGED/").status_code == 404


def test_the_api_says_and_takes_the_same(alma: Viewer, person: Person, signed_in: SignIn) -> None:
    browser, page = signed_in("alma"), f"/api/v1/persons/{person.code}/law/"
    said = {"subject": "DAMAGES", "step": "AWARDED", "on": _ago(100).isoformat(), "amount": "25000", "note": "Inget."}
    made = browser.post(f"{page}steps/", said, content_type="application/json")
    assert made.status_code == 201
    got = browser.get(page).json()
    assert [row["amount"] for row in got["rows"]] == ["25000.00"]
    assert got["late"][0]["sentence"].startswith("Utbetalning av skadestånd")
    assert got["sealed"][0]["text"] == ""
    assert browser.get(f"{page}?texts=1").json()["sealed"][0]["text"] == "Inget."
    ref = made.json()["ref"]
    assert (
        browser.post(f"{page}{ref}/correct/", said | {"amount": "26000"}, content_type="application/json").status_code
        == 201
    )
    assert browser.post(f"{page}{ref}/strike/", {}, content_type="application/json").status_code == 409
