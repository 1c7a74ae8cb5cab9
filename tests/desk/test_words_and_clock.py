"""Days, money and the period clock, as pages say them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import words
from accounts.clock import STOCKHOLM
from nsp.desk.clock import Bar, Mark, draw

TODAY = date(2017, 3, 27)


@pytest.fixture(autouse=True)
def swedish() -> Iterator[None]:
    with translation.override("sv"):
        yield


def test_a_date_is_said_with_its_weekday_and_how_near_it_is() -> None:
    assert words.day_words(date(2017, 3, 30)) == "tors 30 mars 2017"
    assert words.near_words(date(2017, 3, 30), TODAY) == "om 3 dagar"
    assert words.near_words(date(2017, 3, 28), TODAY) == "i morgon"
    assert words.near_words(date(2017, 3, 25), TODAY) == "för 2 dagar sedan"


def test_the_year_is_left_out_only_in_this_year() -> None:
    assert words.short_day_words(date(2017, 4, 13), TODAY) == "13 april"
    assert words.short_day_words(date(2018, 4, 13), TODAY) == "13 april 2018"


def test_a_deadline_is_said_and_drawn_by_how_late_it_is() -> None:
    assert words.left_words(date(2017, 3, 29), TODAY) == "2 dagar kvar"
    assert words.left_words(TODAY, TODAY) == "i dag"
    assert words.left_words(date(2017, 3, 26), TODAY) == "1 dag försenad"
    late, soon, calm = (words.urgency(TODAY + timedelta(days=n), TODAY) for n in (-1, 2, 3))
    assert (late, soon, calm) == ("late", "soon", "info")


def test_a_period_counts_both_its_ends() -> None:
    assert words.span_words(date(2026, 3, 15), date(2026, 3, 15)) == "15 mars 2026 (1 dag)"
    assert words.span_words(date(2026, 3, 15), date(2026, 4, 13)) == "15 mars–13 april 2026 (30 dagar)"
    assert words.span_words(date(2026, 12, 31), date(2027, 1, 1)) == "31 december 2026–1 januari 2027 (2 dagar)"


def test_a_day_in_a_list_has_its_weekday_and_how_near_it_is_where_it_is_near() -> None:
    today = date(2026, 3, 26)
    assert words.listed_day_words(date(2026, 3, 29), today) == "sön 29 mars (om 3 dagar)"
    assert words.listed_day_words(date(2026, 3, 25), today) == "ons 25 mars (i går)"
    assert words.listed_day_words(date(2025, 3, 25), today) == "tis 25 mars 2025"


def test_an_amount_has_hard_spaces_and_decimals_only_where_there_are_any() -> None:
    assert words.money_words(Decimal("12500.00")) == "12\u00a0500\u00a0kr"
    assert words.money_words(Decimal("127700.5")) == "127\u00a0700,50\u00a0kr"
    assert words.hour_words(Decimal("1.50")) == "1,5" and words.hour_words(Decimal("0.25")) == "0,25"
    assert words.hour_words(Decimal(10)) == "10" and words.hour_words(Decimal("246.00")) == "246"
    assert words.money_words(-1200) == "−1\u00a0200\u00a0kr"


def test_a_moment_is_said_in_stockholm() -> None:
    assert words.moment_words(datetime(2026, 3, 26, 14, 32, tzinfo=STOCKHOLM)) == "tors 26 mars 2026 kl. 14.32"


def _bar(kind: str, start: date, days: int, *, ended: bool = False) -> Bar:
    name = {"REST": "viloperioden", "SUPPORT": "stödperioden"}.get(kind, "insatsen")
    return Bar(kind, name, name.capitalize(), start, start + timedelta(days=days - 1), ended=ended)


def test_the_clock_says_what_is_left_before_it_draws() -> None:
    drawn = draw([_bar("REST", date(2026, 3, 15), 30)], date(2026, 3, 26))
    assert drawn.headline == "18 dagar kvar av viloperioden."
    assert drawn.last_day == "Sista dagen är måndag 13 april 2026."
    assert drawn.today_label == "i dag, dag 12"
    assert drawn.today_x == "40.00"
    assert [(bar.x, bar.width, bar.used) for bar in drawn.bars] == [("0.00", "100.00", "40.00")]


@pytest.mark.parametrize(
    ("today", "headline"),
    [
        (date(2026, 3, 13), "Viloperioden börjar om 2 dagar."),
        (date(2026, 4, 13), "Det är sista dagen av viloperioden."),
        (date(2026, 4, 15), "Viloperioden slutade för 2 dagar sedan."),
    ],
)
def test_the_clock_has_a_sentence_for_every_time(today: date, headline: str) -> None:
    assert draw([_bar("REST", date(2026, 3, 15), 30)], today).headline == headline


def test_the_track_begins_with_what_happened_first_and_ends_with_the_last_day() -> None:
    bars = [_bar("REST", date(2026, 3, 11), 30), _bar("SUPPORT", date(2026, 4, 10), 60)]
    drawn = draw(bars, date(2026, 4, 20), [Mark(date(2026, 3, 1), "identifierad")])
    assert drawn.headline == "49 dagar kvar av stödperioden.", "the sentence is about what runs"
    assert [(bar.kind, bar.x, bar.used) for bar in drawn.bars] == [
        ("REST", "10.00", "30.00"),
        ("SUPPORT", "40.00", "11.00"),
    ]
    assert drawn.marks[0].x == "1.00"
    assert drawn.ticks == ("31.00", "61.00", "92.00"), "the first of each month"


def test_what_overlaps_lies_on_lanes_below_the_track_and_the_list_has_all_of_it() -> None:
    thin = [_bar(kind, date(2026, 3, 11 + n), 20) for n, kind in enumerate(("SPECIFIC", "INTEGRATION", "SPECIFIC"))]
    drawn = draw([_bar("REST", date(2026, 3, 1), 30), *thin], date(2026, 3, 20))
    below = [bar for bar in drawn.bars if bar.kind != "REST"]
    assert len({bar.y for bar in below}) == 3
    assert {line.kind for line in drawn.lines} == {"REST", "SPECIFIC", "INTEGRATION", "now"}
    assert len(drawn.lines) == 5


def test_long_after_the_last_day_today_presses_nothing_together() -> None:
    rest = _bar("REST", date(2026, 3, 1), 30)
    assert draw([rest], date(2026, 4, 20)).today_x == "100.00"
    late = draw([rest], date(2027, 3, 1))
    assert (late.today_x, late.bars[0].width) == ("", "100.00")


def test_a_period_that_was_ended_early_is_used_to_its_end() -> None:
    drawn = draw([_bar("REST", date(2026, 3, 1), 10, ended=True)], date(2026, 3, 10))
    assert (drawn.headline, drawn.bars[0].used) == ("Viloperioden slutade i dag.", "100.00")


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    periods=st.lists(
        st.tuples(
            st.sampled_from(["REST", "SUPPORT", "SPECIFIC", "INTEGRATION"]), st.integers(0, 500), st.integers(1, 120)
        ),
        min_size=1,
        max_size=12,
    ),
    at=st.integers(-40, 700),
    days=st.lists(st.integers(-30, 520), max_size=8),
)
def test_everything_is_drawn_inside_and_no_label_lies_on_another(
    periods: list[tuple[str, int, int]], at: int, days: list[int]
) -> None:
    first = date(2026, 1, 1)
    bars = [_bar(kind, first + timedelta(days=start), length) for kind, start, length in periods]
    marks = [Mark(first + timedelta(days=n), "initial bedömning", done=n % 2 == 0) for n in days]
    drawn = draw(bars, first + timedelta(days=at), marks)
    assert all(0 <= float(x) <= 100 for x in drawn.ticks)
    assert len(drawn.bars) == len(bars) and len(drawn.marks) == len(marks)
    for bar in drawn.bars:
        assert float(bar.x) >= 0 and float(bar.x) + float(bar.width) <= 100.02
        assert float(bar.used or 0) <= float(bar.width) + 0.01
    words: dict[int, list[tuple[float, float]]] = {}
    names = [(bar.label, float(bar.label_x), bar.anchor, bar.label_y) for bar in drawn.bars if bar.label]
    labels = [(mark.label, float(mark.text_x), mark.anchor, mark.y) for mark in drawn.marks]
    for label, x, anchor, y in names + labels:
        width = len(label) * 0.8
        left = x if anchor == "start" else x - width if anchor == "end" else x - width / 2
        assert all(left >= b - 0.02 or left + width <= a + 0.02 for a, b in words.get(y, [])), label
        words.setdefault(y, []).append((left, left + width))
    lanes: dict[int, list[tuple[float, float]]] = {}
    for bar in drawn.bars:
        if bar.kind not in ("REST", "SUPPORT"):
            span = (float(bar.x), float(bar.x) + float(bar.width))
            assert all(span[0] >= b or span[1] <= a for a, b in lanes.get(bar.y, []))
            lanes.setdefault(bar.y, []).append(span)
    assert len(drawn.lines) == len(bars) + len(marks) + 1, "the phone's list leaves nothing out"
