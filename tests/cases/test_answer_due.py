"""By when a coordinator answers: one working day, two hours where it is urgent; reminded of then, and read on both
sides of the request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client, override_settings
from django.utils import translation

from accounts.clock import STOCKHOLM, now
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.answering import answer_due, asker_words, decider_words, last_day, longest_wait, waited_moments
from cases.selectors.admission import sent
from cases.selectors.waiting import waiting_list
from cases.services import decision
from reminders import runs
from tests.cases.asking import decide_url
from tests.factories import sent_request
from tests.reminders.helpers import told

SignIn = Callable[[str], Client]
HOUR = timedelta(hours=1)
FRIDAY = datetime(2026, 3, 6, 14, 2, tzinfo=STOCKHOLM)

LATE = "kulle ha besvarats senast mån 9 mars kl. 14.02"


def _deadlines(name: str) -> list[str]:
    return [row.deadline.split(":")[-1] for row in told() if row.user.name.startswith(name) and "WAITS" in row.kind]


def test_one_working_day_and_urgent_ones_two_hours_also_at_night() -> None:
    assert answer_due(FRIDAY, urgent=False) == FRIDAY + timedelta(days=3)
    night = FRIDAY.replace(hour=23)
    assert answer_due(night, urgent=True) == night + 2 * HOUR


def test_hours_are_hours_where_the_clock_changes() -> None:
    before = datetime(2026, 3, 29, 1, 0, tzinfo=STOCKHOLM)  # at two it is three
    assert answer_due(before, urgent=True).astimezone(STOCKHOLM).hour == 4


@override_settings(NSP_WAIT_URGENT_HOURS=[30 * 24, 1], NSP_WAIT_WORKING_DAYS=[3, 1])
def test_the_settings_may_stand_in_any_order_and_be_longer_than_days() -> None:
    assert [name for _moment, name in waited_moments(FRIDAY, urgent=True)] == ["1h", "720h"]
    assert [name for _moment, name in waited_moments(FRIDAY, urgent=False)] == ["1", "3"]
    assert longest_wait() == timedelta(days=30)


def test_an_urgent_request_is_told_after_two_hours_and_after_six(alma: Viewer) -> None:
    sent_request(alma, at=FRIDAY, urgent=True)
    runs.run_sweep(at=FRIDAY + 2 * HOUR - timedelta(minutes=1))
    assert _deadlines("Disa") == []
    runs.run_sweep(at=FRIDAY + 2 * HOUR)
    assert _deadlines("Disa") == _deadlines("Dag") == _deadlines("Alma") == ["2h"]
    for n in range(3, 100, 6):
        runs.run_sweep(at=FRIDAY + n * HOUR)
    assert sorted(_deadlines("Disa")) == sorted(_deadlines("Alma")) == ["2h", "6h"]


def test_after_an_outage_an_urgent_request_is_told_once(alma: Viewer) -> None:
    runs.run_sweep(at=FRIDAY)
    sent_request(alma, at=FRIDAY, urgent=True)
    runs.run_sweep(at=FRIDAY + timedelta(days=40))
    assert _deadlines("Disa") == ["6h"]


@pytest.mark.parametrize(
    ("language", "late", "asker", "decider"),
    [
        ("sv", False, "Samordnaren svarar senast mån 9 mars kl. 14.02", "svara senast mån 9 mars kl. 14.02"),
        ("sv", True, f"S{LATE}", f"s{LATE}"),
        ("en", False, "A coordinator answers by Mon 9 March at 14:02", "answer by Mon 9 March at 14:02"),
    ],
)
def test_the_words(language: str, late: bool, asker: str, decider: str) -> None:
    due = answer_due(FRIDAY, urgent=False)
    at = due + timedelta(seconds=1 if late else 0)
    with translation.override(language):
        assert (asker_words(due, at), decider_words(due, at)) == (asker, decider)


def test_what_is_sent_on_a_day_off_is_answered_by_the_end_of_the_next_working_day() -> None:
    """Sent on a Saturday, waited from Monday on: midnight is said as the day that it ends."""
    due = answer_due(FRIDAY + timedelta(days=1), urgent=False)
    with translation.override("en"):
        assert asker_words(due, FRIDAY) == "A coordinator answers by Mon 9 March"
    before_easter = datetime(2026, 4, 5, 12, tzinfo=STOCKHOLM)
    assert last_day(answer_due(before_easter, urgent=False)) == date(2026, 4, 7)
    eve = datetime(2026, 4, 30, tzinfo=STOCKHOLM) + timedelta(hours=24)
    assert last_day(answer_due(eve, urgent=False)) == date(2026, 5, 4)


@pytest.mark.parametrize("hours", [1, 3])
def test_both_sides_read_the_same_moment(signed_in: SignIn, alma: Viewer, hours: int) -> None:
    row = sent_request(alma, at=now() - hours * HOUR, urgent=True)
    assert row.sent_at is not None
    due = answer_due(row.sent_at, urgent=True)
    with translation.override("sv"):
        asker, decider = asker_words(due, now()), decider_words(due, now())
    own = signed_in("alma")
    assert asker in own.get(f"/requests/{row.ref}/").content.decode()
    assert asker + "." in own.get(f"/requests/{row.ref}/?sent=1").content.decode()
    office = signed_in("disa")
    assert decider in office.get("/decisions/").content.decode()
    assert decider[0].upper() + decider[1:] in office.get(decide_url(row)).content.decode()
    through = own.get(f"/api/v1/requests/{row.ref}/").json()["answer_due"]
    assert datetime.fromisoformat(through) == due


def test_what_waits_for_money_or_is_decided_has_no_such_moment(alma: Viewer, disa: Viewer) -> None:
    row = sent_request(alma, at=FRIDAY)
    with acting_as(disa):
        why = "Pengarna räcker inte."
        decision.wait(row.ref, version=row.version, need_level="HIGH", reason=why, by=disa, at=FRIDAY + HOUR)
        assert sent(disa, row.ref).answer_due is None
        assert [one.row.answer_due for one in waiting_list(disa, on=FRIDAY.date()).rows] == [None]
