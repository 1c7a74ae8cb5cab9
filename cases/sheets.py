"""The light marks of an information sheet's text, read into blocks. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """What a block is."""

    HEADING = "heading"
    POINTS = "points"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True)
class Block:
    """A heading (one line), a list (a line for each point) or a paragraph (its lines)."""

    mark: Mark
    lines: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """The text's blocks in order: ``# `` begins a heading, ``- `` a point; an empty line ends a block."""
    found: list[Block] = []
    goes_on = False
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            goes_on = False
            continue
        mark = Mark.HEADING if line.startswith("# ") else Mark.POINTS if line.startswith("- ") else Mark.PARAGRAPH
        words = line if mark is Mark.PARAGRAPH else line[2:].strip()
        if goes_on and mark is not Mark.HEADING and found[-1].mark is mark:
            found[-1] = Block(mark, (*found[-1].lines, words))
        else:
            found.append(Block(mark, (words,)))
        goes_on = True
    return found
