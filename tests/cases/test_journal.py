"""The journal: a note is its writer's for 24 hours, then locked for everybody, and corrected by an addition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts.clock import STOCKHOLM, day, now, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, PointsOut, Refused, WrongState
from accounts.services.saving import Page
from accounts.viewer import Viewer, system
from audit.models import AccessEvent
from cases.models import JournalDraft, JournalNote, Person
from cases.models.journal import Contact
from cases.selectors.journal import PAGE, JournalPage, Wanted, drafts_of_notes, journal_page, locks_words
from cases.selectors.person import timeline
from cases.services import journal
from cases.services.journal import LOCKED_AFTER, UNDO, Said
from cases.services.journal_drafts import Form, save_note_draft
from nsp.desk.selectors.summary import summary
from reminders.runs import run_sweep
from tests.cases.test_close_a_case import closed, over
from tests.cases.test_move_over import accepted, offered
from tests.cases.test_share_a_person import shared
from tests.days import AHEAD
from tests.factories import identified

SignedIn = Callable[[str], Client]
SWEEP = system("sweep")


def write(
    by: Viewer, person: Person, text: str = "Vi sågs på ett kafé.", *, at: datetime | None = None, **more: Any
) -> str:
    """A note; its reference."""
    at = at or now()
    said = Said(more.pop("on", day(at)), more.pop("contact", Contact.MEETING), text, more.pop("words", ""))
    with acting_as(by):
        return journal.write_note(person.code, said, token=uuid4(), by=by, at=at, **more).ref


def add(by: Viewer, ref: str, text: str, *, at: datetime | None = None) -> str:
    with acting_as(by):
        said = Said(day(at or now()), Contact.NONE, text)
        return journal.add_to_note(ref, said, token=uuid4(), by=by, at=at or now()).ref


def change(by: Viewer, ref: str, text: str, *, at: datetime, version: int = 1) -> JournalNote:
    with acting_as(by):
        return journal.change_note(ref, Said(day(at), Contact.MESSAGE, text), version=version, by=by, at=at)


def read(by: Viewer, person: Person, *, at: datetime | None = None, texts: bool = True, **wanted: Any) -> JournalPage:
    with acting_as(by):
        return journal_page(by, person.code, Wanted(**wanted), at=at or now(), texts=texts)


def texts_of(ref: str) -> list[bytes | None]:
    """What stands of a note in its history, as ciphertext, oldest first."""
    with acting_as(SWEEP), connection.cursor() as cursor:
        cursor.execute("SELECT text FROM cases_journalnoteevent WHERE ref = %s ORDER BY pgh_id", [ref])
        return [row[0] for row in cursor.fetchall()]


def refused(by: Viewer, act: Callable[[], object]) -> str:
    """What the database answers somebody who goes past the program."""
    with acting_as(by), pytest.raises(DatabaseError) as error, transaction.atomic():
        act()
    return str(error.value)


def test_a_note_is_signed_dated_and_keeps_the_persons_words_apart(alma: Viewer) -> None:
    person = identified(alma, at=now())
    yesterday = today() - timedelta(days=1)
    write(alma, person, "Personen verkar trygg.", on=yesterday, words="Jag vill stanna.")
    [note] = read(alma, person).notes
    assert (note.on, note.contact, note.who) == (yesterday, "Möte", "Alma Lind")
    assert (note.text, note.words) == ("Personen verkar trygg.", "Jag vill stanna.")
    [folded] = read(alma, person, texts=False).notes
    assert (folded.text, folded.words, folded.has_words) == ("", "", True)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said(AHEAD, Contact.MEETING, "x"), "on"),
        (Said(today(), Contact.MEETING, "  \n"), "text"),
        (Said(today(), "COFFEE", "x"), "contact"),
        (Said(today(), Contact.MEETING, "x" * (journal.LONGEST + 1)), "text"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(alma: Viewer, said: Said, field: str) -> None:
    person = identified(alma, at=now())
    with acting_as(alma), pytest.raises(Invalid) as wrong:
        journal.write_note(person.code, said, token=uuid4(), by=alma, at=now())
    assert set(wrong.value.fields) == {field}


def test_what_is_never_held_is_asked_about_in_both_texts(alma: Viewer) -> None:
    person = identified(alma, at=now())
    with pytest.raises(PointsOut) as found:
        write(alma, person, "Ring 070-123 45 67.", words="Min mejl är x@example.org")
    assert set(found.value.fields) == {"text", "words"}
    tokens = [one["token"] for one in found.value.findings]
    assert write(alma, person, "Ring 070-123 45 67.", words="Min mejl är x@example.org", answered=tokens)


def test_its_writer_changes_a_note_for_24_hours_and_nobody_else_ever(alma: Viewer, bo: Viewer) -> None:
    person, at = identified(alma, at=now()), now()
    ref = write(alma, person, "Först.", at=at)
    assert change(alma, ref, "Sedan.", at=at + LOCKED_AFTER - timedelta(seconds=1)).version == 2
    with pytest.raises(Refused):
        change(bo, ref, "Bos.", at=at, version=2)
    with pytest.raises(WrongState) as locked:
        change(alma, ref, "Efteråt.", at=at + LOCKED_AFTER, version=2)
    assert locked.value.state == "LOCKED"
    with acting_as(alma), pytest.raises(WrongState):
        journal.take_note(ref, by=alma, at=at + LOCKED_AFTER)
    [note] = read(alma, person, at=at + LOCKED_AFTER).notes
    assert (note.text, note.may_change, note.is_locked) == ("Sedan.", False, True)


@pytest.mark.parametrize(
    ("written", "locked"), [("2026-03-28 20:00", "29 mars kl. 21.00"), ("2026-10-24 20:00", "25 oktober kl. 19.00")]
)
def test_a_night_when_the_clocks_change_is_24_hours_too(written: str, locked: str) -> None:
    at = datetime.fromisoformat(written).replace(tzinfo=STOCKHOLM)
    note = JournalNote(written_at=at.astimezone(UTC))
    assert locks_words(journal.locks_at(note)).endswith(locked)
    assert journal.locks_at(note) - at.astimezone(UTC) == timedelta(hours=24)


def test_the_database_locks_the_note_too_for_every_role(alma: Viewer, bo: Viewer, dag: Viewer) -> None:
    person = identified(alma, at=now())
    old = write(alma, person, at=now() - LOCKED_AFTER)
    new = write(alma, person)
    for viewer in (alma, dag, SWEEP):
        assert refused(viewer, lambda: JournalNote.objects.filter(ref=old).update(contact=Contact.OTHER))
    for viewer in (alma, bo, dag, SWEEP):
        assert refused(viewer, lambda: JournalNote.objects.filter(ref=old).delete())
    with acting_as(bo):
        assert JournalNote.objects.filter(ref=new).update(contact=Contact.OTHER) == 0
        assert JournalNote.objects.filter(ref=old).update(contact=Contact.OTHER) == 0, "not found to be changed"
    for viewer in (dag, SWEEP):
        assert refused(viewer, lambda: JournalNote.objects.filter(ref=new).update(contact=Contact.OTHER))
    later = now() + timedelta(days=1)
    assert "a note is its writer" in refused(alma, lambda: JournalNote.objects.filter(ref=new).update(written_at=later))
    assert "locked" in refused(alma, lambda: JournalNote.objects.filter(ref=old).update(contact=Contact.OTHER))
    with acting_as(alma):
        assert JournalNote.objects.filter(ref=new).update(contact=Contact.OTHER) == 1


def test_nobody_signs_with_another_name(alma: Viewer, bo: Viewer) -> None:
    person = identified(alma, at=now())
    row = {"person": person, "ref": "J-TEST-TEST", "on": today(), "contact": "OTHER", "role": "CASEWORKER"}
    with acting_as(bo), pytest.raises(DatabaseError):
        JournalNote(**row, actor_id=bo.actors[0], writer_id=alma.id, written_at=now()).save(force_insert=True)


def test_an_addition_stands_under_the_note_signed_and_dated(alma: Viewer, bo: Viewer) -> None:
    person, at = identified(alma, at=now()), now()
    ref = write(alma, person, "Vi bestämde måndag.", at=at - timedelta(days=3))
    first = add(bo, ref, "Det blev tisdag.")
    add(alma, first, "Och tisdagen blev av.")
    [note] = read(alma, person).notes
    assert [(one.text, one.who) for one in note.additions] == [
        ("Det blev tisdag.", "Bo Berg"),
        ("Och tisdagen blev av.", "Alma Lind"),
    ]
    assert note.text == "Vi bestämde måndag."


def test_after_the_case_is_closed_what_is_written_is_marked(alma: Viewer, bo: Viewer, disa: Viewer) -> None:
    person = over(alma, disa)
    ref = write(alma, person)
    draft(bo, Form(token=uuid4(), code=person.code), "Halvt")
    closed(alma, person)
    add(alma, ref, "Personen hörde av sig.")
    write(bo, person, "Ringde till mig.", on=today() - timedelta(days=1))
    first, second = read(alma, person).notes
    assert first.marks == () and second.marks == ("skriven efter att ärendet avslutades",)
    assert first.additions[0].marks == ("skriven efter att ärendet avslutades",)
    assert change(alma, ref, "Rättat samma dag.", at=now()).version == 2


def test_a_note_that_is_taken_away_comes_back_within_a_minute(alma: Viewer) -> None:
    person, at = identified(alma, at=now()), now()
    ref = write(alma, person, at=at)
    with acting_as(alma):
        journal.take_note(ref, by=alma, at=at)
    assert read(alma, person).notes == ()
    with acting_as(alma):
        journal.bring_note_back(ref, by=alma, at=at + UNDO)
    assert len(read(alma, person).notes) == 1


def test_after_the_minute_its_text_is_gone_from_the_history_too(alma: Viewer) -> None:
    person, at = identified(alma, at=now()), now()
    ref = write(alma, person, at=at)
    kept = write(alma, person, at=at)
    change(alma, ref, "Annat.", at=at)
    assert all(texts_of(ref)) and len(texts_of(ref)) == 2
    with acting_as(alma):
        journal.take_note(ref, by=alma, at=at)
    run_sweep(at=at + UNDO)
    assert any(texts_of(ref)), "it can still be brought back"
    run_sweep(at=at + UNDO + timedelta(seconds=1))
    assert not any(texts_of(ref)) and all(texts_of(kept))
    with acting_as(alma):
        assert not JournalNote.objects.get(ref=ref).text
        with pytest.raises(WrongState):
            journal.bring_note_back(ref, by=alma, at=at + UNDO)


def test_what_others_have_built_on_is_not_taken_away(alma: Viewer, bo: Viewer) -> None:
    person, at = identified(alma, at=now()), now()
    ref = write(alma, person, at=at)
    add(bo, ref, "Jag var med.")
    with acting_as(alma), pytest.raises(Invalid):
        journal.take_note(ref, by=alma, at=at)
    with acting_as(bo), pytest.raises(Refused):
        journal.take_note(ref, by=bo, at=at)


def test_only_the_system_empties_notes(alma: Viewer, dag: Viewer) -> None:
    for viewer in (alma, dag):
        assert refused(viewer, lambda: journal.empty_taken(at=now()))


def test_a_guest_reads_or_writes_as_it_was_let_and_is_named_by_role_and_actor(
    alma: Viewer, cia: Viewer, dag: Viewer
) -> None:
    person = identified(alma, at=now())
    ref = write(alma, person, "Lindens ord.")
    with pytest.raises(NotFound):
        read(cia, person)
    shared(person, alma)
    page = read(cia, person)
    assert (page.may_write, page.notes[0].text, page.notes[0].who) == (False, "Lindens ord.", "Handläggare på Linden")
    with pytest.raises(NotFound):
        write(cia, person)
    with pytest.raises(NotFound):
        add(cia, ref, "Noors ord.")
    shared(person, alma, may_write=True)
    add(cia, ref, "Noors ord.")
    assert [one.who for one in read(alma, person).notes[0].additions] == ["Handläggare på Noor"]
    assert [one.who for one in read(dag, person).notes[0].additions] == ["Cia Noord på Noor"]
    assert {one.who for one in read(cia, person).notes[0].additions} == {"Cia Noord"}


def test_a_note_saved_when_the_share_has_ended_is_not_there(alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    shared(person, alma, may_write=True)
    form = Form(token=uuid4(), code=person.code)
    with acting_as(cia):
        save_note_draft(form, {"text": "Halvt skrivet"}, by=cia, at=now())
    shared(person, alma)  # reading alone from now on
    with acting_as(cia), pytest.raises(NotFound):
        save_note_draft(form, {"text": "Mer"}, by=cia, at=now())
    with pytest.raises(NotFound):
        write(cia, person)


def test_a_coordinator_reads_by_the_same_rules_as_other_sealed_text(alma: Viewer, dag: Viewer) -> None:
    person = identified(alma, at=now())
    write(alma, person, "Förseglat.")
    page = read(dag, person)
    assert (page.may_read, page.opened, page.notes[0].text) == (False, False, "")


def test_the_page_opens_the_texts_by_a_look_that_is_remembered(alma: Viewer, signed_in: SignedIn) -> None:
    person = identified(alma, at=now())
    write(alma, person, "Hemligheten.")
    browser, here = signed_in("alma"), f"/persons/{person.code}/journal/"
    assert "Hemligheten" not in browser.get(here).content.decode()
    assert "Hemligheten" in browser.get(f"{here}?texts=1").content.decode()
    with acting_as(SWEEP):
        acts = list(AccessEvent.objects.filter(person_id=person.pk).order_by("at").values_list("act", flat=True))
    assert acts[-3:] == ["SEE_PERSON", "SEE_PERSON", "READ_SEALED"] or acts[-3:] == [
        "SEE_PERSON",
        "READ_SEALED",
        "SEE_PERSON",
    ]


def test_notes_are_cut_by_kind_writer_and_period_and_paged_by_key(alma: Viewer, bo: Viewer) -> None:
    person, at = identified(alma, at=now()), now()
    for n in range(PAGE + 3):
        written = at - timedelta(minutes=n)
        write(alma, person, f"Nummer {n}.", on=day(written) - timedelta(days=n // 2), at=written)
    called = write(bo, person, "Bo ringde.", contact=Contact.TELEPHONE, on=today() - timedelta(days=90))
    first = read(alma, person)
    assert len(first.notes) == PAGE and first.older and not first.newer
    second = read(alma, person, older=first.older)
    assert len(second.notes) == 4 and second.newer and not second.older
    assert read(alma, person, newer=second.newer).notes == first.notes
    assert [one.ref for one in read(alma, person, contact="TELEPHONE").notes] == [called]
    assert [one.ref for one in read(alma, person, writer=bo.id.hex).notes] == [called]
    assert [one.ref for one in read(alma, person, until=today() - timedelta(days=60)).notes] == [called]
    assert called not in [one.ref for one in read(alma, person, since=today() - timedelta(days=60)).notes]
    assert {words for _id, words in first.writers} == {"Alma Lind", "Bo Berg"}


def test_the_timeline_says_that_there_is_a_note_and_nothing_of_it(alma: Viewer) -> None:
    person = identified(alma, at=now())
    write(alma, person, "Inget av detta.", words="Eller detta.")
    with acting_as(alma):
        [line] = [entry for entry in timeline(alma, person.code, on=today()) if entry.subject == "JOURNAL"]
    assert (line.what, line.who, line.text) == ("Anteckning i journalen: möte", "Alma Lind", "")


def draft(by: Viewer, form: Form, text: str, page: Page | None = None) -> JournalDraft | None:
    with acting_as(by):
        return save_note_draft(form, {"text": text, "on": today().isoformat()}, by=by, at=now(), page=page)


def test_what_is_typed_is_kept_until_it_is_saved_and_is_nobody_elses(
    alma: Viewer, bo: Viewer, signed_in: SignedIn
) -> None:
    person = identified(alma, at=now())
    browser, here = signed_in("alma"), f"/persons/{person.code}/journal/"
    typed = {"text": "Halvvägs in i", "token": str(uuid4()), "seen": "-", "tab": "a", "turn": "1"}
    said = browser.post(f"{here}new/", typed, headers={"X-Autosave": "1"})
    assert said.status_code == 200 and said.json()["saved"]
    assert "Halvvägs in i" in browser.get(here).content.decode()
    assert "Halvvägs in i" not in signed_in("bo").get(here).content.decode()
    with acting_as(alma):
        assert [one.code for one in drafts_of_notes(alma)] == [person.code]
    late = browser.post(f"{here}new/", typed | {"tab": "b", "text": "Ett annat fönster"}, headers={"X-Autosave": "1"})
    assert late.status_code == 409
    sent = browser.post(f"{here}new/", typed | {"on": today().isoformat(), "contact": "MEETING"})
    assert sent.status_code == 302
    with acting_as(alma):
        assert drafts_of_notes(alma) == ()
    again = browser.post(f"{here}new/", typed | {"text": "Halvvägs in i och", "turn": "2"}, headers={"X-Autosave": "1"})
    assert again.status_code == 409, "the form has been sent"


def test_an_emptied_form_leaves_no_draft(alma: Viewer) -> None:
    person = identified(alma, at=now())
    form = Form(token=uuid4(), code=person.code)
    draft(alma, form, "Något")
    assert draft(alma, form, "   ") is None
    with acting_as(alma):
        assert not JournalDraft.objects.filter(person=person).exists()


def test_a_change_that_the_lock_overtakes_becomes_an_addition(alma: Viewer, signed_in: SignedIn) -> None:
    person = identified(alma, at=now())
    ref = write(alma, person, "Gammalt.", at=now() - LOCKED_AFTER)
    posted = {"text": "Det jag skrev om", "on": today().isoformat(), "contact": "MEETING", "version": "1"}
    answer = signed_in("alma").post(f"/journal/{ref}/change/", posted)
    body = answer.content.decode()
    assert answer.status_code == 409 and "Det jag skrev om" in body and f"/journal/{ref}/add/" in body
    assert [one.text for one in read(alma, person).notes] == ["Gammalt."]


def test_the_token_is_a_forms_own(alma: Viewer, bo: Viewer) -> None:
    person, token = identified(alma, at=now()), UUID(int=7)
    for viewer in (alma, bo):
        with acting_as(viewer):
            journal.write_note(person.code, Said(today(), "OTHER", "Samma nyckel."), token=token, by=viewer, at=now())
    assert len(read(alma, person).notes) == 2


def test_who_wrote_before_the_person_moved_is_named_by_role_and_writes_no_more(alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    ref = write(alma, person, "Lindens ord.")
    form = Form(token=uuid4(), code=person.code)
    draft(alma, form, "Halvt skrivet")
    accepted(offered(person, alma), cia)
    for act in (
        lambda: write(alma, person),
        lambda: add(alma, ref, "Mer."),
        lambda: change(alma, ref, "Annat.", at=now()),
        lambda: draft(alma, form, "Mer"),
        lambda: read(alma, person),
    ):
        with pytest.raises(NotFound):
            act()
    with acting_as(alma):
        assert drafts_of_notes(alma) == ()
    [note] = read(cia, person).notes
    assert (note.who, note.text, note.may_change) == ("Handläggare på Linden", "Lindens ord.", False)


def test_the_printed_paper_has_the_texts_where_they_are_chosen(alma: Viewer) -> None:
    person = identified(alma, at=now())
    write(alma, person, "Det som hände.", words="Det jag sa.")
    with acting_as(alma):
        papers = [summary(alma, person.code, on=today(), texts=texts) for texts in (False, True)]
    without, chosen = ([one for one in paper.sections if one.title == "Journal"] for paper in papers)
    assert len(without) == len(chosen) == 1
    assert "Alma Lind" in without[0].facts[0].words and "Det som" not in repr(without)
    assert chosen[0].facts[0].words == "Det som hände.\nMed personens egna ord: Det jag sa."


def test_a_change_from_an_older_window_is_kept_beside_what_stands_there(
    alma: Viewer, signed_in: Callable[[str], Client]
) -> None:
    person = identified(alma, at=now())
    ref, browser = write(alma, person, "Först."), signed_in("alma")
    typed = {"on": today().isoformat(), "contact": "MEETING", "version": "1"}
    address = f"/journal/{ref}/change/"
    assert browser.post(address, typed | {"text": "Från ena fönstret."}).status_code == 302
    late = browser.post(address, typed | {"text": "Från andra fönstret."})
    body = late.content.decode()
    assert late.status_code == 409
    assert "Från ena fönstret." in body and "Från andra fönstret." in body
    assert "Det här har ändrats under tiden" in body


def test_what_is_sent_from_a_second_window_after_the_first_is_not_lost_in_it(
    alma: Viewer, signed_in: Callable[[str], Client]
) -> None:
    person, browser = identified(alma, at=now()), signed_in("alma")
    typed = {"on": today().isoformat(), "contact": "MEETING", "text": "Som det blev.", "token": str(uuid4())}
    address = f"/persons/{person.code}/journal/new/"
    assert [browser.post(address, typed).status_code for _ in range(2)] == [302, 302]
    late = browser.post(address, typed | {"text": "Mer kom jag på."})
    assert late.status_code == 409
    assert "Mer kom jag på." in late.content.decode() and "Du skickade" in late.content.decode()
    assert len(read(alma, person).notes) == 1
