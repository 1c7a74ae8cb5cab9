"""What stands on a programme's list, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.errors import NotFound
from accounts.queries import queries
from accounts.words import day_words, money_words
from cases.models import CatalogueItem, Programme, Right
from cases.models.choices import ForWhom, Kind


@dataclass(frozen=True)
class ItemRow:
    """Something on the list. ``said``: for whom, which right, and how much at most. ``closed_on``: from that day nobody
    can apply for it; ``is_closed``: it has come."""

    ref: str
    name: str
    said: tuple[str, ...]
    closed_on: date | None
    is_closed: bool


@dataclass(frozen=True)
class ItemPage:
    """One item with its programme: a draft's can be changed, another closed from a day."""

    row: ItemRow
    code: str
    kind: str
    is_draft: bool
    ends: date


def item_row(item: CatalogueItem, *, on: date) -> ItemRow:
    """An item as a list shows it."""
    return ItemRow(item.ref, item.name, words_of(item), item.closed_on, bool(item.closed_on and item.closed_on <= on))


def words_of(item: CatalogueItem) -> tuple[str, ...]:
    """For whom it is, what it meets, what it costs at most."""
    said = [str(ForWhom(item.for_whom).label)]
    if item.right:
        said.append(item.right.name)
    if item.is_return:
        said.append(_("a journey home"))
    said.append(_("at most %(most)s") % {"most": money_words(item.max_amount)} if item.max_amount else _("no cap"))
    return tuple(said)


def as_words(item: CatalogueItem) -> str:
    """The same in one line, with the day from which it is closed."""
    closed = [_("closed from %(day)s") % {"day": day_words(item.closed_on)}] if item.closed_on else []
    return " · ".join([*words_of(item), *closed])


def by_kind(items: Iterable[CatalogueItem], *, on: date) -> dict[str, tuple[ItemRow, ...]]:
    """The items of each kind, what can be applied for first."""
    found: dict[str, tuple[ItemRow, ...]] = dict.fromkeys(Kind.values, ())
    for item in items:
        found[item.kind] += (item_row(item, on=on),)
    return {kind: tuple(sorted(rows, key=lambda row: row.is_closed)) for kind, rows in found.items()}


@queries(1)
def item_page(code: str, ref: str, *, on: date) -> ItemPage:
    """One item of a programme's list. Raises NotFound."""
    item = _of(code, ref)
    programme = item.programme
    return ItemPage(item_row(item, on=on), code, item.kind, programme.in_force_at is None, programme.valid_to)


@queries(1)
def item_now(code: str, ref: str) -> dict[str, Any]:
    """What the form about an item starts from. Raises NotFound."""
    item = _of(code, ref)
    names = ("name_sv", "name_en", "for_whom", "is_return", "max_amount")
    return {"right": item.right_id or "", **{name: getattr(item, name) for name in names}}


@queries(1)
def rights_to_choose() -> list[tuple[str, str]]:
    """(code, name) of every right that an item can meet."""
    return [(right.code, right.name) for right in Right.objects.all()]


def _of(code: str, ref: str) -> CatalogueItem:
    item = CatalogueItem.objects.select_related("programme", "right").filter(programme__code=code, ref=ref).first()
    if item is None:
        raise NotFound
    return item


def programme_with_list(code: str) -> Programme:
    """A programme with its rules and its list. Raises NotFound."""
    found = Programme.objects.prefetch_related("rules", "items__right").filter(code=code).first()
    if found is None:
        raise NotFound
    return found
