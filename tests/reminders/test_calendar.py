"""The calendar: what falls due in a month, for whoever it is due."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from accounts.clock import day
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import Case
from nsp.desk.selectors.calendar import Calendar, calendar_of, month_of
from tests.factories import confirmed_case


@pytest.fixture
def case(alma: Viewer, dag: Viewer, march: datetime) -> Case:
    return confirmed_case(alma, dag, at=march)


def seen(viewer: Viewer, at: datetime, **how: object) -> Calendar:
    with acting_as(viewer):
        return calendar_of(viewer, month=f"{at + timedelta(days=10):%Y-%m}", on=day(at), **how)  # type: ignore[arg-type]


def test_of_a_caseworkers_own_persons_and_of_nobody_elses(
    case: Case, alma: Viewer, cia: Viewer, dag: Viewer, march: datetime
) -> None:
    with acting_as(alma):
        code, name = case.person.code, case.person.code_name
    mine = [one for one in seen(alma, march).falls if name in one.what]
    assert mine and any(one.url for one in mine)
    assert [one for one in seen(alma, march, person=code).falls if name in one.what] == mine
    assert seen(alma, march, person="nobody").falls == ()
    for other in (cia, dag):
        assert seen(other, march, person=code).falls == ()
    assert not [one for one in seen(cia, march, whose="actor").falls if name in one.what]
    assert [one.on for one in seen(dag, march).falls if name in one.what] == [date(2026, 3, 30)], "the end of the rest"


def test_a_year_that_ends_in_a_week_has_both_years_days(alma: Viewer) -> None:
    with acting_as(alma):
        found = calendar_of(alma, month="2026-12", on=date(2026, 12, 30))
    assert [week.number for week in found.weeks] == [49, 50, 51, 52, 53]
    assert found.weeks[-1].days[-1].on == date(2027, 1, 3)
    assert found.after == date(2027, 1, 1)
    off = {one.on: one.holiday for week in found.weeks for one in week.days if one.holiday}
    assert {date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 31), date(2027, 1, 1)} == {*off}


@pytest.mark.parametrize("asked", ["", "nonsense", "2026-13", "0001-01", "9999-12"])
def test_what_is_no_month_is_this_one(asked: str) -> None:
    assert month_of(asked, date(2026, 5, 9)) == date(2026, 5, 1)


def test_a_manager_looks_at_the_whole_actor_or_at_one_colleague(
    case: Case, alma: Viewer, bo: Viewer, maj: Viewer, march: datetime
) -> None:
    with acting_as(alma):
        name = case.person.code_name
    handles = {words: handle for handle, words in seen(maj, march).choices}

    def has(whose: str, viewer: Viewer = maj) -> bool:
        return any(name in one.what for one in seen(viewer, march, whose=whose).falls)

    assert has("actor") and has(handles["Alma Lind"])
    assert not has("") and not has(handles["Bo Berg"])
    assert seen(alma, march).choices == () and not has("actor", bo) and not has(handles["Alma Lind"], bo)
