"""Who is told of a task: whoever is given it, has to do it today, or gave it. Never what it says."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from accounts.clock import day
from accounts.door import acting_as
from accounts.models import User
from accounts.viewer import Viewer
from cases.models import Person, Task
from cases.services.sharing import restrict
from cases.services.task import Given, change_task, decline, give_task, mark_done, take_back, undo
from reminders import runs
from reminders.selectors import notices
from tests.factories import identified
from tests.reminders.helpers import hand_on, names, told, unread
from tests.reminders.test_absence import away

DAY = timedelta(days=1)
WORDS = "Ring vårdcentralen."


@pytest.fixture
def person(alma: Viewer, march: datetime) -> Person:
    """Somebody whom Alma met."""
    found = identified(alma, at=march)
    hand_on(march)
    return found


def give(by: Viewer, person: Person | None, to: Viewer, at: datetime, *, days: int | None = None) -> Task:
    with acting_as(by):
        due = day(at) + timedelta(days=days) if days is not None else None
        said = Given(text=WORDS, due=due, doer=to.id)
        row = give_task(said, token=uuid4(), by=by, at=at, code=person.code if person else "")
    hand_on(at)
    return row


def test_who_is_given_one_is_told_and_who_takes_one_on_is_not(
    alma: Viewer, bo: Viewer, person: Person, march: datetime
) -> None:
    give(alma, person, alma, march)
    assert names("TASK_GIVEN") == []
    row = give(alma, person, bo, march)
    assert names("TASK_GIVEN") == ["Bo"]
    with acting_as(bo):
        [notice] = notices(bo).unread
    assert (notice.what, notice.url) == ("Du har fått en uppgift", f"/tasks/{row.ref}/")
    assert not any(WORDS in str(one.facts) for one in told())


def test_one_about_nobody_is_told_alike(alma: Viewer, bo: Viewer, march: datetime) -> None:
    row = give(alma, None, bo, march)
    with acting_as(bo):
        assert [one.url for one in notices(bo).unread] == [f"/tasks/{row.ref}/"]


def test_it_is_told_on_its_day_and_on_the_day_to_which_it_is_moved(
    alma: Viewer, bo: Viewer, person: Person, march: datetime
) -> None:
    row = give(alma, person, bo, march, days=2)
    runs.run_sweep(at=march + DAY)
    assert names("TASK_DUE") == []
    runs.run_sweep(at=march + 2 * DAY)
    runs.run_sweep(at=march + 2 * DAY + timedelta(hours=3))
    assert names("TASK_DUE") == ["Bo"]
    moved = march + 2 * DAY + timedelta(hours=4)
    with acting_as(bo):
        change_task(row.ref, due=day(moved) + DAY, doer=None, seen="", by=bo, at=moved)
    hand_on(moved)
    assert "TASK_DUE" not in unread(bo)
    runs.run_sweep(at=moved + DAY)
    assert names("TASK_DUE") == ["Bo", "Bo"]


def test_one_for_the_same_day_is_told_to_who_was_given_it_and_one_that_is_moved_to_today_again(
    alma: Viewer, bo: Viewer, person: Person, march: datetime
) -> None:
    give(alma, person, alma, march, days=0)
    given, later = give(alma, person, bo, march, days=0), give(alma, person, bo, march, days=2)
    runs.run_sweep(at=march + timedelta(minutes=10))
    assert [row.ref for row in told("TASK_DUE")] == [given.ref], "what she took on herself she knows"
    moved = march + DAY
    with acting_as(alma):
        change_task(later.ref, due=day(moved), doer=None, seen="", by=alma, at=moved)
    runs.run_sweep(at=moved + timedelta(minutes=10))
    assert [(row.user.name, row.ref, row.day) for row in told("TASK_DUE")][1:] == [("Bo Berg", later.ref, day(moved))]


def test_one_that_is_given_for_the_same_day_to_somebody_who_is_away_is_told_to_who_stands_in(
    alma: Viewer, bo: Viewer, maj: Viewer, person: Person, march: datetime
) -> None:
    away(alma, bo, day(march), day(march) + 3 * DAY, by=alma, at=march)
    give(maj, person, alma, march, days=0)
    runs.run_sweep(at=march + timedelta(minutes=10))
    assert (names("TASK_GIVEN"), names("TASK_DUE")) == (["Alma"], ["Bo"])


def test_while_whoever_has_it_is_away_it_goes_to_who_stands_in_and_back(
    alma: Viewer, bo: Viewer, maj: Viewer, person: Person, march: datetime
) -> None:
    """Told on its day to the stand-in; what stands unread when the days begin moves there, and comes back after."""
    give(alma, person, alma, march, days=2)
    give(alma, None, alma, march, days=2)
    give(maj, person, alma, march, days=0)
    away(alma, bo, day(march) + DAY, day(march) + 3 * DAY, by=alma, at=march)

    def stands(n: int) -> list[tuple[str, bool]]:
        runs.run_sweep(at=march + n * DAY)
        rows = [row for row in told("TASK_DUE") if row.read_at is None]
        return sorted((row.user.name.split()[0], row.person_id is not None) for row in rows)

    assert stands(0) == [("Alma", True)]
    assert stands(1) == [("Bo", True)]
    assert stands(2) == [("Alma", False), ("Bo", True), ("Bo", True)], "one about nobody is hers alone"
    assert stands(4) == [("Alma", False), ("Alma", True), ("Alma", True)]
    rows = told("TASK_DUE")
    assert len({(row.deadline, row.day, row.user_id) for row in rows}) == len(rows)


def test_a_stand_in_who_may_not_see_the_person_is_not_told(
    alma: Viewer, bo: Viewer, maj: Viewer, person: Person, march: datetime
) -> None:
    give(alma, person, alma, march, days=2)
    with acting_as(maj):
        restrict(person.code, [alma.id, maj.id], caseworker=alma.id, by=maj, at=march)
    away(alma, bo, day(march) + DAY, day(march) + 3 * DAY, by=alma, at=march)
    runs.run_sweep(at=march + 2 * DAY)
    assert "Bo" not in names("TASK_DUE")
    assert "Alma" in names("TASK_DUE")


def test_who_has_left_is_told_of_no_task_but_who_gave_it_and_the_managers(
    alma: Viewer, bo: Viewer, person: Person, users: dict[str, User], march: datetime
) -> None:
    give(alma, person, bo, march, days=2)
    User.objects.filter(pk=users["bo"].pk).update(is_active=False)
    runs.run_sweep(at=march + 2 * DAY)
    assert names("TASK_DUE") == ["Alma", "Maj"]


def test_who_leaves_on_the_day_itself_is_told_no_longer_but_who_gave_it_and_the_managers(
    alma: Viewer, bo: Viewer, person: Person, users: dict[str, User], march: datetime
) -> None:
    give(alma, person, bo, march, days=2)
    runs.run_sweep(at=march + 2 * DAY)
    assert names("TASK_DUE") == ["Bo"]
    User.objects.filter(pk=users["bo"].pk).update(is_active=False)
    runs.run_sweep(at=march + 2 * DAY + timedelta(hours=1))
    assert sorted(row.user.name.split()[0] for row in told("TASK_DUE") if row.read_at is None) == ["Alma", "Maj"]


def test_what_is_done_is_told_to_who_gave_it_and_not_when_it_is_undone(
    alma: Viewer, bo: Viewer, person: Person, march: datetime
) -> None:
    row = give(alma, person, bo, march)
    at = march + timedelta(hours=1)
    with acting_as(bo):
        mark_done(row.ref, by=bo, at=at)
    hand_on(at)
    assert (names("TASK_DONE"), unread(bo), unread(alma)) == (["Alma"], [], ["TASK_DONE"])
    with acting_as(bo):
        undo(row.ref, by=bo, at=at + timedelta(seconds=30))
    hand_on(at + timedelta(seconds=31))
    assert unread(alma) == []


def test_done_and_undone_before_anybody_was_told_tells_nobody(
    alma: Viewer, bo: Viewer, person: Person, march: datetime
) -> None:
    row = give(alma, person, bo, march)
    with acting_as(bo):
        mark_done(row.ref, by=bo, at=march)
        undo(row.ref, by=bo, at=march)
    hand_on(march)
    assert names("TASK_DONE") == []


def test_one_that_is_declined_is_told_to_who_gave_it_until_it_is_given_on(
    alma: Viewer, bo: Viewer, maj: Viewer, person: Person, march: datetime
) -> None:
    row = give(alma, person, bo, march)
    with acting_as(bo):
        decline(row.ref, "Ledig.", by=bo, at=march)
    hand_on(march)
    assert (unread(bo), unread(alma)) == ([], ["TASK_DECLINED"])
    with acting_as(alma):
        change_task(row.ref, due=None, doer=maj.id, seen="", by=alma, at=march)
    hand_on(march)
    assert (unread(alma), unread(maj)) == ([], ["TASK_GIVEN"])


def test_what_is_taken_away_is_nobodys_errand(alma: Viewer, bo: Viewer, person: Person, march: datetime) -> None:
    row = give(alma, person, bo, march)
    with acting_as(alma):
        take_back(row.ref, by=alma, at=march)
    hand_on(march)
    assert unread(bo) == []
