"""A year's curves: what was booked and used by the end of each month, and the drawing of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from funding.curves import Part, added, booked, month_ends, used
from reports.curves import Curve, Size, line_chart

SEK = Decimal
SVG = "{http://www.w3.org/2000/svg}"
MONTHS = [f"{name}." for name in ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]]


def test_a_year_has_the_last_days_of_its_twelve_months() -> None:
    assert (len(month_ends(2028)), month_ends(2028)[1], month_ends(2028)[11]) == (
        12,
        date(2028, 2, 29),
        date(2028, 12, 31),
    )


def test_bookings_are_summed_up_with_those_before_and_after_the_year() -> None:
    days = [date(2025, 12, 30), date(2026, 1, 1), date(2026, 3, 31), date(2026, 3, 31), date(2027, 2, 1)]
    assert booked([(on, SEK(10)) for on in days], 2026) == tuple(
        SEK(amount) for amount in (10, 20, 20, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 50)
    )


def test_days_share_a_sum_by_their_rates_and_only_those_of_the_year() -> None:
    night = Part(date(2025, 12, 22), date(2026, 1, 31), SEK(1000))
    child = Part(date(2026, 2, 1), date(2026, 2, 10), SEK(100))
    # 31 nights of 1 000 kr in January and ten of a child's 100 kr in February; ten nights lie in the year before.
    assert used(SEK(32_000), [night, child], 2026, otherwise=date(2026, 1, 1))[:3] == (
        SEK(31_000),
        SEK(32_000),
        SEK(32_000),
    )


def test_a_sum_of_which_no_day_is_known_is_used_when_it_was_booked() -> None:
    assert used(SEK(5), [], 2026, otherwise=date(2026, 11, 3))[9:] == (SEK(0), SEK(5), SEK(5))
    assert used(SEK(5), [], 2026, otherwise=date(2025, 11, 3))[0] == 5
    assert used(SEK(5), [], 2026, otherwise=date(2027, 11, 3))[10:] == (SEK(0), SEK(5))


@given(
    amount=some.decimals(0, 10**7, places=2),
    starts=some.lists(
        some.tuples(some.dates(date(2025, 10, 1), date(2027, 2, 1)), some.integers(1, 200), some.integers(1, 3000)),
        max_size=6,
    ),
)
def test_what_is_used_never_sinks_and_is_the_whole_sum_in_the_end(
    amount: Decimal, starts: list[tuple[date, int, int]]
) -> None:
    parts = [Part(first, first + timedelta(days=days - 1), SEK(rate)) for first, days, rate in starts]
    months = used(amount, parts, 2026, otherwise=date(2026, 6, 1))
    assert list(months) == sorted(months)
    assert months[-1] == amount
    # The same, day by day.
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    weights = {on: sum((part.weight for part in parts if part.first <= on <= part.last), SEK(0)) for on in days}
    whole = sum(weights.values(), SEK(0))
    if whole:
        june = amount * sum((weight for on, weight in weights.items() if on.month <= 6), SEK(0)) / whole
        assert abs(months[5] - june) <= SEK("0.005")


def test_months_are_added_month_by_month() -> None:
    assert added([]) == (SEK(0),) * 12
    assert added([[SEK(n) for n in range(12)]] * 2)[11] == 22


CURVES = [
    Curve("Budget <&>", "budget", [(0, SEK(1_000_000)), (12, SEK(1_000_000))], "1 000 000 kr"),
    Curve("Bundet", "committed", [(0, SEK(0)), (3.5, SEK(640_000))], "640 000 kr"),
    Curve("Betalt", "paid", [(0, SEK(0)), (3.5, SEK(120_000))], "120 000 kr"),
    Curve("Prognos", "forecast", [(3.5, SEK(300_000)), (12, SEK(640_000))], "640 000 kr"),
    Curve("Om alla beviljas", "whatif", [(3.5, SEK(300_000)), (12, SEK(1_070_000))], "1 070 000 kr"),
]


def drawn(size: Size, curves: list[Curve] = CURVES) -> ElementTree.Element:
    return ElementTree.fromstring(  # noqa: S314 - our own drawing
        line_chart(
            curves,
            title="Medel <2026>",
            description="Allt i ord",
            months=MONTHS,
            unit="tkr",
            today=(3.5, "i dag"),
            id="y",
            size=size,
        )
    )


@pytest.mark.parametrize("size", list(Size))
def test_curves_have_a_title_a_description_and_no_inline_style(size: Size) -> None:
    svg = drawn(size)
    assert svg.get("role") == "img"
    named = {e.get("id"): e.text for e in svg if e.get("id")}
    assert named == {"y-title": "Medel <2026>", "y-desc": "Allt i ord"}
    assert (svg.get("aria-labelledby") or "").split() == list(named)
    assert not [e for e in svg.iter() if e.get("style")]
    coloured = [e for e in svg.iter() if e.get("stroke") or (e.get("fill") or "none") != "none"]
    classed = [e for e in svg.iter() if e.get("class")]
    assert (not classed) if size is Size.PAPER else (not coloured)


@pytest.mark.parametrize("size", list(Size))
def test_everything_stays_inside_the_drawing_and_each_curve_has_its_legend(size: Size) -> None:
    svg = drawn(size)
    _, _, width, height = (float(n) for n in (svg.get("viewBox") or "").split())
    for text in svg.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x") or 0) < width
        assert 0 < float(text.get("y") or 0) < height
    for line in svg.iter(f"{SVG}polyline"):
        places = [tuple(float(n) for n in point.split(",")) for point in (line.get("points") or "").split()]
        assert all(0 <= x <= width and 0 <= y <= height for x, y in places)
    words = [text.text for text in svg.iter(f"{SVG}text")]
    assert all(f"{curve.name}: {curve.words}" in words for curve in CURVES)
    # Nobody needs colours: no two curves have the same dash and width.
    looks = [(line.get("stroke-dasharray"), line.get("stroke-width")) for line in list(svg.iter(f"{SVG}polyline"))[:5]]
    assert len(set(looks)) == 5


def test_higher_amounts_stand_higher_and_later_months_further_right() -> None:
    lines = list(drawn(Size.PAGE).iter(f"{SVG}polyline"))[:5]
    ends = [(line.get("points") or "").split()[-1].split(",") for line in lines]
    budget, committed, paid, _forecast, whatif = [(float(x), float(y)) for x, y in ends]
    assert whatif[1] < budget[1] < committed[1] < paid[1]
    assert committed[0] < budget[0]


def test_a_year_without_money_is_still_a_drawing() -> None:
    assert drawn(Size.PAGE, []).tag == f"{SVG}svg"
    assert drawn(Size.PHONE, [Curve("Budget", "budget", [(0, SEK(0)), (12, SEK(0))])]).tag == f"{SVG}svg"
