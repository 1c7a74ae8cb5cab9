"""While somebody is away, whoever stands in does their tasks about persons, and nothing else of theirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.acts import Role
from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import NotFound
from accounts.models import Absence, Actor, Appointment, User
from accounts.viewer import Viewer, viewer_of
from cases.models import Person, Task
from cases.selectors.task import tasks_of
from cases.services.sharing import restrict
from cases.services.task import change_task, decline, mark_done, take_back, undo
from nsp.desk.selectors.calendar import calendar_of
from nsp.desk.selectors.todo import caseworker_todo
from tests.cases.test_tasks import SignedIn, give, mine, page, state_of, tomorrow
from tests.factories import identified, share_with
from tests.reminders.helpers import hand_on, unread
from tests.reminders.test_absence import away


@pytest.fixture
def person(alma: Viewer) -> Person:
    """A grown-up person whom Alma met."""
    return identified(alma, at=now() - timedelta(days=2))


@pytest.fixture
def task(alma: Viewer, maj: Viewer, person: Person) -> Task:
    """One that Maj gave Alma for today."""
    return give(maj, person, alma, due=today())


def is_away(alma: Viewer, bo: Viewer, *, days: tuple[int, int] = (0, 3)) -> None:
    away(alma, bo, tomorrow(days[0]), tomorrow(days[1]), by=alma, at=now())


def todo(viewer: Viewer) -> list[tuple[str, tuple[str, ...]]]:
    with acting_as(viewer):
        found = caseworker_todo(viewer, now=now())
    return [(row.url, row.who) for row in (*found.first, *found.week, *found.later) if row.url.startswith("/tasks/")]


def test_whoever_stands_in_has_it_in_their_lists_and_does_it_with_one_press(
    alma: Viewer, bo: Viewer, maj: Viewer, person: Person, task: Task, signed_in: SignedIn
) -> None:
    """A list of what to do, the list of tasks and the calendar; the button stands in the first."""
    assert (mine(bo), todo(bo)) == ([], [])
    is_away(alma, bo)
    where = f"/tasks/{task.ref}/"
    assert mine(bo) == [task.ref]
    assert todo(bo) == [(where, (person.code_name, person.code, "åt Alma Lind, som är borta"))]
    with acting_as(bo):
        assert where in [one.url for one in calendar_of(bo, month="", on=today()).falls]
    assert page(bo, task).may_do
    his = signed_in("bo")
    assert f"{where}done/" in his.get("/").content.decode()
    answer = his.post(f"{where}done/", {"then": "todo"})
    assert answer["Location"] == f"/?done={task.ref}"
    hand_on(now())
    assert (state_of(task)[0], unread(maj), mine(bo)) == ("DONE", ["TASK_DONE"], [])
    with acting_as(bo):
        undo(task.ref, by=bo, at=now())
        change_task(task.ref, due=tomorrow(2), doer=None, seen="", by=bo, at=now())
    assert state_of(task) == ("OPEN", alma.id), "it is Alma's still"


def test_what_is_not_done_in_somebodys_place(alma: Viewer, bo: Viewer, maj: Viewer, person: Person, task: Task) -> None:
    """Declining, taking away and giving on are for who has it or gave it; what is about nobody is between two."""
    plain = give(alma, None, alma, text="Köp kaffe.", due=today())
    is_away(alma, bo)
    with acting_as(bo):
        refused: tuple[Callable[[], object], ...] = (
            lambda: decline(task.ref, "Nej.", by=bo, at=now()),
            lambda: take_back(task.ref, by=bo, at=now()),
            lambda: change_task(task.ref, due=None, doer=bo.id, seen="", by=bo, at=now()),
            lambda: mark_done(plain.ref, by=bo, at=now()),
        )
        for tried in refused:
            with pytest.raises(NotFound):
                tried()
    shown = page(bo, task)
    assert (shown.may_give, shown.may_decline, shown.may_take_back) == (False, False, False)
    assert mine(bo) == [task.ref]


def over(alma: Viewer, bo: Viewer) -> None:
    """Days that were over yesterday."""
    away(alma, bo, today() - timedelta(days=3), today() - timedelta(days=1), by=alma, at=now() - timedelta(days=4))


def gone(alma: Viewer, bo: Viewer) -> None:
    """She is away and works there no longer; her absence stands."""
    is_away(alma, bo)
    Appointment.objects.filter(user_id=alma.id).delete()


def nobody(alma: Viewer, bo: Viewer) -> None:
    """No absence is written down."""


def not_yet(alma: Viewer, bo: Viewer) -> None:
    """Days that begin tomorrow."""
    is_away(alma, bo, days=(1, 3))


@pytest.mark.parametrize("let", [nobody, not_yet, over, gone])
def test_on_no_other_days_is_it_anybody_elses(
    alma: Viewer, bo: Viewer, task: Task, let: Callable[[Viewer, Viewer], None]
) -> None:
    let(alma, bo)
    with acting_as(bo):
        with pytest.raises(NotFound):
            mark_done(task.ref, by=bo, at=now())
        assert Task.objects.filter(pk=task.pk).update(state="DONE") == 0, "the database says so, too"
        assert tasks_of(bo, on=today()).mine == ()


def test_a_stand_in_who_may_not_see_the_person_does_nothing(
    alma: Viewer, bo: Viewer, maj: Viewer, person: Person, task: Task
) -> None:
    with acting_as(maj):
        restrict(person.code, [alma.id, maj.id], caseworker=alma.id, by=maj, at=now())
    is_away(alma, bo)
    assert mine(bo) == []
    with acting_as(bo), pytest.raises(NotFound):
        mark_done(task.ref, by=bo, at=now())


def test_who_stands_in_at_another_actor_has_nothing_of_it(
    alma: Viewer, cia: Viewer, person: Person, task: Task, users: dict[str, User]
) -> None:
    """Also where they see the person, who is shared with their actor."""
    noor = Actor.objects.get(ref="A-NOOR")
    Appointment.objects.create(user=users["alma"], role=Role.CASEWORKER, actor=noor)
    users["alma"].groups.add(noor.group)
    with acting_as(alma):
        share_with(person.code, "A-NOOR", alma, until=tomorrow(9))
    with acting_as(viewer_of(users["alma"])):
        Absence.objects.create(
            ref="Q-AAAA-AAAA",
            user_id=alma.id,
            actor=noor,
            stand_in_id=cia.id,
            first=today(),
            last=today(),
            made_by_id=alma.id,
            made_at=now(),
        )
    assert mine(cia) == []
    with acting_as(cia), pytest.raises(NotFound):
        mark_done(task.ref, by=cia, at=now())


def test_a_coordinator_who_stands_in_at_their_actor_finds_nothing_of_whom_they_do_not_see_there(
    gerd: Viewer, cia: Viewer, users: dict[str, User]
) -> None:
    """As a coordinator she sees everybody; for the actor only those whom its restriction leaves her."""
    at = now() - timedelta(days=1)
    kept, plain = identified(cia, at=at), identified(cia, at=at)
    rows = [give(cia, one, cia, due=today()) for one in (kept, plain)]
    away(cia, gerd, tomorrow(0), tomorrow(3), by=cia, at=now())
    assert set(mine(gerd)) == {row.ref for row in rows}
    noor = Actor.objects.get(ref="A-NOOR")
    nora = User.objects.create_user("nora@example.org", "Nora Norr", employer=noor)
    nora.groups.add(noor.group)
    Appointment.objects.create(user=nora, role=Role.MANAGER, actor=noor)
    with acting_as(manager := viewer_of(nora)):
        restrict(kept.code, [cia.id, nora.pk], caseworker=cia.id, by=manager, at=now())
    assert mine(gerd) == [rows[1].ref]
    with acting_as(gerd):
        assert Task.objects.filter(pk__in=[row.pk for row in rows]).update(state="DONE") == 1, "in the database, too"
