"""What stands between actors who work together: by a person of one's own nobody reaches another's, a right ends with
what it rests on, and what happens at once ends in one of the two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Event
from time import sleep
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from accounts.acts import Role
from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, Refused
from accounts.models import Actor, Appointment, User
from accounts.viewer import Viewer, system, viewer_of
from audit.models import AccessEvent
from cases.models import Case, Closing, JournalDraft, JournalNote, Message, Person, Restriction, TransferOffer
from cases.selectors.changes import changes
from cases.selectors.closing import closed_panel
from cases.selectors.handing_on import work_of
from cases.services import admission, claims, closing, journal_drafts, sharing, striking, transfer
from cases.services.details import OwnFile, write_own
from cases.services.family import link_persons
from cases.services.handing_on import hand_on
from cases.services.journal_drafts import Form, save_note_draft
from funding.models import Claim
from nsp.desk import moving
from nsp.desk.selectors.summary import Summary
from tests.at_once import at_once
from tests.cases.test_close_a_case import closed, over
from tests.cases.test_move_over import accepted, offered
from tests.cases.test_strike_a_passage import answer, ask, everything_sealed, note_with
from tests.cases.test_talk import say
from tests.factories import consents, draft_request, identified, share_with

SignedIn = Callable[[str], Client]


def employed(users: dict[str, User], name: str, *at: str, role: Role = Role.MANAGER) -> Viewer:
    """Somebody who manages (or works for) one actor or several."""
    actors = [Actor.objects.get(ref=one) for one in at]
    user = users[name] = User.objects.create_user(f"{name}@example.org", name.title(), employer=actors[0])
    for one in actors:
        user.groups.add(one.group)
        Appointment.objects.create(user=user, role=role, actor=one)
    return viewer_of(user)


@pytest.fixture
def mona(users: dict[str, User]) -> Viewer:
    """The manager of two actors."""
    return employed(users, "mona", "A-LINDEN", "A-NOOR")


def as_sql(viewer: Viewer, sql: str, *given: Any) -> None:
    with acting_as(viewer), connection.cursor() as cursor:
        cursor.execute(sql, given)


def noor() -> UUID:
    return Actor.objects.get(ref="A-NOOR").pk


def hidden(model: Any, **which: Any) -> Any:
    with acting_as(system("test")):
        return model.objects.get(**which)


def test_a_manager_of_two_actors_gives_nobody_to_the_staff_of_the_other(
    alma: Viewer, bo: Viewer, cia: Viewer, mona: Viewer
) -> None:
    person, theirs = identified(alma, at=now()), identified(cia, at=now())
    for to in ([cia.id], []):
        with acting_as(mona), pytest.raises(Invalid):
            hand_on(alma.id, to, named=None, seen=(1, 0), by=mona, at=now())
    with acting_as(mona):
        assert work_of(mona, alma.id).shares([cia.id, bo.id, bo.id]) == {bo.id: 1}
        done = hand_on(alma.id, [cia.id, bo.id], named=None, seen=(1, 0), by=mona, at=now())
    assert done.persons == {bo.id: 1}, "who is chosen and works elsewhere gets none"
    assert hidden(Person, pk=person.pk).caseworker_id == bo.id
    assert hidden(Person, pk=theirs.pk).caseworker_id == cia.id


def test_nor_names_them_for_who_is_restricted(alma: Viewer, cia: Viewer, maj: Viewer, mona: Viewer) -> None:
    person = identified(alma, at=now())
    with acting_as(maj):
        sharing.restrict(person.code, [alma.id], caseworker=alma.id, by=maj, at=now())
    with acting_as(mona), pytest.raises(Invalid) as refused:
        hand_on(alma.id, [], named=cia.id, seen=(0, 1), by=mona, at=now())
    assert list(refused.value.fields) == ["named"]
    assert hidden(Restriction, person=person, ended_at=None).named == [alma.id]


def test_a_token_that_is_used_again_about_somebody_else_makes_another_row(alma: Viewer, signed_in: SignedIn) -> None:
    first, second = identified(alma, at=now()), identified(alma, at=now())
    browser, token = signed_in("alma"), str(uuid4())

    def post(address: str, **said: str) -> Any:
        made = browser.post(f"/api/v1/{address}", said | {"token": token}, content_type="application/json")
        assert made.status_code == 201, address
        return made.json()["ref"]

    note = {"on": today().isoformat(), "contact": "MEETING", "text": "Vi talade om nästa vecka."}
    refs = [post(f"persons/{one.code}/journal/new/", **note) for one in (first, second, first)]
    assert refs[0] == refs[2] != refs[1], "the same form twice makes one, about one person"
    added = [post(f"journal/{ref}/add/", **note) for ref in (refs[0], refs[1], refs[0])]
    assert added[0] == added[2] != added[1]
    assert {*added}.isdisjoint(refs), "and nothing that was added is swallowed"
    said = [post(f"persons/{one.code}/talk/new/", text="Kan ni på måndag?") for one in (first, second, first)]
    assert said[0] == said[2] != said[1]


def test_by_a_question_about_ones_own_person_nobody_strikes_in_anothers_note(
    alma: Viewer, cia: Viewer, users: dict[str, User]
) -> None:
    """Whoever was let see a person once knows the ids of notes."""
    note = hidden(JournalNote, ref=note_with(alma, identified(alma, at=now()), "Har berättat om sin resa."))
    mine, question, nils = identified(cia, at=now()), uuid4(), employed(users, "nils", "A-NOOR")
    asks = (
        "INSERT INTO cases_striking (id, person_id, ref, note_id, reason, state, asked_by_id, role, actor_id, asked_at)"
        " VALUES (%s, %s, 'D-1', %s, 'OTHER', 'OPEN', %s, 'CASEWORKER', %s, now())"
    )
    with pytest.raises(DatabaseError):
        as_sql(cia, asks, question, mine.pk, note.pk, cia.id, noor())
    as_sql(system("test"), asks, question, mine.pk, note.pk, cia.id, noor())
    with pytest.raises(DatabaseError):
        as_sql(nils, "SELECT nsp_strike(%s, NULL, NULL, '{}'::uuid[], '{}'::bytea[], now())", question)
    assert hidden(JournalNote, pk=note.pk).text, "it stands as it stood"


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO cases_questionover (id, person_id, question_id, at, by_id, actor_id) VALUES",
        "INSERT INTO cases_messageread (id, person_id, message_id, at, user_id, actor_id) VALUES",
    ],
)
def test_nor_closes_or_marks_a_message_about_somebody_else(sql: str, alma: Viewer, cia: Viewer) -> None:
    question = hidden(Message, ref=say(alma, identified(alma, at=now()), asks="OFFICE"))
    mine = identified(cia, at=now())
    with pytest.raises(DatabaseError):
        as_sql(cia, f"{sql} (%s, %s, %s, now(), %s, %s)", uuid4(), mine.pk, question.pk, cia.id, noor())


def test_no_note_is_written_for_a_later_day_so_that_it_is_locked_later(alma: Viewer) -> None:
    person, home = identified(alma, at=now()), Actor.objects.get(ref="A-LINDEN")
    sql = (
        'INSERT INTO cases_journalnote (id, person_id, ref, "on", contact, writer_id, role, actor_id, after_closing,'
        " version, written_at)"
        " VALUES (%s, %s, %s, now(), 'OTHER', %s, 'CASEWORKER', %s, false, 1, now() + %s::interval)"
    )
    as_sql(alma, sql, uuid4(), person.pk, "J-1", alma.id, home.pk, "1 second")
    with pytest.raises(DatabaseError):
        as_sql(alma, sql, uuid4(), person.pk, "J-2", alma.id, home.pk, "9 years")


def test_a_guest_who_writes_keeps_nobody_from_closing_a_case(alma: Viewer, cia: Viewer, disa: Viewer) -> None:
    person = over(alma, disa)
    with acting_as(alma):
        share_with(person.code, "A-NOOR", alma, until=today(), may_write=True)
    case = hidden(Case, person_id=person.pk)
    sql = (
        'INSERT INTO cases_closing (id, ref, person_id, case_id, outcome, "on", closed_at, closed_by_id)'
        " VALUES (%s, %s, %s, %s, 'OTHER', now(), now(), %s)"
    )
    with pytest.raises(DatabaseError):
        as_sql(cia, sql, uuid4(), "Z-1", person.pk, case.pk, cia.id)
    with pytest.raises(DatabaseError):
        as_sql(alma, sql, uuid4(), "Z-2", person.pk, case.pk, disa.id)
    mine = identified(cia, at=now())
    with pytest.raises(DatabaseError):
        as_sql(cia, sql, uuid4(), "Z-3", mine.pk, case.pk, cia.id)
    assert closed(alma, person).ref


def test_a_coordinator_opens_no_case_of_an_actor_of_their_own(
    alma: Viewer, disa: Viewer, users: dict[str, User]
) -> None:
    person = over(alma, disa)
    closed(alma, person)
    Appointment.objects.create(user=users["alma"], role=Role.COORDINATOR, actor=None)
    both = viewer_of(users["alma"])
    with acting_as(both):
        card = closed_panel(both, Person.objects.get(pk=person.pk), today())
        assert card is not None
        assert not card.may_reopen
        with pytest.raises(Refused) as refused:
            closing.reopen(person.code, "Personen behöver mer stöd.", by=both, at=now())
    assert refused.value.why == "conflict_of_interest"
    assert hidden(Closing, person_id=person.pk).reopened_at is None


def test_a_guest_takes_back_no_question_but_its_own(alma: Viewer, cia: Viewer, bo: Viewer) -> None:
    person = identified(alma, at=now())
    with acting_as(alma):
        share_with(person.code, "A-NOOR", alma, until=today(), may_write=True)
    ref = ask(alma, note_with(cia, person, "Berättade om sin syster i Lund."), "syster i Lund")
    with acting_as(cia), pytest.raises(NotFound):
        striking.withdraw_striking(ref, by=cia, at=now())
    with acting_as(bo):
        striking.withdraw_striking(ref, by=bo, at=now())
    theirs = ask(cia, note_with(cia, person, "Berättade om sin bror i Umeå."), "bror i Umeå")
    with acting_as(cia):
        striking.withdraw_striking(theirs, by=cia, at=now())


def test_a_passage_that_somebody_begins_to_ask_about_lies_in_no_draft(
    alma: Viewer, maj: Viewer, signed_in: SignedIn
) -> None:
    """Whoever asks first has it struck everywhere; another's draft of the question is out of their reach."""
    ref = note_with(alma, identified(alma, at=now()), "Berättade om sin syster i Lund.")
    typed = {"passage": "syster i Lund", "reason": "POINTS_OUT", "why": "Det pekar ut någon."}
    kept = signed_in("bo").post(f"/journal/{ref}/strike/", typed, headers={"X-Autosave": "1"})
    assert kept.json()["saved"]
    answer(maj, ask(alma, ref, "syster i Lund"))
    found = everything_sealed()
    assert "Det pekar ut någon." in found
    assert "syster" not in found


def test_whoever_reminds_of_an_application_that_was_never_sent_learns_nothing_of_it(
    alma: Viewer, signed_in: SignedIn
) -> None:
    draft = draft_request(alma, at=now())
    code, name = hidden(Person, pk=draft.person_id).code, hidden(Person, pk=draft.person_id).code_name
    browser = signed_in("dag")
    page = browser.post("/remind/", {"ref": [draft.ref], "token": str(uuid4())})
    sent = {"refs": [draft.ref], "token": str(uuid4())}
    answers = [page, browser.post("/api/v1/remind/", sent, content_type="application/json")]
    for answer_ in answers:
        assert answer_.status_code == 200
        assert code not in answer_.content.decode()
        assert name not in answer_.content.decode()


def test_an_offer_that_ran_out_is_in_no_ones_way_though_no_sweep_has_been_by(alma: Viewer) -> None:
    person = identified(alma, at=now())
    row = offered(person, alma)
    with acting_as(system("test")):
        TransferOffer.objects.filter(pk=row.pk).update(until=today() - timedelta(days=1))
    again = offered(person, alma)
    assert (hidden(TransferOffer, pk=row.pk).state, again.state) == ("EXPIRED", "OPEN")
    with pytest.raises(DatabaseError):
        as_sql(alma, "SELECT nsp_end_offer(%s, 'EXPIRED', '', now())", again.pk)


def test_of_what_was_the_senders_alone_whoever_takes_over_learns_nothing(alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    with acting_as(alma):
        write_own(person.code, OwnFile(placement="Blå", file_number="2026-17"), by=alma, at=now())
        before = {one.what for moment in changes(alma, person.code).moments for one in moment.changes}
    row = offered(person, alma)
    accepted(row, cia)
    with acting_as(cia):
        seen = {one.what for moment in changes(cia, person.code).moments for one in moment.changes}
        write_own(person.code, OwnFile(placement="Grön"), by=cia, at=now())
        own = {one.what for moment in changes(cia, person.code).moments for one in moment.changes}
    assert len(before) == 2
    assert not before & seen
    assert before & own, "and its own it reads"
    assert not hidden(TransferOffer, pk=row.pk).words, "what was said to ask is gone with the answer"


def test_money_that_came_back_after_the_offer_is_in_the_way_of_who_cannot_see_it(
    alma: Viewer, cia: Viewer, disa: Viewer
) -> None:
    person = over(alma, disa)

    def decide(act: Callable[..., object], **more: Any) -> None:
        with acting_as(disa):
            claim = Claim.objects.get()
            act(claim.ref, version=claim.version, by=disa, at=now(), **more)

    decide(claims.approve)
    row = offered(person, alma)
    decide(claims.reverse, words="Beloppet var fel.")
    with pytest.raises(Invalid):
        accepted(row, cia)
    decide(claims.approve)
    assert accepted(row, cia).pk == person.pk


def test_the_extract_is_written_for_the_senders_eyes(
    alma: Viewer, cia: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever takes over sees a relative whom the sender never did, and colleagues by name."""
    person, theirs, both = identified(alma, at=now()), identified(cia, at=now()), identified(alma, at=now())
    with acting_as(alma):
        for one in (person, both):
            share_with(one.code, "A-NOOR", alma, until=today(), may_write=True)
        link_persons(person.code, both.code, "SIBLING", by=alma, at=now())
    with acting_as(cia):
        link_persons(person.code, theirs.code, "CHILD", by=cia, at=now(), answered=("parent_so_young",))
    note_with(alma, person, "Berättade om resan hit.")
    note_with(cia, person, "Berättade om arbetet.")
    pages: list[Summary] = []

    def keep(page: Summary, **_how: Any) -> bytes:
        pages.append(page)
        return b"%PDF"

    monkeypatch.setattr(moving, "render", keep)
    row = offered(person, alma)
    with acting_as(cia):
        transfer.accept(row.ref, moving.extract_of(now(), uuid4()), by=cia, at=now())
    text = repr(pages[0])
    assert both.code_name in text
    for secret in (theirs.code_name, theirs.code, "Cia Noord"):
        assert secret not in text
    assert "Alma Lind" in text
    assert "Berättade om arbetet." in text


def test_a_guest_reads_of_no_offer_and_of_nothing_that_only_the_responsible_actor_does(
    alma: Viewer, cia: Viewer, signed_in: SignedIn
) -> None:
    person = identified(alma, at=now())
    with acting_as(alma):
        share_with(person.code, "A-NOOR", alma, until=today(), may_write=True)
    offered(person, alma, actor="A-ANKARET", without_consent="DANGER", consent=None)
    here, theirs = (signed_in(who).get(f"/persons/{person.code}/").content.decode() for who in ("alma", "cia"))
    assert "Ankaret är tillfrågad" in here
    assert "Ankaret" not in theirs
    assert "/transfer/" not in theirs


def test_a_consent_that_is_taken_back_is_an_act_in_the_log_also_where_nothing_rests_on_it(
    alma: Viewer, signed_in: SignedIn
) -> None:
    person, browser = identified(alma, at=now()), signed_in("alma")
    with acting_as(alma):
        refs = [consents(person.code, alma) for _ in range(2)]
    for start, ref in zip(("", "/api/v1"), refs, strict=True):
        assert browser.post(f"{start}/persons/{person.code}/consents/{ref}/withdraw/").status_code in (200, 302)
    with acting_as(system("test")):
        found = AccessEvent.objects.filter(person_id=person.pk, act="WRITE_CONSENT")
        assert list(found.values_list("outcome", flat=True)) == ["DONE"] * 2


@pytest.mark.django_db(transaction=True)
def test_who_takes_over_waits_for_an_application_that_is_brought_back(alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    draft, back = draft_request(alma, at=now(), person=person), Event()
    with acting_as(alma):
        admission.withdraw(draft.ref, by=alma, at=now())
    row = offered(person, alma)

    def bring() -> None:
        with acting_as(alma):
            admission.bring_back(draft.ref, by=alma, at=now())
            back.set()
            sleep(1)

    def take() -> None:
        back.wait(10)
        accepted(row, cia)

    assert isinstance(at_once(take, bring)[0], Invalid)
    assert hidden(Person, pk=person.pk).responsible_actor_id != noor()


@pytest.mark.django_db(transaction=True)
def test_who_takes_over_while_the_sender_types_waits_for_the_word(
    alma: Viewer, cia: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both hold the person before anything else of it: else each would wait for the other."""
    person = identified(alma, at=now())
    row, about, typing = offered(person, alma), Form(token=uuid4(), code=person.code), Event()

    def type_in(text: str) -> object:
        with acting_as(alma):
            save_note_draft(about, {"text": text}, by=alma, at=now())
        return "kept"

    def slowly(form: Form, *, by: Viewer) -> tuple[Person, JournalNote | None]:
        found = held(form, by=by)
        typing.set()
        sleep(1)  # who takes over is on the way by now
        return found

    def take() -> object:
        typing.wait(10)
        with acting_as(cia):
            return transfer.accept(row.ref, lambda *_: b"", by=cia, at=now()).pk

    type_in("Ett ord.")
    held = journal_drafts._about
    monkeypatch.setattr(journal_drafts, "_about", slowly)
    assert at_once(take, lambda: type_in("Ett ord till.")) == [person.pk, "kept"]
    with acting_as(system("test")):
        assert not JournalDraft.objects.filter(person=person).exists()
