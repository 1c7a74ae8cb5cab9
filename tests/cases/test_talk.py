"""The thread about a person: who takes part, who reads what, who should answer, and who has read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, PointsOut, WrongState
from accounts.viewer import Viewer, system
from audit.models import AccessEvent
from cases.models import Message, MessageDraft, MessageRead, Person, QuestionOver
from cases.selectors.talk import TalkPage, questions_waiting, talk_page
from cases.services import sharing, talk
from cases.services.talk import Told
from nsp.desk.selectors.office import office_todo
from nsp.desk.selectors.todo import caseworker_todo
from tests.cases.test_share_a_person import shared
from tests.factories import identified, move_away
from tests.reminders.helpers import hand_on, told, unread

SignedIn = Callable[[str], Client]


def say(by: Viewer, person: Person, text: str = "Kan ni ta emot på måndag?", asks: str = "", **more: Any) -> str:
    """A message; its reference."""
    how: dict[str, Any] = {"token": uuid4(), "at": now()} | more
    with acting_as(by):
        return talk.send(person.code, Told(text, asks), by=by, **how).ref


def read(by: Viewer, person: Person, *, texts: bool = True) -> TalkPage:
    with acting_as(by):
        page = talk_page(by, person.code, at=now(), texts=texts)
        if page.opened:
            talk.mark_read(person.code, [row.ref for row in page.rows if row.may_read], by=by, at=now())
        return page


def waits(by: Viewer) -> list[str]:
    with acting_as(by):
        return [one.ref for one in questions_waiting(by)]


def texts(page: TalkPage) -> list[str]:
    return [row.text for row in page.rows]


def test_a_guest_who_only_reads_is_asked_and_answers(alma: Viewer, cia: Viewer, bo: Viewer) -> None:
    person = identified(alma, at=now())
    shared(person, alma)
    question = say(alma, person, asks="A-NOOR")
    assert waits(cia) == [question]
    assert not waits(alma)
    with acting_as(cia):
        assert "person_talk" not in [row.url for row in caseworker_todo(cia, now=now()).asked]
        assert any(row.url == f"/persons/{person.code}/talk/" for row in caseworker_todo(cia, now=now()).asked)
    [row] = read(cia, person).rows
    assert row.text == "Kan ni ta emot på måndag?"
    assert row.waits
    say(cia, person, "Ja, från klockan nio.")
    assert not waits(cia)
    first, second = read(bo, person).rows
    assert not first.waits
    assert "Noor" in first.over
    assert second.text == "Ja, från klockan nio."
    assert [mark.split(" 2")[0] for mark in first.read]
    assert any("Noor" in mark for mark in first.read)
    assert not any(cia.name in mark for mark in first.read), "a guest's name is not told to another actor"


def test_the_end_of_a_share_ends_the_thread_for_the_guest(alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    share = shared(person, alma)
    say(alma, person, asks="A-NOOR")
    with acting_as(alma):
        sharing.stop_sharing(person.code, share.ref, by=alma, at=now())
    assert not waits(cia)
    with pytest.raises(NotFound):
        read(cia, person)
    with pytest.raises(NotFound):
        say(cia, person, "Hör ni mig?")
    with acting_as(cia):
        for model in (Message, QuestionOver, MessageRead, MessageDraft):
            assert not model.objects.exists()
    with pytest.raises(Invalid, match="asks"):
        say(alma, person, asks="A-NOOR")


def test_a_coordinator_reads_what_is_addressed_to_them_and_nothing_else(alma: Viewer, cia: Viewer, dag: Viewer) -> None:
    person = identified(alma, at=now())
    shared(person, alma)
    say(alma, person, "Bara för er på Noor.")
    assert not read(dag, person).may_read
    question = say(alma, person, "Kan ni hjälpa till?", asks="OFFICE")
    assert waits(dag) == [question]
    with acting_as(dag):
        assert [row.who[0] for row in office_todo(dag, now=now()).questions] == [person.code]
    assert texts(read(dag, person)) == ["", "Kan ni hjälpa till?"]
    say(dag, person, "Ja. Vem är handläggare?", asks="HOME")
    assert texts(read(dag, person)) == ["", "", "Ja. Vem är handläggare?"], "the question is answered: no longer theirs"
    say(cia, person, "Inte vi.")
    say(alma, person, "Det är jag.")
    assert texts(read(dag, person)) == ["", "", "Ja. Vem är handläggare?", "", "Det är jag."]
    assert texts(read(alma, person))[0] == "Bara för er på Noor."
    with acting_as(dag):
        reads = set(MessageRead.objects.filter(user_id=dag.id).values_list("message__ref", flat=True))
    assert question in reads
    assert len(reads) == 2, "what was not legible is not marked as read"


def test_it_is_read_by_whom_and_when_and_only_once_opened(alma: Viewer, bo: Viewer, dag: Viewer) -> None:
    person = identified(alma, at=now())
    say(alma, person)
    assert not read(bo, person, texts=False).rows[0].text
    assert not read(alma, person).rows[0].read, "nobody has opened it"
    read(bo, person)
    read(bo, person)
    [mark] = read(alma, person).rows[0].read
    assert mark.startswith(bo.name)
    with acting_as(dag):
        assert MessageRead.objects.count() == 1, "one's own are not marked, and a second look changes nothing"


def test_either_side_says_that_it_is_no_question_any_longer(alma: Viewer, cia: Viewer, bo: Viewer, dag: Viewer) -> None:
    person = identified(alma, at=now())
    shared(person, alma)
    first, second = say(alma, person, asks="OFFICE"), say(alma, person, asks="OFFICE")
    with acting_as(cia), pytest.raises(NotFound):
        talk.no_question_any_longer(person.code, first, by=cia, at=now())
    for by, ref in ((bo, first), (dag, second)):
        with acting_as(by):
            talk.no_question_any_longer(person.code, ref, by=by, at=now())
    assert not waits(dag)
    with acting_as(bo), pytest.raises(WrongState):
        talk.no_question_any_longer(person.code, first, by=bo, at=now())


def test_the_thread_follows_the_person_to_another_actor(alma: Viewer, cia: Viewer, dag: Viewer) -> None:
    person = identified(alma, at=now())
    question = say(dag, person, "Hur går det?", asks="HOME")
    assert waits(alma) == [question]
    move_away(person)
    assert waits(cia) == [question]
    assert not waits(alma)
    assert texts(read(cia, person)) == ["Hur går det?"]
    with pytest.raises(NotFound):
        read(alma, person)


def test_what_points_somebody_out_and_what_is_empty_is_not_sent(alma: Viewer, dag: Viewer) -> None:
    person = identified(alma, at=now())
    with pytest.raises(PointsOut):
        say(alma, person, "Ring 070-123 45 67.")
    with pytest.raises(Invalid):
        say(alma, person, "  ")
    with pytest.raises(Invalid):
        say(alma, person, "Å" * (talk.LONGEST + 1))
    for by, asks in ((alma, "HOME"), (dag, "OFFICE"), (alma, "A-NOOR"), (alma, "NOBODY-AT-ALL")):
        with pytest.raises(Invalid):
            say(by, person, asks=asks)
    with acting_as(system("sweep")):
        assert not Message.objects.exists()


def test_the_same_form_twice_is_one_message(alma: Viewer) -> None:
    person, token = identified(alma, at=now()), uuid4()
    assert say(alma, person, token=token) == say(alma, person, token=token)


@pytest.mark.parametrize("who", ["alma", "dag"])
def test_the_database_lets_nobody_change_a_message_or_take_one_away(
    who: str, alma: Viewer, request: pytest.FixtureRequest
) -> None:
    person, by = identified(alma, at=now()), request.getfixturevalue(who)
    say(alma, person, asks="OFFICE")
    for table in ("cases_message", "cases_questionover", "cases_messageread"):
        for does in (f"UPDATE {table} SET at = now()", f"DELETE FROM {table}"):  # noqa: S608 - a name of ours
            with acting_as(by), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(does)


def test_the_database_lets_nobody_write_in_anothers_name(alma: Viewer, cia: Viewer, bo: Viewer) -> None:
    person = identified(alma, at=now())
    shared(person, alma)
    mine = cia.actors[0]
    for row in (
        Message(person=person, ref="W-AAAAAAAA", at=now(), by_id=bo.id, role="CASEWORKER", actor_id=mine),
        Message(person=person, ref="W-BBBBBBBB", at=now(), by_id=cia.id, role="CASEWORKER", actor_id=alma.actors[0]),
        Message(person=person, ref="W-CCCCCCCC", at=now(), by_id=cia.id, role="COORDINATOR"),
    ):
        with acting_as(cia), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            row.save(force_insert=True)


def test_a_notice_says_that_there_is_a_question_and_goes_when_it_is_over(alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    shared(person, alma)
    say(alma, person, "Hemlighet.", asks="A-NOOR")
    hand_on(now())
    [notice] = [row for row in told("QUESTION_ASKED") if row.user_id == cia.id]
    assert "Hemlighet" not in str(notice.facts)
    assert "QUESTION_ASKED" in unread(cia)
    say(cia, person, "Svar.")
    hand_on(now())
    assert "QUESTION_ASKED" not in unread(cia)


def test_the_page_folds_the_texts_opens_them_remembered_and_keeps_what_was_typed(
    signed_in: SignedIn, alma: Viewer
) -> None:
    person, client = identified(alma, at=now()), signed_in("alma")
    here = f"/persons/{person.code}/talk/"
    say(alma, person, "Det förseglade.")
    assert "Det förseglade." not in client.get(here).content.decode()
    say(alma, person, "En fråga.", asks="OFFICE")
    assert client.get(here).content.decode().count("csrfmiddlewaretoken") >= 3, "log out, close the question, send"
    assert "Det förseglade." in client.get(f"{here}?texts=1").content.decode()
    with acting_as(system("sweep")):
        assert AccessEvent.objects.filter(act="READ_SEALED", ref=person.code, user_id=alma.id).count() == 1
    token = str(uuid4())
    typed = {"token": token, "text": "Halvfärdigt om"}
    assert client.post(f"{here}new/", typed, headers={"X-Autosave": "1"}).status_code == 200
    assert "Halvfärdigt om" in client.get(here).content.decode()
    wrong = client.post(f"{here}new/", {"token": token, "text": "Ring 070-123 45 67."})
    assert wrong.status_code == 422
    assert "070-123 45 67" in wrong.content.decode()
    sent = client.post(f"{here}new/", {"token": token, "text": "Färdigt.", "texts": "1"})
    assert sent.status_code == 302
    assert sent["Location"].startswith(f"{here}?texts=1#W-")
    with acting_as(alma):
        assert not MessageDraft.objects.exists()


def test_the_thread_is_paged_newest_at_the_bottom(alma: Viewer) -> None:
    person, at = identified(alma, at=now()), now()
    for n in range(23):
        say(alma, person, f"Nummer {n}.", at=at + timedelta(seconds=n))
    page = read(alma, person)
    assert texts(page)[-1] == "Nummer 22."
    assert texts(page)[0] == "Nummer 3."
    with acting_as(alma):
        before = talk_page(alma, person.code, at=now(), texts=True, older=page.older)
        assert texts(before) == ["Nummer 0.", "Nummer 1.", "Nummer 2."]
        assert texts(talk_page(alma, person.code, at=now(), texts=True, newer=before.newer)) == texts(page)


def test_through_the_api(signed_in: SignedIn, alma: Viewer, cia: Viewer) -> None:
    person, api = identified(alma, at=now()), signed_in("alma")
    shared(person, alma)
    here = f"/api/v1/persons/{person.code}/talk/"
    made = api.post(
        f"{here}new/", {"token": str(uuid4()), "text": "Hej.", "asks": "A-NOOR"}, content_type="application/json"
    )
    assert made.status_code == 201, made.content
    guest = signed_in("cia")
    assert "text" not in guest.get(here).json()["rows"][0]
    assert guest.get(f"{here}?texts=1").json()["rows"][0]["text"] == "Hej."
    assert api.get(here).json()["rows"][0]["read"]
    closed = guest.post(f"{here}{made.json()['ref']}/close/", content_type="application/json")
    assert closed.status_code == 204
    assert not api.get(here).json()["rows"][0]["waits"]
    assert today()


def test_what_is_sent_from_a_second_window_after_the_first_is_not_lost_in_it(alma: Viewer, signed_in: SignedIn) -> None:
    person, browser = identified(alma, at=now()), signed_in("alma")
    address, typed = f"/persons/{person.code}/talk/new/", {"text": "Som det blev.", "asks": "", "token": str(uuid4())}
    assert [browser.post(address, typed).status_code for _ in range(2)] == [302, 302]
    late = browser.post(address, typed | {"text": "Mer kom jag på."})
    assert (late.status_code, "Mer kom jag på." in late.content.decode()) == (409, True)
    with acting_as(alma):
        assert Message.objects.filter(person=person).count() == 1
