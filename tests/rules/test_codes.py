"""Codes that people say aloud: what a slip of the tongue or the finger does to them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts import refs
from cases import codes
from cases.code_names import ADJECTIVES, NOUNS

seeds = st.integers(min_value=0, max_value=2**32)


def test_the_code_of_the_handbook_is_one() -> None:
    assert codes.parse("K7QF-2M") == "K7QF-2M"


@pytest.mark.parametrize("typed", ["k7qf-2m", " K7QF2M ", "k7 qf 2m", "K7QF–2M", "K 7 Q F - 2 M", "k7qf\u00a02m"])
def test_case_spaces_and_dashes_are_forgiven(typed: str) -> None:
    assert codes.parse(typed) == "K7QF-2M"


@pytest.mark.parametrize("typed", ["", "K7QF-2", "K7QF-2MM", "K7QF-2N", "O7QF-2M", "Blå Björk", "IIIIII", "------"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert codes.parse(typed) is None


@settings(max_examples=60)
@given(seeds)
def test_every_single_wrong_character_is_caught(seed: int) -> None:
    code = codes.new_reference_code(random.Random(seed)).replace("-", "")
    for place in range(len(code)):
        for other in codes.ALPHABET:
            wrong = code[:place] + other + code[place + 1 :]
            assert (codes.parse(wrong) is not None) == (other == code[place])


@settings(max_examples=200)
@given(seeds)
def test_every_swap_of_two_neighbours_is_caught(seed: int) -> None:
    rng = random.Random(seed)
    for code, parse in ((codes.new_reference_code(rng), codes.parse), (codes.new_ref("K", rng)[2:], _parse_k)):
        plain = code.replace("-", "")
        for place in range(len(plain) - 1):
            swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
            assert (parse(swapped) is not None) == (plain[place] == plain[place + 1])


def _parse_k(text: str) -> str | None:
    return codes.parse_ref("K" + text)


@given(seeds)
def test_a_new_code_and_a_new_reference_read_back_as_themselves(seed: int) -> None:
    rng = random.Random(seed)
    code, ref = codes.new_reference_code(rng), codes.new_ref("A", rng)
    assert codes.parse(code) == code
    assert codes.parse_ref(ref.lower().replace("-", " ")) == ref
    assert codes.parse(ref) is None
    assert codes.parse_ref(code) is None
    assert len(ref) <= 16


def test_the_alphabet_has_no_look_alikes_and_spells_no_word() -> None:
    assert not set(codes.ALPHABET) & set("01OILAEUY")
    assert len(set(codes.ALPHABET)) == len(codes.ALPHABET) < refs._PRIME


def test_twenty_thousand_codes_hardly_collide() -> None:
    rng = random.Random(7)
    drawn = {codes.new_reference_code(rng) for _ in range(20_000)}
    assert len(drawn) > 19_950


def test_code_names_are_inflected_and_many() -> None:
    assert len(ADJECTIVES) >= 40
    assert len(NOUNS) >= 60
    assert len({noun for noun, _ in NOUNS}) == len(NOUNS)
    assert len({adjective for adjective, _ in ADJECTIVES}) == len(ADJECTIVES)
    for common, neuter in ADJECTIVES:
        assert neuter.endswith("t") or (common == neuter and common[-1] in "ae")


def test_a_proposed_code_name_agrees_in_gender() -> None:
    rng = random.Random(3)
    names = {codes.propose_code_name(rng) for _ in range(20_000)}
    assert "Blå Björk" in names
    assert "Blått Björk" not in names
    assert all(len(name) <= 40 for name in names)
    assert len(names) > 1500
    assert all(codes.is_code_name(name) for name in names)
    assert not any(codes.is_code_name(text) for text in ("", "Blått Björk", "Blå Björk ", "Anna Berg"))
