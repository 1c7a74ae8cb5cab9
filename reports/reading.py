"""A snapshot as it reads, in one language: the same for the page and for the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports.cells import Cell, from_json, words

Pair = Mapping[str, str]


@dataclass(frozen=True)
class Row:
    """A group of a table: its name, its number where it is shown, and how that reads."""

    name: str
    value: int | None
    words: str


@dataclass(frozen=True)
class TableView:
    """One cut. ``few`` and ``withheld`` name the groups whose numbers are not shown, where those are gathered in a line
    instead of standing as rows. No rows: every group is too small, or (``left_out``) a small one could be told."""

    id: str
    title: str
    first: str
    second: str
    rows: list[Row]
    few: list[str]
    withheld: list[str]
    money: bool
    left_out: bool

    @property
    def largest(self) -> int:
        """The largest number that is shown, at least 1."""
        return max([row.value or 0 for row in self.rows] + [1])

    @property
    def for_bars(self) -> list[tuple[str, int | None, str]]:
        """Rows as the page's chart and table take them."""
        return [(row.name, row.value, row.words) for row in self.rows]

    @property
    def in_words(self) -> str:
        """The chart's text alternative: everything that it shows."""
        return "; ".join(f"{row.name}: {row.words}" for row in self.rows)


@dataclass(frozen=True)
class FigureView:
    """A headline number."""

    key: str
    label: str
    words: str
    shown: bool


@dataclass(frozen=True)
class PartView:
    """One statistic of a report."""

    id: str
    title: str
    basis: str
    population: str
    definition: str
    sentences: list[str]
    figures: list[FigureView]
    tables: list[TableView]

    @property
    def hidden_tables(self) -> list[TableView]:
        """The cuts where every group is too small."""
        return [table for table in self.tables if not table.rows and not table.left_out]

    @property
    def left_out_tables(self) -> list[TableView]:
        """The cuts from which a small group could have been worked out."""
        return [table for table in self.tables if table.left_out]

    @property
    def shown_tables(self) -> list[TableView]:
        """The cuts with at least one number."""
        return [table for table in self.tables if table.rows]


def parts_of(snapshot: Mapping[str, Any], language: str) -> list[PartView]:
    """The statistics of a snapshot in Swedish (``sv``) or English (``en``)."""
    return [_part(part, language) for part in snapshot.get("parts", [])]


def _part(part: Mapping[str, Any], language: str) -> PartView:
    return PartView(
        id=part["id"],
        title=part["title"][language],
        basis=part["basis"][language],
        population=part["population"][language],
        definition=part["definition"][language],
        sentences=[pair[language] for pair in part["sentences"]],
        figures=[_figure(figure, language) for figure in part["figures"]],
        tables=[_table(table, language) for table in part["tables"]],
    )


def _figure(figure: Mapping[str, Any], language: str) -> FigureView:
    cell = from_json(figure["cell"])
    return FigureView(
        figure["key"], figure["label"][language], _said(cell, figure["unit"], language), cell.value is not None
    )


def _table(table: Mapping[str, Any], language: str) -> TableView:
    found = [(row["label"][language], from_json(row["cell"])) for row in table["rows"]]
    shown = [(name, cell) for name, cell in found if cell.value is not None]
    gathered = table["ranked"] or table["unit"] == "SEK"
    if table["ranked"]:
        shown.sort(key=lambda row: -(row[1].value or 0))
    kept = [] if not shown else shown if gathered else found
    hidden = [row for row in found if row not in kept]
    return TableView(
        id=table["id"],
        title=table["title"][language],
        first=table["first"][language],
        second=table["counts"][language],
        rows=[Row(name, cell.value, _said(cell, table["unit"], language)) for name, cell in kept],
        few=[name for name, cell in hidden if cell.why == "few"],
        withheld=[name for name, cell in hidden if cell.why == "withheld"],
        money=table["unit"] == "SEK",
        left_out=table.get("left_out", False),
    )


def _said(cell: Cell, unit: str, language: str) -> str:
    pair = words(cell, unit)
    return pair.en if language == "en" else pair.sv
