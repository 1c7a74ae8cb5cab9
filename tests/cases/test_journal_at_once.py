"""Two at once in the journal: the same form twice, two windows, taking away while changing."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Conflict, WrongState
from accounts.viewer import Viewer
from cases.models import JournalNote
from cases.models.journal import Contact, StrikeReason
from cases.services import journal
from cases.services.journal import Said
from cases.services.striking import answer_striking, ask_striking
from tests.at_once import at_once
from tests.cases.test_journal import change, read, write
from tests.factories import identified

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def test_the_same_form_sent_twice_makes_one_note(alma: Viewer) -> None:
    person, token = identified(alma, at=now()), uuid4()
    said = Said(today(), Contact.MEETING, "En gång.")

    def send() -> None:
        with acting_as(alma):
            journal.write_note(person.code, said, token=token, by=alma, at=now())

    at_once(send, send)
    assert len(read(alma, person).notes) == 1


def test_two_windows_do_not_write_over_one_another(alma: Viewer) -> None:
    person, at = identified(alma, at=now()), now()
    ref = write(alma, person, at=at)
    results = at_once(*(lambda n=n: change(alma, ref, f"Fönster {n}.", at=at) for n in range(2)))
    assert sorted(type(one).__name__ for one in results) == ["Conflict", "JournalNote"]


def test_lock_and_change_at_once_end_in_one_of_the_two(alma: Viewer) -> None:
    person, at = identified(alma, at=now()), now()
    ref = write(alma, person, at=at)

    def take() -> None:
        with acting_as(alma):
            journal.take_note(ref, by=alma, at=at)

    results = at_once(take, lambda: change(alma, ref, "Ändrat.", at=at))
    with acting_as(alma):
        note = JournalNote.objects.get(ref=ref)
        changed = note.text.open() == "Ändrat."
    assert note.taken_at is not None
    assert changed == (not any(isinstance(one, WrongState | Conflict) for one in results))


def test_a_change_while_the_passage_is_struck_leaves_it_nowhere(alma: Viewer, maj: Viewer) -> None:
    for _round in range(4):
        person, at, word = identified(alma, at=now()), now(), "kanariestycke"
        ref = write(alma, person, f"Ett {word} för mycket.", at=at)
        with acting_as(alma):
            question = ask_striking(ref, word, StrikeReason.OTHER, "Hör inte hit.", by=alma, at=at).ref

        def strike(question: str = question) -> None:
            with acting_as(maj):
                answer_striking(question, agree=True, by=maj, at=now())

        def rewrite(ref: str = ref, at: datetime = at) -> JournalNote:
            return change(alma, ref, "Ett kanariestycke för mycket, och mer.", at=at)

        results = at_once(strike, rewrite)
        assert results[0] is None
        assert isinstance(results[1], JournalNote | Conflict)
        with acting_as(alma):
            texts = [row.text.open() for row in JournalNote.objects.filter(ref=ref)]
            event = JournalNote.pgh_event_model  # type: ignore[attr-defined]
            older = event.objects.filter(ref=ref).exclude(text=None).count()
        assert word not in "".join(texts) and older == 1, "the struck version alone"


def test_two_answers_at_once_are_one(alma: Viewer, maj: Viewer, dag: Viewer) -> None:
    person = identified(alma, at=now())
    ref = write(alma, person, "Ett stycke för mycket.")
    with acting_as(maj):
        question = ask_striking(ref, "för mycket", StrikeReason.NOT_SO, by=maj, at=now()).ref

    def say(agree: bool) -> None:
        with acting_as(dag):
            answer_striking(question, agree=agree, by=dag, at=now())

    results = at_once(lambda: say(True), lambda: say(False))
    assert sorted(type(one).__name__ for one in results) == ["NoneType", "WrongState"]
