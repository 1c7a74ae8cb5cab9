"""An offer that runs out tells both sides; a question to a guest who is gone closes itself; the thread elsewhere."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import uuid4

from accounts.clock import STOCKHOLM, day, now, today
from accounts.door import acting_as
from accounts.viewer import Viewer, system
from cases.models import TransferOffer
from cases.selectors.entry import Subject
from cases.selectors.person import timeline
from cases.selectors.talk import talk_page
from cases.services import sharing, talk
from cases.services.talk import Told
from cases.states import TransferState
from nsp.desk.selectors.summary import summary
from nsp.desk.selectors.todo import caseworker_todo
from reminders.runs import run_sweep
from reminders.selectors import notices
from tests.cases.test_move_over import offered
from tests.cases.test_share_a_person import shared
from tests.cases.test_talk import read, say, waits
from tests.factories import identified
from tests.reminders.helpers import hand_on, names, unread


def noon(days: int) -> datetime:
    """At noon, so many days ahead."""
    return datetime.combine(today() + timedelta(days=days), time(12), STOCKHOLM)


def test_an_offer_that_runs_out_tells_both_sides(alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    row = offered(person, alma)
    hand_on(now())
    assert "TRANSFER_OFFERED" in unread(cia)
    run_sweep(at=noon((row.until - today()).days - 1))
    assert names("TRANSFER_RAN_OUT") == names("ASKED_RAN_OUT") == []
    after = noon((row.until - today()).days + 1)
    for _time in range(2):
        run_sweep(at=after)
    assert names("TRANSFER_RAN_OUT") == ["Alma"]
    assert names("ASKED_RAN_OUT") == ["Cia"]
    with acting_as(cia):
        code, name = person.code, person.code_name
        said = [one.what for one in notices(cia).unread]
        assert said
        assert all(code not in one and name not in one for one in said)
    with acting_as(alma):
        found = caseworker_todo(alma, now=after)
        rows = [one for one in (*found.first, *found.week, *found.later) if one.url.endswith("/transfer/")]
        assert [one.who[1] for one in rows] == [code]
        assert not [one for one in found.waiting if one.url.endswith("/transfer/")]
        later = caseworker_todo(alma, now=after + timedelta(days=9))
        assert not [one for one in (*later.first, *later.week, *later.later) if one.url.endswith("/transfer/")]
    with acting_as(cia):
        news = [one.what for one in caseworker_todo(cia, now=after).news]
        assert len([one for one in news if "Linden" in one]) == 1
        assert caseworker_todo(cia, now=after).offered == ()


def test_what_asked_to_take_somebody_over_asks_no_longer(alma: Viewer, cia: Viewer) -> None:
    row = offered(identified(alma, at=now()), alma)
    hand_on(now())
    run_sweep(at=now())
    assert "TRANSFER_OFFERED" in unread(cia)
    with acting_as(system("sweep")):  # as the night of its last day leaves it, by the clock of the database
        TransferOffer.objects.filter(pk=row.pk).update(state=TransferState.EXPIRED)
    run_sweep(at=now())
    assert "TRANSFER_OFFERED" not in unread(cia)


def test_a_question_to_a_guest_whose_share_ends_closes_itself_and_says_why(alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    share = shared(person, alma)
    say(alma, person, asks="A-NOOR")
    say(alma, person, asks="OFFICE")
    hand_on(now())
    assert "QUESTION_ASKED" in unread(cia)
    with acting_as(alma):
        sharing.stop_sharing(person.code, share.ref, by=alma, at=now())
    hand_on(now())
    first, second = read(alma, person).rows
    assert not first.waits
    assert not first.may_close
    assert "delningen med Noor har upphört" in first.over
    assert second.waits, "the coordinators are asked still"
    assert "QUESTION_ASKED" not in unread(cia)


def test_it_closes_when_the_share_runs_out_and_not_before(alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    share = shared(person, alma, days=3)
    question = say(alma, person, asks="A-NOOR")
    run_sweep(at=noon((share.until - today()).days))
    assert waits(cia) == [question]
    run_sweep(at=noon((share.until - today()).days + 1))
    assert not read(alma, person).rows[0].waits
    run_sweep(at=noon((share.until - today()).days + 2))


def test_a_share_that_is_renewed_leaves_the_question_open(alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    shared(person, alma, days=3)
    question = say(alma, person, asks="A-NOOR")
    shared(person, alma, days=30)
    hand_on(now())
    run_sweep(at=noon(10))
    assert waits(cia) == [question]


def test_the_timeline_says_that_there_are_messages_and_not_what_they_say(
    alma: Viewer, cia: Viewer, dag: Viewer
) -> None:
    person = identified(alma, at=now())
    shared(person, alma)
    say(alma, person, "Förseglat.", asks="A-NOOR")
    say(cia, person, "Hemligt svar.")
    for viewer, other in ((alma, "Noor"), (cia, "Linden"), (dag, "Linden")):
        with acting_as(viewer):
            [line] = [one for one in timeline(viewer, person.code, on=today()) if one.subject == Subject.TALK]
            assert line.on == day(now())
            assert line.what.startswith("2 ")
            assert other in line.who
            assert line.link == ("person_talk", person.code)
            assert "Förseglat" not in str(line)
    with acting_as(cia):
        assert alma.name not in str([one for one in timeline(cia, person.code, on=today()) if one.subject == "TALK"])


def test_the_paper_has_the_words_for_who_may_read_them(alma: Viewer, dag: Viewer) -> None:
    person = identified(alma, at=now())
    say(alma, person, "Bara för aktörerna.")
    say(alma, person, "Till er.", asks="OFFICE")
    for viewer, texts, expected in (
        (alma, True, ["Bara för aktörerna.", "Till er."]),
        (alma, False, []),
        (dag, False, []),
    ):
        with acting_as(viewer):
            said = str(summary(viewer, person.code, on=today(), texts=texts))
            assert [one for one in ("Bara för aktörerna.", "Till er.") if one in said] == expected
    with acting_as(dag):
        talk.send(person.code, Told("Från oss."), token=uuid4(), by=dag, at=now())
        assert "Från oss." in [row.text for row in talk_page(dag, person.code, at=now(), texts=True).rows]
        assert "Bara för aktörerna." not in str(summary(dag, person.code, on=today(), texts=True))
