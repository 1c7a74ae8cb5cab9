"""Finding a passage in a text and striking it, however the line breaks and capitals fell. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from accounts.words import day_words

SHORTEST = 2
"""A passage of fewer characters stands everywhere."""


def struck_words(on: date) -> str:
    """What stands where a passage stood."""
    return f"[struket den {day_words(on, weekday=False)}]"


def spans(text: str, passage: str) -> Iterator[tuple[int, int]]:
    """Where the passage stands in the text: every time, since what should not be written should stand nowhere."""
    words = passage.split()
    if sum(map(len, words)) >= SHORTEST:
        pattern = r"\s+".join(map(re.escape, words))
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield match.span()


def strike(text: str, passage: str, mark: str) -> str:
    """The text with the mark in the place of the passage."""
    parts, at = [], 0
    for start, end in spans(text, passage):
        parts += [text[at:start], mark]
        at = end
    return "".join([*parts, text[at:]])


def pieces(text: str, passage: str) -> tuple[tuple[str, bool], ...]:
    """The text in pieces, each with whether it would be struck: for the page of whoever answers."""
    found, at = [], 0
    for start, end in spans(text, passage):
        found += [(text[at:start], False), (text[start:end], True)]
        at = end
    return tuple(piece for piece in [*found, (text[at:], False)] if piece[0])
