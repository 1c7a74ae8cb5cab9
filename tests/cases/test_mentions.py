"""A colleague is named in a message or a note: who can be, who is told, when it is done, and when it dies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound
from accounts.viewer import Viewer
from cases.models import Mention, MentionSeen, Message, Person
from cases.selectors.journal import Wanted, journal_page
from cases.selectors.mention import colleagues, handle_of, mentions_waiting
from cases.selectors.talk import talk_page
from cases.services import journal, mention, sharing, talk
from cases.services.journal import Said
from cases.services.talk import Told
from nsp.desk.selectors.said_todo import said_to
from reminders.runs import run_sweep
from tests.cases.test_restrict_a_person import restricted
from tests.cases.test_share_a_person import shared
from tests.factories import identified
from tests.reminders.helpers import hand_on, names, told, unread

SignedIn = Callable[[str], Client]


def say(by: Viewer, person: Person, *named: Viewer, text: str = "Titta på det här.") -> str:
    with acting_as(by):
        said = Told(text, mentions=tuple(handle_of(person.pk, one.id) for one in named))
        return talk.send(person.code, said, token=uuid4(), by=by, at=now()).ref


def write(by: Viewer, person: Person, *named: Viewer) -> str:
    said = Said(today(), "MEETING", "Vi sågs.", mentions=tuple(handle_of(person.pk, one.id) for one in named))
    with acting_as(by):
        return journal.write_note(person.code, said, token=uuid4(), by=by, at=now()).ref


def to_name(by: Viewer, person: Person) -> set[str]:
    with acting_as(by):
        return {name for _key, name in colleagues(by, person.code, on=today())}


def waits(by: Viewer) -> list[str]:
    with acting_as(by):
        return [one.place for one in mentions_waiting(by)]


def test_only_colleagues_who_see_the_person_can_be_named(
    alma: Viewer, bo: Viewer, maj: Viewer, cia: Viewer, dag: Viewer, disa: Viewer
) -> None:
    person = identified(alma, at=now())
    assert to_name(alma, person) == {bo.name, maj.name}
    assert to_name(cia, person) == set(), "who does not see the person is told of nobody"
    shared(person, alma)
    assert to_name(cia, person) == set(), "a guest's colleagues are the guest's, and Noor has one caseworker"
    assert to_name(alma, person) == {bo.name, maj.name}, "nobody at the guest's actor stands there"
    assert to_name(dag, person) == {disa.name}
    restricted(person, maj, alma, bo)
    assert to_name(alma, person) == {bo.name}
    for user in (maj.id, cia.id, dag.id, alma.id, uuid4()):
        stranger = handle_of(person.pk, user)
        with acting_as(alma), pytest.raises(Invalid) as refused:
            talk.send(person.code, Told("Hej.", mentions=(stranger,)), token=uuid4(), by=alma, at=now())
        assert list(refused.value.fields) == ["mentions"], "in the same words, whoever it is"
        said = Said(today(), "MEETING", "Vi sågs.", mentions=(stranger,))
        with acting_as(alma), pytest.raises(Invalid):
            journal.write_note(person.code, said, token=uuid4(), by=alma, at=now())
    with acting_as(alma):
        assert not Message.objects.exists()


def test_it_stands_in_to_do_until_it_is_opened(alma: Viewer, bo: Viewer, maj: Viewer, signed_in: SignedIn) -> None:
    person = identified(alma, at=now())
    message, note = say(alma, person, bo), write(alma, person, bo, maj)
    assert waits(bo) == [message, note]
    assert waits(maj) == [note]
    assert waits(alma) == []
    client = signed_in("bo")
    page = client.get("/").content.decode()
    assert page.count("<strong>Alma Lind nämner dig i") == 2
    client.get(f"/persons/{person.code}/talk/")
    assert waits(bo) == [message, note], "the page is not the words"
    client.get(f"/persons/{person.code}/talk/?texts=1")
    assert waits(bo) == [note]
    client.get(f"/persons/{person.code}/journal/?texts=1")
    assert waits(bo) == []
    assert waits(maj) == [note], "each for themselves"


def test_one_press_in_the_list_finishes_it(alma: Viewer, bo: Viewer, signed_in: SignedIn) -> None:
    person = identified(alma, at=now())
    say(alma, person, bo)
    with acting_as(bo):
        [row] = said_to(bo, now())
    assert row.press
    client = signed_in("bo")
    assert f'action="{row.press.url}"' in client.get("/").content.decode()
    done = client.post(row.press.url, {"then": "todo"}, follow=True)
    assert done.redirect_chain == [("/", 302)]
    assert "noterat att du har sett det" in done.content.decode()
    assert waits(bo) == []
    assert client.post(row.press.url).status_code == 302, "again changes nothing"
    for other in ("alma", "maj", "cia", "dag"):
        assert signed_in(other).post(row.press.url).status_code == 404


def test_the_notice_says_nothing_and_goes_when_it_is_seen(alma: Viewer, bo: Viewer) -> None:
    person = identified(alma, at=now())
    say(alma, person, bo, text="Förseglade ord.")
    write(alma, person, bo)
    hand_on(now())
    assert names("MENTIONED") == names("MENTIONED_IN_NOTE") == ["Bo"]
    assert all("Förseglade" not in str(row.facts) for row in told())
    with acting_as(bo):
        for one in mentions_waiting(bo):
            mention.say_seen(one.ref, by=bo, at=now())
    hand_on(now())
    assert unread(bo) == []


def test_who_has_seen_it_before_the_notice_gets_none(alma: Viewer, bo: Viewer) -> None:
    person = identified(alma, at=now())
    say(alma, person, bo)
    with acting_as(bo):
        mention.say_seen(mentions_waiting(bo)[0].ref, by=bo, at=now())
    hand_on(now())
    assert told("MENTIONED") == []


def test_it_dies_quietly_when_the_reader_loses_the_person(alma: Viewer, bo: Viewer, maj: Viewer) -> None:
    person, other = identified(alma, at=now()), identified(alma, at=now())
    say(alma, person, bo)
    hand_on(now())
    say(alma, other, bo)
    restricted(person, maj, alma)
    restricted(other, maj, alma)
    assert waits(bo) == []
    with acting_as(bo):
        assert said_to(bo, now()) == ()
        assert not Mention.objects.exists()
    hand_on(now())
    assert len(told("MENTIONED")) == 1, "of the second nobody is told: it was lost before"
    run_sweep(at=now())
    assert unread(bo) == []


def test_a_note_that_is_taken_away_asks_nobody(alma: Viewer, bo: Viewer) -> None:
    person = identified(alma, at=now())
    ref = write(alma, person, bo)
    with acting_as(alma):
        journal.take_note(ref, by=alma, at=now())
    assert waits(bo) == []
    hand_on(now())
    assert told("MENTIONED_IN_NOTE") == []


def test_names_stand_there_for_colleagues_and_coordinators_alone(
    alma: Viewer, bo: Viewer, cia: Viewer, dag: Viewer
) -> None:
    person = identified(alma, at=now())
    shared(person, alma)
    say(alma, person, bo)
    write(alma, person, bo)
    for viewer, expected in ((alma, (bo.name,)), (cia, ()), (dag, (bo.name,))):
        with acting_as(viewer):
            assert talk_page(viewer, person.code, at=now()).rows[0].mentions == expected
            assert journal_page(viewer, person.code, Wanted(), at=now()).notes[0].mentions == expected


def test_a_guest_is_named_by_the_guest_and_the_end_of_the_share_ends_it(
    alma: Viewer, cia: Viewer, gerd: Viewer
) -> None:
    person = identified(alma, at=now())
    share = shared(person, alma)
    assert to_name(cia, person) == {gerd.name}
    say(gerd, person, cia)
    assert len(waits(cia)) == 1
    with acting_as(alma):
        sharing.stop_sharing(person.code, share.ref, by=alma, at=now())
    assert waits(cia) == []


def test_the_forms_keep_the_picks_and_refuse_who_lost_the_person(
    alma: Viewer, bo: Viewer, maj: Viewer, signed_in: SignedIn
) -> None:
    person, client = identified(alma, at=now()), signed_in("alma")
    here, token = f"/persons/{person.code}/talk/new/", str(uuid4())
    to_bo, to_maj = (str(handle_of(person.pk, one.id)) for one in (bo, maj))
    typed = {"token": token, "text": "Halvfärdigt", "mentions": [to_bo, to_maj]}
    assert client.post(here, typed, headers={"X-Autosave": "1"}).status_code == 200
    page = client.get(here).content.decode()
    assert page.count("checked") == 2
    restricted(person, maj, alma, bo)
    wrong = client.post(here, typed)
    assert wrong.status_code == 422
    assert "Halvfärdigt" in wrong.content.decode()
    assert maj.name not in wrong.content.decode(), "who cannot be named is not shown"
    sent = client.post(here, typed | {"mentions": [to_bo]})
    assert sent.status_code == 302
    assert len(waits(bo)) == 1
    note = f"/persons/{person.code}/journal/new/"
    made = client.post(note, {"text": "Vi sågs.", "contact": "MEETING", "on": str(today()), "mentions": to_bo})
    assert made.status_code == 302
    assert len(waits(bo)) == 2


def test_an_addition_names_and_a_change_does_not_ask_again(alma: Viewer, bo: Viewer, signed_in: SignedIn) -> None:
    person, client = identified(alma, at=now()), signed_in("alma")
    ref = write(alma, person)
    assert "Nämn en kollega" in client.get(f"/journal/{ref}/add/").content.decode()
    assert "Nämn en kollega" not in client.get(f"/journal/{ref}/change/").content.decode()
    to_bo = str(handle_of(person.pk, bo.id))
    typed = {"text": "Mer.", "contact": "NONE", "on": str(today()), "mentions": to_bo}
    assert client.post(f"/journal/{ref}/add/", typed).status_code == 302
    assert len(waits(bo)) == 1


def test_the_database_holds_to_it(alma: Viewer, bo: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    message = say(alma, person, bo)
    with acting_as(bo):
        row = Message.objects.get(ref=message)
        mine = Mention.objects.get()
    theirs = identified(alma, at=now())
    elsewhere = {"person": theirs, "ref": "N-BBBBBBBB", "message": row, "user_id": alma.id, "at": now()}
    forged = {"person": person, "ref": "N-AAAAAAAA", "message": row, "user_id": cia.id, "at": now()}
    with acting_as(bo):
        for wrong in (
            lambda: Mention(**forged, by_id=alma.id, actor_id=bo.actors[0]).save(force_insert=True),
            lambda: Mention(**elsewhere, by_id=bo.id, actor_id=bo.actors[0]).save(force_insert=True),
            lambda: MentionSeen(person=theirs, mention=mine, user_id=bo.id, at=now()).save(force_insert=True),
            lambda: Mention.objects.filter(pk=mine.pk).update(at=now() - timedelta(days=1)),
            lambda: Mention.objects.all().delete(),
            lambda: MentionSeen(person=person, mention=mine, user_id=alma.id, at=now()).save(force_insert=True),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                wrong()
    with acting_as(cia):
        assert not Mention.objects.exists()
        with pytest.raises(NotFound):
            mention.say_seen(mine.ref, by=cia, at=now())


def test_through_the_api(alma: Viewer, bo: Viewer, cia: Viewer, signed_in: SignedIn) -> None:
    person, api = identified(alma, at=now()), signed_in("alma")
    here = f"/api/v1/persons/{person.code}"
    listed = api.get(f"{here}/colleagues/").json()
    to_bo, to_cia = (handle_of(person.pk, one.id) for one in (bo, cia))
    assert {"id": str(to_bo), "name": bo.name} in listed
    assert str(bo.id) not in str(listed), "an account's id is not told to colleagues"
    assert signed_in("cia").get(f"{here}/colleagues/").status_code == 404

    def send(*named: UUID) -> Any:
        said = {"token": str(uuid4()), "text": "Hej.", "mentions": [str(one) for one in named]}
        return api.post(f"{here}/talk/new/", said, content_type="application/json")

    assert send(to_cia).status_code == send(uuid4()).status_code == 422
    assert send(to_cia).json() == send(uuid4()).json()
    assert send(to_bo).status_code == 201
    note = {"token": str(uuid4()), "text": "Vi sågs.", "on": str(today()), "contact": "MEETING"}
    note["mentions"] = [str(to_bo)]  # type: ignore[assignment]
    assert api.post(f"{here}/journal/new/", note, content_type="application/json").status_code == 201
    reader = signed_in("bo")
    mine = reader.get("/api/v1/mentions/").json()
    assert [one["in_note"] for one in mine] == [False, True]
    assert reader.post(f"/api/v1/mentions/{mine[0]['ref']}/seen/").status_code == 204
    assert len(reader.get("/api/v1/mentions/").json()) == 1
    assert api.post(f"/api/v1/mentions/{mine[1]['ref']}/seen/").status_code == 404
