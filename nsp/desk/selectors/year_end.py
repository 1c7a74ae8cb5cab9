"""Closing a year: what must be done, what goes back to the funder, and the figures that two sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.counties import County
from accounts.queries import queries
from accounts.viewer import Viewer
from funding.models import Kind
from funding.selectors.room import kind_words
from funding.selectors.year import lines_of
from funding.selectors.year_end import Ended, ended, frozen_figures
from nsp.desk.links import address
from reports.snapshot import fingerprint
from reports.year_checks import Check, year_checks
from reports.year_figures import figures_of


@dataclass(frozen=True)
class OpenThing:
    """Something that a check names, and the way to it."""

    words: str
    url: str


@dataclass(frozen=True)
class CheckRow:
    """A check as the page shows it."""

    check: Check
    things: tuple[OpenThing, ...]
    way: OpenThing | None


@dataclass(frozen=True)
class LineLeft:
    """What a line of the budget has left to return (SEK)."""

    name: str
    kept: Decimal
    paid: Decimal
    left: Decimal


@dataclass(frozen=True)
class Table:
    """Figures to compare, for ``components/money_table.html``."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    totals: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class YearEndPage:
    """How far a year has come in being closed. ``digest``: the fingerprint of ``tables``' figures."""

    year: int
    checks: tuple[CheckRow, ...]
    ended: Ended | None
    lines: tuple[LineLeft, ...]
    left: Decimal
    is_over: bool
    tables: tuple[Table, ...]
    digest: str
    whole: bool
    """Whether figures that two have signed still have their fingerprint."""
    mine: bool
    """Whether the viewer has signed these figures already."""

    @property
    def open_checks(self) -> tuple[Check, ...]:
        """What must be done first."""
        return tuple(row.check for row in self.checks if not row.check.done)

    @property
    def first_holds(self) -> bool:
        """Whether somebody has signed these figures, as the first of two."""
        return bool(self.ended and self.ended.first_id and self.ended.digest == self.digest)

    @property
    def signed(self) -> bool:
        """Whether two have signed."""
        return bool(self.ended and self.ended.signed)

    @property
    def may_sign(self) -> bool:
        """Whether the viewer can sign now."""
        return not (self.signed or self.open_checks or self.mine)


@queries(60)
def year_end_page(viewer: Viewer, *, year: int, on: date) -> YearEndPage:
    """Everything about closing a year. Of a signed one the figures that were signed, and no checks."""
    begun = ended(year)
    signed = bool(begun and begun.signed)
    figures = frozen_figures(year) if signed else None
    checks = () if signed else year_checks(year, on=on)
    figures = figures or figures_of(year)
    digest = fingerprint(figures)
    lines = () if signed else tuple(_left(year))
    return YearEndPage(
        year=year,
        checks=tuple(CheckRow(check, tuple(_things(check)), _way(check)) for check in checks),
        ended=begun,
        lines=lines,
        left=sum((line.left for line in lines), Decimal(0)),
        is_over=on.year > year,
        tables=tables_of(figures),
        digest=digest,
        whole=not signed or bool(begun and begun.digest == digest),
        mine=bool(begun and begun.first_id == viewer.id and begun.digest == digest),
    )


def _things(check: Check) -> list[OpenThing]:
    return [OpenThing(words, address((place, ref)) if place else "") for words, place, ref in check.links]


def _way(check: Check) -> OpenThing | None:
    return OpenThing(check.way[0], address(check.way[1:])) if check.way else None


def _left(year: int) -> list[LineLeft]:
    lines = lines_of(year)
    alone = len(lines) == 1
    return [
        LineLeft(_line(line.funder, line.programme, line.kind, alone=alone), line.kept, line.paid, line.left)
        for line in lines
        if line.left > 0
    ]


def _line(funder: str, programme: str, kind: str, *, alone: bool) -> str:
    return " · ".join(part for part in (funder, programme, kind_words(kind, alone=alone)) if part)


def tables_of(figures: Mapping[str, Any]) -> tuple[Table, ...]:
    """The figures as tables: lines, then kinds, counties and actors, each with its sum."""
    given = (_("Given"), _("Returned"), _("Committed"), _("Paid"))
    used = (_("Granted"), _("Released"), pgettext("money", "Approved"), _("Paid"))
    cells = ("granted", "released", "reported", "paid")
    whole = tuple(Decimal(figures["whole"][name]) for name in cells)
    alone = len(figures["lines"]) == 1
    lines = [
        (_line(line["funder"], line["programme"], line["kind"], alone=alone), _cells(line, _OF_LINES))
        for line in figures["lines"]
    ]
    kinds = [(str(Kind(row["code"]).label), _cells(row, cells)) for row in figures["kinds"]]
    counties = [(str(County(row["code"]).label), _cells(row, cells)) for row in figures["counties"]]
    actors = [(row["name"], _cells(row, cells)) for row in figures["actors"]]
    return (
        _table(_("By budget line"), (_("Line"), *given), lines),
        _table(_("By kind"), (_("Intervention"), *used), kinds, whole),
        _table(_("By the actor's county"), (_("County"), *used), counties, whole),
        _table(_("By actor"), (_("Actor"), *used), actors, whole),
    )


_OF_LINES = ("allocated", "returned", "committed", "paid")


def _cells(row: Mapping[str, str], names: Sequence[str]) -> tuple[Decimal, ...]:
    return tuple(Decimal(row[name]) for name in names)


def _table(
    title: str,
    columns: tuple[str, ...],
    rows: Sequence[tuple[str, tuple[Decimal, ...]]],
    totals: tuple[Decimal, ...] | None = None,
) -> Table:
    if totals is None:
        totals = tuple(sum((cells[n] for _name, cells in rows), Decimal(0)) for n in range(len(columns) - 1))
    return Table(title, columns, tuple({"name": name, "url": "", "cells": cells} for name, cells in rows), totals)
