"""A row that cannot be read: all else of its kind is told, what stands of it stays, and it is told when it can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings

from accounts import clocks, deadlines
from accounts.door import acting_as
from accounts.viewer import Viewer
from nsp.desk.selectors.calendar import calendar_of
from reminders import runs
from reminders.operation import State, facts_at, judge
from reminders.services.ways import choose_ways
from reminders.ways import Chosen
from tests.factories import confirmed_case
from tests.reminders.helpers import EYE, told

pytestmark = pytest.mark.django_db


def test_a_row_that_cannot_be_read_holds_up_no_other_of_its_kind_and_is_told_when_it_can(
    alma: Viewer, bo: Viewer, disa: Viewer, dag: Viewer, march: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands of it is not closed either, and its page of the calendar opens and says that there is more."""
    with acting_as(bo):
        choose_ways(Chosen(days_before=(5,)), by=bo)
    cases, kind = [confirmed_case(who, disa, at=march, days=10) for who in (alma, bo, alma)], clocks.kind_of("PERIOD")
    with acting_as(EYE):
        right, wrong, right_too = (case.interventions.get().ref for case in cases)
    assert kind
    runs.run_sweep(at=march + timedelta(days=8))
    stood = [row.ref for row in told("PERIOD") if row.read_at is None]
    assert wrong in stood

    def reads(rows: Sequence[Any], on: date) -> Sequence[clocks.Clock | None]:
        if any(row.ref == wrong for row in rows):
            raise KeyError(wrong)
        return kind.clocks(rows, on)

    monkeypatch.setitem(clocks._kinds, "PERIOD", replace(kind, clocks=reads))
    broken = clocks._kinds["PERIOD"]
    monkeypatch.setitem(deadlines._finders, "period", lambda span, after: clocks.due_of(broken, span, after))
    late = march + timedelta(days=11)
    runs.run_sweep(at=late)
    assert {row.ref for row in told("PERIOD_LATE")} == {right, right_too}
    assert wrong in [row.ref for row in told("PERIOD") if row.read_at is None], "nobody knows whether it is so still"
    with acting_as(dag):
        found = next(part for part in judge(facts_at(late), settings.NSP_HEALTH) if part.name == "faults")
    assert found.state is State.LATE and "period" in found.sentence
    with acting_as(bo, on=late.date()):
        page = calendar_of(bo, month="2026-03", on=late.date())
        assert page.more and not [one for one in page.falls if wrong in one.url]
    monkeypatch.undo()
    runs.run_sweep(at=late + timedelta(days=9))
    assert {row.ref for row in told("PERIOD_LATE")} == {right, wrong, right_too}
    assert len({(row.deadline, row.day, row.user_id) for row in told()}) == len(told())
