"""Many at once: each is checked on its own, what did not go is said, a code that one may not know of tells nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, PointsOut
from accounts.lists import MOST_AT_ONCE
from accounts.models import User
from accounts.viewer import Viewer, system
from audit.models import AccessEvent, Outbox
from cases.models import JournalNote, Person, Reminding
from cases.selectors.reminding import to_remind
from cases.services import bulk, decision
from cases.services.group import Line, Shared, add_line, note_group_event
from cases.services.journal import Said
from cases.services.sharing import restrict
from reminders.models import Notice
from reminders.runs import run_outbox
from tests.factories import confirmed_case, identified, move_away, sent_request, share_with

AT = now() - timedelta(days=1)
SAID = Said(today(), "MEETING", "Alla fick veta vad de har rätt till.")


def _went(done: tuple[bulk.Went, ...]) -> dict[str, str]:
    return {one.ref: one.why for one in done}


def _caseworker(person: Person) -> UUID | None:
    with acting_as(system("test")):
        return Person.objects.get(pk=person.pk).caseworker_id


def test_a_manager_gives_persons_to_a_colleague_and_hears_which_did_not_go(
    alma: Viewer, bo: Viewer, cia: Viewer, maj: Viewer
) -> None:
    ours = [identified(alma, at=AT) for _n in range(2)]
    restricted, foreign, guest = identified(alma, at=AT), identified(cia, at=AT), identified(cia, at=AT)
    with acting_as(maj):
        restrict(restricted.code, [alma.id, maj.id], caseworker=alma.id, by=maj, at=now())
    with acting_as(cia):
        share_with(guest.code, "A-LINDEN", cia, until=today(), may_write=True)
    chosen = [*(one.code for one in ours), restricted.code, foreign.code, guest.code, "ZZZZ-99", "skräp"]
    with acting_as(maj):
        done = bulk.give_persons(chosen, bo.id, by=maj, at=now())
    assert _went(done) == {
        **{one.code: "" for one in ours},
        restricted.code: "not_named",
        **dict.fromkeys((foreign.code, guest.code, "ZZZZ-99", "skräp"), "not_found"),
    }
    assert [_caseworker(one) for one in (*ours, restricted, foreign)] == [bo.id, bo.id, alma.id, cia.id]
    with acting_as(maj):
        again = bulk.give_persons([ours[0].code], bo.id, by=maj, at=now())
        outside = bulk.give_persons([ours[0].code], cia.id, by=maj, at=now())
    assert (_went(again), _went(outside)) == ({ours[0].code: ""}, {ours[0].code: "not_staff"})
    with acting_as(system("test")):
        (event,) = Outbox.objects.filter(event="PERSONS_GIVEN")
    assert event.facts == {"to": str(bo.id), "n": 2}


def test_nobody_else_gives_and_nobody_gives_too_many(alma: Viewer, bo: Viewer, dag: Viewer, maj: Viewer) -> None:
    person = identified(alma, at=AT)
    for other in (alma, dag):
        with acting_as(other):
            assert _went(bulk.give_persons([person.code], bo.id, by=other, at=now())) == {person.code: "not_found"}
    with acting_as(maj):
        for codes in ([], [" "], [f"{n}" for n in range(MOST_AT_ONCE + 1)]):
            with pytest.raises(Invalid):
                bulk.give_persons(codes, bo.id, by=maj, at=now())


def test_the_page_gives_shows_only_what_its_viewer_sees_and_leaves_a_trace_on_each(
    alma: Viewer, bo: Viewer, cia: Viewer, signed_in: Callable[[str], Client]
) -> None:
    ours, foreign = identified(alma, at=AT), identified(cia, at=AT)
    browser = signed_in("maj")
    listed = browser.get("/persons/").content.decode()
    assert f'value="{ours.code}"' in listed
    assert 'name="code"' not in signed_in("alma").get("/persons/").content.decode()
    chosen = {"code": [ours.code, foreign.code, "ZZZZ-99"]}
    first = browser.post("/give/", chosen).content.decode()
    assert ours.code_name in first
    assert foreign.code_name not in first
    wrong = browser.post("/give/", chosen | {"to": ""})
    assert (wrong.status_code, ours.code_name in wrong.content.decode()) == (422, True)
    page = browser.post("/give/", chosen | {"to": str(bo.id)}).content.decode()
    assert ours.code in page
    assert "2 som valdes finns inte" in page
    assert foreign.code not in page
    with acting_as(system("test")):
        (event,) = AccessEvent.objects.filter(act="ASSIGN", outcome="DONE", person_id__isnull=False)
        assert event.person_id == ours.pk
    answer = browser.post(
        "/api/v1/give/", {"codes": [ours.code, foreign.code], "to": str(alma.id)}, content_type="application/json"
    )
    results = {one["ref"]: (one["ok"], one["why"]) for one in answer.json()["results"]}
    assert results == {ours.code: (True, ""), foreign.code: (False, "not_found")}
    for name in ("alma", "dag", "frej", "eva"):
        assert signed_in(name).post("/give/", chosen).status_code == 404


def _returned(alma: Viewer, dag: Viewer, at: object = AT) -> str:
    row = sent_request(alma, at=AT)
    with acting_as(dag):
        decision.return_for_completion(row.ref, version=row.version, question="När började det?", by=dag, at=AT)
    return row.ref


def test_an_actor_is_reminded_once_a_day_of_what_waits_for_it(
    alma: Viewer, dag: Viewer, disa: Viewer, users: dict[str, User]
) -> None:
    returned = _returned(alma, dag)
    ended = confirmed_case(alma, dag, at=AT - timedelta(days=60))
    running = confirmed_case(alma, dag, at=AT)
    with acting_as(dag):
        over, runs = (case.interventions.get().ref for case in (ended, running))
        seen = to_remind(dag, now=now())
        assert ([one.ref for one in seen.answers], [one.ref for one in seen.reports]) == ([returned], [over])
        token, chosen = uuid4(), [returned, over, runs, "A-ZZZZ-ZZZZ"]
        expected = {returned: "", over: "", runs: "done", "A-ZZZZ-ZZZZ": "not_found"}
        assert _went(bulk.remind(chosen, token=token, by=dag, at=now())) == expected
        assert _went(bulk.remind(chosen, token=token, by=dag, at=now())) == expected
        assert not any(one.may for one in (*to_remind(dag, now=now()).answers, *to_remind(dag, now=now()).reports))
    with acting_as(disa):
        second = _went(bulk.remind([returned], token=uuid4(), by=disa, at=now()))
        assert second == {returned: "today"}
        assert _went(bulk.remind([returned], token=uuid4(), by=disa, at=now() + timedelta(days=1))) == {returned: ""}
    run_outbox(at=now())
    with acting_as(system("test")):
        assert Reminding.objects.count() == 3
        notices = Notice.objects.filter(kind__startswith="REMINDED")
        assert sorted(notices.values_list("kind", "user_id")) == sorted(
            [("REMINDED_ANSWER", alma.id), ("REMINDED_ANSWER", alma.id), ("REMINDED_REPORT", alma.id)]
        )


def test_the_page_reminds_and_a_draft_is_nothing_to_remind_of(
    alma: Viewer, dag: Viewer, signed_in: Callable[[str], Client]
) -> None:
    returned, waiting = _returned(alma, dag), sent_request(alma, at=AT)
    browser = signed_in("dag")
    assert returned in browser.get("/remind/").content.decode()
    none = browser.post("/remind/", {"token": uuid4()})
    assert none.status_code == 422
    page = browser.post("/remind/", {"token": uuid4(), "ref": [returned, waiting.ref]}).content.decode()
    assert "väntar inte längre" in page.lower()
    answer = browser.post(
        "/api/v1/remind/", {"refs": [returned, "A-ZZZZ-ZZZZ"], "token": str(uuid4())}, content_type="application/json"
    )
    whys = {one["ref"]: one["why"] for one in answer.json()["results"]}
    assert whys == {returned: "today", "A-ZZZZ-ZZZZ": "not_found"}
    assert signed_in("alma").get("/remind/").status_code == 404


@pytest.fixture
def met(alma: Viewer) -> tuple[str, list[Person]]:
    """Three who were met at one place, and the reference of that."""
    with acting_as(alma):
        event = note_group_event(Shared(today(), met=3), token=uuid4(), by=alma, at=now())
        return event.ref, [add_line(event.ref, Line(), token=uuid4(), by=alma, at=now()) for _n in range(3)]


def test_one_note_stands_in_each_journal_under_each_ones_own_key(
    met: tuple[str, list[Person]], alma: Viewer, cia: Viewer
) -> None:
    event, (first, second, gone) = met
    move_away(gone)
    outside = identified(alma, at=AT)
    token, chosen = uuid4(), [first.code, second.code, gone.code, outside.code]
    with acting_as(alma):
        for _n in range(2):
            done = bulk.note_each(event, chosen, SAID, token=token, by=alma, at=now())
            assert _went(done) == {first.code: "", second.code: "", gone.code: "not_found", outside.code: "not_found"}
        notes = list(JournalNote.objects.all())
        assert {note.person_id for note in notes} == {first.pk, second.pk}
        assert {note.text.open() for note in notes} == {SAID.text}
        assert len(set(JournalNote.objects.values_list("text", flat=True))) == 2
        for wrong in (Said(today(), "MEETING", ""), Said(today() + timedelta(days=1), "MEETING", "x")):
            with pytest.raises(Invalid):
                bulk.note_each(event, chosen, wrong, token=uuid4(), by=alma, at=now())
        with pytest.raises(PointsOut):
            bulk.note_each(event, chosen, Said(today(), "MEETING", "070-123 45 67"), token=uuid4(), by=alma, at=now())
    with acting_as(cia), pytest.raises(NotFound):
        bulk.note_each(event, [first.code], SAID, token=uuid4(), by=cia, at=now())


def test_the_page_keeps_what_was_typed_and_who_was_ticked(
    met: tuple[str, list[Person]], alma: Viewer, signed_in: Callable[[str], Client]
) -> None:
    event, (first, second, third) = met
    browser, here = signed_in("alma"), f"/groups/{event}/note/"
    assert browser.get(here).content.decode().count("checked") >= 3
    said = {"text": "Alla fick mat.", "contact": "MEETING", "on": today().isoformat(), "token": str(uuid4())}
    wrong = browser.post(here, said | {"text": "Ring 070-123 45 67", "code": [first.code]})
    page = wrong.content.decode()
    assert (wrong.status_code, "Ring 070-123 45 67" in page) == (422, True)
    assert page.count("checked") - page.count('checked=""') >= 1
    assert browser.post(here, said).status_code == 422
    done = browser.post(here, said | {"code": [first.code, second.code]}).content.decode()
    assert "2 är klara" in done
    with acting_as(alma):
        assert JournalNote.objects.count() == 2
    with acting_as(system("test")):
        looked = AccessEvent.objects.filter(act="WRITE_NOTE", outcome="DONE", person_id__isnull=False)
        assert {event.person_id for event in looked} == {first.pk, second.pk}
    body = said | {"codes": [third.code, "ZZZZ-99"], "token": str(uuid4())}
    answer = browser.post(f"/api/v1/groups/{event}/note/", body, content_type="application/json")
    assert {one["ref"]: one["why"] for one in answer.json()["results"]} == {third.code: "", "ZZZZ-99": "not_found"}
