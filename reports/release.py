"""From what was counted to what may leave the platform (domain §5, Small numbers).

Programme totals stay exact; groups of persons are banded and rounded; money for groups is in thousands and needs at
least five persons. Where a hidden group could be worked out from the whole and the groups beside it, the table is left
out (``reports.disclosure``); a figure that a group of a table also says is shown exactly where the table is. What can
be worked out from two figures counts as a figure too. Every function is pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from reports.cells import FEW, MINIMUM, WITHHELD, Cell, exact, in_sentence, rounded_count, rounded_days, rounded_money
from reports.disclosure import may_show
from reports.statistics.base import Cut, Exact, Figure, Group, Leaves, Money, Statistic, both
from reports.statistics.words import Words

# No one person may stand for more than this share of a sum (test 124).
MAX_SHARE = Decimal("0.7")


def part(statistic: Statistic, counted: Exact, year: int) -> dict[str, Any]:
    """One statistic as a report holds it: words in both languages, banded figures and tables. JSON only."""
    told: dict[str, Cell] = {}
    for figure in statistic.figures:
        if figure.group is None and counted.numbers.get(figure.key) is not None:
            told[figure.key] = figure_cell(figure, counted, told)
    tables = {cut.id: table_cells(cut, counted, told) for cut in statistic.cuts if cut.id in counted.tables}
    figures = {figure.key: _told(figure, told, tables) for figure in statistic.figures}
    shown = {key: cell for key, cell in figures.items() if cell is not None}
    return {
        "id": statistic.id,
        "basis": _pair(statistic.basis.words),
        "title": _pair(statistic.title),
        "population": _pair(statistic.population),
        "definition": _pair(statistic.definition),
        "sentences": [_pair(words) for words in _sentences(statistic, shown, year)],
        "figures": [
            {"key": f.key, "label": _pair(f.label), "unit": f.unit, "cell": shown[f.key].as_json()}
            for f in statistic.figures
            if f.key in shown
        ],
        "tables": [_table(cut, tables[cut.id]) for cut in statistic.cuts if cut.id in tables],
    }


def _told(figure: Figure, told: Mapping[str, Cell], tables: Mapping[str, Mapping[str, Cell] | None]) -> Cell | None:
    if figure.group is None:
        return told.get(figure.key)
    cut, code = figure.group
    table = tables.get(cut)
    return table[code] if table else WITHHELD


def figure_cell(figure: Figure, counted: Exact, told: Mapping[str, Cell]) -> Cell:
    """A headline number as it may be shown; ``told``: those before it."""
    number = counted.numbers[figure.key]
    assert number is not None
    if figure.leaves is Leaves.PUBLIC:
        return exact(number)
    if figure.leaves is Leaves.TOTAL:
        return exact(number) if number >= MINIMUM else FEW
    if figure.leaves is Leaves.BANDED:
        return _some_of(int(number), figure, counted, told)
    if not _covers_enough(figure, counted) or any(told.get(key) is WITHHELD for key in figure.needs):
        return WITHHELD
    if figure.leaves is Leaves.AVERAGE:  # by the number of persons as it is shown elsewhere, never the true one
        return rounded_money(Decimal(number) / Decimal(rounded_count(int(counted.numbers[figure.of] or 0)).value or 1))
    if figure.leaves is Leaves.DAYS:
        return rounded_days(int(number))
    return rounded_money(Decimal(number)) if figure.leaves is Leaves.ROUNDED_MONEY else exact(number)


def _some_of(number: int, figure: Figure, counted: Exact, told: Mapping[str, Cell]) -> Cell:
    """Some of a population are one group of a table of two: the others can be worked out as well."""
    cell = rounded_count(number)
    if not figure.of:
        return cell
    whole = int(counted.numbers.get(figure.of) or 0)
    others = rounded_count(whole - number)
    published = told.get(figure.of) or total_count(whole)
    return cell if published is not WITHHELD and may_show([cell, others], published.span) else WITHHELD


def total_count(number: int) -> Cell:
    """A whole population of persons: exact from five on."""
    return exact(number) if number >= MINIMUM else FEW


def _covers_enough(figure: Figure, counted: Exact) -> bool:
    if (counted.numbers.get(figure.of) or 0) < MINIMUM:
        return False
    largest, number = counted.numbers.get(f"{figure.key}_largest"), counted.numbers[figure.key]
    return largest is None or number is None or largest <= MAX_SHARE * number


def table_cells(cut: Cut, counted: Exact, told: Mapping[str, Cell]) -> dict[str, Cell] | None:
    """The groups of a cut as they may be shown together, also the empty ones; None where none may be."""
    groups = counted.tables.get(cut.id, {})
    found = {code: groups.get(code, Group(0, Decimal(0))) for code in cut.codes}
    if cut.money is not Money.NONE:
        return total_money_cells(found) if cut.money is Money.TOTAL else money_cells(found)
    whole = told.get(cut.of) or total_count(int(counted.numbers.get(cut.of) or 0))
    cells = {code: rounded_count(group.count) for code, group in found.items()}
    return cells if whole is not WITHHELD and may_show(list(cells.values()), whole.span) else None


def total_money_cells(groups: Mapping[str, Group]) -> dict[str, Cell] | None:
    """Sums of the whole programme, exact: all of them, or none where one would be that of one to four persons."""
    if all(group.count == 0 or _may_show_sum(group) for group in groups.values()):
        return {code: exact(group.amount or 0) for code, group in groups.items()}
    return None


def money_cells(groups: Mapping[str, Group]) -> dict[str, Cell] | None:
    """Sums in thousands for groups of at least five persons, the others withheld; None where the sum that is withheld
    would tell of fewer than five persons, or how many each of those groups has.

    A reader is taken to know how many persons the withheld sum is for: it is what the shown ones leave of the whole,
    and the day rates are public.
    """
    if any(group.count >= MINIMUM and not _may_show_sum(group) for group in groups.values()):
        return None
    few = [group.count for group in groups.values() if group.count < MINIMUM]
    if few and (sum(few) < MINIMUM or not may_show([FEW] * len(few), (sum(few), sum(few)))):
        return None
    return {
        code: rounded_money(group.amount or Decimal(0)) if group.count >= MINIMUM else WITHHELD
        for code, group in groups.items()
    }


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


def _table(cut: Cut, cells: Mapping[str, Cell] | None) -> dict[str, Any]:
    """``left_out``: nothing of the table may be shown."""
    return {
        "id": cut.id,
        "title": _pair(cut.title),
        "first": _pair(cut.first),
        "counts": _pair(cut.counts),
        "unit": "SEK" if cut.money is not Money.NONE else "",
        "ranked": cut.ranked,
        "left_out": cells is None,
        "rows": [
            {"code": str(code), "label": _pair(both(cut.codes[code])), "cell": cell.as_json()}
            for code, cell in (cells or {}).items()
        ],
    }


def _pair(words: Words) -> dict[str, str]:
    return {"sv": words.sv, "en": words.en}
