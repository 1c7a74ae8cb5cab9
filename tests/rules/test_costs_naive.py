"""What an intervention costs, against counting its days one by one: leap years, New Year, rates, children."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from cases.costs import cost
from cases.periods import Period

rates = st.none() | st.decimals(0, 9_999, places=2)
days = st.integers(1, 800)
starts = st.dates(date(2015, 1, 1), date(2035, 12, 31)) | st.builds(
    lambda year, back: date(year, 12, 31) - timedelta(days=back), st.integers(2015, 2035), st.integers(0, 40)
)


def naive(start: date, parts: list[tuple[int, Decimal | None]]) -> dict[int, Decimal]:
    """Day after day: whoever is there that day costs their rate, in the year of the day."""
    found: dict[int, Decimal] = {}
    for length, rate in parts:
        for n in range(max(length, 0)):
            year = (start + timedelta(days=n)).year
            found[year] = found.get(year, Decimal(0)) + (rate or Decimal(0))
    return found


@given(starts, days, rates, st.lists(st.integers(0, 800), max_size=5), rates)
@example(date(2024, 2, 28), 3, Decimal("0.01"), [2, 1], Decimal("999.99"))
@example(date(2027, 12, 31), 2, Decimal(1450), [2, 1, 0], None)
@example(date(2023, 12, 31), 367, Decimal(1450), [367], Decimal(400))
def test_every_day_costs_its_rate_in_its_own_year(
    start: date, length: int, rate: Decimal | None, children: list[int], child_rate: Decimal | None
) -> None:
    within = [min(child, length) for child in children]
    found = cost(Period(start, length), rate, within, child_rate)
    told = naive(start, [(length, rate), *((child, child_rate) for child in within)])
    assert {year: amount for year, amount in found.by_year.items() if amount} == {
        year: amount for year, amount in told.items() if amount
    }
    assert found.total == sum(told.values(), Decimal(0)) == sum(step.amount for step in found.steps)
    assert all(amount == amount.quantize(Decimal("0.01")) for amount in found.by_year.values())
