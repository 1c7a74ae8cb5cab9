"""From what was counted to what may leave the platform (domain §5, Small numbers).

Programme totals stay exact; groups of persons are banded and rounded; money for groups is in thousands and needs at
least five persons. Two things more than the banding itself: where a hidden group could be worked out from the whole
and the groups beside it, the smallest shown one is withheld too; and a figure that a group of a table also says is
shown exactly where the table shows it. Every function is pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from reports.cells import FEW, MINIMUM, WITHHELD, Cell, exact, in_sentence, rounded_count, rounded_money
from reports.statistics.base import Cut, Exact, Figure, Group, Leaves, Statistic, both
from reports.statistics.words import Words

Span = tuple[int, int]
# A hidden group must keep this many values that it could have (research K, test 121).
MIN_POSSIBLE = 3
# No one person may stand for more than this share of a sum (test 124).
MAX_SHARE = Decimal("0.7")


def part(statistic: Statistic, counted: Exact, year: int) -> dict[str, Any]:
    """One statistic as a report holds it: words in both languages, banded figures and tables. JSON only."""
    wholes = {figure.key: whole_span(figure, counted) for figure in statistic.figures}
    tables = {cut.id: table_cells(cut, counted, wholes) for cut in statistic.cuts}
    figures = {
        f.key: figure_cell(f, counted, tables) for f in statistic.figures if counted.numbers.get(f.key) is not None
    }
    return {
        "id": statistic.id,
        "basis": _pair(statistic.basis.words),
        "title": _pair(statistic.title),
        "population": _pair(statistic.population),
        "definition": _pair(statistic.definition),
        "sentences": [_pair(words) for words in _sentences(statistic, figures, year)],
        "figures": [
            {"key": f.key, "label": _pair(f.label), "unit": f.unit, "cell": figures[f.key].as_json()}
            for f in statistic.figures
            if f.key in figures
        ],
        "tables": [_table(cut, tables[cut.id]) for cut in statistic.cuts if cut.id in counted.tables],
    }


def figure_cell(figure: Figure, counted: Exact, tables: Mapping[str, Mapping[str, Cell]]) -> Cell:
    """A headline number as it may be shown."""
    if figure.group is not None:
        cut, code = figure.group
        return tables[cut][code]
    number = counted.numbers[figure.key]
    assert number is not None
    if figure.leaves in (Leaves.ALL, Leaves.PUBLIC):
        return exact(number)
    if figure.leaves is Leaves.TOTAL:
        return exact(number) if number >= MINIMUM else FEW
    if figure.leaves is Leaves.BANDED:
        return rounded_count(int(number))
    if not _covers_enough(figure, counted):
        return WITHHELD
    return rounded_money(Decimal(number)) if figure.leaves is Leaves.ROUNDED_MONEY else exact(number)


def _covers_enough(figure: Figure, counted: Exact) -> bool:
    if (counted.numbers.get(figure.of) or 0) < MINIMUM:
        return False
    largest, number = counted.numbers.get(f"{figure.key}_largest"), counted.numbers[figure.key]
    return largest is None or number is None or largest <= MAX_SHARE * number


def whole_span(figure: Figure, counted: Exact) -> Span:
    """Between what a reader can tell a whole to lie."""
    number = int(counted.numbers.get(figure.key) or 0)
    if figure.leaves is Leaves.ALL or (figure.leaves is Leaves.TOTAL and number >= MINIMUM):
        return number, number
    return rounded_count(number).span


def table_cells(cut: Cut, counted: Exact, wholes: Mapping[str, Span]) -> dict[str, Cell]:
    """The groups of a cut as they may be shown together; every group has a cell, also the empty ones."""
    groups = counted.tables.get(cut.id, {})
    found = {code: groups.get(code, Group(0, Decimal(0))) for code in cut.codes}
    if any(group.amount is not None for group in groups.values()):
        return money_cells(found)
    cells = {code: rounded_count(group.count) for code, group in found.items()}
    return protected(cells, wholes[cut.of])


def protected(cells: Mapping[str, Cell], whole: Span) -> dict[str, Cell]:
    """Withhold the smallest shown groups until no hidden one can be told to fewer than three values."""
    kept = dict(cells)
    while too_narrow(kept, whole):
        shown = [code for code, cell in kept.items() if cell.value is not None]
        if not shown:
            break
        kept[min(shown, key=lambda code: (kept[code].value or 0, code))] = WITHHELD
    return kept


def too_narrow(cells: Mapping[str, Cell], whole: Span) -> list[str]:
    """The groups said to be fewer than five that a reader can tell to fewer than three values, given the whole."""
    spans = {code: cell.span for code, cell in cells.items()}
    low, high = sum(s[0] for s in spans.values()), sum(s[1] for s in spans.values())
    narrow = []
    for code, cell in cells.items():
        if cell is not FEW:
            continue
        least = max(spans[code][0], whole[0] - (high - spans[code][1]))
        most = min(spans[code][1], whole[1] - (low - spans[code][0]))
        if most - least + 1 < MIN_POSSIBLE:
            narrow.append(code)
    return narrow


def money_cells(groups: Mapping[str, Group]) -> dict[str, Cell]:
    """Sums in thousands for groups of at least five persons; what is withheld covers five persons, or none is."""
    shown = {code: group for code, group in groups.items() if _may_show_sum(group)}
    withheld = sum(group.count for code, group in groups.items() if code not in shown)
    while shown and len(shown) < len(groups) and withheld < MINIMUM:
        smallest = min(shown, key=lambda code: (shown[code].amount or 0, code))
        withheld += shown.pop(smallest).count
    return {code: rounded_money(shown[code].amount or Decimal(0)) if code in shown else WITHHELD for code in groups}


def _may_show_sum(group: Group) -> bool:
    amount = group.amount or Decimal(0)
    return group.count >= MINIMUM and (group.largest or 0) <= MAX_SHARE * amount


def _sentences(statistic: Statistic, figures: Mapping[str, Cell], year: int) -> list[Words]:
    units = {figure.key: figure.unit for figure in statistic.figures}
    said = {key: in_sentence(cell, units[key]) for key, cell in figures.items() if cell is not WITHHELD}
    sv = {key: words.sv for key, words in said.items()} | {f"{k}_": _capital(w.sv) for k, w in said.items()}
    en = {key: words.en for key, words in said.items()} | {f"{k}_": _capital(w.en) for k, w in said.items()}
    found = []
    for words in statistic.sentences:
        try:
            found.append(Words(words.sv.format(year=year, **sv), words.en.format(year=year, **en)))
        except KeyError:  # a number that is withheld or not recorded: the sentence is not said
            continue
    return found


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _table(cut: Cut, cells: Mapping[str, Cell]) -> dict[str, Any]:
    money = cut.counts.en == "SEK"
    return {
        "id": cut.id,
        "title": _pair(cut.title),
        "first": _pair(cut.first),
        "counts": _pair(cut.counts),
        "unit": "SEK" if money else "",
        "ranked": cut.ranked,
        "rows": [
            {"code": str(code), "label": _pair(both(cut.codes[code])), "cell": cell.as_json()}
            for code, cell in cells.items()
        ],
    }


def _pair(words: Words) -> dict[str, str]:
    return {"sv": words.sv, "en": words.en}
