"""What ending early gives back agrees with a second, naive formulation: each day with its price, walked one by one."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cases.ending import Share, given_back
from cases.periods import Period

starts = st.dates(date(2027, 12, 1), date(2028, 3, 5)) | st.dates(date(2028, 11, 25), date(2029, 1, 5))
rates = st.decimals(0, 3000, places=2)
supplements = st.lists(st.tuples(st.integers(1, 90), rates), max_size=4)


def walk(first: date, last: date) -> list[date]:
    """The days from first to last, one by one."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@given(starts, st.integers(1, 90), rates, supplements, st.integers(-3, 95))
def test_each_day_after_the_last_comes_back_to_its_own_year(
    start: date, days: int, rate: Decimal, children: list[tuple[int, Decimal]], shift: int
) -> None:
    last = start + timedelta(days=shift)
    parts = [(days, rate), *((min(n, days), price) for n, price in children)]
    shares = [Share(str(n or ""), Period(start, length), price) for n, (length, price) in enumerate(parts)]
    back = given_back(shares, last)
    by_year: Counter[int] = Counter()
    worth: dict[int, Decimal] = {}
    for length, price in parts:
        for on in walk(start, start + timedelta(days=length - 1)):
            if on > last:
                by_year[on.year] += 1
                worth[on.year] = worth.get(on.year, Decimal(0)) + price
    assert back.by_year == worth
    assert back.total == sum(worth.values())
    assert sum(part.days for part in back.parts) == sum(by_year.values())
    assert back.days == sum(on > last for on in walk(start, start + timedelta(days=days - 1)))


@given(starts, st.integers(1, 90), rates, st.integers(0, 90), st.integers(0, 90))
def test_ending_twice_gives_back_what_ending_once_at_the_earlier_day_does(
    start: date, days: int, rate: Decimal, first: int, second: int
) -> None:
    sooner, later = sorted((first, second))
    whole = Period(start, days)
    once = given_back([Share("", whole, rate)], start + timedelta(days=sooner))
    before = given_back([Share("", whole, rate)], start + timedelta(days=later))
    left = whole.ended_on(start + timedelta(days=later))
    assert left is not None
    after = given_back([Share("", left, rate)], start + timedelta(days=sooner))
    years = before.by_year.keys() | after.by_year.keys()
    both = {year: before.by_year.get(year, Decimal(0)) + after.by_year.get(year, Decimal(0)) for year in years}
    assert (both, before.days + after.days) == (once.by_year, once.days)
