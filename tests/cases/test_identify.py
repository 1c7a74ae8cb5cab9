"""Identifying somebody, on the page: unknown is an answer, nothing typed is lost, the same form twice is one person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.clock import today
from accounts.door import acting_as
from accounts.models import Draft
from accounts.viewer import Viewer
from cases.models import HandOver, Identification, IndicatorSeen, Person


def _typed(**said: Any) -> dict[str, Any]:
    return {
        "on": today().isoformat(),
        "route": "OUTREACH",
        "age": "ADULT",
        "gender": "UNKNOWN",
        "interpreter": "UNKNOWN",
        "protection": "UNKNOWN",
        "certainty": "LIKELY",
        "wants_identified": "YES",
        "consent": "YES",
        "immediate_risk": "UNKNOWN",
        "forms": ["LABOUR"],
        "indicators": ["E1", "E2"],
        "how-E1": "SEEN",
        "how-E2": "TOLD",
        "code_name": "Blå Björk",
        "go": "send",
    } | said


@pytest.fixture
def form() -> str:
    """The address of a form that has just been opened."""
    return f"/identifications/new/{uuid4()}/"


def test_one_page_makes_a_person_with_what_was_ticked(
    form: str, signed_in: Callable[[str], Client], alma: Viewer
) -> None:
    answer = signed_in("alma").post(form, _typed(story="Arbetar utan lön."), follow=True)
    assert answer.status_code == 200
    with acting_as(alma):
        person = Person.objects.get()
        assert (person.code_name, person.responsible_actor_id) == ("Blå Björk", alma.actor)
        assert set(IndicatorSeen.objects.values_list("indicator_id", "how")) == {("E1", "SEEN"), ("E2", "TOLD")}
        assert Identification.objects.get().story.open() == "Arbetar utan lön."
        assert Draft.objects.count() == 0


def test_the_same_form_sent_twice_makes_one_person(form: str, signed_in: Callable[[str], Client], alma: Viewer) -> None:
    client = signed_in("alma")
    first, second = client.post(form, _typed()), client.post(form, _typed())
    assert first["Location"] == second["Location"]
    with acting_as(alma):
        assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"on": (today() + timedelta(days=1)).isoformat()}, "Datumet ligger i framtiden"),
        ({"birth_year": str(today().year + 1)}, "Födelseåret ligger i framtiden"),
        ({"on": "2026-02-31"}, "2026-03-26"),
        ({"age": ""}, "Oklart är också ett svar"),
        ({"story": "Hon har nummer 070-123 45 67"}, "070-123 45 67"),
        ({"story": "Mejla anna.berg@example.com"}, "anna.berg@example.com"),
        ({"story": "Bor på Storgatan 14 hos en vän"}, "Storgatan 14"),
        ({"story": "Personnummer 811228-9874 stod i passet"}, "811228-9874"),
    ],
)
def test_bad_input_gets_its_sentence_and_keeps_what_was_typed(
    said: dict[str, Any], sentence: str, form: str, signed_in: Callable[[str], Client], alma: Viewer
) -> None:
    typed = _typed(safe_contact="Via kuratorn på tisdagar") | said
    answer = signed_in("alma").post(form, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Via kuratorn på tisdagar" in page
    with acting_as(alma):
        assert not Person.objects.exists()


def test_what_the_guard_found_can_be_answered(form: str, signed_in: Callable[[str], Client], alma: Viewer) -> None:
    from cases import guard

    story = "Hon har nummer 070-123 45 67"
    token = guard.find(story)[0].token
    answer = signed_in("alma").post(form, _typed(story=story, story_guard=token))
    assert answer.status_code == 302
    with acting_as(alma):
        assert Person.objects.count() == 1


def test_a_draft_comes_back_as_it_was_typed_and_is_sealed(
    form: str, signed_in: Callable[[str], Client], alma: Viewer, bo: Viewer
) -> None:
    client = signed_in("alma")
    saved = client.post(form, _typed(go="", story="Halvt skriv", on="2026-02-31"), headers={"X-Autosave": "1"})
    assert saved.status_code == 200
    page = client.get(form).content.decode()
    assert "Halvt skriv" in page
    assert "2026-02-31" in page
    with acting_as(alma):
        row = Draft.objects.get()
        assert b"Halvt" not in bytes(row.data.for_database or b"")
    with acting_as(bo):
        assert not Draft.objects.exists()


def test_unclear_age_brings_the_duty_to_report(form: str, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("alma")
    done = client.post(form, _typed(age="UNCLEAR"), follow=True)
    assert "orosanmälan" in done.content.decode()


def test_a_cooperating_actor_gets_a_receipt_without_a_way_to_the_person(
    form: str, signed_in: Callable[[str], Client], dag: Viewer
) -> None:
    answer = signed_in("frej").post(form, _typed(story="Mötte personen vid stationen."), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0].startswith("/receipts/")
    with acting_as(dag):
        person = Person.objects.get()
        assert HandOver.objects.get().state == "RECEIVED"
    assert person.code not in page
    assert person.code_name not in page
    assert "Mötte personen vid stationen." in page


def test_search_finds_by_the_actors_own_file_number_and_only_there(
    form: str, signed_in: Callable[[str], Client]
) -> None:
    alma = signed_in("alma")
    alma.post(form, _typed(file_number="2026/17", code_name="Grön Gran"))
    for who, found in (("alma", True), ("bo", True), ("cia", False)):
        page = signed_in(who).post("/identifications/new/", {"q": "2026/17"}).content.decode()
        assert ("Grön Gran" in page) is found, who


def test_the_outcome_is_written_down_and_can_change(
    form: str, signed_in: Callable[[str], Client], alma: Viewer
) -> None:
    client = signed_in("alma")
    client.post(form, _typed())
    with acting_as(alma):
        ref = Identification.objects.get().ref
    assert (
        client.post(f"/identifications/{ref}/outcome/", {"act": "leave", "note": "Kom inte tillbaka."}).status_code
        == 302
    )
    page = client.get(f"/identifications/{ref}/").content.decode()
    assert "Kom inte tillbaka." in page
    assert client.post(f"/identifications/{ref}/outcome/", {"act": ""}).status_code == 422
