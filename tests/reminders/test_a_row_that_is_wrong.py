"""A row that cannot be read: all else of its kind is told, what stands of it stays, and it is told when it can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, InterfaceError

from accounts import clocks, deadlines
from accounts.door import acting_as
from accounts.queries import OverBudget
from accounts.viewer import Viewer
from nsp.desk.selectors.calendar import calendar_of
from reminders import runs
from reminders.operation import State, facts_at, judge
from reminders.services.ways import choose_ways
from reminders.ways import Chosen
from tests.factories import confirmed_case
from tests.reminders.helpers import EYE, told

pytestmark = pytest.mark.django_db


DAY = timedelta(days=1)


def faults(dag: Viewer, at: datetime) -> tuple[State, str]:
    """What *Drift* says of the parts of the search that fail."""
    with acting_as(dag):
        found = next(part for part in judge(facts_at(at), settings.NSP_HEALTH) if part.name == "faults")
    return found.state, found.sentence


def periods_but(wrong: str, error: Exception, *, others: bool = True) -> clocks.Kind:
    """The ends of periods, where a row with this in its reference raises; the others are read, or have no deadline."""
    kind = clocks.kind_of("PERIOD")
    assert kind

    def reads(found: Sequence[Any], on: date) -> Sequence[clocks.Clock | None]:
        if any(wrong in row.ref for row in found):
            raise error
        return kind.clocks(found, on) if others else [None for _ in found]

    return replace(kind, clocks=reads)


def test_a_row_that_cannot_be_read_holds_up_no_other_of_its_kind_and_is_told_when_it_can(
    alma: Viewer, bo: Viewer, disa: Viewer, dag: Viewer, march: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For three weeks; what stands of it is not closed either, and the calendar opens and says that it is missing."""
    with acting_as(bo):
        choose_ways(Chosen(days_before=(5,)), by=bo)
    cases = [confirmed_case(who, disa, at=march, days=10) for who in (alma, bo, alma)]
    with acting_as(EYE):
        right, wrong, right_too = (case.interventions.get().ref for case in cases)
    runs.run_sweep(at=march + 2 * DAY)
    assert {row.ref for row in told("PERIOD")} == {right, wrong, right_too}
    broken = periods_but(wrong, KeyError(wrong))
    monkeypatch.setitem(clocks._kinds, "PERIOD", broken)
    monkeypatch.setitem(deadlines._finders, "period", lambda span, after: clocks.due_of(broken, span, after))
    for n in range(3, 23):
        runs.run_sweep(at=march + n * DAY)
        if n == 4:
            state, sentence = faults(dag, march + n * DAY)
            assert state is State.LATE and "close_period, own_days, period" in sentence
    assert {row.ref for row in told("PERIOD_LATE")} == {right, right_too}
    assert [row.day.day for row in told("PERIOD") if row.ref == wrong and row.read_at is None] == [3] * 3
    with acting_as(bo, on=(march + 22 * DAY).date()):
        page = calendar_of(bo, month="2026-03", on=(march + 22 * DAY).date())
    assert page.wrong and not page.more
    monkeypatch.undo()
    runs.run_sweep(at=march + 23 * DAY)
    assert {row.ref for row in told("PERIOD_LATE")} == {right, wrong, right_too}
    assert not [row for row in told("PERIOD") if row.read_at is None]
    later = march + 23 * DAY + timedelta(minutes=11)
    runs.run_sweep(at=later)
    assert faults(dag, later)[0] is State.OK


def rows(*names: str) -> list[Any]:
    """Rows that have nothing but a reference; of which none has a deadline."""
    return [SimpleNamespace(ref=name) for name in names]


def test_where_many_rows_cannot_be_read_it_is_their_kind() -> None:
    kind = periods_but("wrong", ValueError("wrong"), others=False)
    few = [*rows(*(f"I-{n}" for n in range(200))), *rows(*(f"wrong-{n}" for n in range(clocks.MOST_UNREAD)))]
    assert clocks.read_clocks(kind, few, date(2026, 3, 1)) == ([], [f"wrong-{n}" for n in range(clocks.MOST_UNREAD)])
    with pytest.raises(ValueError, match="wrong"):
        clocks.read_clocks(kind, [*few, *rows("wrong-too")], date(2026, 3, 1))


@pytest.mark.parametrize("error", [DatabaseError(), InterfaceError(), OverBudget()])
def test_what_the_database_says_is_no_fault_of_a_row(error: Exception) -> None:
    kind = periods_but("wrong", error, others=False)
    with pytest.raises(type(error)):
        clocks.read_clocks(kind, rows("I-1", "wrong"), date(2026, 3, 1))
