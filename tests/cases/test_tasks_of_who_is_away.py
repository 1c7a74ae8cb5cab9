"""While somebody is away, whoever stands in does their tasks about persons, and nothing else of theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import NotFound
from accounts.viewer import Viewer
from cases.models import Person, Task
from cases.selectors.task import tasks_of
from cases.services.sharing import restrict
from cases.services.task import change_task, decline, mark_done, take_back, undo
from nsp.desk.selectors.calendar import calendar_of
from nsp.desk.selectors.todo import caseworker_todo
from tests.cases.test_tasks import SignedIn, give, mine, page, state_of, tomorrow
from tests.factories import identified
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
        for refused in (
            lambda: decline(task.ref, "Nej.", by=bo, at=now()),
            lambda: take_back(task.ref, by=bo, at=now()),
            lambda: change_task(task.ref, due=None, doer=bo.id, seen="", by=bo, at=now()),
            lambda: mark_done(plain.ref, by=bo, at=now()),
        ):
            with pytest.raises(NotFound):
                refused()
    shown = page(bo, task)
    assert (shown.may_give, shown.may_decline, shown.may_take_back) == (False, False, False)
    assert mine(bo) == [task.ref]


@pytest.mark.parametrize("days", [(1, 3), None])
def test_before_the_days_of_absence_it_is_nobody_elses(
    alma: Viewer, bo: Viewer, task: Task, days: tuple[int, int] | None
) -> None:
    if days:
        is_away(alma, bo, days=days)
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


def test_who_stands_in_at_another_actor_has_nothing_of_it(alma: Viewer, cia: Viewer, bo: Viewer, task: Task) -> None:
    is_away(alma, bo)
    assert mine(cia) == []
    with acting_as(cia), pytest.raises(NotFound):
        mark_done(task.ref, by=cia, at=now())
