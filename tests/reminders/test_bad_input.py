"""What reminders must stand: days that have passed, days that move on the day they are told, people who are gone, much
at once."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from accounts import deadlines
from accounts.clock import day
from accounts.deadlines import PAGE, Page, Span
from accounts.door import acting_as
from accounts.errors import Invalid
from accounts.models import Appointment, FreezeReason
from accounts.services.appointments import end_appointment
from accounts.services.freezing import freeze
from accounts.viewer import Viewer
from cases.law_codes import Happening, LawSubject
from cases.models import ConsentGiven, Task
from cases.services.consent import withdraw
from cases.services.intervention import end_early
from cases.services.law import Stated, state_step
from cases.services.task import Given, change_task, give_task
from reminders import runs
from reminders.models import Letter, Told
from reminders.services.telling import write
from tests.cases.reporting import rest_of
from tests.factories import confirmed_case, identified
from tests.reminders.helpers import EYE, hand_on, mails, told
from tests.reminders.test_clocks import given

pytestmark = pytest.mark.django_db

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def of_days(kind: str) -> list[tuple[str, date]]:
    """Who was told of a kind, and for which day."""
    return [(row.user.name.split()[0], row.day) for row in told(kind)]


def asks(kind: str) -> list[str]:
    """Whose notices of a kind are unread."""
    return sorted(row.user.name.split()[0] for row in told(kind) if row.read_at is None)


def task_of(by: Viewer, doer: Viewer, due: date, *, at: datetime, code: str = "") -> Task:
    """One that somebody was given."""
    with acting_as(by):
        said = Given(text="Ring vårdcentralen.", due=due, doer=doer.id)
        return give_task(said, token=uuid4(), by=by, at=at, code=code)


def leaves(who: Viewer, maj: Viewer, *, at: datetime) -> None:
    """The manager ends what somebody does at Linden; the account stays open."""
    row = Appointment.objects.get(user_id=who.id)
    with transaction.atomic():
        end_appointment(who.id, row.pk, by=maj, at=at)


def frozen(who: Viewer, maj: Viewer, *, at: datetime) -> None:
    """The manager closes somebody's account."""
    with transaction.atomic():
        freeze(who.id, FreezeReason.LEFT, by=maj, at=at)


def test_what_was_late_when_it_was_stated_is_told_that_day_and_only_its_newest_day(
    alma: Viewer, march: datetime
) -> None:
    person = identified(alma, at=march)
    runs.run_sweep(at=march)
    with acting_as(alma):
        asked = Stated(LawSubject.SOCIAL_BOARD, Happening.ASKED, on=march.date() - 40 * DAY)
        state_step(person.code, asked, by=alma, at=march + HOUR)
    for hours in (2, 24, 25, 48):
        runs.run_sweep(at=march + hours * HOUR)
    assert of_days("LAW_ANSWER_LATE") == [("Alma", march.date())]


def test_a_day_that_has_passed_is_no_day_for_a_task_or_a_consent(alma: Viewer, march: datetime) -> None:
    person, passed = identified(alma, at=march), march.date() - DAY
    with pytest.raises(Invalid):
        task_of(alma, alma, passed, at=march)
    with pytest.raises(Invalid):
        given(person, passed, alma, at=march)


def test_a_consent_given_for_today_is_told_today_and_none_of_the_days_before(alma: Viewer, march: datetime) -> None:
    runs.run_sweep(at=march - HOUR)
    given(identified(alma, at=march), march.date(), alma, at=march)
    for hours in (1, 2, 26):
        runs.run_sweep(at=march + hours * HOUR)
    assert of_days("CONSENT_ENDS") == [("Alma", march.date())]


def test_a_rest_that_is_ended_on_the_day_of_a_reminder_is_told_of_anew(
    alma: Viewer, disa: Viewer, march: datetime
) -> None:
    """On the day before its last it was told that it ends; ended with yesterday, it is overdue that same day."""
    case, tenth = confirmed_case(alma, disa, at=march, days=11), march + 9 * DAY
    runs.run_sweep(at=tenth)
    assert of_days("PERIOD")[-1] == ("Disa", tenth.date())
    with acting_as(alma):
        end_early(rest_of(case, alma).ref, last=day(tenth) - DAY, reason="LEFT", note="", by=alma, at=tenth + HOUR)
    for _ in range(2):
        hand_on(tenth + 2 * HOUR)
        runs.run_sweep(at=tenth + 2 * HOUR)
    assert of_days("PERIOD_LATE") == [(name, tenth.date()) for name in ("Alma", "Dag", "Disa")]
    assert asks("PERIOD") == []
    assert asks("PERIOD_LATE") == ["Alma", "Dag", "Disa"]


def test_a_task_moved_on_its_day_asks_again_on_the_new_one(alma: Viewer, march: datetime) -> None:
    row, due = task_of(alma, alma, march.date() + DAY, at=march), march + DAY
    runs.run_sweep(at=due)
    with acting_as(alma):
        change_task(row.ref, due=march.date() + 3 * DAY, doer=None, seen="", by=alma, at=due + HOUR)
    hand_on(due + 2 * HOUR)
    assert (of_days("TASK_DUE"), asks("TASK_DUE")) == ([("Alma", day(due))], [])
    for n in (2, 3, 4):
        runs.run_sweep(at=march + n * DAY)
    assert of_days("TASK_DUE") == [("Alma", march.date() + n * DAY) for n in (1, 3)]
    assert asks("TASK_DUE") == ["Alma"]


def test_a_consent_given_anew_on_the_day_the_old_one_ends_asks_for_the_new_day(alma: Viewer, march: datetime) -> None:
    person = identified(alma, at=march)
    old, last = given(person, march.date() + 20 * DAY, alma, at=march), march + 20 * DAY
    runs.run_sweep(at=march)
    runs.run_sweep(at=last)
    with acting_as(alma):
        withdraw(person.code, old.ref, by=alma, at=last + HOUR)
    given(person, last.date() + 14 * DAY, alma, at=last + HOUR)
    runs.run_sweep(at=last + 2 * HOUR)
    assert of_days("CONSENT_ENDS") == [("Alma", last.date())] * 2
    assert asks("CONSENT_ENDS") == ["Alma"], "of the new one"


@pytest.mark.parametrize(("go", "tasks"), [(leaves, ["Bo"]), (frozen, ["Bo", "Maj"])])
def test_what_falls_due_after_somebody_has_gone_is_told_to_those_who_are_there(
    alma: Viewer, bo: Viewer, disa: Viewer, maj: Viewer, march: datetime, go: Any, tasks: list[str]
) -> None:
    """A task goes back to whoever gave it when the doer's role ends; where the account is closed, whoever gave it and
    the managers, who can give it on, are told."""
    person = identified(alma, at=march)
    confirmed_case(alma, disa, at=march, days=10, person=person)
    given(person, march.date() + 9 * DAY, alma, at=march)
    task_of(bo, alma, march.date() + 9 * DAY, at=march, code=person.code)
    go(alma, maj, at=march + 5 * DAY)
    runs.run_sweep(at=march + 6 * DAY)
    runs.run_sweep(at=march + 9 * DAY)
    there = ["Bo", "Maj"]
    assert [name for name, on in of_days("PERIOD") if on == march.date() + 9 * DAY] == ["Bo", "Dag", "Disa", "Maj"]
    assert [name for name, on in of_days("CONSENT_ENDS") if on == march.date() + 9 * DAY] == there
    assert [name for name, _day in of_days("TASK_DUE")] == tasks
    assert len({(row.deadline, row.day, row.user_id) for row in told()}) == len(told())


@pytest.mark.parametrize("go", [leaves, frozen])
def test_what_somebody_had_unread_when_they_went_asks_those_who_are_there(
    alma: Viewer, disa: Viewer, maj: Viewer, march: datetime, go: Any
) -> None:
    confirmed_case(alma, disa, at=march, days=10)
    runs.run_sweep(at=march + 9 * DAY)
    assert asks("PERIOD") == ["Alma", "Dag", "Disa"]
    go(alma, maj, at=march + 9 * DAY + HOUR)
    for _ in range(2):
        runs.run_sweep(at=march + 9 * DAY + 2 * HOUR)
    assert asks("PERIOD") == ["Bo", "Dag", "Disa", "Maj"]


def test_a_task_of_somebody_who_has_gone_and_whose_giver_too_is_told_to_the_manager(
    alma: Viewer, bo: Viewer, maj: Viewer, march: datetime
) -> None:
    code = identified(alma, at=march).code
    task_of(bo, alma, march.date() + 3 * DAY, at=march, code=code)
    for who in (alma, bo):
        frozen(who, maj, at=march + DAY)
    runs.run_sweep(at=march + 3 * DAY)
    assert of_days("TASK_DUE") == [("Maj", march.date() + 3 * DAY)]


def test_much_at_once_is_told_in_pages_and_a_sweep_that_is_cut_off_goes_on(
    alma: Viewer, march: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Consents of several pages end on one day. The sweep breaks on the third page: two are told; the next tells the
    rest, and nothing twice."""
    many = 4 * PAGE + 17
    row = given(identified(alma, at=march), march.date() + 20 * DAY, alma, at=march)
    with acting_as(alma):
        first = ConsentGiven.objects.get(pk=row.pk)
        ConsentGiven.objects.bulk_create(_copy(first, n) for n in range(many - 1))
    at, pages = march + 20 * DAY, list[int]()
    finder = deadlines.finders()["consent_ends"]

    def breaks(span: Span, after: str) -> Page:
        pages.append(1)
        assert len(pages) % 3, "cut off"
        return finder(span, after)

    runs.run_sweep(at=march)
    with monkeypatch.context() as patched:
        patched.setitem(deadlines._finders, "consent_ends", breaks)
        runs.run_sweep(at=at)
    assert len(told("CONSENT_ENDS")) == 2 * PAGE
    with acting_as(EYE):
        assert Told.objects.get(pk="consent_ends").until == march, "it is not told to the end"
    runs.run_sweep(at=at + HOUR)
    found = told("CONSENT_ENDS")
    assert len(found) == len({one.deadline for one in found}) == many
    assert {one.user_id for one in found} == {alma.id}
    assert len(mails()) <= 3, "one e-mail says of them all"


def _copy(row: ConsentGiven, n: int) -> ConsentGiven:
    made = ConsentGiven(**{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields})
    made.pk, made.ref = uuid4(), f"{row.ref[:8]}{n:06}"
    return made


def test_more_e_mails_than_one_run_sends_go_with_the_next_each_once(
    alma: Viewer, march: datetime, settings: Any, tmp_path: Any
) -> None:
    settings.EMAIL_BACKEND, settings.MAIL_DIR = "reminders.spool.EmailBackend", tmp_path / "mail"
    with acting_as(EYE):
        for _ in range(25):
            write(Letter.CHANGED, about=uuid4(), user=alma.id, at=march)
    assert [runs.run_delivery(limit=10, at=march + n * HOUR) for n in range(4)] == [10, 10, 5, 0]
    assert Counter((row.state, row.tries) for row in mails()) == {("SENT", 1): 25}
