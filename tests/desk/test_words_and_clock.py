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
from nsp.desk.clock import Mark, draw

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
    assert words.money_words(-1200) == "−1\u00a0200\u00a0kr"


def test_a_moment_is_said_in_stockholm() -> None:
    assert words.moment_words(datetime(2026, 3, 26, 14, 32, tzinfo=STOCKHOLM)) == "tors 26 mars 2026 kl. 14.32"


def test_the_clock_says_what_is_left_before_it_draws() -> None:
    drawn = draw("viloperioden", date(2026, 3, 15), date(2026, 4, 13), date(2026, 3, 26))
    assert drawn.headline == "18 dagar kvar av viloperioden."
    assert drawn.last_day == "Sista dagen är måndag 13 april 2026."
    assert drawn.today_label == "i dag, dag 12"
    assert drawn.today_x == "40.00"


@pytest.mark.parametrize(
    ("today", "headline"),
    [
        (date(2026, 3, 13), "Viloperioden börjar om 2 dagar."),
        (date(2026, 4, 13), "Det är sista dagen av viloperioden."),
        (date(2026, 4, 15), "Viloperioden slutade för 2 dagar sedan."),
    ],
)
def test_the_clock_has_a_sentence_for_every_time(today: date, headline: str) -> None:
    assert draw("viloperioden", date(2026, 3, 15), date(2026, 4, 13), today).headline == headline


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    length=st.integers(1, 120),
    at=st.integers(-40, 160),
    days=st.lists(st.integers(0, 119), max_size=8),
)
def test_everything_is_drawn_inside_and_no_label_lies_on_another(length: int, at: int, days: list[int]) -> None:
    first = date(2026, 1, 1)
    last = first + timedelta(days=length - 1)
    marks = [Mark(first + timedelta(days=n), "initial bedömning", done=n % 2 == 0) for n in days]
    drawn = draw("viloperioden", first, last, first + timedelta(days=at), marks)
    assert all(0 <= float(x) <= 100 for x, _ in drawn.ticks)
    assert len(drawn.marks) == sum(1 for n in days if n < length)
    rows: dict[int, list[tuple[float, float]]] = {}
    for mark in drawn.marks:
        width, x = len(mark.label) * 0.8, float(mark.text_x)
        left = x if mark.anchor == "start" else x - width if mark.anchor == "end" else x - width / 2
        assert all(left >= b or left + width <= a for a, b in rows.get(mark.level, []))
        rows.setdefault(mark.level, []).append((left, left + width))
