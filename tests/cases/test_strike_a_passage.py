"""Striking what should never have been written: one asks, another answers, and it is nowhere any longer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from psycopg import sql

from accounts.acts import Act
from accounts.clock import day, now, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, PointsOut, WrongState
from accounts.models import Appointment, User
from accounts.sealing import SealedField
from accounts.viewer import Viewer, system
from accounts.words import day_words
from audit.models import AccessEvent
from cases.models import JournalDraft, JournalNote, Person, Striking
from cases.models.journal import StrikeReason
from cases.selectors.striking import striking_page
from cases.services.journal import LOCKED_AFTER, Said, change_note
from cases.services.journal_drafts import Form, save_note_draft
from cases.services.striking import answer_striking, ask_striking, withdraw_striking
from nsp.desk.selectors.office import office_todo
from nsp.desk.selectors.todo import caseworker_todo
from tests.cases.test_journal import add, change, read, refused, write
from tests.cases.test_share_a_person import shared
from tests.factories import identified
from tests.reminders.helpers import hand_on, names

SignedIn = Callable[[str], Client]
EYE = system("test")
SECRET = "Kungsgatan 31 bredvid\nkiosken"


def note_with(by: Viewer, person: Person, text: str, *, days: int = 0, words: str = "") -> str:
    """A note that says something that should not stand there, and whose writer answered the guard that it may."""
    at = now() - timedelta(days=days)
    try:
        return write(by, person, text, at=at, words=words)
    except PointsOut as found:
        return write(by, person, text, at=at, words=words, answered=[one["token"] for one in found.findings])


def ask(by: Viewer, ref: str, passage: str = SECRET, why: str = "") -> str:
    with acting_as(by):
        return ask_striking(ref, passage, StrikeReason.POINTS_OUT, why, by=by, at=now()).ref


def answer(by: Viewer, ref: str, *, agree: bool = True) -> Striking:
    with acting_as(by):
        return answer_striking(ref, agree=agree, by=by, at=now())


def everything_sealed() -> str:
    """Every sealed text in the whole database, history too, opened: each column of every table that can hold one."""
    found: list[str] = []
    with acting_as(EYE):
        for model in apps.get_models():
            fields = [field.attname for field in model._meta.fields if isinstance(field, SealedField)]
            if not fields:
                continue
            base = getattr(model, "pgh_tracked_model", None)
            for row in model._default_manager.all():
                held: Any = row
                if base is not None:  # the history's ciphertext is bound to the row that it was copied from
                    names = {field.attname for field in model._meta.fields} & {"id", "person_id"}
                    held = base(**{name: getattr(row, name) for name in names})
                    for name in fields:
                        setattr(held, name, getattr(row, name).for_database)
                found += [str(getattr(held, name).open()) for name in fields if getattr(held, name)]
    return "\n".join(found)


def test_it_is_gone_from_the_note_its_history_drafts_and_the_question(alma: Viewer, bo: Viewer, maj: Viewer) -> None:
    person, at = identified(alma, at=now()), now()
    ref = note_with(alma, person, f"Först: {SECRET}, sa hen.")
    with acting_as(alma):
        note = JournalNote.objects.get(ref=ref)
    with pytest.raises(PointsOut) as found:
        change(alma, ref, f"Personen bor på {SECRET}. Vi ses där.", at=at)
    tokens = [one["token"] for one in found.value.findings]
    with acting_as(alma):
        said = Said(today(), "MEETING", f"Personen bor på {SECRET}. Vi ses där.", f"Kom till {SECRET}!")
        change_note(ref, said, version=1, by=alma, at=at, answered=tokens)
    with acting_as(bo):
        form = Form(token=uuid4(), ref=ref)
        save_note_draft(form, {"text": f"Jag skriver av: {SECRET}. Och mer."}, by=bo, at=at)
    assert everything_sealed().count("kiosken") == 6, "the two versions and the draft hold it, else nobody looks there"
    question = ask(alma, ref, "kungsgatan 31  bredvid kiosken", why="Det är var personen bor.")
    assert everything_sealed().count("kiosken") == 7
    answer(maj, question)
    hand_on(now())
    left, mark = everything_sealed(), f"[struket den {day_words(today(), weekday=False)}]"
    assert "kiosken" not in left.lower() and "kungsgatan" not in left.lower() and "var personen bor" not in left
    assert f"Personen bor på {mark}. Vi ses där." in left and f"Jag skriver av: {mark}. Och mer." in left
    with acting_as(alma):
        note = JournalNote.objects.get(ref=ref)
        assert (note.text.open(), note.words.open()) == (f"Personen bor på {mark}. Vi ses där.", f"Kom till {mark}!")
        assert JournalDraft.objects.get().user_id == bo.id


def test_the_whole_database_holds_no_byte_of_it_in_clear(alma: Viewer, maj: Viewer) -> None:
    person = identified(alma, at=now())
    word = "kanariestrykning"
    ref = note_with(alma, person, f"Ett ord: {word}.")
    answer(maj, ask(alma, ref, word))
    hand_on(now())
    with acting_as(EYE), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [table])
            (readable,) = cursor.fetchone() or (False,)
            if readable:
                query = sql.SQL("SELECT count(*) FROM {} t WHERE t::text LIKE %s").format(sql.Identifier(table))
                cursor.execute(query, [f"%{word}%"])
                assert cursor.fetchone() == (0,), table
    assert word not in everything_sealed()


def test_a_locked_note_is_struck_too_and_what_is_left_says_when_who_and_why(alma: Viewer, maj: Viewer) -> None:
    person = identified(alma, at=now())
    ref = note_with(alma, person, f"Där: {SECRET}.", days=30)
    question = ask(alma, ref)
    row = answer(maj, question)
    with acting_as(alma):
        row = Striking.objects.get(pk=row.pk)
    assert (row.state, row.asked_by_id, row.answered_by_id) == ("STRUCK", alma.id, maj.id)
    assert not row.passage and not row.why
    [note] = read(alma, person).notes
    assert note.is_locked and "struket den" in note.text
    assert note.marks == (
        f"ett stycke ströks {day_words(today(), weekday=False)}: det pekar ut personen eller en plats",
    )


def test_nobody_answers_their_own_question(alma: Viewer, bo: Viewer, maj: Viewer, dag: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    question = ask(maj, note_with(alma, person, f"Där: {SECRET}."))
    for viewer in (maj, alma, bo, cia):
        with pytest.raises(NotFound):
            answer(viewer, question)
    assert answer(dag, question).ref == question, (
        "the actor has no other manager, so a coordinator is the second person"
    )


def test_where_the_actor_has_a_manager_no_coordinator_answers_or_reads(alma: Viewer, maj: Viewer, dag: Viewer) -> None:
    person = identified(alma, at=now())
    question = ask(alma, note_with(alma, person, f"Där: {SECRET}."))
    with pytest.raises(NotFound):
        answer(dag, question)
    assert not read(dag, person).may_read
    with acting_as(maj):
        page = striking_page(maj, question, texts=True)
    assert page.text == (("Där: ", False), (SECRET, True), (".", False))


def test_a_coordinator_who_has_to_answer_reads_and_no_longer_than_that(alma: Viewer, maj: Viewer, dag: Viewer) -> None:
    person = identified(alma, at=now())
    question = ask(maj, note_with(alma, person, f"Där: {SECRET}."))
    assert read(dag, person).may_read
    with acting_as(dag):
        assert striking_page(dag, question, texts=True).opened
    answer(dag, question, agree=False)
    assert not read(dag, person).may_read


def test_a_coordinator_with_a_part_in_the_actor_does_not_answer(alma: Viewer, maj: Viewer, dag: Viewer) -> None:
    person = identified(alma, at=now())
    question = ask(maj, note_with(alma, person, f"Där: {SECRET}."))
    partial = Viewer(dag.id, dag.name, dag.roles, employer=alma.actors[0], appointments=dag.appointments)
    with pytest.raises(NotFound):
        answer(partial, question)


def test_a_guest_asks_about_its_own_note_and_the_responsible_actor_answers(
    alma: Viewer, cia: Viewer, maj: Viewer
) -> None:
    person = identified(alma, at=now())
    shared(person, alma, may_write=True)
    question = ask(cia, note_with(cia, person, f"Där: {SECRET}."))
    with acting_as(maj):
        assert striking_page(maj, question).asked_by == "Handläggare på Noor"
    answer(maj, question)
    assert "struket den" in read(cia, person).notes[0].text


def test_refused_or_taken_back_the_note_stands_and_the_question_is_empty(alma: Viewer, bo: Viewer, maj: Viewer) -> None:
    person = identified(alma, at=now())
    ref = note_with(alma, person, f"Där: {SECRET}.")
    answer(maj, ask(alma, ref), agree=False)
    question = ask(alma, ref)
    with acting_as(bo):
        withdraw_striking(question, by=bo, at=now())
    assert read(alma, person).notes[0].text == f"Där: {SECRET}."
    with acting_as(alma):
        assert [(row.state, bool(row.passage)) for row in Striking.objects.order_by("asked_at")] == [
            ("REFUSED", False),
            ("WITHDRAWN", False),
        ]
    with pytest.raises(WrongState):
        answer(maj, question)


def test_what_does_not_stand_there_is_not_struck(alma: Viewer) -> None:
    person = identified(alma, at=now())
    ref = note_with(alma, person, f"Där: {SECRET}.")
    for passage, reason, why, field in (
        ("Drottninggatan", "SUSPECT", "", "passage"),
        (".", "SUSPECT", "", "passage"),
        (SECRET, "BECAUSE", "", "reason"),
        (SECRET, "OTHER", " ", "why"),
        (SECRET, "SUSPECT", f"Det står {SECRET}", "why"),
    ):
        with acting_as(alma), pytest.raises(Invalid) as wrong:
            ask_striking(ref, passage, reason, why, by=alma, at=now())
        assert set(wrong.value.fields) == {field}
    ask(alma, ref)
    with pytest.raises(Invalid) as waits:
        ask(alma, ref)
    assert "väntar redan" in waits.value.fields[""]


def test_the_database_asks_for_a_second_person_too(alma: Viewer, bo: Viewer, maj: Viewer) -> None:
    person = identified(alma, at=now())
    question = ask(alma, note_with(alma, person, f"Där: {SECRET}."))
    with acting_as(alma):
        pk = Striking.objects.get(ref=question).pk

    def strike() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nsp_strike(%s, NULL, NULL, '{}', '{}', now())", [pk])

    for viewer in (alma, bo):
        assert "not allowed" in refused(viewer, strike)
    row: dict[str, Any] = {"answered_by_id": maj.id, "answered_at": now()}
    assert "not allowed" in refused(maj, lambda: Striking.objects.filter(pk=pk).update(state="STRUCK", **row))
    assert "not allowed" in refused(maj, lambda: Striking.objects.filter(pk=pk).update(reason="OTHER"))
    own = row | {"answered_by_id": alma.id}
    assert refused(alma, lambda: Striking.objects.filter(pk=pk).update(state="REFUSED", **own))
    assert refused(maj, lambda: Striking.objects.filter(pk=pk).update(state="REFUSED", answered_by_id=maj.id)), "words"


def test_a_change_with_the_old_text_does_not_bring_it_back(alma: Viewer, maj: Viewer, signed_in: SignedIn) -> None:
    person = identified(alma, at=now())
    ref = note_with(alma, person, "Ett ord: kanariefågelord.")
    answer(maj, ask(alma, ref, "kanariefågelord"))
    typed = {"text": "Ett ord: kanariefågelord. Mer.", "version": "1", "on": today().isoformat(), "contact": "MEETING"}
    browser, address = signed_in("alma"), f"/journal/{ref}/change/"
    assert browser.post(address, typed, headers={"X-Autosave": "1"}).status_code == 409
    assert browser.post(address, typed).status_code == 409
    assert "kanariefågelord" not in everything_sealed()


def test_both_ends_have_their_errand_and_are_told_without_content(alma: Viewer, maj: Viewer, dag: Viewer) -> None:
    person = identified(alma, at=now())
    ref = note_with(alma, person, f"Där: {SECRET}.")
    question = ask(alma, ref)
    hand_on(now())
    assert names("STRIKING_ASKED") == ["Maj"]
    with acting_as(maj):
        assert [row.url for row in caseworker_todo(maj, now=now()).asked] == [f"/strikings/{question}/"]
    with acting_as(alma):
        todo = caseworker_todo(alma, now=now())
    assert ("Ett stycke att stryka", f"/persons/{person.code}/journal/") in [
        (row.what, row.url) for row in todo.waiting
    ]
    with acting_as(dag):
        assert office_todo(dag, now=now()).strikings == ()
    answer(maj, question)
    hand_on(now())
    assert names("STRUCK") == ["Alma"]
    with acting_as(maj):
        assert caseworker_todo(maj, now=now()).asked == ()


def test_without_a_second_manager_the_coordinators_have_it(alma: Viewer, maj: Viewer, dag: Viewer) -> None:
    person = identified(alma, at=now())
    question = ask(maj, note_with(alma, person, f"Där: {SECRET}."))
    hand_on(now())
    assert names("STRIKING_ASKED") == ["Dag", "Disa"]
    with acting_as(dag):
        assert [row.url for row in office_todo(dag, now=now()).strikings] == [f"/strikings/{question}/"]
    answer(dag, question, agree=False)
    hand_on(now())
    assert names("NOT_STRUCK") == ["Maj"]


def test_a_frozen_manager_is_nobodys_second_person(alma: Viewer, dag: Viewer, users: dict[str, User]) -> None:
    person = identified(alma, at=now())
    question = ask(alma, note_with(alma, person, f"Där: {SECRET}."))
    User.objects.filter(pk=users["maj"].pk).update(is_active=False)
    assert Appointment.objects.filter(user=users["maj"], role="MANAGER").exists()
    assert answer(dag, question).pk


def test_through_the_pages_from_the_question_to_the_answer(alma: Viewer, maj: Viewer, signed_in: SignedIn) -> None:
    person = identified(alma, at=now())
    ref = note_with(alma, person, f"Där: {SECRET}.", days=2)
    browser, address = signed_in("alma"), f"/journal/{ref}/strike/"
    assert "Kungsgatan" not in browser.get(address).content.decode()
    assert "Kungsgatan" in browser.get(f"{address}?texts=1").content.decode()
    asked = browser.post(address, {"passage": SECRET, "reason": "POINTS_OUT", "why": ""})
    assert asked.status_code == 302
    with acting_as(alma):
        question = Striking.objects.get().ref
    second, page = signed_in("maj"), f"/strikings/{question}/"
    assert "Kungsgatan" not in second.get(page).content.decode()
    opened = second.get(f"{page}?texts=1").content.decode()
    assert "<mark>" in opened and "Kungsgatan" in opened
    assert signed_in("bo").get(page).status_code == 404
    assert second.post(page).status_code == 200, "no answer is no answer"
    assert second.post(page, {"answer": "strike"}).status_code == 302
    assert "Kungsgatan" not in browser.get(f"/persons/{person.code}/journal/?texts=1").content.decode()
    with acting_as(maj):
        logged = AccessEvent.objects.filter(person_id=person.pk, act=Act.ANSWER_STRIKING.name, user_id=maj.id)
        assert logged.exists()


def test_a_taken_question_about_an_addition_follows_the_addition(alma: Viewer, maj: Viewer) -> None:
    person = identified(alma, at=now())
    ref = write(alma, person, "Grunden.", at=now() - LOCKED_AFTER * 2)
    addition = add(alma, ref, "Tillägget med ettord.")
    answer(maj, ask(alma, addition, "ettord"))
    [note] = read(alma, person).notes
    assert note.text == "Grunden." and "struket den" in note.additions[0].text
    assert note.additions[0].written_at.date() and day(note.written_at) < today()
