"""The notice board: who reads what, receipts, new versions, reminders, and that no notice says what stands there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Conflict, Invalid, NotFound, PointsOut, WrongState
from accounts.viewer import Viewer
from audit.record import Event
from nsp.desk.selectors.said_todo import said_to
from reminders import runs
from reminders.board import Board, board, posting_page
from reminders.models import Posting, PostingRead
from reminders.selectors import notices
from reminders.services import board as service
from reminders.services.board import Told
from tests.reminders.helpers import hand_on, names, told, unread

SignedIn = Callable[[str], Client]
TITLE, TEXT = "Nya schabloner från mars", "Schablonen för stödperioden räknas om. Läs bilagan i budgeten."


def put_up(by: Viewer, **more: Any) -> str:
    """A posting that asks for receipts, unless said otherwise; its reference."""
    given: dict[str, Any] = {"title": TITLE, "text": TEXT, "until": today() + timedelta(days=20), "asks_receipt": True}
    with acting_as(by):
        return service.post(Told(**(given | more)), token=uuid4(), by=by, at=now()).ref


def seen(by: Viewer) -> Board:
    with acting_as(by):
        return board(by, on=today())


def to_read(by: Viewer) -> list[str]:
    with acting_as(by):
        return [row.url for row in said_to(by, now())]


def receipt(by: Viewer, ref: str) -> None:
    with acting_as(by):
        service.say_read(ref, by=by, at=now())


def test_everybody_at_the_actors_reads_it_and_nobody_else(
    alma: Viewer, maj: Viewer, cia: Viewer, frej: Viewer, dag: Viewer, disa: Viewer, signed_in: SignedIn
) -> None:
    ref = put_up(dag)
    for viewer in (alma, maj, cia, frej, disa):
        assert [row.ref for row in seen(viewer).stands] == [ref]
    assert signed_in("frej").get(f"/board/{ref}/").status_code == 200
    for key in ("eva", "olle", "ada"):
        client = signed_in(key)
        assert client.get("/board/").status_code == 404
        assert client.get(f"/board/{ref}/").status_code == 404
        assert "/board/" not in client.get("/").content.decode()


def test_one_for_certified_actors_is_hidden_from_cooperating_ones(
    alma: Viewer, frej: Viewer, dag: Viewer, signed_in: SignedIn
) -> None:
    ref = put_up(dag, certified_only=True)
    assert [row.ref for row in seen(alma).stands] == [ref]
    assert not seen(frej).stands
    assert not to_read(frej)
    assert signed_in("frej").get(f"/board/{ref}/").status_code == 404
    with acting_as(frej), pytest.raises(NotFound):
        service.say_read(ref, by=frej, at=now())
    hand_on(now())
    assert "Frej" not in names(Event.POSTED)
    assert "Alma" in names(Event.POSTED)


def test_it_stands_in_to_do_until_it_is_read_and_the_coordinator_sees_by_whom(
    alma: Viewer, bo: Viewer, frej: Viewer, dag: Viewer, signed_in: SignedIn
) -> None:
    ref = put_up(dag)
    assert to_read(alma) == to_read(bo) == to_read(frej) == [f"/board/{ref}/"]
    page = signed_in("alma").get("/").content.decode()
    assert f'action="/board/{ref}/read/"' in page
    assert page.count("csrfmiddlewaretoken") >= 1
    back = signed_in("alma").post(f"/board/{ref}/read/", {"then": "todo"}, follow=True)
    assert back.redirect_chain == [("/", 302)]
    assert TITLE in back.content.decode()
    assert not to_read(alma)
    assert to_read(bo)
    with acting_as(dag):
        found = posting_page(dag, ref, on=today())
        linden = next(one for one in found.actors if one.actor == "Linden")
        assert [name for name, _at in linden.read] == [alma.name]
        assert bo.name in linden.unread
        assert found.read == 1
        assert found.asked == 5, "caseworkers, the manager and the cooperating: no coordinator, funder or officer"
    with acting_as(bo):
        assert posting_page(bo, ref, on=today()).actors == (), "who has read is the coordinators' to see"


def test_looking_is_no_receipt_and_none_is_left_where_none_is_asked_for(
    alma: Viewer, dag: Viewer, signed_in: SignedIn
) -> None:
    ref, plain = put_up(dag), put_up(dag, asks_receipt=False)
    signed_in("alma").get(f"/board/{ref}/")
    assert to_read(alma) == [f"/board/{ref}/"]
    with acting_as(alma), pytest.raises(WrongState):
        service.say_read(plain, by=alma, at=now())
    receipt(alma, ref)
    receipt(alma, ref)
    with acting_as(alma):
        assert PostingRead.objects.count() == 1


def test_a_change_asks_anew_and_an_old_page_writes_over_nothing(
    alma: Viewer, dag: Viewer, disa: Viewer, signed_in: SignedIn
) -> None:
    ref = put_up(dag)
    receipt(alma, ref)
    told_anew = Told("Nya schabloner från april", TEXT, today() + timedelta(days=9), asks_receipt=True)
    with acting_as(disa):
        newer = service.change_posting(ref, told_anew, by=disa, at=now()).ref
    assert to_read(alma) == [f"/board/{newer}/"]
    with acting_as(dag), pytest.raises(Conflict):
        service.change_posting(ref, told_anew, by=dag, at=now())
    with acting_as(alma), pytest.raises(WrongState):
        service.say_read(ref, by=alma, at=now())
    client = signed_in("dag")
    typed = {"title": "Dags egen rubrik", "text": "Dags text.", "until": str(today()), "seen": ref}
    answer = client.post(f"/board/{ref}/change/", typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Dags egen rubrik" in page
    assert disa.name in page
    assert f'value="{newer}"' in page
    assert client.post(f"/board/{ref}/change/", typed | {"seen": newer}).status_code == 302
    assert [row.version for row in seen(alma).stands] == [3]


def test_what_is_taken_down_or_past_its_day_asks_nobody(alma: Viewer, dag: Viewer, signed_in: SignedIn) -> None:
    ref, short = put_up(dag), put_up(dag, until=today())
    hand_on(now())
    assert len(unread(alma)) == 2
    with acting_as(dag):
        service.take_down(ref, by=dag, at=now())
        with pytest.raises(WrongState):
            service.take_down(ref, by=dag, at=now())
    assert to_read(alma) == [f"/board/{short}/"]
    assert len(unread(alma)) == 1
    assert signed_in("alma").get(f"/board/{ref}/").status_code == 404
    assert signed_in("dag").get(f"/board/{ref}/").status_code == 200
    with acting_as(alma):
        assert not board(alma, on=today() + timedelta(days=1)).stands
        assert not said_to(alma, now() + timedelta(days=1))
    assert [row.ref for row in seen(dag).earlier] == [ref]
    with acting_as(dag):
        again = service.change_posting(ref, Told(TITLE, TEXT, today()), by=dag, at=now())
    assert again.ref in [row.ref for row in seen(alma).stands]


def test_taken_down_before_it_was_told_is_told_to_nobody(dag: Viewer) -> None:
    ref = put_up(dag)
    with acting_as(dag):
        service.take_down(ref, by=dag, at=now())
    hand_on(now())
    assert not told(Event.POSTED)


def test_a_reminder_goes_to_those_who_have_not_read_once_a_day(
    alma: Viewer, bo: Viewer, dag: Viewer, signed_in: SignedIn
) -> None:
    ref = put_up(dag)
    receipt(alma, ref)
    client = signed_in("dag")
    assert client.post(f"/board/{ref}/remind/").status_code == 302
    hand_on(now())
    assert set(names(Event.POSTING_REMINDED)) == {"Bo", "Cia", "Frej", "Maj"}
    with acting_as(dag), pytest.raises(WrongState) as refused:
        service.remind(ref, by=dag, at=now())
    assert refused.value.state == "REMINDED"
    receipt(bo, ref)
    assert unread(bo) == [], "what one has done is asked for no longer"
    assert set(names(Event.POSTED)) == {"Alma", "Bo", "Cia", "Frej", "Maj"}


def test_notices_and_mails_say_nothing_of_it(alma: Viewer, dag: Viewer, settings: Any) -> None:
    put_up(dag)
    hand_on(now())
    with acting_as(alma):
        [row] = notices(alma).unread
    assert row.url.startswith("/board/A-")
    runs.run_delivery(at=now() + timedelta(days=1))  # whatever the hour, a night may lie between
    runs.run_delivery(at=now() + timedelta(days=1, hours=12))
    sent = [str(one.message()) for one in mail.outbox]
    assert len(sent) == 5
    for said in (*sent, row.what, *(str(one.facts) for one in told())):
        assert TITLE not in said
        assert "schablon" not in said.casefold()


def test_the_board_is_about_no_person_and_what_was_typed_stays(dag: Viewer, signed_in: SignedIn) -> None:
    with pytest.raises(PointsOut):
        put_up(dag, text="Ring 070-174 06 51 om ni undrar.")
    typed = {"title": "Hej", "text": "Ring 070-174 06 51.", "until": str(today()), "asks_receipt": "on"}
    answer = signed_in("dag").post("/board/new/", typed)
    assert answer.status_code == 422
    assert "Ring 070-174 06 51." in answer.content.decode()
    for wrong in ({"title": " "}, {"text": ""}, {"until": today() - timedelta(days=1)}, {"title": "x" * 121}):
        with pytest.raises(Invalid):
            put_up(dag, **wrong)


def test_the_same_form_twice_makes_one(dag: Viewer, alma: Viewer) -> None:
    token = uuid4()
    with acting_as(dag):
        one, other = (service.post(Told(TITLE, TEXT, today()), token=token, by=dag, at=now()).ref for _time in range(2))
    assert one == other
    assert len(seen(alma).stands) == 1


def test_actors_write_nothing_there(alma: Viewer, frej: Viewer, dag: Viewer, signed_in: SignedIn) -> None:
    ref = put_up(dag)
    for key in ("alma", "frej", "maj"):
        client = signed_in(key)
        for place in ("new/", f"{ref}/change/", f"{ref}/take-down/", f"{ref}/remind/"):
            assert client.post(f"/board/{place}").status_code == 404, place
    with acting_as(alma):
        row = Posting.objects.get(ref=ref)
        for write in (
            lambda: Posting.objects.filter(ref=ref).update(taken_at=now()),
            lambda: PostingRead.objects.create(posting=row, user_id=dag.id, at=now()),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                write()
    with acting_as(dag):
        with pytest.raises(DatabaseError), transaction.atomic():
            Posting.objects.filter(ref=ref).update(text="Något annat.")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM reminders_postingread")


def test_the_api_does_the_same(dag: Viewer, alma: Viewer, signed_in: SignedIn) -> None:
    client, reader = signed_in("dag"), signed_in("alma")
    said = {"title": TITLE, "text": TEXT, "until": str(today()), "asks_receipt": True, "token": str(uuid4())}
    made = client.post("/api/v1/board/new/", said, content_type="application/json")
    assert made.status_code == 201
    ref = made.json()["ref"]
    assert reader.get("/api/v1/board/").json()["stands"][0]["waits"] is True
    assert reader.post(f"/api/v1/board/{ref}/read/").status_code == 204
    assert reader.get(f"/api/v1/board/{ref}/").json()["actors"] == []
    actors = client.get(f"/api/v1/board/{ref}/").json()["actors"]
    assert alma.name in next(one for one in actors if one["actor"] == "Linden")["read"]
    assert client.post(f"/api/v1/board/{ref}/remind/").status_code == 204
    changed = client.post(f"/api/v1/board/{ref}/change/", said | {"title": "Ny"}, content_type="application/json")
    assert changed.status_code == 201
    assert client.post(f"/api/v1/board/{ref}/take-down/").status_code == 409
    assert client.post(f"/api/v1/board/{changed.json()['ref']}/take-down/").status_code == 204
