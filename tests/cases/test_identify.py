"""Identifying somebody, on the page: unknown is an answer, nothing typed is lost, the same form twice is one person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.acts import Role
from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Invalid
from accounts.models import Appointment, Draft, User
from accounts.viewer import Viewer, system
from cases.code_names import ADJECTIVES
from cases.models import HandOver, Identification, IndicatorSeen, Person, Receipt
from cases.services.identification import Identified, identify
from tests.cases.typed import typed
from tests.days import AHEAD


@pytest.fixture
def form() -> str:
    """The address of a form that has just been opened."""
    return f"/identifications/new/{uuid4()}/"


def test_one_page_makes_a_person_with_what_was_ticked(
    form: str, signed_in: Callable[[str], Client], alma: Viewer
) -> None:
    answer = signed_in("alma").post(form, typed(story="Arbetar utan lön."), follow=True)
    assert answer.status_code == 200
    with acting_as(alma):
        person = Person.objects.get()
        assert (person.code_name, person.responsible_actor_id) == ("Blå Björk", alma.actors[0])
        assert set(IndicatorSeen.objects.values_list("indicator_id", "how")) == {("E1", "SEEN"), ("E2", "TOLD")}
        assert Identification.objects.get().story.open() == "Arbetar utan lön."
        assert Draft.objects.count() == 0


def test_a_sign_has_one_answer_of_four_and_both_languages(form: str, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("alma")
    page = client.get(form).content.decode()
    assert page.count('name="sign-A1"') == 4
    assert "Skuld för resa, visum, plats" in page
    assert "Debt for travel, visa, place or brokerage" in page
    client.post(form, typed(go="later") | {"sign-E1": "TOLD_BY_OTHER"})
    again = client.get(form).content.decode()
    row = again[again.index('name="sign-E1"') :][:900]
    assert row.index('value="TOLD_BY_OTHER" checked') > 0


@pytest.mark.parametrize("wrong", [{"sign-E1": "GUESSED"}, {"sign-Z9": "SEEN"}])
def test_an_answer_about_a_sign_that_cannot_be_chosen_is_not_taken(
    wrong: dict[str, str], form: str, signed_in: Callable[[str], Client], alma: Viewer
) -> None:
    assert signed_in("alma").post(form, typed(**wrong)).status_code == 422
    with acting_as(alma):
        assert not Person.objects.exists()


def test_danger_now_says_what_to_do_now(form: str, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("alma")
    page = client.post(form, typed(immediate_risk="YES"), follow=True).content.decode()
    assert "markera att det är brådskande" in page
    other = client.post(f"/identifications/new/{uuid4()}/", typed(code_name="Grön Gran"), follow=True).content.decode()
    assert "markera att det är brådskande" not in other


def test_the_same_form_sent_twice_makes_one_person(form: str, signed_in: Callable[[str], Client], alma: Viewer) -> None:
    client = signed_in("alma")
    first, second = client.post(form, typed()), client.post(form, typed())
    assert first["Location"] == second["Location"]
    with acting_as(alma):
        assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"on": AHEAD.isoformat()}, "Datumet ligger i framtiden"),
        ({"birth_year": str(AHEAD.year + 1)}, "Födelseåret ligger i framtiden"),
        ({"on": "2026-02-31"}, "2026-03-26"),
        ({"age": ""}, "Oklart är också ett svar"),
        ({"story": "Hon har nummer 070-123 45 67"}, "070-123 45 67"),
        ({"story": "Mejla anna.berg@example.com"}, "anna.berg@example.com"),
        ({"story": "Bor på Storgatan 14 hos en vän"}, "Storgatan 14"),
        ({"story": "Personnummer 811228-9874 stod i passet"}, "811228-9874"),
    ],
)
def test_bad_input_gets_its_sentence_and_keeps_what_wastyped(
    said: dict[str, Any], sentence: str, form: str, signed_in: Callable[[str], Client], alma: Viewer
) -> None:
    sent = typed(safe_contact="Via kuratorn på tisdagar") | said
    answer = signed_in("alma").post(form, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Via kuratorn på tisdagar" in page
    with acting_as(alma):
        assert not Person.objects.exists()


@pytest.mark.parametrize("name", ["Anna Berg", "blå björk", "Blå  Björk", "Blå Björk 070-123 45 67"])
def test_a_code_name_is_one_of_those_that_are_proposed(
    name: str, form: str, signed_in: Callable[[str], Client], alma: Viewer
) -> None:
    client = signed_in("alma")
    answer = client.post(form, typed(code_name=name))
    assert answer.status_code == 422
    assert "Ta ett av kodnamnen som föreslås." in answer.content.decode()
    with acting_as(alma), pytest.raises(Invalid) as refused:
        identify(Identified(on=today(), code_name=name), token=uuid4(), by=alma, at=now())
    assert set(refused.value.fields) == {"code_name"}


def test_a_code_that_somebody_unseen_has_already_is_drawn_again(
    alma: Viewer, cia: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for who in (cia, alma):
        monkeypatch.setattr("cases.services.identification._random", Random(7))  # both draw the same code first
        with acting_as(who):
            made.append(identify(Identified(on=today()), token=uuid4(), by=who, at=now()).code)
    assert made[0] != made[1]


def test_what_the_guard_found_can_be_answered(form: str, signed_in: Callable[[str], Client], alma: Viewer) -> None:
    from cases import guard

    story = "Hon har nummer 070-123 45 67"
    token = guard.find(story)[0].token
    answer = signed_in("alma").post(form, typed(story=story, story_guard=token))
    assert answer.status_code == 302
    with acting_as(alma):
        assert Person.objects.count() == 1


def test_a_draft_comes_back_as_it_was_typed_and_is_sealed(
    form: str, signed_in: Callable[[str], Client], alma: Viewer, bo: Viewer
) -> None:
    client = signed_in("alma")
    saved = client.post(form, typed(go="", story="Halvt skriv", on="2026-02-31"), headers={"X-Autosave": "1"})
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
    done = client.post(form, typed(age="UNCLEAR"), follow=True)
    assert "orosanmälan" in done.content.decode()


def test_a_cooperating_actor_gets_a_receipt_without_a_way_to_the_person(
    form: str, signed_in: Callable[[str], Client], dag: Viewer
) -> None:
    answer = signed_in("frej").post(form, typed(story="Mötte personen vid stationen."), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0].startswith("/receipts/")
    with acting_as(dag):
        person = Person.objects.get()
        assert HandOver.objects.get().state == "RECEIVED"
    assert person.code not in page
    assert person.code_name not in page
    assert "Mötte personen vid stationen." in page


def test_who_is_staff_of_one_actor_and_cooperates_for_another_identifies_for_the_first(
    form: str, signed_in: Callable[[str], Client], users: dict[str, User], alma: Viewer
) -> None:
    linden, fristaden = users["alma"].employer, users["frej"].employer
    Appointment(user=users["alma"], role=Role.COOPERATING, actor=fristaden).save(force_insert=True)
    Appointment(user=users["alma"], role=Role.CASEWORKER, actor=fristaden).save(force_insert=True)
    User.objects.filter(pk=users["alma"].pk).update(employer=fristaden)
    assert signed_in("alma").post(form, typed())["Location"].startswith("/identifications/I-")
    with acting_as(alma):
        person = Person.objects.get()
    assert person.responsible_actor_id == (linden and linden.pk)
    with acting_as(system("test")):
        assert not Receipt.objects.exists()


def test_search_finds_by_the_actors_own_file_number_and_only_there(
    form: str, signed_in: Callable[[str], Client]
) -> None:
    alma = signed_in("alma")
    alma.post(form, typed(file_number="2026/17", code_name="Grön Gran"))
    for who, found in (("alma", True), ("bo", True), ("cia", False)):
        page = signed_in(who).post("/identifications/new/", {"q": "2026/17"}).content.decode()
        assert ("Grön Gran" in page) is found, who


def test_the_outcome_is_written_down_and_can_change(
    form: str, signed_in: Callable[[str], Client], alma: Viewer
) -> None:
    client = signed_in("alma")
    client.post(form, typed())
    with acting_as(alma):
        ref = Identification.objects.get().ref
    assert (
        client.post(f"/identifications/{ref}/outcome/", {"act": "leave", "note": "Kom inte tillbaka."}).status_code
        == 302
    )
    page = client.get(f"/identifications/{ref}/?texts=1").content.decode()
    assert "Kom inte tillbaka." in page
    assert client.post(f"/identifications/{ref}/outcome/", {"act": ""}).status_code == 422


def test_everything_that_is_wrong_is_said_at_once(form: str, signed_in: Callable[[str], Client]) -> None:
    wrong = typed(age="", birth_year=str(today().year + 1), story="Bor på Storgatan 14")
    page = signed_in("alma").post(form, wrong).content.decode()
    for sentence in ("Oklart är också ett svar", "Födelseåret ligger i framtiden", "Storgatan 14"):
        assert sentence in page


@pytest.mark.parametrize(
    ("said", "is_child"),
    [
        ({"age": "UNCLEAR"}, True),
        ({"age": "CHILD"}, True),
        ({"age": "ADULT"}, False),
        ({"age": "ADULT", "birth_year": str(today().year - 15)}, True),
        ({"age": "ADULT", "birth_year": "tvåtusen"}, False),
        ({"age": ""}, False),
    ],
)
def test_the_duty_to_report_comes_to_the_top_while_one_types(
    said: dict[str, str], is_child: bool, form: str, signed_in: Callable[[str], Client]
) -> None:
    answer = signed_in("alma").post(form, typed(go="") | said, headers={"X-Fragment": "child"})
    assert ("orosanmälan" in answer.content.decode()) is is_child
    assert "<form" not in answer.content.decode()


def test_the_guard_reads_a_text_when_its_field_is_left(
    form: str, signed_in: Callable[[str], Client], alma: Viewer
) -> None:
    client = signed_in("alma")
    for story, found in (("Bor på Storgatan 14", True), ("Bor på arbetsplatsen.", False)):
        page = client.post("/guard/", typed(go="", story=story), headers={"X-Fragment": "story"}).content.decode()
        assert ("Storgatan 14" in page) is found
    with acting_as(alma):
        assert not Draft.objects.exists()


def test_search_by_part_of_the_name_by_code_and_by_weak_signs(signed_in: Callable[[str], Client], alma: Viewer) -> None:
    client = signed_in("alma")
    for name, year in (("Blå Björk", "1990"), ("Röd Rönn", "1991")):
        client.post(f"/identifications/new/{uuid4()}/", typed(code_name=name, birth_year=year))
    with acting_as(alma):
        code = Person.objects.get(code_name="Röd Rönn").code
    for sought, found in (
        ({"q": "björk"}, {"Blå Björk"}),
        ({"q": code.replace("-", " ").lower()}, {"Röd Rönn"}),
        ({"birth_year": "1990"}, {"Blå Björk"}),
        ({"form": "LABOUR"}, {"Blå Björk", "Röd Rönn"}),
        ({"form": "BEGGING"}, set()),
        ({"q": "björk", "birth_year": "1991"}, set()),
    ):
        page = client.post("/identifications/new/", sought).content.decode()
        assert {name for name in ("Blå Björk", "Röd Rönn") if name in page} == found, sought


def test_another_actor_finds_nothing_by_any_sign(form: str, signed_in: Callable[[str], Client], alma: Viewer) -> None:
    signed_in("alma").post(form, typed(birth_year="1990", file_number="2026/17"))
    with acting_as(alma):
        person, ref = Person.objects.get(), Identification.objects.get().ref
    cia = signed_in("cia")
    for sought in ({"q": person.code}, {"q": "björk"}, {"q": "2026/17"}, {"birth_year": "1990"}, {"form": "LABOUR"}):
        assert person.code_name not in cia.post("/identifications/new/", sought).content.decode()
    assert person.code_name not in cia.get("/identifications/").content.decode()
    for method in ("get", "post"):
        assert getattr(cia, method)(f"/identifications/{ref}/outcome/").status_code == 404
        assert getattr(cia, method)(f"/identifications/{ref}/").status_code == 404


def test_the_funder_and_the_protection_officer_have_no_way_in(form: str, signed_in: Callable[[str], Client]) -> None:
    for who in ("eva", "olle", "dag"):
        assert signed_in(who).post(form, typed()).status_code == 404, who


def test_the_list_is_filtered_by_codes_and_paged_by_key(signed_in: Callable[[str], Client], alma: Viewer) -> None:
    from tests.factories import identified

    at = now() - timedelta(days=1)
    names_of = [f"{adjective} Björk".title() for adjective, _neuter in ADJECTIVES[:30]]
    for n in range(30):
        identified(alma, at=at + timedelta(minutes=n), code_name=names_of[n], county="12" if n % 3 else "01")
    client = signed_in("alma")
    first = client.get("/identifications/")
    names = [row.code_name for row in first.context["found"].rows]
    assert names == names_of[:4:-1]
    older = client.get(first.context["older_url"])
    assert [row.code_name for row in older.context["found"].rows] == names_of[4::-1]
    newer = client.get(older.context["newer_url"])
    assert [row.code_name for row in newer.context["found"].rows] == names
    assert newer.context["newer_url"] == ""
    some = client.get("/identifications/?county=01&state=OPEN&form=LABOUR")
    assert len(some.context["found"].rows) == 10
    assert client.get("/identifications/?county=99&older=nonsense").status_code == 200
