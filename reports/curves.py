"""A year's money as curves in SVG: the same drawing inline in a page, smaller on a phone, and as an image in a PDF.

As the bar charts (``reports/charts.py``): in a page colours come from classes alone, printed from presentation
attributes. Each curve has a dash of its own, so that nobody needs to see colours; a table with the same figures always
stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from math import ceil, floor, log10
from xml.sax.saxutils import escape, quoteattr

from reports.charts import FONT

MONTHS = 12
TOP, BELOW, LEGEND_ROW = 14, 26, 22


@dataclass(frozen=True)
class Curve:
    """``points``: (months since the year began, SEK), joined by straight lines. ``words``: its last amount, as read."""

    name: str
    look: str
    """budget, committed, paid, forecast or whatif."""
    points: Sequence[tuple[float, Decimal]]
    words: str = ""


@dataclass(frozen=True)
class _Size:
    """How wide, how high the field of the curves, the room for amounts to its left, legends in a row, months named."""

    width: int
    field: int
    left: int
    columns: int
    every: int


class Size(Enum):
    """Where it is drawn."""

    PAGE = _Size(720, 250, 64, 2, 1)
    PHONE = _Size(330, 210, 52, 1, 2)
    PAPER = _Size(640, 230, 64, 2, 1)


_DASH = {"budget": "2 3", "committed": "", "paid": "", "forecast": "9 5", "whatif": "2 5"}
_WIDE = {"budget": 1.5, "committed": 3.5, "paid": 2, "forecast": 2.5, "whatif": 2.5}
_PRINTED = {
    "name": 'fill="#1B2426"',
    "scale": 'fill="#4A5658"',
    "grid": 'stroke="#D5D2CA"',
    "axis": 'stroke="#626D6F"',
    "today": 'stroke="#626D6F"',
    "budget": 'stroke="#4A5658"',
    "committed": 'stroke="#17555A"',
    "paid": 'stroke="#1B2426"',
    "forecast": 'stroke="#17555A"',
    "whatif": 'stroke="#704300"',
}


@dataclass(frozen=True)
class _Field:
    """Where the curves are drawn, and how an amount and a month become a place in it."""

    of: _Size
    most: float

    @property
    def bottom(self) -> int:
        return TOP + self.of.field

    def x(self, months: float) -> float:
        return self.of.left + (self.of.width - self.of.left - 8) * months / MONTHS

    def y(self, amount: float) -> float:
        return self.bottom - self.of.field * amount / self.most


def line_chart(
    curves: Sequence[Curve],
    *,
    title: str,
    description: str,
    months: Sequence[str],
    unit: str,
    today: tuple[float, str] | None = None,
    id: str = "curves",
    size: Size = Size.PAGE,
) -> str:
    """Curves over a calendar year, from nothing, with a legend below. ``description`` says everything that it shows.

    ``months``: their twelve short names; ``unit``: what amounts along the side are in, thousands of SEK; ``today``:
    where in the year one is, with its word; ``id`` makes the ids of title and description unique in a page.
    """
    of, printed = size.value, size is Size.PAPER
    scale, most = _scale([float(amount) for curve in curves for _month, amount in curve.points])
    field = _Field(of, most)
    rows = ceil(len(curves) / of.columns)
    height = field.bottom + BELOW + LEGEND_ROW * rows + 8
    body = "".join(
        (
            _amounts(field, scale, unit, printed),
            _months(field, months, printed),
            _today(field, today, printed),
            *(_curve(field, curve, printed) for curve in curves),
            *(_legend(field, curve, place, printed) for place, curve in enumerate(curves)),
        )
    )
    look = f' width="{of.width}" height="{height}"' if printed else ' class="curves"'
    font = f' font-family="{FONT}" font-size="13"' if printed else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"{look}{font} viewBox="0 0 {of.width} {height}" role="img" '
        f"aria-labelledby={quoteattr(f'{id}-title {id}-desc')}>"
        f"<title id={quoteattr(f'{id}-title')}>{escape(title)}</title>"
        f"<desc id={quoteattr(f'{id}-desc')}>{escape(description)}</desc>{body}</svg>"
    )


def _scale(amounts: Sequence[float]) -> tuple[list[float], float]:
    """Four to six round amounts from nothing on, the last at or above all that is drawn."""
    highest = max([*amounts, 1.0])
    rough = highest / 5
    size = 10.0 ** floor(log10(rough))
    step = next(size * n for n in (1, 2, 2.5, 5, 10) if size * n >= rough)
    steps = ceil(highest / step)
    return [step * n for n in range(steps + 1)], step * steps


def _amounts(field: _Field, scale: Sequence[float], unit: str, printed: bool) -> str:
    right = field.of.width - 8
    lines = "".join(
        f'<line{_look("axis" if not amount else "grid", printed)} x1="{field.of.left}" x2="{right}" '
        f'y1="{field.y(amount):.1f}" y2="{field.y(amount):.1f}"/>'
        f'<text{_look("scale", printed)} x="{field.of.left - 8}" y="{field.y(amount) + 4:.1f}" text-anchor="end">'
        f"{_thousands(amount)}</text>"
        for amount in scale
    )
    return f'{lines}<text{_look("scale", printed)} x="0" y="{field.bottom + 18}">{escape(unit)}</text>'


def _thousands(amount: float) -> str:
    thousands = amount / 1000
    shown = f"{thousands:,.0f}" if thousands == int(thousands) else f"{thousands:,.1f}"
    return shown.replace(",", "\u00a0").replace(".", ",")


def _months(field: _Field, names: Sequence[str], printed: bool) -> str:
    return "".join(
        f'<text{_look("scale", printed)} x="{field.x(place + 0.5):.1f}" y="{field.bottom + 18}" text-anchor="middle">'
        f"{escape(name)}</text>"
        for place, name in enumerate(names)
        if place % field.of.every == 0 and field.x(place + 0.5) > 0
    )


def _today(field: _Field, today: tuple[float, str] | None, printed: bool) -> str:
    if today is None:
        return ""
    x, word = field.x(today[0]), today[1]
    anchor = "end" if today[0] > MONTHS / 2 else "start"
    beside = x - 5 if anchor == "end" else x + 5
    return (
        f'<line{_look("today", printed)} x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 8}" y2="{field.bottom}"/>'
        f'<text{_look("scale", printed)} x="{beside:.1f}" y="{TOP - 2}" text-anchor="{anchor}">{escape(word)}</text>'
    )


def _curve(field: _Field, curve: Curve, printed: bool) -> str:
    points = " ".join(f"{field.x(month):.1f},{field.y(float(amount)):.1f}" for month, amount in curve.points)
    return f'<polyline{_line(curve.look, printed)} points="{points}"/>' if points else ""


def _legend(field: _Field, curve: Curve, place: int, printed: bool) -> str:
    of = field.of
    x = of.width / of.columns * (place % of.columns) + 2
    y = field.bottom + BELOW + LEGEND_ROW * (place // of.columns) + 12
    said = f"{curve.name}: {curve.words}" if curve.words else curve.name
    return (
        f'<polyline{_line(curve.look, printed)} points="{x:g},{y - 4:g} {x + 30:g},{y - 4:g}"/>'
        f'<text{_look("name", printed)} x="{x + 38:g}" y="{y:g}">{escape(said)}</text>'
    )


def _line(look: str, printed: bool) -> str:
    dash = f' stroke-dasharray="{_DASH[look]}"' if _DASH[look] else ""
    wide = f' fill="none" stroke-width="{_WIDE[look]:g}" stroke-linejoin="round"{dash}'
    return (f" {_PRINTED[look]}" if printed else f' class="curve {look}"') + wide


def _look(name: str, printed: bool) -> str:
    return f" {_PRINTED[name]}" if printed else f' class="{name}"'
