"""What leaves the platform: few look alike, others are rounded, and nothing hidden can be worked out (domain §5)."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.cells import FEW, WITHHELD, Cell, from_json, in_sentence, rounded_count, rounded_money, words
from reports.release import money_cells, protected, too_narrow
from reports.statistics.base import Group


def test_nought_to_four_cannot_be_told_apart() -> None:
    shown = {rounded_count(n) for n in range(5)}
    assert shown == {FEW}
    assert {(words(cell).sv, words(cell).en) for cell in shown} == {("färre än 5", "fewer than 5")}


@pytest.mark.parametrize(("number", "shown"), [(5, 5), (6, 5), (7, 5), (8, 10), (12, 10), (13, 15), (143, 145)])
def test_others_are_rounded_to_the_nearest_five(number: int, shown: int) -> None:
    assert rounded_count(number).value == shown


@given(st.integers(0, 2000))
def test_the_true_number_lies_within_what_a_reader_can_tell(number: int) -> None:
    cell = rounded_count(number)
    least, most = cell.span
    assert least <= number <= most
    assert {rounded_count(n) for n in range(least, most + 1)} == {cell}
    assert from_json(cell.as_json()) == cell


@pytest.mark.parametrize(
    ("amount", "shown"), [("43500.00", 44000), ("43499.99", 43000), ("499.99", 0), ("1000000", 1000000)]
)
def test_money_is_rounded_to_the_nearest_thousand(amount: str, shown: int) -> None:
    assert rounded_money(Decimal(amount)).value == shown


def test_a_rounded_number_in_a_sentence_says_that_it_is_one() -> None:
    assert in_sentence(rounded_count(26)).sv == "ungefär 25"
    assert in_sentence(Cell(26)).sv == "26"


def possible(cells: dict[str, Cell], whole: tuple[int, int], code: str) -> set[int]:
    """By trying everything: what a hidden group may be, given all that is shown. Small numbers only."""
    ranges = [range(cell.span[0], min(cell.span[1], whole[1]) + 1) for cell in cells.values()]
    place = list(cells).index(code)
    return {counts[place] for counts in product(*ranges) if whole[0] <= sum(counts) <= whole[1]}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=4), st.booleans())
def test_no_hidden_group_can_be_told_to_fewer_than_three_values(counts: list[int], exact_whole: bool) -> None:
    whole = sum(counts)
    known = (whole, whole) if exact_whole else rounded_count(whole).span
    cells = protected({str(n): rounded_count(count) for n, count in enumerate(counts)}, known)
    for code, cell in cells.items():
        if cell is FEW and not too_narrow(cells, known):
            assert len(possible(cells, known, code)) >= 3


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 12), min_size=1))
def test_money_is_shown_for_five_persons_at_least_and_what_is_withheld_covers_five_or_none(
    counts: dict[str, int],
) -> None:
    groups = {code: Group(n, Decimal(1000 * n), Decimal(1000)) for code, n in counts.items()}
    cells = money_cells(groups)
    assert all(counts[code] >= 5 for code, cell in cells.items() if cell is not WITHHELD)
    hidden = [counts[code] for code, cell in cells.items() if cell is WITHHELD]
    assert not hidden or sum(hidden) >= 5 or len(hidden) == len(cells)
