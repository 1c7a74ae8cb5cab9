"""A line of Att göra."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A line: when, what, about whom, one verb. ``kind``: late, soon or info, beside the words."""

    when: str
    what: str
    who: tuple[str, ...]
    act: str
    url: str
    kind: str = "info"
    when_note: str = ""


@dataclass(frozen=True)
class Aside:
    """A short line beside the list."""

    what: str
    who: tuple[str, ...]
    url: str = ""
