"""Codes that people say aloud: reference codes with a check character, references for URLs, and code names.

Pure: whoever asks brings the source of randomness. Uniqueness is the database's; a service draws again where a code is
taken.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache

from cases.code_names import ADJECTIVES, NOUNS

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
"""Digits and consonants without look-alikes (no 0 O, no 1 I L); without vowels no word comes out."""

_PRIME = 29
# The check is a weighted sum over a prime larger than the alphabet. Weights that are never zero catch every single
# wrong character; neighbours that differ catch every swap of two adjacent characters, also with the check itself
# (whose weight is -1).
_WEIGHTS = (2, 3, 7, 9, 10, 11, 13)
_PAYLOAD = 5
_REF_PAYLOAD = 7
_DASHES = str.maketrans("", "", "-‐‑‒–— \u00a0\t")

_system = random.SystemRandom()


def new_reference_code(rng: random.Random) -> str:
    """A reference code for a person, ``K7QF-2M``: five random characters and a check; 13 million codes.

    At a million persons a new code is taken already in about seven of a hundred draws: draw again.
    """
    text = _drawn(rng, _PAYLOAD)
    return f"{text[:4]}-{text[4:]}"


def parse(text: str) -> str | None:
    """The reference code that somebody typed or read aloud, in its own shape, or None where it cannot be one.

    Forgives case, spaces and dashes. Every single wrong character and every swap of two neighbours gives None.
    """
    plain = _plain(text)
    return f"{plain[:4]}-{plain[4:]}" if len(plain) == _PAYLOAD + 1 and _holds(plain) else None


def new_ref(prefix: str, rng: random.Random = _system) -> str:
    """A random reference for a URL or a receipt, ``K-H2WQ-83TD``: never a counter, another shape than a person's code.

    ``prefix`` is one letter for what it refers to. Seven random characters (10 000 million) and a check.
    """
    text = _drawn(rng, _REF_PAYLOAD)
    return f"{prefix}-{text[:4]}-{text[4:]}"


def parse_ref(text: str) -> str | None:
    """The reference that somebody typed, in its own shape, or None; forgiving as ``parse`` is."""
    plain = _plain(text)
    prefix, rest = plain[:1], plain[1:]
    fits = len(rest) == _REF_PAYLOAD + 1 and prefix.isalpha() and _holds(rest)
    return f"{prefix}-{rest[:4]}-{rest[4:]}" if fits else None


def propose_code_name(rng: random.Random) -> str:
    """A name to say aloud, ``Blå Björk``: not unique, says nothing of the person, and is no human's name."""
    noun, neuter = rng.choice(NOUNS)
    return _code_name(rng.choice(ADJECTIVES), noun, neuter)


def is_code_name(text: str) -> bool:
    """Whether ``propose_code_name`` can have made it: a name that is kept in clear is never a text of one's own."""
    return text in _code_names()


def _code_name(adjective: tuple[str, str], noun: str, neuter: bool) -> str:
    return f"{adjective[1 if neuter else 0]} {noun}".title()


@cache
def _code_names() -> frozenset[str]:
    return frozenset(_code_name(adjective, *noun) for adjective in ADJECTIVES for noun in NOUNS)


def _plain(text: str) -> str:
    return text.strip().translate(_DASHES).upper()


def _drawn(rng: random.Random, length: int) -> str:
    """Random characters and their check; where the check falls outside the alphabet, other characters."""
    while True:
        payload = [rng.randrange(len(ALPHABET)) for _ in range(length)]
        check = _check(payload)
        if check < len(ALPHABET):
            return "".join(ALPHABET[n] for n in (*payload, check))


def _check(payload: Sequence[int]) -> int:
    return sum(weight * n for weight, n in zip(_WEIGHTS, payload, strict=False)) % _PRIME


def _holds(plain: str) -> bool:
    if any(character not in ALPHABET for character in plain):
        return False
    numbers = [ALPHABET.index(character) for character in plain]
    return _check(numbers[:-1]) == numbers[-1]
