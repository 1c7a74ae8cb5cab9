"""The ledger of rights: what is stated holds until it is stated anew, unmet first, and a need that waits is told of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client

from accounts.clock import STOCKHOLM, now, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, PointsOut, Strange
from accounts.models import Actor
from accounts.viewer import Viewer, system
from cases.models import Intervention, Person, Programme, RightEntry
from cases.selectors.person import timeline
from cases.selectors.rights import right_steps, rights_page, unmet_days
from cases.services.dependant import Close, add_dependant
from cases.services.facts import state_police_report
from cases.services.law import Stated as Happens
from cases.services.law import state_step, strike_step
from cases.services.rights import StatedRight, state_right
from cases.services.service import Done, log_for_person
from cases.unmet import needed_since, worrying_from
from tests.days import AHEAD
from tests.factories import confirmed_case, identified

NEEDED = StatedRight("NEEDED", today(), gap="NO_PLACE")


@pytest.fixture
def person(alma: Viewer) -> Person:
    """Somebody who was met forty days ago."""
    on = today() - timedelta(days=40)
    return identified(alma, at=datetime(on.year, on.month, on.day, 9, 0, tzinfo=STOCKHOLM))


def _state(person: Person, by: Viewer, said: StatedRight, right: str = "HOUSING", **more: Any) -> RightEntry:
    with acting_as(by):
        return state_right(person.code, right, said, by=by, at=now(), **more)


def _rights(person: Person, by: Viewer, of: str = "") -> dict[str, Any]:
    with acting_as(by):
        page = rights_page(by, person.code, on=today())
    return {right.code: right for ledger in page.ledgers if ledger.of == of for right in ledger.rights}


def test_every_person_has_six_rights_and_two_more_where_they_apply(alma: Viewer, person: Person) -> None:
    assert list(_rights(person, alma)) == ["HOUSING", "MATERIAL", "CARE", "PSYCHOLOGICAL", "LEGAL", "INTERPRETATION"]
    with acting_as(alma):
        state_police_report(person.code, "YES", on=today(), by=alma, at=now())
    assert "PROCEEDINGS" in _rights(person, alma)
    other = identified(alma, at=now())
    opened = Happens("INVESTIGATION", "OPENED", today())
    with acting_as(alma):
        row = state_step(other.code, opened, by=alma, at=now())
    assert "PROCEEDINGS" in _rights(other, alma)
    with acting_as(alma):
        strike_step(other.code, row.ref, by=alma, at=now())
    assert "PROCEEDINGS" not in _rights(other, alma), "it was a mistake"
    child = identified(alma, at=now(), age="CHILD")
    assert "EDUCATION" in _rights(child, alma)


def test_the_newest_entry_holds_and_what_is_unmet_stands_first(alma: Viewer, person: Person) -> None:
    _state(person, alma, NEEDED, "LEGAL")
    _state(person, alma, StatedRight("MET", today(), payer="SOCIETY"), "HOUSING")
    found = _rights(person, alma)
    assert next(iter(found)) == "LEGAL"
    assert (found["LEGAL"].state, found["HOUSING"].state) == ("unmet", "met")
    _state(person, alma, StatedRight("MET", today(), payer="ACTOR"), "LEGAL")
    legal = _rights(person, alma)["LEGAL"]
    assert (legal.state, [line.words for line in legal.lines]) == (
        "met",
        ["möts, betalas av aktörens egna medel", "behövs och ingen möter det"],
    )


def test_each_child_has_a_ledger_of_its_own_and_a_grown_up_has_none(alma: Viewer, person: Person) -> None:
    with acting_as(alma):
        child = add_dependant(person.code, Close("CHILD", today().year - 6), by=alma, at=now())
        mother = add_dependant(person.code, Close("PARENT", today().year - 70), by=alma, at=now())
    _state(person, alma, NEEDED, "EDUCATION", of=child.ref)
    assert _rights(person, alma, of=child.ref)["EDUCATION"].state == "unmet"
    assert "EDUCATION" not in _rights(person, alma), "what is said of the child is not said of the person"
    with pytest.raises(NotFound):
        _state(person, alma, NEEDED, "HOUSING", of=mother.ref)


def test_anothers_child_is_no_child_of_this_person(alma: Viewer, cia: Viewer, person: Person) -> None:
    other = identified(cia, at=now())
    with acting_as(cia):
        theirs = add_dependant(other.code, Close("CHILD", today().year - 6), by=cia, at=now())
    with pytest.raises(NotFound):
        _state(person, alma, NEEDED, of=theirs.ref)
    with pytest.raises(NotFound):
        _state(person, cia, NEEDED)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (replace(NEEDED, state="PERHAPS"), "state"),
        (replace(NEEDED, gap="LAZY"), "gap"),
        (replace(NEEDED, on=AHEAD), "on"),
        (replace(NEEDED, refused_on=AHEAD), "refused_on"),
        (StatedRight("MET", today()), "payer"),
        (StatedRight("MET", today(), payer="NSP", met_by="N-ZZZZZZZZ"), "met_by"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(alma: Viewer, person: Person, said: StatedRight, field: str) -> None:
    with pytest.raises(Invalid) as wrong:
        _state(person, alma, said)
    assert set(wrong.value.fields) == {field}


def test_what_can_hardly_be_is_asked_about_and_taken_when_it_is_right(
    alma: Viewer, person: Person, signed_in: Callable[[str], Client]
) -> None:
    browser, page = signed_in("alma"), f"/persons/{person.code}/rights/HOUSING/"
    said = {"state": "MET", "payer": "ACTOR", "on": (today() - timedelta(days=30)).isoformat()}
    asked = browser.post(page, said | {"refused_on": today().isoformat()})
    assert asked.status_code == 422
    found = re.search(r'name="strange"\s+value="([^"]+)"', asked.content.decode())
    assert found
    assert found[1].startswith("met_before_refused:")
    assert browser.post(page, said | {"refused_on": today().isoformat(), "strange": found[1]}).status_code == 302
    for odd in (replace(NEEDED, on=today() - timedelta(days=900)), replace(NEEDED, refused_on=date(1950, 1, 1))):
        with pytest.raises(Strange):
            _state(person, alma, odd)


def test_what_does_not_belong_to_the_answer_is_not_kept(alma: Viewer, person: Person) -> None:
    everything = StatedRight("NOT_WANTED", today(), "NSP", "N-ZZZZZZZZ", today(), "NO_MONEY")
    row = _state(person, alma, everything)
    assert (row.payer, row.gap, row.refused_on, row.intervention) == ("", "", None, None)


def test_the_database_refuses_what_contradicts_itself(alma: Viewer, person: Person) -> None:
    common = {"person": person, "right_id": "HOUSING", "on": today(), "stated_at": now(), "stated_by_id": alma.id}
    met = {"state": "MET", "payer": "NSP"}
    for wrong in ({"state": "MET"}, {"state": "NEEDED", "payer": "NSP"}, met | {"gap": "OTHER"}):
        with acting_as(alma), pytest.raises(IntegrityError), transaction.atomic():
            RightEntry(**common, **wrong).save(force_insert=True)


def test_an_entry_is_added_to_and_never_changed(alma: Viewer, person: Person) -> None:
    row = _state(person, alma, NEEDED)
    for who in (alma, system("test")):
        with acting_as(who), pytest.raises(ProgrammingError), transaction.atomic():
            RightEntry.objects.filter(pk=row.pk).update(state="MET", payer="NSP")


def test_an_intervention_meets_a_right_only_when_somebody_says_so(
    alma: Viewer, dag: Viewer, signed_in: Callable[[str], Client]
) -> None:
    case = confirmed_case(alma, dag, at=now() - timedelta(days=3))
    with acting_as(alma):
        person = case.person
        granted = Intervention.objects.get(case=case)
    housing = _rights(person, alma)["HOUSING"]
    assert housing.state == "unknown", "a grant alone meets nothing"
    assert housing.proposed.ref == granted.ref
    page, browser = f"/persons/{person.code}/rights/HOUSING/", signed_in("alma")
    shown = browser.get(page).content.decode()
    assert re.search(rf'value="{granted.ref}"\s+selected', shown)
    said = {"state": "MET", "payer": "NSP", "met_by": granted.ref, "on": granted.start.isoformat()}
    assert browser.post(page, said).status_code == 302
    housing = _rights(person, alma)["HOUSING"]
    assert (housing.state, housing.proposed) == ("met", None)


def test_what_meets_a_right_is_paid_by_whoever_pays_for_it(alma: Viewer, dag: Viewer) -> None:
    case = confirmed_case(alma, dag, at=now() - timedelta(days=3))
    with acting_as(alma):
        granted = Intervention.objects.get(case=case).ref
        done = log_for_person(case.person.code, Done("FOOD", today()), by=alma, at=now()).ref
    for payer, met_by in (("SOCIETY", granted), ("NSP", done)):
        with pytest.raises(Invalid) as wrong:
            _state(case.person, alma, StatedRight("MET", today(), payer, met_by))
        assert set(wrong.value.fields) == {"payer"}
    assert _state(case.person, alma, StatedRight("MET", today(), "ACTOR", done)).service is not None


def test_two_clicks_say_that_a_need_is_there_and_nobody_meets_it(
    alma: Viewer, person: Person, signed_in: Callable[[str], Client]
) -> None:
    browser, code = signed_in("alma"), person.code
    assert f'href="/persons/{code}/rights/CARE/"' in browser.get(f"/persons/{code}/").content.decode()
    done = browser.post(f"/persons/{code}/rights/CARE/", {"quick": "NO_MONEY"})
    assert (done.status_code, done["Location"]) == (302, f"/persons/{code}/rights/")
    with acting_as(alma):
        row = RightEntry.objects.get(person=person)
    assert (row.right_id, row.state, row.gap, row.on) == ("CARE", "NEEDED", "NO_MONEY", today())


def test_words_of_an_entry_are_guarded_and_sealed(
    alma: Viewer, person: Person, signed_in: Callable[[str], Client]
) -> None:
    with pytest.raises(PointsOut):
        _state(person, alma, replace(NEEDED, note="Ring 070-123 45 67."))
    _state(person, alma, replace(NEEDED, note="Hyresvärden sa nej två gånger."))
    page, browser = f"/persons/{person.code}/rights/", signed_in("alma")
    assert "två gånger" not in browser.get(page).content.decode()
    assert "två gånger" in browser.get(f"{page}?texts=1").content.decode()


def test_a_form_that_was_open_when_the_person_moved_writes_nothing(
    alma: Viewer, person: Person, signed_in: Callable[[str], Client]
) -> None:
    browser, page = signed_in("alma"), f"/persons/{person.code}/rights/CARE/"
    assert browser.get(page).status_code == 200
    with acting_as(system("test")), connection.cursor() as cursor:
        cursor.execute("SELECT nsp_revoke(%s, %s)", [person.pk, Actor.objects.get(ref="A-LINDEN").group_id])
    assert browser.post(page, {"quick": "NO_MONEY"}).status_code == 404
    with acting_as(system("test")):
        assert not RightEntry.objects.filter(person=person).exists()


def test_a_need_that_is_stated_anew_does_not_begin_again() -> None:
    class Row:
        def __init__(self, state: str, on: date) -> None:
            self.state, self.on = state, on

    first, later = date(2026, 3, 1), date(2026, 3, 9)
    assert needed_since([Row("NEEDED", later), Row("NEEDED", first), Row("MET", date(2026, 1, 1))]) == first
    assert needed_since([Row("NEEDED", later), Row("MET", first), Row("NEEDED", date(2026, 1, 1))]) == later
    assert needed_since([Row("MET", later), Row("NEEDED", first)]) is None
    assert needed_since([]) is None


def test_a_need_is_worrying_on_the_day_after_the_programmes_days() -> None:
    assert worrying_from(date(2026, 3, 1), {"CARE": 7}, "CARE") == date(2026, 3, 9)
    assert worrying_from(date(2026, 3, 1), {"CARE": 0}, "CARE") == date(2026, 3, 2)
    assert worrying_from(date(2026, 3, 1), {}, "CARE") is None


def test_what_worries_is_a_thing_to_do_and_a_word_on_the_tile(alma: Viewer, person: Person) -> None:
    with acting_as(alma):
        limit = unmet_days(today())["CARE"]
    for back, worries in ((limit, False), (limit + 1, True)):
        _state(person, alma, StatedRight("NEEDED", today() - timedelta(days=back)), "CARE")
        care = _rights(person, alma)["CARE"]
        with acting_as(alma):
            steps = right_steps([person], today())
        assert (care.worries, care.words.startswith("Oroande länge")) == (worries, worries)
        assert [step.link for step in steps.get(person.pk, ())] == [("person_right", person.code, "CARE")] * worries
    _state(person, alma, StatedRight("MET", today(), payer="OTHER"), "CARE")
    with acting_as(alma):
        assert not right_steps([person], today()).get(person.pk)


def test_without_a_programme_in_force_the_last_ones_days_hold(alma: Viewer) -> None:
    far = date(today().year + 30, 1, 1)
    with acting_as(alma):
        last = Programme.objects.exclude(in_force_at=None).latest("valid_from")
        assert unmet_days(far) == last.unmet_days


def test_the_timeline_says_what_was_stated_and_for_whom(alma: Viewer, person: Person) -> None:
    with acting_as(alma):
        child = add_dependant(person.code, Close("CHILD", 2019), by=alma, at=now())
    _state(person, alma, replace(NEEDED, refused_on=today()), "CARE", of=child.ref)
    with acting_as(alma):
        line = next(entry for entry in timeline(alma, person.code, on=today()) if entry.subject == "RIGHTS")
    assert "Nödvändig vård (Barn, fött 2019): behövs och ingen möter det" in line.what
    assert "Samhället sa nej" in line.text


def test_a_program_states_and_reads_the_same(alma: Viewer, person: Person, signed_in: Callable[[str], Client]) -> None:
    at, browser = f"/api/v1/persons/{person.code}/rights/", signed_in("alma")
    said = {"right": "LEGAL", "state": "NEEDED", "on": today().isoformat(), "gap": "NO_SUCH_HELP", "note": "Ingen tid."}
    assert browser.post(f"{at}state/", said, content_type="application/json").status_code == 204
    told = browser.get(at).json()
    first = told["ledgers"][0]["rights"][0]
    assert (first["code"], first["state"], first["lines"][0]["more"]) == (
        "LEGAL",
        "unmet",
        ["Orsak: hjälpen finns inte i länet"],
    )
    assert "notes" not in told
    assert browser.get(f"{at}?texts=1").json()["notes"][0]["text"] == "Ingen tid."
    wrong = browser.post(f"{at}state/", said | {"state": "MET"}, content_type="application/json")
    assert wrong.status_code == 422
    assert wrong.json()["fields"].keys() == {"payer"}
