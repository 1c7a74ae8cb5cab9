"""Lists: each declares its filters once. The form, the chips above the list, what is saved of them, the parameters of
the API and the question to the database come from that declaration; and every list is paged by key.

A filter's value is a code (or a day as 2026-03-26), since it stands in the address: never words about anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from accounts.acts import Act
from accounts.viewer import Viewer

M = TypeVar("M", bound=Model)
Choices = Sequence[tuple[str, Any]]

PAGE = 25
MOST_AT_ONCE = 100
"""So many are done something to in one step."""
MOST_COUNTED = 1000
"""A list says how many there are up to so many: beyond, the number helps nobody and costs the whole table."""


@dataclass(frozen=True)
class Look:
    """Who looks at a list, and on which day."""

    viewer: Viewer
    on: date


@dataclass(frozen=True)
class Filter:
    """One filter. ``narrow``: the rows that fit a value. ``choices``: what this viewer chooses among, nothing where the
    filter is not for them; none given: a day. ``chip``: how a day is said above the list, with ``%(day)s``."""

    name: str
    label: Any
    narrow: Callable[[QuerySet[Any], str, Look], QuerySet[Any]]
    choices: Callable[[Viewer], Choices] | None = None
    chip: Any = ""

    @property
    def is_day(self) -> bool:
        """Whether its value is a day."""
        return self.choices is None


@dataclass(frozen=True)
class Listing:
    """A list by the name of its page, the act of looking at it, and its filters in the order in which they stand."""

    name: str
    act: Act
    filters: tuple[Filter, ...]

    def offered(self, viewer: Viewer) -> Iterator[tuple[Filter, Choices]]:
        """The filters that this viewer has, each with what it offers them."""
        for one in self.filters:
            choices = one.choices(viewer) if one.choices else ()
            if one.is_day or choices:
                yield one, choices

    def narrowed(self, rows: QuerySet[M], chosen: Mapping[str, str], look: Look) -> QuerySet[M]:
        """The rows that fit every filter that is on."""
        for one in self.filters:
            if value := chosen.get(one.name, ""):
                rows = one.narrow(rows, value, look)
        return rows


@dataclass(frozen=True)
class Wanted:
    """Which rows of a list: the filters that are on, and the reference to page from (``older``, ``newer``)."""

    chosen: Mapping[str, str] = field(default_factory=dict)
    older: str = ""
    newer: str = ""


@dataclass(frozen=True)
class Paged(Generic[M]):
    """A page in the list's order, and the references to page from: empty where there is nothing on that side."""

    rows: list[M]
    older: str = ""
    newer: str = ""


def by_key(
    rows: QuerySet[M], wanted: Wanted, *, key: Sequence[str], ref: str = "ref", among: QuerySet[M] | None = None
) -> Paged[M]:
    """One page by key: no offset, so that the hundredth page costs what the first does. Two queries at most.

    ``key``: columns or annotations, all falling, the last of them unique. The place is looked for by ``ref`` ``among``
    what the viewer may know of, whatever filters are on; one that is not theirs to know is no place, as if there were
    none.
    """
    place = wanted.newer or wanted.older
    edge = (rows if among is None else among).filter(**{ref: place}).first() if place else None
    backwards = edge is not None and bool(wanted.newer)
    if edge is not None:
        values = [getattr(edge, name) for name in key]
        rows = rows.filter(_past(key, values, "gt" if backwards else "lt"))
    found = list(rows.order_by(*(name if backwards else f"-{name}" for name in key))[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    older, newer = (True, more) if backwards else (more, edge is not None)
    if backwards:
        found.reverse()
    return Paged(
        rows=found,
        older=getattr(found[-1], ref) if found and older else "",
        newer=getattr(found[0], ref) if found and newer else "",
    )


def _past(key: Sequence[str], values: Sequence[Any], way: str) -> Q:
    """What comes after a place: the first column says it, or it is the same and the next one does. The first column
    stands alone besides, so that an index on it is used."""
    wanted, same = Q(), Q()
    for name, value in zip(key, values, strict=True):
        wanted |= same & Q(**{f"{name}__{way}": value})
        same &= Q(**{name: value})
    return Q(**{f"{key[0]}__{way}e": values[0]}) & wanted


def counted(rows: QuerySet[Any]) -> int:
    """How many there are, at most one more than ``MOST_COUNTED``. One query, behind the same walls as the rows."""
    return rows.order_by()[: MOST_COUNTED + 1].count()


def from_day(column: str, rows: QuerySet[M], value: str, look: Look) -> QuerySet[M]:
    """Rows whose day is that day or later."""
    return rows.filter(**{f"{column}__gte": value})


def to_day(column: str, rows: QuerySet[M], value: str, look: Look) -> QuerySet[M]:
    """Rows whose day is that day or earlier."""
    return rows.filter(**{f"{column}__lte": value})


def equal(column: str) -> Callable[[QuerySet[Any], str, Look], QuerySet[Any]]:
    """Rows whose column is the value."""
    return partial(_equal, column)


def _equal(column: str, rows: QuerySet[Any], value: str, look: Look) -> QuerySet[Any]:
    return rows.filter(**{column: value})
