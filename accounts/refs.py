"""Random references that people say aloud, with a check character: never a counter, and no word among them.

Pure: whoever asks brings the source of randomness. Uniqueness is the database's.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
"""Digits and consonants without look-alikes (no 0 O, no 1 I L); without vowels no word comes out."""

_PRIME = 29
# The check is a weighted sum over a prime larger than the alphabet. Weights that are never zero catch every single
# wrong character; neighbours that differ catch every swap of two adjacent characters, also with the check itself
# (whose weight is -1).
_WEIGHTS = (2, 3, 7, 9, 10, 11, 13)
_PAYLOAD = 7
_DASHES = str.maketrans("", "", "-‐‑‒–— \u00a0\t")

_system = random.SystemRandom()


def new_ref(prefix: str, rng: random.Random = _system) -> str:
    """A random reference for a URL or a receipt, ``K-H2WQ-83TD``: never a counter, another shape than a person's code.

    ``prefix`` is one letter for what it refers to. Seven random characters (10 000 million) and a check.
    """
    text = drawn(rng, _PAYLOAD)
    return f"{prefix}-{text[:4]}-{text[4:]}"


def parse_ref(text: str) -> str | None:
    """The reference that somebody typed, in its own shape, or None; forgiving as ``parse`` is."""
    typed = plain(text)
    prefix, rest = typed[:1], typed[1:]
    fits = len(rest) == _PAYLOAD + 1 and prefix.isalpha() and holds(rest)
    return f"{prefix}-{rest[:4]}-{rest[4:]}" if fits else None


def plain(text: str) -> str:
    """What was typed, without dashes and spaces, in capitals."""
    return text.strip().translate(_DASHES).upper()


def drawn(rng: random.Random, length: int) -> str:
    """Random characters and their check; where the check falls outside the alphabet, other characters."""
    while True:
        payload = [rng.randrange(len(ALPHABET)) for _ in range(length)]
        check = _check(payload)
        if check < len(ALPHABET):
            return "".join(ALPHABET[n] for n in (*payload, check))


def _check(payload: Sequence[int]) -> int:
    return sum(weight * n for weight, n in zip(_WEIGHTS, payload, strict=False)) % _PRIME


def holds(typed: str) -> bool:
    """Whether the last character is the check of the others."""
    if any(character not in ALPHABET for character in typed):
        return False
    numbers = [ALPHABET.index(character) for character in typed]
    return _check(numbers[:-1]) == numbers[-1]
