"""What a statistic is: a definition in code, with its words beside it (domain §5).

A definition counts a year **exactly** as it stands on a day, set-based, inside the door of whoever asks (the system, for a report). What it
counts never leaves the platform as it is: ``reports.release`` bands and rounds it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import connection
from django.utils.translation import get_language, override

from reports.statistics.humans import counted_once
from reports.statistics.words import Words

Number = int | Decimal | None


class Basis(StrEnum):
    """What the population of a statistic is tied to (domain §5)."""

    COHORT = "COHORT"
    """Persons first identified in the year."""
    ACTIVITY = "ACTIVITY"
    """What happened in the year."""

    @property
    def words(self) -> Words:
        """The basis as the report says it."""
        return {
            Basis.COHORT: Words(
                "Personer som identifierades första gången under året", "Persons first identified in the year"
            ),
            Basis.ACTIVITY: Words("Det som hände under året", "What happened in the year"),
        }[self]


class Leaves(StrEnum):
    """How a number may leave the platform (domain §5, Small numbers)."""

    TOTAL = "TOTAL"
    """A programme total of persons: exact from five on, since a total of one to four tells of each of its groups."""
    BANDED = "BANDED"
    """Some of the persons: banded and rounded."""
    DAYS = "DAYS"
    """Days of several persons together: rounded, when it covers at least five persons."""
    MIDDLE = "MIDDLE"
    """A median over persons: exact when it covers at least five persons."""
    AVERAGE = "AVERAGE"
    """Money by person, given as the sum: divided by the banded number of persons, in thousands."""
    MONEY = "MONEY"
    """Money of the whole programme by kind: exact when it covers at least five persons."""
    ROUNDED_MONEY = "ROUNDED_MONEY"
    """Money for some of the persons: in thousands when it covers at least five persons."""
    PUBLIC = "PUBLIC"
    """Known to the funder anyway (the year's budget): exact."""


@dataclass(frozen=True)
class Figure:
    """One headline number. ``of`` names the number of persons that it covers, or that it counts some of (a key among the
    counted numbers)."""

    key: str
    label: Words
    leaves: Leaves
    of: str = ""
    unit: str = ""
    group: tuple[str, str] | None = None
    """The group of a cut that says the same number: then both are shown, or neither."""
    needs: tuple[str, ...] = ()
    """Earlier figures that this one would tell: it is withheld where one of them is."""


class Money(StrEnum):
    """What the groups of a cut hold."""

    NONE = "NONE"
    """Persons."""
    TOTAL = "TOTAL"
    """Money of the whole programme, exact."""
    GROUPS = "GROUPS"
    """Money for groups of persons, in thousands."""


@dataclass(frozen=True)
class Cut:
    """One way to divide a population: each member falls in exactly one group. ``codes``: group code to its words (or a
    choice's translatable label).

    ``ranked``: groups have no order of their own, so the largest comes first.
    """

    id: str
    title: Words
    first: Words
    codes: Mapping[str, Any]
    ranked: bool = False
    of: str = "persons"
    """The counted number that the groups add up to."""
    counts: Words = field(default_factory=lambda: Words("Personer", "Persons"))
    money: Money = Money.NONE


@dataclass(frozen=True)
class Group:
    """One group of a cut: how many, and where money is cut also how much (SEK) and the largest share of one person."""

    count: int
    amount: Decimal | None = None
    largest: Decimal | None = None


@dataclass(frozen=True)
class Exact:
    """What was counted, unrounded. ``tables``: cut id to group code to group; absent groups are empty."""

    numbers: Mapping[str, Number]
    tables: Mapping[str, Mapping[str, Group]] = field(default_factory=dict)
    nothing: bool = False
    """No fact of the kind was recorded for the year: then the statistic is left out, never printed as 0."""


@dataclass(frozen=True)
class Statistic:
    """One statistic. ``sentences`` say the banded result: their places are the figures' keys (with ``_`` after: begins
    a sentence), and ``year``. A sentence with a number that is withheld is not said."""

    id: str
    basis: Basis
    title: Words
    population: Words
    definition: Words
    figures: tuple[Figure, ...]
    cuts: tuple[Cut, ...]
    count: Callable[[int, date], Exact]
    sentences: tuple[Words, ...]


def both(text: Any) -> Words:
    """Words as they are; a translatable text in both languages, with a capital: a choice's label as a row."""
    if isinstance(text, Words):
        return text
    said = []
    for language in ("sv", "en"):
        with override(language):
            words = str(text)
            said.append(words[:1].upper() + words[1:])
    return Words(*said)


def year_of(year: int, on: date) -> dict[str, Any]:
    """The days of a calendar year as parameters of a query, and ``on``: the day it is counted, the last that can count."""
    return {"year": year, "first": date(year, 1, 1), "last": date(year, 12, 31), "on": on}


def rows(sql: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Run one query of a definition, in which every human counts once; each row as a mapping of column to value."""
    with connection.cursor() as cursor:
        cursor.execute(counted_once(sql), params)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def grouped(
    ctes: str, source: str, cuts: Sequence[str], measures: Mapping[str, str], params: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, dict[str, dict[str, Any]]]]:
    """Count ``source`` once as a whole and once per cut, in one pass of the database (grouping sets).

    ``cuts`` are columns of ``source`` that are never null; ``measures`` map a name to an aggregate. Returns the whole
    and, by cut and group code, the groups. Every word of the query is ours: nothing that a user typed is in it.
    """
    columns = ", ".join(cuts)
    sets = ", ".join(["()", *(f"({cut})" for cut in cuts)])
    sums = ", ".join(f"{aggregate} AS {name}" for name, aggregate in measures.items())
    head = f"{columns}, " if cuts else ""
    sql = f"WITH {ctes} SELECT {head}{sums} FROM {source} GROUP BY GROUPING SETS ({sets})"  # noqa: S608
    whole: dict[str, Any] = dict.fromkeys(measures)
    tables: dict[str, dict[str, dict[str, Any]]] = {cut: {} for cut in cuts}
    for row in rows(sql, params):
        cut = next((name for name in cuts if row[name] is not None), None)
        found = {name: row[name] for name in measures}
        if cut is None:
            whole = found
        else:
            tables[cut][row[cut]] = found
    return whole, tables


def as_groups(
    tables: Mapping[str, Mapping[str, Mapping[str, Any]]], count: str = "persons"
) -> dict[str, dict[str, Group]]:
    """Counted tables as groups of persons."""
    return {cut: {code: Group(int(row[count])) for code, row in found.items()} for cut, found in tables.items()}


def in_words(words: Words) -> str:
    """The words in the language of the page."""
    return words.en if get_language() == "en" else words.sv
