"""The risk is reviewed at each contact, its level stands in the banner, and the next safe contact comes up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Conflict, Invalid, PointsOut
from accounts.viewer import Viewer
from cases.models import Person, SafetyReview
from cases.selectors.person import person_page, timeline
from cases.services.details import Guarded, write_protection
from cases.services.safety import LONGEST_WAIT, Reviewed, review_safety
from tests.days import AHEAD
from tests.factories import identified, share_with

SignedIn = Callable[[str], Client]


@pytest.fixture
def person(alma: Viewer) -> Person:
    """A grown-up person whom Alma met."""
    return identified(alma, at=now() - timedelta(days=40))


def review(
    by: Viewer, person: Person, level: str = "SOME", *, seen: str = "", on: date | None = None, **said: Any
) -> Any:
    with acting_as(by):
        return review_safety(person.code, Reviewed(on or today(), level, **said), by=by, at=now(), seen=seen)


def page_of(by: Viewer, person: Person, *, after: int = 0, texts: bool = False) -> Any:
    with acting_as(by):
        return person_page(by, person.code, on=today() + timedelta(days=after), texts=texts)


def test_the_level_stands_in_the_banner_and_the_words_are_sealed(alma: Viewer, person: Person) -> None:
    review(alma, person, "HIGH", reasons="Har fått hot.", plan="Ring oss, gå till grannen.")
    page = page_of(alma, person)
    assert "Hot: högt" in [words for words, _kind in page.banner.flags]
    assert not any("grannen" in one.text for one in page.sealed)
    texts = {one.heading: one.text for one in page_of(alma, person, texts=True).sealed}
    assert texts["Säkerhetsplan"] == "Ring oss, gå till grannen."
    with acting_as(alma):
        assert timeline(alma, person.code, on=today())[0].what == "Hotet bedömt: högt"


def test_an_empty_plan_leaves_the_one_that_stands_and_older_ones_are_kept(alma: Viewer, person: Person) -> None:
    review(alma, person, plan="Ring oss.")
    review(alma, person, "HIGH", reasons="Mer oro.")
    review(alma, person, "SOME", plan="Ring jouren.")
    texts = [(one.heading, one.text) for one in page_of(alma, person, texts=True).sealed]
    assert ("Säkerhetsplan", "Ring jouren.") in texts
    assert ("Tidigare säkerhetsplan", "Ring oss.") in texts
    review(alma, person, plan=" Ring jouren. ")
    again = [(one.heading, one.text) for one in page_of(alma, person, texts=True).sealed]
    assert ("Tidigare säkerhetsplan", "Ring jouren.") not in again, "saved as it was opened it is no other plan"


def test_the_next_contact_comes_up_and_goes_when_it_is_made(alma: Viewer, person: Person) -> None:
    def steps(after: int) -> list[str]:
        return [step.code for step in page_of(alma, person, after=after).steps if step.code == "safety"]

    assert steps(0) == [], "no threat, nothing to review"
    review(alma, person, next_on=today() + timedelta(days=20))
    assert (steps(0), steps(13), steps(25)) == ([], ["safety"], ["safety"])
    review(alma, person)
    assert steps(25) == []


def test_a_high_threat_that_nobody_has_reviewed_is_a_thing_to_do(alma: Viewer, person: Person) -> None:
    with acting_as(alma):
        write_protection(person.code, Guarded(threat="ACUTE"), by=alma, at=now())
    assert "safety" in [step.code for step in page_of(alma, person).steps]


def test_one_click_says_that_nothing_has_changed(alma: Viewer, person: Person, signed_in: SignedIn) -> None:
    browser, address = signed_in("alma"), f"/persons/{person.code}/safety/"
    assert "Inget har ändrats i dag" not in browser.get(address).content.decode(), "nothing to be the same as"
    first = review(alma, person, "HIGH", plan="Ring oss.", on=today() - timedelta(days=3))
    assert "Inget har ändrats i dag" in browser.get(address).content.decode()
    assert browser.post(address, {"same": "1", "seen": str(first.pk)}).status_code == 302
    with acting_as(alma):
        newest = SafetyReview.objects.filter(person=person).first()
        assert newest is not None
        assert (newest.level, newest.on, bool(newest.plan)) == ("HIGH", today(), False)
    assert "Ring oss." not in browser.get(address).content.decode()
    assert "Ring oss." in browser.get(f"{address}?texts=1").content.decode()


def test_that_one_click_keeps_the_contact_that_is_agreed(alma: Viewer, person: Person, signed_in: SignedIn) -> None:
    browser, address, ahead = signed_in("alma"), f"/persons/{person.code}/safety/", today() + timedelta(days=5)
    first = review(alma, person, "SOME", next_on=ahead)
    assert ahead.isoformat() in browser.get(address).content.decode(), "the form starts from it too"
    assert browser.post(address, {"same": "1", "seen": str(first.pk)}).status_code == 302
    with acting_as(alma):
        assert SafetyReview.objects.filter(person=person).values_list("next_on", flat=True)[0] == ahead


def test_a_threat_that_has_grown_since_is_never_clicked_away(alma: Viewer, person: Person, signed_in: SignedIn) -> None:
    browser, address = signed_in("alma"), f"/persons/{person.code}/safety/"
    first = review(alma, person, "SOME")
    with acting_as(alma):
        write_protection(person.code, Guarded(threat="ACUTE"), by=alma, at=now())
    assert "Inget har ändrats i dag" not in browser.get(address).content.decode()
    assert browser.post(address, {"same": "1", "seen": str(first.pk)}).status_code == 302, "from a page opened before"
    with acting_as(alma):
        assert Person.objects.get(pk=person.pk).threat == "ACUTE"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"level": "GREAT"}, "level"),
        ({"on": AHEAD}, "on"),
        ({"next_on": today() - timedelta(days=1)}, "next_on"),
        ({"next_on": AHEAD + timedelta(days=LONGEST_WAIT)}, "next_on"),
    ],
)
def test_what_cannot_be_stands_beside_its_field(
    alma: Viewer, person: Person, said: dict[str, Any], field: str, signed_in: SignedIn
) -> None:
    with pytest.raises(Invalid) as refused:
        review(alma, person, **({"level": "SOME"} | said))
    assert list(refused.value.fields) == [field]
    typed = {"level": "SOME", "on": today(), "reasons": "Ringde själv."} | said
    answer = signed_in("alma").post(f"/persons/{person.code}/safety/", typed)
    assert answer.status_code == 422
    assert "Ringde själv." in answer.content.decode()


def test_who_reviewed_meanwhile_is_named_and_nothing_is_passed_by(
    alma: Viewer, bo: Viewer, person: Person, signed_in: SignedIn
) -> None:
    review(bo, person, "ACUTE")
    with pytest.raises(Conflict) as late:
        review(alma, person, "NONE", seen="-")
    assert late.value.params["who"] == bo.name
    said = {"level": "NONE", "on": today(), "seen": "-", "reasons": "Allt lugnt nu, säger personen."}
    answer = signed_in("alma").post(f"/persons/{person.code}/safety/", said)
    assert answer.status_code == 409
    assert "Allt lugnt nu" in answer.content.decode()
    assert "Hot: akut" in [words for words, _kind in page_of(alma, person).banner.flags]


def test_a_mark_of_nothing_is_refused(alma: Viewer, person: Person) -> None:
    with pytest.raises(Conflict):
        review(alma, person, seen="nonsense")


def test_a_phone_number_is_asked_about(alma: Viewer, person: Person) -> None:
    with pytest.raises(PointsOut):
        review(alma, person, plan="Ring 070-123 45 67.")


def test_a_guest_reads_or_writes_as_the_share_says_and_a_foreign_actor_finds_nothing(
    alma: Viewer, person: Person, signed_in: SignedIn
) -> None:
    review(alma, person, plan="Ring oss.")
    client, address = signed_in("cia"), f"/persons/{person.code}/safety/"
    api = f"/api/v1/persons/{person.code}/safety/"
    assert [client.get(address).status_code, client.get(api).status_code] == [404, 404]
    with acting_as(alma):
        share_with(person.code, "A-NOOR", alma, until=today() + timedelta(days=9))
    assert [client.get(address).status_code, client.get(api).status_code] == [404, 200]
    assert "plan" not in client.get(api).json()
    assert client.get(f"{api}?texts=1").json()["plan"] == "Ring oss."
    sent = {"on": today().isoformat(), "level": "HIGH"}
    assert client.post(f"{api}review/", sent, content_type="application/json").status_code == 404
