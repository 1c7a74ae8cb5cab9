"""What falls due, and that it is told once: on its day, or late when the program was down."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings

from accounts.clock import STOCKHOLM
from accounts.door import acting_as
from accounts.viewer import Viewer
from accounts.workdays import after_working_days, is_working_day
from cases.services import decision, intervention
from reminders import runs
from reminders.models import Told
from tests.factories import confirmed_case, sent_request
from tests.reminders.helpers import EYE, hand_on, mails, names, told, unsaid

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def days_told(name: str = "Alma", *prefixes: str) -> list[tuple[str, date]]:
    """Kind and day of what one of the cast was told."""
    wanted = prefixes or ("PERIOD", "REPORT_LATE")
    return [(row.kind, row.day) for row in told() if row.user.name.startswith(name) and row.kind.startswith(wanted)]


# A rest of thirty days from 1 March 2026 ends on 30 March; the clocks change on the 29th.
WHOLE = [
    ("PERIOD", date(2026, 3, 23)),
    ("PERIOD", date(2026, 3, 29)),
    ("PERIOD", date(2026, 3, 30)),
    ("PERIOD_LATE", date(2026, 3, 31)),
]


def test_rest_is_told_seven_days_and_one_day_before_on_its_last_day_and_once_after(
    alma: Viewer, disa: Viewer, march: datetime
) -> None:
    confirmed_case(alma, disa, at=march)
    hand_on(march + 2 * HOUR)
    seen = []
    for n in range(20, 36):
        runs.run_sweep(at=march + n * DAY)
        seen.append((len(days_told()), (march + n * DAY).date()))
    assert days_told() == WHOLE
    assert days_told("Dag") == days_told("Disa") == WHOLE
    assert next(on for count, on in seen if count == 1) == date(2026, 3, 23)
    assert names("PERIOD_LATE") == ["Alma", "Dag", "Disa"]


def test_a_day_begins_at_midnight_in_stockholm(alma: Viewer, disa: Viewer, march: datetime) -> None:
    confirmed_case(alma, disa, at=march)
    runs.run_sweep(at=datetime(2026, 3, 28, 22, 59, tzinfo=ZoneInfo("UTC")))  # 23.59, winter time
    assert days_told()[-1] == WHOLE[0]
    runs.run_sweep(at=datetime(2026, 3, 28, 23, 0, tzinfo=ZoneInfo("UTC")))
    assert days_told()[-1] == WHOLE[1]
    runs.run_sweep(at=datetime(2026, 3, 29, 21, 59, tzinfo=ZoneInfo("UTC")))  # 23.59, summer time
    assert days_told()[-1] == WHOLE[1]
    runs.run_sweep(at=datetime(2026, 3, 29, 22, 0, tzinfo=ZoneInfo("UTC")))
    assert days_told()[-1] == WHOLE[2]


def test_what_was_missed_is_told_late_and_once(alma: Viewer, disa: Viewer, march: datetime) -> None:
    confirmed_case(alma, disa, at=march)
    runs.run_sweep(at=march + DAY)
    for _ in range(3):
        runs.run_sweep(at=march + 60 * DAY)
        runs.run_sweep(at=march + 61 * DAY)
    assert days_told() == [("REPORT_LATE", date(2026, 4, 30))]  # what is newest says all that holds today


def test_the_very_first_sweep_tells_what_is_due_and_a_year_down_loses_nothing(
    alma: Viewer, disa: Viewer, march: datetime
) -> None:
    confirmed_case(alma, disa, at=march)
    runs.run_sweep(at=march + 400 * DAY)
    assert days_told() == [("REPORT_LATE", date(2026, 4, 30))]


def test_after_a_week_without_the_program_only_the_newest_day_of_a_period_is_told(
    alma: Viewer, disa: Viewer, march: datetime
) -> None:
    confirmed_case(alma, disa, at=march)
    runs.run_sweep(at=march + 23 * DAY)
    assert days_told() == WHOLE[:1]
    for n in range(30, 38):
        runs.run_sweep(at=march + n * DAY)
    assert days_told() == [WHOLE[0], WHOLE[3]]


def test_a_period_that_nobody_reports_back_is_told_again_when_the_time_for_it_has_passed(
    alma: Viewer, disa: Viewer, march: datetime
) -> None:
    confirmed_case(alma, disa, at=march)
    for n in (*range(27, 33), 45, *range(58, 64)):
        runs.run_sweep(at=march + n * DAY)
    assert days_told() == [*WHOLE, ("REPORT_LATE", date(2026, 4, 30))]  # thirty days, and the day after them


def test_a_period_that_was_ended_early_is_told_of_like_any_other(alma: Viewer, disa: Viewer, march: datetime) -> None:
    case = confirmed_case(alma, disa, at=march)
    with acting_as(alma):
        ref = case.interventions.get().ref
        intervention.end_early(ref, last=date(2026, 3, 12), reason="LEFT", note="", by=alma, at=march + 10 * DAY)
    for n in (*range(11, 16), 30, *range(40, 46)):
        runs.run_sweep(at=march + n * DAY)
    assert days_told() == [("PERIOD_LATE", date(2026, 3, 13)), ("REPORT_LATE", date(2026, 4, 12))]


def test_a_period_that_never_began_reminds_of_nothing(alma: Viewer, disa: Viewer, march: datetime) -> None:
    case = confirmed_case(alma, disa, at=march)
    with acting_as(alma):
        ref, before = case.interventions.get().ref, date(2026, 2, 28)
        intervention.end_early(ref, last=before, reason="NOT_STARTED", note="", by=alma, at=march + 2 * HOUR)
    runs.run_sweep(at=march + 90 * DAY)
    assert days_told() == []


def test_a_day_before_the_grant_is_not_told(alma: Viewer, disa: Viewer, march: datetime) -> None:
    confirmed_case(alma, disa, at=march, days=4)  # ends on 4 March: seven days before is past
    for n in range(10):
        runs.run_sweep(at=march + n * DAY)
    assert days_told() == [
        ("PERIOD", date(2026, 3, 3)),
        ("PERIOD", date(2026, 3, 4)),
        ("PERIOD_LATE", date(2026, 3, 5)),
    ]


def test_a_period_granted_on_a_day_when_it_is_due_is_told_that_day(alma: Viewer, disa: Viewer, march: datetime) -> None:
    runs.run_sweep(at=march)  # the day's sweep has been
    confirmed_case(alma, disa, at=march, days=2)
    hand_on(march + 2 * HOUR)
    assert days_told() == [("PERIOD", date(2026, 3, 1))]


def test_a_period_that_was_over_when_granted_is_overdue_at_once(alma: Viewer, disa: Viewer, march: datetime) -> None:
    motivations = {"start_before_request": "Natten var akut."}
    request = sent_request(alma, at=march, start=march.date() - 2 * DAY, days=1, motivations=motivations)
    runs.run_sweep(at=march)
    with acting_as(disa):
        decision.confirm(request.ref, version=request.version, reason="Ja.", by=disa, at=march + HOUR)
    hand_on(march + 2 * HOUR)
    assert days_told() == [("PERIOD_LATE", date(2026, 3, 1))]


def test_a_sweep_finds_what_an_event_did_not_tell(alma: Viewer, disa: Viewer, march: datetime) -> None:
    runs.run_sweep(at=march)
    confirmed_case(alma, disa, at=march, days=2)  # and its event is never handed on
    runs.run_sweep(at=march + 3 * HOUR)
    assert days_told() == [("PERIOD", date(2026, 3, 1))]
    runs.run_sweep(at=march + DAY)
    assert days_told() == [("PERIOD", date(2026, 3, 1)), ("PERIOD", date(2026, 3, 2))]


def test_a_clock_that_goes_back_tells_nothing_twice(alma: Viewer, disa: Viewer, march: datetime) -> None:
    confirmed_case(alma, disa, at=march)
    runs.run_sweep(at=march + 29 * DAY)
    before = days_told()
    runs.run_sweep(at=march + 25 * DAY)
    assert days_told() == before
    with acting_as(EYE):
        assert {row.until for row in Told.objects.all()} == {march + 29 * DAY}


def test_a_request_is_told_after_one_working_day_and_after_three(alma: Viewer, march: datetime) -> None:
    monday = march + DAY
    sent_request(alma, at=monday)
    for n in range(0, 24 * 8, 6):
        runs.run_sweep(at=monday + n * HOUR)
    assert days_told("Disa", "REQUEST") == [("REQUEST_WAITS", date(2026, 3, 3)), ("REQUEST_WAITS", date(2026, 3, 5))]
    assert days_told("Alma", "OWN") == [
        ("OWN_REQUEST_WAITS", date(2026, 3, 3)),
        ("OWN_REQUEST_WAITS", date(2026, 3, 5)),
    ]
    assert days_told("Bo", "OWN") == days_told("Alma", "REQUEST") == []


def test_after_an_outage_a_waiting_request_is_told_once(alma: Viewer, march: datetime) -> None:
    monday = march + DAY
    runs.run_sweep(at=monday - HOUR)
    sent_request(alma, at=monday)
    runs.run_sweep(at=monday + 10 * DAY)
    assert days_told("Disa", "REQUEST") == [("REQUEST_WAITS", date(2026, 3, 5))]
    assert days_told("Alma", "OWN") == [("OWN_REQUEST_WAITS", date(2026, 3, 5))]


def test_a_request_waits_to_the_minute(alma: Viewer, march: datetime) -> None:
    friday = march + 5 * DAY
    sent_request(alma, at=friday)
    monday = friday + 3 * DAY
    runs.run_sweep(at=monday - timedelta(minutes=1))
    assert days_told("Disa", "REQUEST") == []
    runs.run_sweep(at=monday)
    assert days_told("Disa", "REQUEST") == [("REQUEST_WAITS", monday.date())]


def test_an_urgent_request_is_told_in_hours_also_at_night_and_goes_up_to_the_managers(
    alma: Viewer, bo: Viewer, maj: Viewer, disa: Viewer, march: datetime
) -> None:
    evening = (march + DAY).replace(hour=20)
    sent_request(alma, at=evening, urgent=True)
    for n in range(8):
        runs.run_sweep(at=evening + n * HOUR)
    assert [kind for kind, _on in days_told("Disa", "URGENT")] == ["URGENT_WAITS"] * 2
    assert [kind for kind, _on in days_told("Alma", "OWN")] == ["OWN_URGENT_WAITS"] * 2
    assert [kind for kind, _on in days_told("Maj", "OWN")] == ["OWN_URGENT_WAITS"]
    assert days_told("Bo", "OWN") == []
    waiting = [row for row in mails() if row.user and row.user.name.startswith(("Disa", "Maj"))]
    assert all(row.urgent and row.try_at == row.made_at for row in waiting) and waiting


def test_a_decided_request_waits_no_longer(alma: Viewer, disa: Viewer, march: datetime) -> None:
    confirmed_case(alma, disa, at=march + DAY)
    runs.run_sweep(at=march + 20 * DAY)
    assert days_told("Disa", "REQUEST") == []


@override_settings(NSP_WAIT_WORKING_DAYS=[2])
def test_how_long_a_request_may_wait_is_a_setting(alma: Viewer, march: datetime) -> None:
    sent_request(alma, at=march + DAY)
    runs.run_sweep(at=march + 20 * DAY)
    assert days_told("Disa", "REQUEST") == [("REQUEST_WAITS", date(2026, 3, 4))]


@pytest.mark.parametrize("seed", range(2))
def test_through_outages_and_both_clock_changes_each_day_is_told_once(alma: Viewer, disa: Viewer, seed: int) -> None:
    """Fifty days about a clock change, the program down for up to 72 hours at a time, now and then two sweeps
    one after the other."""
    chance = random.Random(seed)
    start = datetime(2026, (3, 10)[seed], (5, 8)[seed], 9, 0, tzinfo=STOCKHOLM).astimezone(ZoneInfo("UTC"))
    last_days: list[date] = []
    granted = [n for n in range(12) if chance.random() < 0.6]
    tick, up_from = start, start
    while tick < start + 50 * DAY:
        day_no = (tick - start).days
        if granted and granted[0] <= day_no:
            granted.pop(0)
            first, days = tick.astimezone(STOCKHOLM).date(), chance.randint(8, 30)
            confirmed_case(alma, disa, at=tick, days=days)
            last_days.append(first + (days - 1) * DAY)
        if tick >= up_from:
            runs.run_outbox(at=tick + 2 * HOUR)
            for _ in range(chance.choice((1, 1, 2))):
                runs.run_sweep(at=tick)
            if chance.random() < 0.15:
                up_from = tick + chance.randint(1, 72) * HOUR
        tick += chance.choice((9, 13, 20)) * HOUR
    runs.run_sweep(at=tick + 3 * DAY)
    due = {(kind, last - n * DAY) for last in last_days for n, kind in OFFSETS}
    assert set(days_told()) <= due
    newest = {(kind, last - n * DAY) for last in last_days for n, kind in OFFSETS if n == _newest(last, tick.date())}
    assert newest <= set(days_told())
    rows = told()
    assert len({(row.deadline, row.day, row.user_id) for row in rows}) == len(rows)
    runs.run_delivery(at=tick + 4 * DAY)
    assert unsaid() == []
    assert len({row.message_id for row in mails()}) == len(mails()) <= 2 * len({row.user_id for row in rows})


def _newest(last: date, on: date) -> int | None:
    return min((n for n, _kind in OFFSETS if last - n * DAY <= on), default=None)


OFFSETS = (
    (7, "PERIOD"),
    (1, "PERIOD"),
    (0, "PERIOD"),
    (-1, "PERIOD_LATE"),
    (-31, "REPORT_LATE"),
)


@pytest.mark.parametrize(
    ("on", "works"),
    [
        (date(2026, 3, 2), True),
        (date(2026, 3, 1), False),
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 5, 14), False),  # Ascension Day
        (date(2026, 6, 19), False),  # Midsummer's Eve
        (date(2025, 6, 6), False),  # the national day, a Friday
        (date(2026, 12, 24), False),
        (date(2026, 12, 23), True),
        (date(2024, 3, 29), False),  # Good Friday of 2024
    ],
)
def test_working_days(on: date, works: bool) -> None:
    assert is_working_day(on) is works


def test_what_begins_on_a_day_off_begins_with_the_next_working_day() -> None:
    saturday = datetime(2026, 3, 7, 15, 0, tzinfo=STOCKHOLM)
    assert after_working_days(saturday, 1) == datetime(2026, 3, 10, 0, 0, tzinfo=STOCKHOLM)
    christmas = datetime(2026, 12, 23, 15, 0, tzinfo=STOCKHOLM)
    assert after_working_days(christmas, 1) == datetime(2026, 12, 28, 15, 0, tzinfo=STOCKHOLM)
    assert after_working_days(christmas, 3) == datetime(2026, 12, 30, 15, 0, tzinfo=STOCKHOLM)


def test_waiting_over_a_clock_change_keeps_the_time_of_day() -> None:
    friday = datetime(2026, 3, 27, 15, 0, tzinfo=STOCKHOLM)
    assert after_working_days(friday.astimezone(ZoneInfo("UTC")), 1) == datetime(2026, 3, 30, 15, 0, tzinfo=STOCKHOLM)
