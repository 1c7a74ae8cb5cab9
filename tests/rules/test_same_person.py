"""Identity numbers in their one form, and which persons are one human over any links."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.same_person import humans, in_order, normalised, others_linked

KEYS = [UUID(int=n) for n in range(1, 9)]
PAIRS = st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)).filter(lambda p: p[0] != p[1]), max_size=12)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("811228-9874", "SE:198112289874"),
        ("19811228-9874", "SE:198112289874"),
        ("19811228 9874", "SE:198112289874"),
        ("811228+9874", "SE:188112289874"),
        ("8112289874", "SE:198112289874"),
        ("٨١١٢٢٨٩٨٧٤", "SE:198112289874"),
        ("701063-2391", "SE:197010632391"),
        ("811228-9875", None),
        ("811328-9874", None),
        ("811228", None),
        ("", None),
    ],
)
def test_a_swedish_number_has_one_form(typed: str, kept: str | None) -> None:
    assert normalised("SE", typed, year=2026) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("ab 12-345", "NG:AB12345"), ("AB12345", "NG:AB12345"), ("12", None), ("abcdef", None), ("1" * 60, None)],
)
def test_another_countrys_number_is_its_letters_and_digits(typed: str, kept: str | None) -> None:
    assert normalised("NG", typed, year=2026) == kept


@given(PAIRS)
def test_one_stands_for_all_whom_the_links_reach_and_nobody_else(pairs: list[tuple[UUID, UUID]]) -> None:
    found = humans(in_order(*pair) for pair in pairs)
    assert set(found) == {one for pair in pairs for one in pair}
    for one in found:
        reached, last = {one}, set[UUID]()
        while reached != last:  # naive: as far as anybody comes
            last = set(reached)
            reached |= {b for a, b in pairs if a in last} | {a for a, b in pairs if b in last}
        assert found[one] == min(reached, key=lambda key: key.bytes)
        assert others_linked(one, pairs) == reached - {one}


def test_whoever_is_not_linked_is_nobody_else() -> None:
    assert others_linked(KEYS[0], [(KEYS[1], KEYS[2])]) == frozenset()
