"""Days are calendar days in Stockholm, both ends counted; checked against plain sets of days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.periods import Period, total_days

STOCKHOLM = ZoneInfo("Europe/Stockholm")
starts = st.dates(date(2000, 1, 1), date(2100, 12, 31))
periods = st.builds(Period, starts, st.integers(1, 400))
near = st.builds(Period, st.dates(date(2027, 12, 1), date(2028, 4, 1)), st.integers(1, 60))


def naive(period: Period) -> set[date]:
    """The second formulation: walk the days one by one."""
    days: set[date] = set()
    on = period.start
    while len(days) < period.days:
        days.add(on)
        on += timedelta(days=1)
    return days


VECTORS = [
    (date(2026, 3, 1), 30, date(2026, 3, 30), "2026-03-30T22:00", 719),
    (date(2026, 3, 15), 30, date(2026, 4, 13), "2026-04-13T22:00", 719),
    (date(2026, 10, 1), 30, date(2026, 10, 30), "2026-10-30T23:00", 721),
    (date(2026, 10, 25), 30, date(2026, 11, 23), "2026-11-23T23:00", 721),
    (date(2027, 1, 31), 30, date(2027, 3, 1), "2027-03-01T23:00", 720),
    (date(2028, 1, 31), 30, date(2028, 2, 29), "2028-02-29T23:00", 720),
    (date(2027, 2, 1), 90, date(2027, 5, 1), "2027-05-01T22:00", 2159),
    (date(2026, 12, 15), 30, date(2027, 1, 13), "2027-01-13T23:00", 720),
]


@pytest.mark.parametrize(("start", "days", "last", "end", "hours"), VECTORS)
def test_the_vectors_measured_in_the_research(start: date, days: int, last: date, end: str, hours: int) -> None:
    period = Period(start, days)
    begins = datetime.combine(period.start, time(), STOCKHOLM).astimezone(UTC)
    ends = datetime.combine(period.last + timedelta(days=1), time(), STOCKHOLM).astimezone(UTC)
    assert period.last == last
    assert ends.strftime("%Y-%m-%dT%H:%M") == end
    assert (ends - begins) == timedelta(hours=hours)


def test_thirty_days_from_the_first_of_march_end_on_the_thirtieth() -> None:
    assert Period(date(2026, 3, 1), 30).last == date(2026, 3, 30)


@given(periods)
def test_a_period_is_its_set_of_days(period: Period) -> None:
    days = naive(period)
    assert set(period) == days
    assert len(period) == len(days)
    assert (min(days), max(days)) == (period.start, period.last)
    assert Period.until(period.start, period.last) == period


@given(periods, st.integers(-40, 440))
def test_day_number_and_days_left_count_days_before_and_after(period: Period, offset: int) -> None:
    days, on = naive(period), period.start + timedelta(days=offset)
    assert period.day_number(on) == sum(d <= on for d in days)
    assert period.days_left(on) == sum(d > on for d in days)
    assert (on in period) == (on in days)
    tomorrow = on + timedelta(days=1)
    assert period.days_left(on) - period.days_left(tomorrow) == (1 if tomorrow in days else 0)


@given(periods)
def test_days_by_year_count_the_days_of_each_year(period: Period) -> None:
    days = naive(period)
    assert period.by_year() == {y: sum(d.year == y for d in days) for y in sorted({d.year for d in days})}
    assert sum(period.by_year().values()) == period.days


@settings(max_examples=300)
@given(near, near)
def test_overlap_is_the_days_in_common(one: Period, other: Period) -> None:
    common = naive(one) & naive(other)
    both = one.overlap(other)
    assert one.overlaps(other) == other.overlaps(one) == bool(common)
    assert (naive(both) if both else set()) == common


@given(near, st.dates(date(2027, 11, 1), date(2028, 7, 1)))
def test_ending_early_gives_back_the_days_after_the_last_one_and_never_adds_any(period: Period, last: date) -> None:
    stands = period.ended_on(last)
    assert (naive(stands) if stands else set()) == {d for d in naive(period) if d <= last}


def test_days_used_twice_count_twice() -> None:
    assert total_days([Period(date(2026, 1, 1), 10), Period(date(2026, 1, 5), 10)]) == 20


@pytest.mark.parametrize("days", [0, -1])
def test_there_is_no_period_of_no_days(days: int) -> None:
    with pytest.raises(ValueError, match="at least one day"):
        Period(date(2026, 1, 1), days)


def test_a_last_day_before_the_first_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        Period.until(date(2026, 1, 2), date(2026, 1, 1))
