"""What leaves the platform: few look alike, others are rounded, and nothing hidden can be worked out (domain §5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.cells import FEW, WITHHELD, Cell, from_json, in_sentence, rounded_count, rounded_money, words
from reports.disclosure import may_show
from reports.release import figure_cell, money_cells, part, total_money_cells
from reports.statistics.base import Exact, Group, Leaves, Number
from reports.statistics.left import LEFT
from reports.statistics.money import MONEY
from reports.statistics.persons import PERSONS


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


def _groups(whole: int, number: int, most: int | None = None) -> Iterator[tuple[int, ...]]:
    """Every way to divide a whole into so many groups, the largest first: the groups are treated alike."""
    most = whole if most is None else most
    if number == 1:
        yield from [(whole,)] if whole <= most else []
        return
    for first in range(min(whole, most), -1, -1):
        for rest in _groups(whole - first, number - 1, first):
            yield (first, *rest)


def _whole(number: int, exact: bool) -> tuple[int, int]:
    return (number, number) if exact and number >= 5 else rounded_count(number).span


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("number", [2, 3, 4])
def test_whoever_tries_every_input_finds_three_values_at_least_for_each_hidden_group(number: int, exact: bool) -> None:
    """The attack with everything known, the program too: all inputs that give the same page, for every whole to 60."""
    possible: dict[object, set[int]] = defaultdict(set)
    for whole in range(63):  # 58 to 62 read alike where the whole is rounded
        known = _whole(whole, exact)
        for counts in _groups(whole, number):
            cells = tuple(rounded_count(count) for count in counts)
            if may_show(cells, known):
                possible[known, cells] |= {n for n, cell in zip(counts, cells, strict=True) if cell is FEW} or {0, 1, 2}
            else:
                possible[known, "left out"] |= set(counts)
    assert [seen for seen, values in possible.items() if len(values) < 3] == []


@given(st.lists(st.integers(0, 300), min_size=2, max_size=22), st.randoms(use_true_random=False))
def test_the_order_of_groups_decides_nothing(counts: list[int], chance: object) -> None:
    cells, whole = [rounded_count(count) for count in counts], _whole(sum(counts), True)
    assert may_show(cells, whole) == may_show(cells[::-1], whole) == may_show(sorted(cells, key=repr), whole)


def test_most_tables_of_a_year_can_be_shown() -> None:
    every = [counts for whole in range(20, 61) for counts in _groups(whole, 4)]
    shown = sum(may_show([rounded_count(n) for n in counts], (sum(counts), sum(counts))) for counts in every)
    assert shown > 0.95 * len(every)


@pytest.mark.parametrize(
    ("whole", "counts"),
    [(8, (4, 4)), (11, (7, 4)), (8, (8, 0)), (16, (13, 3)), (39, (39, 0, 0, 0)), (21, (18, 3)), (26, (23, 3))],
)
def test_a_table_that_tells_a_small_group_is_left_out(whole: int, counts: tuple[int, ...]) -> None:
    assert not may_show([rounded_count(n) for n in counts], (whole, whole))


def test_a_whole_of_fewer_than_five_is_not_told_exactly() -> None:
    counted = Exact({"persons": 3, "children": 1, "dependants": 0}, {"gender": {"WOMAN": Group(3)}})
    found = part(PERSONS, counted, 2025)
    assert [figure["cell"]["value"] for figure in found["figures"]] == [None, None, None]


def test_the_rest_of_a_whole_is_a_group_too() -> None:
    counted = Exact({"persons": 39, "children": 38, "dependants": 0})
    figures = {figure["key"]: figure["cell"] for figure in part(PERSONS, counted, 2025)["figures"]}
    assert figures["persons"]["value"] == 39
    assert figures["children"] == WITHHELD.as_json()
    said = [words["sv"] for words in part(PERSONS, counted, 2025)["sentences"]]
    assert said[0] == "Under 2025 identifierades 39 personer som direkt utsatta."
    assert "barn" not in " ".join(said)


def test_some_of_a_withheld_whole_are_withheld() -> None:
    figure = next(f for f in LEFT.figures if f.leaves is Leaves.BANDED and f.of)
    numbers: dict[str, Number | None] = {figure.key: 3, figure.of: 40}
    assert figure_cell(figure, Exact(numbers), {figure.of: WITHHELD}) is WITHHELD


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 12), min_size=1))
def test_money_is_shown_for_five_persons_at_least_and_what_is_withheld_covers_five_that_cannot_be_told(
    counts: dict[str, int],
) -> None:
    groups = {code: Group(n, Decimal(1000 * n), Decimal(1000)) for code, n in counts.items()}
    cells = money_cells(groups)
    if cells is None:
        return
    assert all(counts[code] >= 5 for code, cell in cells.items() if cell is not WITHHELD)
    hidden = [counts[code] for code, cell in cells.items() if cell is WITHHELD]
    together = {counts for counts in _groups(sum(hidden), len(hidden)) if max(counts) < 5} if hidden else set()
    assert not hidden or (sum(hidden) >= 5 and len({n for counts in together for n in counts}) >= 3)


def test_money_by_kind_is_exact_and_a_kind_that_nobody_got_is_nought() -> None:
    rest = Group(6, Decimal("352500.00"), Decimal(90_000))
    cells = total_money_cells({"REST": rest, "SUPPORT": Group(0, Decimal(0))})
    assert cells == {"REST": Cell(352_500), "SUPPORT": Cell(0)}
    assert total_money_cells({"REST": rest, "SUPPORT": Group(3, Decimal(9_000), Decimal(4_000))}) is None


def test_money_by_kind_where_one_person_has_nearly_all_is_left_out() -> None:
    assert total_money_cells({"REST": Group(6, Decimal(100_000), Decimal(80_000))}) is None


MONEY_OF = {figure.key: figure for figure in MONEY.figures}


def test_what_was_asked_for_does_not_tell_of_the_one_request_that_was_declined() -> None:
    numbers: dict[str, Number] = {
        "asked": Decimal(352_500),
        "granted": Decimal(309_000),
        "persons": 7,
        "unmet_persons": 1,
    }
    assert figure_cell(MONEY_OF["asked"], Exact(numbers), {}) is WITHHELD
    assert figure_cell(MONEY_OF["asked"], Exact(numbers | {"unmet_persons": 6}), {}) == Cell(353_000, rounded=True)


def test_money_per_person_tells_no_exact_number_of_persons() -> None:
    told = {
        figure_cell(MONEY_OF["per_person"], Exact({"per_person": Decimal(1_740_000), "persons": persons}), {})
        for persons in range(38, 43)
    }
    assert told == {Cell(44_000, rounded=True)}


def test_what_stands_is_not_told_where_what_was_released_is_not() -> None:
    numbers: dict[str, Number] = {"standing": Decimal(900_000), "released_persons": 6}
    told = {"granted": Cell(1_000_000), "released": WITHHELD}
    assert figure_cell(MONEY_OF["standing"], Exact(numbers), told) is WITHHELD
