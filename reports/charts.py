"""Bar charts as SVG, drawn from figures that may be shown: the same drawing inline in a page and as an image in a PDF.

In a page colours come from classes alone (the content policy forbids inline style); printed, from presentation
attributes, since an image knows no style sheet. A group whose number is hidden has its words and no bar, so that 0 and
4 look alike. A table with the same figures always stands beside the chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

WIDTH = 660
ROW = 34
LINE = 16
BAR = 18
FONT = "Atkinson Hyperlegible Next, system-ui, sans-serif"


@dataclass(frozen=True)
class Bar:
    """A group: its name, its number where it may be shown, and how that reads ("25", "färre än 5")."""

    name: str
    value: int | None
    words: str


@dataclass(frozen=True)
class _Size:
    """How wide a drawing is, and in it the names and the numbers; ``letters`` of a name fit in a line at 14 px."""

    width: int
    label: int
    value: int
    letters: int


_PAGE = _Size(WIDTH, 216, 104, 30)
_PAPER = _Size(458, 192, 96, 24)
"""Narrower, so that its table stands beside it."""


@dataclass(frozen=True)
class _Placed:
    bar: Bar
    lines: tuple[str, ...]
    top: int
    height: int
    length: float


_PRINTED = {
    "name": 'fill="#1B2426"',
    "value": 'fill="#1B2426" font-weight="600"',
    "value few": 'fill="#4A5658"',
    "bar-fill": 'fill="#17555A"',
    "axis": 'stroke="#626D6F" stroke-width="1"',
}


def bar_chart(bars: Sequence[Bar], *, title: str, description: str, id: str = "chart", printed: bool = False) -> str:
    """A horizontal bar chart from zero, bars in the order given. ``description`` says everything that it shows.

    ``id`` makes the ids of title and description unique in a page. ``printed``: with its own colours, for a PDF.
    """
    of = _PAPER if printed else _PAGE
    placed = _place(bars, of)
    height = (placed[-1].top + placed[-1].height if placed else 0) + 6
    x = of.label
    body = "".join(_row(row, of, printed) for row in placed)
    axis = f'<line{_look("axis", printed)} x1="{x}" y1="0" x2="{x}" y2="{height}"/>'
    size = f' width="{of.width}" height="{height}"' if printed else ' class="bar-chart"'
    font = f' font-family="{FONT}" font-size="14"' if printed else ""
    label = quoteattr(f"{id}-title {id}-desc")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"{size}{font} viewBox="0 0 {of.width} {height}" role="img" '
        f"aria-labelledby={label}>"
        f"<title id={quoteattr(f'{id}-title')}>{escape(title)}</title>"
        f"<desc id={quoteattr(f'{id}-desc')}>{escape(description)}</desc>"
        f"{body}{axis}</svg>"
    )


def described(bars: Sequence[Bar]) -> str:
    """Every bar in words, for the text alternative: ``kvinna: 25; man: färre än 5``."""
    return "; ".join(f"{bar.name}: {bar.words}" for bar in bars)


def _place(bars: Sequence[Bar], of: _Size) -> list[_Placed]:
    most = max([bar.value for bar in bars if bar.value is not None] or [0]) or 1
    room = of.width - of.label - of.value
    placed, top = [], 0
    for bar in bars:
        lines = tuple(wrap(bar.name, of.letters) or [""])
        height = max(ROW, LINE * len(lines) + 10)
        placed.append(_Placed(bar, lines, top, height, room * (bar.value or 0) / most))
        top += height
    return placed


def _row(row: _Placed, of: _Size, printed: bool) -> str:
    middle = row.top + row.height / 2 + 3
    first = middle + 5 - LINE * (len(row.lines) - 1) / 2
    names = "".join(
        f'<text{_look("name", printed)} x="{of.label - 12}" y="{first + LINE * n:g}" text-anchor="end">'
        f"{escape(line)}</text>"
        for n, line in enumerate(row.lines)
    )
    y = f"{middle - BAR / 2:g}"
    hidden = row.bar.value is None
    drawn = "" if hidden else f'<rect{_look("bar-fill", printed)} x="{of.label}" y="{y}" '
    drawn += "" if hidden else f'width="{row.length:.1f}" height="{BAR}"/>'
    words = f'<text{_look("value few" if hidden else "value", printed)} x="{of.label + row.length + 8:.1f}" '
    return names + drawn + words + f'y="{middle + 5:g}">{escape(row.bar.words)}</text>'


def _look(name: str, printed: bool) -> str:
    return f" {_PRINTED[name]}" if printed else f' class="{name}"'
