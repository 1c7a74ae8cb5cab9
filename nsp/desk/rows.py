"""A line of Att göra."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Press:
    """What is done from the list with one press: a form that posts ``fields`` and comes back to the list."""

    label: str
    url: str
    fields: tuple[tuple[str, str], ...] = (("then", "todo"),)


@dataclass(frozen=True)
class Row:
    """A line: when, what, about whom, one verb. ``kind``: late, soon or info, beside the words.

    ``press``: the button that finishes it from the list, where there is one. ``later_url``: where it is put off.
    """

    when: str
    what: str
    who: tuple[str, ...]
    act: str
    url: str
    kind: str = "info"
    when_note: str = ""
    press: Press | None = None
    later_url: str = ""


@dataclass(frozen=True)
class Aside:
    """A short line beside the list."""

    what: str
    who: tuple[str, ...]
    url: str = ""
