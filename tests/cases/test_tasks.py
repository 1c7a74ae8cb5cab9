"""Tasks: taken on or given, done with one press, seen by the side where they were given and by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Conflict, Invalid, NotFound, PointsOut, WrongState
from accounts.viewer import Viewer, system
from cases.models import Person, Task
from cases.selectors.closing import closing_page
from cases.selectors.person import timeline
from cases.selectors.task import TaskPage, doer_key, doers_about, open_tasks, task_page, tasks_nobody_has, tasks_of
from cases.services import sharing, transfer
from cases.services.handing_on import hand_on
from cases.services.task import UNDO_SECONDS, Given, change_task, decline, give_task, mark_done, take_back, undo
from cases.services.transfer import Offered
from cases.states import TaskState
from tests.factories import confirmed_case, identified, share_with

SignedIn = Callable[[str], Client]
SYSTEM = system("test")


@pytest.fixture
def person(alma: Viewer) -> Person:
    """A grown-up person whom Alma met."""
    return identified(alma, at=now() - timedelta(days=2))


def give(
    by: Viewer, person: Person | None = None, to: Viewer | None = None, *, token: UUID | None = None, **said: Any
) -> Task:
    with acting_as(by):
        given = Given(**({"text": "Ring tillbaka."} | said), doer=to.id if to else None)
        return give_task(given, token=token or uuid4(), by=by, at=now(), code=person.code if person else "")


def page(viewer: Viewer, row: Task, **how: Any) -> TaskPage:
    with acting_as(viewer):
        return task_page(viewer, row.ref, on=today(), **how)


def state_of(row: Task) -> tuple[str, UUID]:
    with acting_as(SYSTEM):
        found = Task.objects.get(pk=row.pk)
        return found.state, found.doer_id


def mine(viewer: Viewer) -> list[str]:
    with acting_as(viewer):
        return [row.ref for row in tasks_of(viewer, on=today()).mine]


def given(viewer: Viewer) -> list[str]:
    with acting_as(viewer):
        return [row.ref for row in tasks_of(viewer, on=today()).given]


def tomorrow(days: int = 1) -> date:
    return today() + timedelta(days=days)


def test_a_task_is_taken_on_done_and_undone_for_a_minute(alma: Viewer, person: Person) -> None:
    row = give(alma, person, due=tomorrow())
    assert mine(alma) == [row.ref]
    at = now()
    with acting_as(alma):
        mark_done(row.ref, by=alma, at=at)
    assert mine(alma) == []
    with acting_as(alma):
        undo(row.ref, by=alma, at=at + timedelta(seconds=UNDO_SECONDS))
    assert mine(alma) == [row.ref]
    with acting_as(alma):
        mark_done(row.ref, by=alma, at=at)
        with pytest.raises(WrongState):
            undo(row.ref, by=alma, at=at + timedelta(seconds=UNDO_SECONDS + 1))
        with pytest.raises(WrongState) as late:
            mark_done(row.ref, by=alma, at=at)
    assert late.value.is_done


def test_a_colleague_is_given_one_does_it_with_a_word_and_who_gave_it_reads_that(
    alma: Viewer, bo: Viewer, person: Person
) -> None:
    row = give(alma, person, bo)
    assert (mine(alma), given(alma), mine(bo)) == ([], [row.ref], [row.ref])
    with acting_as(bo):
        mark_done(row.ref, by=bo, at=now(), word="Personen svarade inte.")
    read = page(alma, row, texts=True)
    assert (read.text, read.word) == ("Ring tillbaka.", "Personen svarade inte.")
    shut = page(alma, row)
    assert (shut.text, shut.word, shut.has_text) == ("", "", True)
    assert "Bo Berg" in read.moved


def test_one_that_is_declined_goes_back_with_the_reason_and_is_given_to_another(
    alma: Viewer, bo: Viewer, maj: Viewer, person: Person
) -> None:
    row = give(alma, person, bo)
    with acting_as(bo), pytest.raises(Invalid):
        decline(row.ref, " ", by=bo, at=now())
    with acting_as(bo):
        decline(row.ref, "Ledig hela veckan.", by=bo, at=now())
    assert (mine(bo), given(bo), mine(alma)) == ([], [], [row.ref])
    with acting_as(bo):
        assert [one.ref for one in tasks_of(bo, on=today()).lately] == [row.ref], "no longer his, and not lost"
    assert page(alma, row, texts=True).why == "Ledig hela veckan."
    with acting_as(alma):
        with pytest.raises(WrongState):
            mark_done(row.ref, by=alma, at=now())
        change_task(row.ref, due=None, doer=maj.id, seen="", by=alma, at=now())
    assert (mine(maj), mine(alma), page(alma, row, texts=True).why) == ([row.ref], [], "")


def test_what_was_taken_on_for_oneself_cannot_be_declined_only_taken_away(alma: Viewer, person: Person) -> None:
    row = give(alma, person)
    with acting_as(alma):
        with pytest.raises(Invalid):
            decline(row.ref, "Hinner inte.", by=alma, at=now())
        take_back(row.ref, by=alma, at=now())
    assert mine(alma) == []


def test_who_has_it_moves_the_day_and_does_not_pass_it_on_or_take_it_away(
    alma: Viewer, bo: Viewer, maj: Viewer, person: Person
) -> None:
    row = give(alma, person, bo, due=tomorrow())
    with acting_as(bo):
        change_task(row.ref, due=tomorrow(3), doer=None, seen="", by=bo, at=now())
    assert page(alma, row).row.due == tomorrow(3)
    with acting_as(bo):
        with pytest.raises(NotFound):
            change_task(row.ref, due=None, doer=maj.id, seen="", by=bo, at=now())
        with pytest.raises(NotFound):
            take_back(row.ref, by=bo, at=now())
    with acting_as(maj):  # a manager gives on what is about a person
        change_task(row.ref, due=None, doer=alma.id, seen="", by=maj, at=now())
    assert mine(alma) == [row.ref]


def test_two_who_change_it_do_not_pass_each_other_by(alma: Viewer, bo: Viewer, person: Person) -> None:
    row = give(alma, person, bo, due=tomorrow())
    seen = page(alma, row).seen
    with acting_as(bo):
        change_task(row.ref, due=tomorrow(3), doer=None, seen=seen, by=bo, at=now())
    with acting_as(alma), pytest.raises(Conflict):
        change_task(row.ref, due=None, doer=None, seen=seen, by=alma, at=now())


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": "  "}, "text"),
        ({"kind": "DANCE"}, "kind"),
        ({"due": today() - timedelta(days=1)}, "due"),
        ({"due": today() + timedelta(days=400)}, "due"),
        ({"text": "x" * 2001}, "text"),
    ],
)
def test_what_cannot_be_stands_beside_its_field(alma: Viewer, person: Person, said: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        give(alma, person, **said)
    assert list(refused.value.fields) == [field]


def test_a_call_needs_no_words_and_a_phone_number_is_asked_about(alma: Viewer, person: Person) -> None:
    assert page(alma, give(alma, person, kind="CALL", text="")).has_text is False
    with pytest.raises(PointsOut):
        give(alma, person, text="Ring 070-123 45 67.")


def test_the_same_form_twice_makes_one(alma: Viewer, person: Person) -> None:
    token = uuid4()
    row = give(alma, person, token=token)
    assert row.pk == give(alma, person, token=token).pk
    assert give(alma, token=token).pk != row.pk, "about nobody"


def test_only_colleagues_who_see_the_person_can_be_given_one(
    alma: Viewer, bo: Viewer, cia: Viewer, dag: Viewer, maj: Viewer, frej: Viewer, person: Person
) -> None:
    for other in (cia, dag, frej):
        with pytest.raises(Invalid):
            give(alma, person, other)
    with acting_as(maj):
        sharing.restrict(person.code, [alma.id, maj.id], caseworker=alma.id, by=maj, at=now())
    with pytest.raises(Invalid):
        give(alma, person, bo)
    with acting_as(alma):
        assert {one.id for one in doers_about(alma, person.code)} == {alma.id, maj.id}
        assert {one.id for one in doers_about(alma, "")} == {alma.id, bo.id, maj.id}


def test_each_side_has_its_own_tasks_about_a_person(
    alma: Viewer, bo: Viewer, cia: Viewer, dag: Viewer, disa: Viewer, person: Person
) -> None:
    home = give(alma, person)
    with acting_as(alma):
        share_with(person.code, "A-NOOR", alma, until=tomorrow(9))
    guest, office = give(cia, person), give(dag, person, disa)
    sees = {alma: [home], bo: [home], cia: [guest], dag: [office], disa: [office]}
    for viewer, own in sees.items():
        for row in (home, guest, office):
            if row in own:
                assert page(viewer, row, texts=True).text == "Ring tillbaka."
            else:
                with pytest.raises(NotFound):
                    page(viewer, row)
    with acting_as(alma):
        shown = timeline(alma, person.code, on=today())
    assert not any(line.what.startswith("Uppgift") for line in shown), "no day, not done"


def test_the_database_keeps_a_task_on_its_side(alma: Viewer, bo: Viewer, cia: Viewer, dag: Viewer) -> None:
    person = identified(alma, at=now())
    about, plain = give(alma, person), give(alma)
    for viewer, seen in ((alma, {about.pk, plain.pk}), (bo, {about.pk}), (cia, set()), (dag, set())):
        with acting_as(viewer):
            assert set(Task.objects.values_list("pk", flat=True)) == seen, viewer.name
    with acting_as(bo):
        assert Task.objects.filter(pk=about.pk).update(state="DONE") == 0, "a colleague's"
    with acting_as(alma), pytest.raises(ProgrammingError), transaction.atomic():
        Task.objects.filter(pk=about.pk).update(by_id=bo.id)
    with acting_as(alma):
        about.pk, about.ref, about.by_id = uuid4(), "M-AAAA-AAAA", bo.id
        with pytest.raises(ProgrammingError), transaction.atomic():
            about.save(force_insert=True)


def test_one_about_nobody_is_between_the_two(alma: Viewer, bo: Viewer, maj: Viewer, dag: Viewer) -> None:
    row = give(alma, None, bo, text="Köp kaffe till väntrummet.")
    assert page(bo, row).text == "Köp kaffe till väntrummet."
    with acting_as(bo):
        assert [one.what for one in open_tasks(bo)] == ["Köp kaffe till väntrummet."]
    for other in (maj, dag):
        with pytest.raises(NotFound):
            page(other, row)


def test_whoever_is_of_both_sides_gives_on_either(gerd: Viewer, dag: Viewer) -> None:
    with acting_as(gerd):
        found = doers_about(gerd, "")
    assert dag.id in {one.id for one in found}
    assert given(gerd) == []
    row = give(gerd, None, dag)
    assert (given(gerd), mine(dag)) == ([row.ref], [row.ref])


def test_when_a_share_ends_the_guests_tasks_end(alma: Viewer, cia: Viewer, person: Person) -> None:
    with acting_as(alma):
        share = share_with(person.code, "A-NOOR", alma, until=tomorrow(9))
    guest, home = give(cia, person), give(alma, person)
    with acting_as(alma):
        sharing.stop_sharing(person.code, share.ref, by=alma, at=now())
    assert (state_of(guest)[0], state_of(home)[0]) == (TaskState.ENDED, TaskState.OPEN)
    assert mine(cia) == []


def test_when_a_share_is_made_longer_the_guests_tasks_go_on(alma: Viewer, cia: Viewer, person: Person) -> None:
    with acting_as(alma):
        share_with(person.code, "A-NOOR", alma, until=tomorrow(9))
    guest = give(cia, person)
    with acting_as(alma):
        share_with(person.code, "A-NOOR", alma, until=tomorrow(19))
    assert mine(cia) == [guest.ref]


def test_when_a_share_runs_out_its_tasks_are_gone_at_once_and_ended_by_the_system(
    alma: Viewer, cia: Viewer, person: Person
) -> None:
    with acting_as(alma):
        share_with(person.code, "A-NOOR", alma, until=today())
    guest = give(cia, person)
    with acting_as(cia), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('nsp.today', %s, true)", [tomorrow().isoformat()])
        assert not Task.objects.filter(pk=guest.pk).exists()
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('nsp.today', %s, true)", [tomorrow().isoformat()])
        cursor.execute("SELECT nsp_tidy()")
    assert state_of(guest)[0] == TaskState.ENDED


def test_when_the_person_moves_over_what_was_left_to_do_ends_and_the_coordinators_goes_on(
    alma: Viewer, bo: Viewer, cia: Viewer, dag: Viewer, person: Person
) -> None:
    home, office = give(alma, person, bo), give(dag, person)
    with acting_as(alma):
        share_with(person.code, "A-NOOR", alma, until=today())
    guest = give(cia, person)
    with acting_as(alma):
        offered = Offered("A-NOOR", "REST", without_consent="DANGER")
        ref = transfer.offer(person.code, offered, by=alma, at=now()).ref
    with acting_as(cia):
        transfer.accept(ref, lambda *_: b"utdrag", by=cia, at=now())
    assert (state_of(home)[0], state_of(office)[0]) == (TaskState.ENDED, TaskState.OPEN)
    assert (mine(bo), given(alma), mine(dag)) == ([], [], [office.ref])
    with acting_as(cia):
        assert list(Task.objects.all()) == [guest], "what colleagues asked each other is not the other actor's"
    assert state_of(guest)[0] == TaskState.OPEN, "and what it had to do as a guest goes on"


def test_when_somebody_may_not_see_the_person_any_longer_the_task_goes_to_who_may(
    alma: Viewer, bo: Viewer, maj: Viewer, person: Person
) -> None:
    row, other = give(alma, person, bo), give(bo, person, maj)
    with acting_as(maj):
        sharing.restrict(person.code, [alma.id], caseworker=alma.id, by=maj, at=now())
    assert (state_of(row), state_of(other)) == ((TaskState.OPEN, alma.id), (TaskState.OPEN, alma.id))


def test_a_leaving_colleagues_tasks_go_with_the_persons_unread(
    alma: Viewer, bo: Viewer, maj: Viewer, person: Person
) -> None:
    kept = identified(alma, at=now())
    with acting_as(maj):
        sharing.restrict(kept.code, [alma.id], caseworker=alma.id, by=maj, at=now())
    rows = [give(alma, person), give(alma, kept), give(alma)]
    with acting_as(maj):
        hand_on(alma.id, [bo.id], named=maj.id, seen=(1, 1), by=maj, at=now())
    assert [state_of(row)[1] for row in rows] == [bo.id, maj.id, bo.id]
    assert len(mine(bo)) == 2


def test_a_manager_sees_that_nobody_has_a_task_and_who_gave_it_gets_it_back(
    alma: Viewer, bo: Viewer, maj: Viewer, person: Person, users: dict[str, Any]
) -> None:
    own, from_alma = give(bo, person), give(alma, person, bo)
    users["bo"].groups.clear()
    users["bo"].appointments.all().delete()
    with acting_as(maj):
        assert {row.ref for row in tasks_nobody_has(maj)} == {own.ref, from_alma.ref}
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT nsp_tidy()")
    assert state_of(from_alma) == (TaskState.OPEN, alma.id)
    with acting_as(maj):
        assert [row.ref for row in tasks_nobody_has(maj)] == [own.ref]
        change_task(own.ref, due=None, doer=alma.id, seen="", by=maj, at=now())
        assert tasks_nobody_has(maj) == ()


def test_open_tasks_are_listed_when_a_case_is_closed(alma: Viewer, dag: Viewer) -> None:
    case = confirmed_case(alma, dag, at=now() - timedelta(days=3))
    with acting_as(alma):
        person = Person.objects.get(pk=case.person_id)
    give(alma, person)
    with acting_as(alma):
        found = closing_page(alma, person.code, on=today())
    assert found is not None
    assert [one.sentence for one in found.looks if one.code == "tasks"] == ["1 uppgift är öppen."]


def test_the_timeline_says_what_was_done_and_what_is_to_come_without_words(
    alma: Viewer, dag: Viewer, person: Person
) -> None:
    give(alma, person, kind="MEET", due=tomorrow())
    give(alma, person, kind="BOOK", due=today())
    row = give(alma, person, kind="CALL")
    with acting_as(alma):
        mark_done(row.ref, by=alma, at=now())
        lines = {line.what: line.ahead for line in timeline(alma, person.code, on=today())}
    assert lines["Uppgift gjord: ringa"] is False
    assert lines["Uppgift: träffa"] is lines["Uppgift: boka"] is True
    with acting_as(dag):
        assert not any(line.what.startswith("Uppgift") for line in timeline(dag, person.code, on=today()))


def test_the_pages(alma: Viewer, bo: Viewer, person: Person, signed_in: SignedIn) -> None:
    browser = signed_in("alma")
    address = f"/persons/{person.code}/tasks/new/"
    assert browser.get(address).status_code == 200
    bos = str(doer_key(alma, bo.id))
    assert str(bo.id) not in browser.get(address).content.decode(), "no reference of a colleague's"
    wrong = browser.post(address, {"kind": "OTHER", "text": "Ring 070-123 45 67.", "doer": bos})
    assert wrong.status_code == 422
    assert "Ring 070-123 45 67." in wrong.content.decode()
    typed = {"kind": "CALL", "text": "Fråga hur natten var.", "doer": bos, "due": today().isoformat()}
    assert browser.post(address, typed)["Location"] == f"/persons/{person.code}/"
    [ref] = given(alma)
    shown = browser.get(f"/persons/{person.code}/").content.decode()
    assert f"/tasks/{ref}/" in shown
    assert "Fråga hur natten var." not in shown
    assert "Fråga hur natten var." not in browser.get(f"/tasks/{ref}/").content.decode()
    assert "Fråga hur natten var." in browser.get(f"/tasks/{ref}/?texts=1").content.decode()
    his = signed_in("bo")
    answer = his.post(f"/tasks/{ref}/done/", {"then": "todo"})
    assert answer["Location"] == f"/?done={ref}"
    assert f"/tasks/{ref}/undo/" in his.get(answer["Location"]).content.decode()
    assert his.post(f"/tasks/{ref}/undo/", {"then": "todo"})["Location"] == "/"
    assert his.post(f"/tasks/{ref}/done/", {"word": "Ring 070-123 45 67."}).status_code == 422
    assert his.post(f"/tasks/{ref}/done/", {"then": "tasks"})["Location"] == f"/tasks/?done={ref}"
    assert his.post(f"/tasks/{ref}/done/", {"then": "//elsewhere.example"})["Location"] == f"/tasks/{ref}/"
    assert "Fråga hur natten var." not in his.get("/tasks/").content.decode()


def test_declining_moving_and_taking_away_on_the_pages(
    alma: Viewer, bo: Viewer, person: Person, signed_in: SignedIn
) -> None:
    row = give(alma, person, bo)
    hers, his, here = signed_in("alma"), signed_in("bo"), f"/tasks/{row.ref}"
    late = his.post(f"{here}/change/", {"due": (today() - timedelta(days=1)).isoformat()})
    assert late.status_code == 422
    assert his.post(f"{here}/change/", {"due": tomorrow().isoformat()})["Location"] == f"{here}/"
    assert his.post(f"{here}/decline/", {"why": ""}).status_code == 422
    assert his.post(f"{here}/decline/", {"why": "Ledig."})["Location"] == "/tasks/"
    assert his.get(f"{here}/decline/")["Location"] == f"{here}/", "nothing left to decline"
    assert hers.get(f"{here}/change/").status_code == 200
    assert hers.post(f"{here}/take-away/")["Location"] == f"{here}/?undo=1"
    assert hers.get(f"{here}/?undo=1").status_code == 200
    assert hers.post(f"{here}/take-away/")["Location"] == f"{here}/", "twice"
    assert hers.post(f"{here}/undo/")["Location"] == f"{here}/"
    assert state_of(row)[0] == TaskState.TAKEN_BACK, "one that was declined goes to nobody"


def test_the_api(alma: Viewer, bo: Viewer, person: Person, signed_in: SignedIn) -> None:
    def post(client: Client, address: str, data: dict[str, Any] | None = None) -> Any:
        return client.post(f"/api/v1/{address}", data or {}, content_type="application/json")

    hers, his = signed_in("alma"), signed_in("bo")
    doers = hers.get(f"/api/v1/persons/{person.code}/tasks/new/").json()
    bos = next(one["key"] for one in doers if one["name"] == bo.name)
    made = post(hers, f"persons/{person.code}/tasks/new/", {"text": "Ring tillbaka.", "doer": bos})
    assert made.status_code == 201
    ref = made.json()["ref"]
    assert [row["ref"] for row in his.get("/api/v1/tasks/").json()["mine"]] == [ref]
    one = his.get(f"/api/v1/tasks/{ref}/").json()
    assert "text" not in one
    assert his.get(f"/api/v1/tasks/{ref}/?texts=1").json()["text"] == "Ring tillbaka."
    moved = post(his, f"tasks/{ref}/change/", {"due": tomorrow().isoformat(), "seen": one["seen"]})
    assert moved.status_code == 204
    assert post(his, f"tasks/{ref}/change/", {"due": None, "seen": one["seen"]}).status_code == 409
    assert post(his, f"tasks/{ref}/done/", {"word": "Gjort."}).status_code == 204
    assert post(his, f"tasks/{ref}/undo/").status_code == 204
    assert post(his, f"tasks/{ref}/decline/", {"why": "Ledig."}).status_code == 204
    assert post(hers, f"tasks/{ref}/take-away/").status_code == 204
    assert post(hers, f"tasks/{ref}/take-away/").status_code == 409
    assert post(hers, "tasks/new/", {"text": "Köp kaffe."}).status_code == 201
    assert signed_in("cia").get(f"/api/v1/tasks/{ref}/").status_code == 404
