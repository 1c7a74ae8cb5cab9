"""Codes that people say aloud: reference codes with a check character, references for URLs, and code names.

Pure: whoever asks brings the source of randomness. Uniqueness is the database's; a service draws again where a code is
taken.
"""

from __future__ import annotations

import random
from functools import cache

from accounts.refs import ALPHABET, drawn, holds, new_ref, parse_ref, plain
from cases.code_names import ADJECTIVES, NOUNS

__all__ = [
    "ALPHABET",
    "begun",
    "is_code_name",
    "new_ref",
    "new_reference_code",
    "parse",
    "parse_ref",
    "propose_code_name",
]

_PAYLOAD = 5


def new_reference_code(rng: random.Random) -> str:
    """A reference code for a person, ``K7QF-2M``: five random characters and a check; 13 million codes.

    At a million persons a new code is taken already in about seven of a hundred draws: draw again.
    """
    text = drawn(rng, _PAYLOAD)
    return f"{text[:4]}-{text[4:]}"


def parse(text: str) -> str | None:
    """The reference code that somebody typed or read aloud, in its own shape, or None where it cannot be one.

    Forgives case, spaces and dashes. Every single wrong character and every swap of two neighbours gives None.
    """
    code = plain(text)
    return f"{code[:4]}-{code[4:]}" if len(code) == _PAYLOAD + 1 and holds(code) else None


def begun(text: str) -> str:
    """The beginning of a reference code in its own shape, ``K7QF-2``; empty where no code begins so."""
    code = plain(text)
    if not code or len(code) > _PAYLOAD + 1 or not set(code) <= set(ALPHABET):
        return ""
    return f"{code[:4]}-{code[4:]}" if len(code) > 4 else code


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
