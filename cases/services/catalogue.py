"""What a programme's list holds (domain §3): written while it is a draft. To one in force something is added, or closed
from a day; nothing on it is changed, since applications and grants rest on it (a trigger, ``cases/sql/catalogue.sql``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.errors import Invalid, NotFound, WrongState
from accounts.viewer import Viewer
from audit.record import Event, record
from cases import codes
from cases.models import CatalogueItem, Programme, Right
from cases.models.choices import ForWhom, Kind

KINDS_WITH_A_LIST = (Kind.SPECIFIC, Kind.INTEGRATION)


@dataclass(frozen=True)
class Listed:
    """What the list says of something. ``right``: the code of the right that it meets, or nothing; ``is_return``: a
    journey home; ``max_amount``: SEK for one intervention, at most, None for no cap."""

    name_sv: str
    name_en: str
    right: str = ""
    for_whom: str = ForWhom.PERSON
    is_return: bool = False
    max_amount: Decimal | None = None


def add_item(code: str, kind: str, what: Listed, *, by: Viewer, at: datetime) -> CatalogueItem:
    """Put something on the list of a draft, or of a programme that has not ended: from then on it can be applied for.

    Raises NotFound (also a kind that has no list), WrongState (the programme has ended), Invalid (names, sum, right).
    """
    programme = _locked(code)
    if kind not in KINDS_WITH_A_LIST:
        raise NotFound
    if programme.in_force_at and programme.valid_to < day(at):
        raise WrongState("ENDED", "add_item")
    last = programme.items.filter(kind=kind).aggregate(last=Max("order"))["last"]
    item = CatalogueItem(ref=codes.new_ref("L"), programme=programme, kind=kind, order=(last or 0) + 1)
    _write(item, what)
    if programme.in_force_at:
        record(Event.LIST_CHANGED, at=at, by=by.id, ref=item.ref, facts={"programme": code, "what": "added"})
    return item


def change_item(code: str, ref: str, what: Listed) -> CatalogueItem:
    """Say something else of an item of a draft's list; from then on it is nobody's example.

    Raises NotFound, WrongState (it is in force), Invalid (names, sum, right).
    """
    item = _item_of_draft(code, ref, "change_item")
    item.is_example = False
    _write(item, what)
    return item


def take_item(code: str, ref: str) -> None:
    """Take something from a draft's list. Raises NotFound, WrongState (it is in force)."""
    _item_of_draft(code, ref, "take_item").delete()


def close_item(code: str, ref: str, on: date | None, *, by: Viewer, at: datetime) -> CatalogueItem:
    """From the day ``on`` nobody can apply for it; None keeps it on the list after all. What is granted goes on.

    The day lies ahead: what is sent until then can be decided. Raises NotFound, WrongState (the programme is a draft;
    it is closed already), Invalid (today or earlier; after the programme's last day).
    """
    item = _item(_locked(code), ref)
    if item.programme.in_force_at is None:
        raise WrongState("DRAFT", "close_item")
    if item.closed_on and item.closed_on <= day(at):
        raise WrongState("CLOSED", "close_item", is_done=True)
    if on and on <= day(at):
        raise Invalid({"on": _("Choose tomorrow or a later day. What is sent until then can still be decided.")})
    if on and on > item.programme.valid_to:
        raise Invalid({"on": _("The programme ends before that day, so the list ends with it.")})
    item.closed_on = on
    item.save(update_fields=["closed_on"])
    facts = {"programme": code, "what": "closed" if on else "kept"}
    record(Event.LIST_CHANGED, at=at, by=by.id, ref=item.ref, facts=facts)
    return item


def copy_items(source: Programme, copy: Programme, *, using: str = "default") -> None:
    """Put on the list of a copy what can be applied for in its source."""
    for item in source.items.using(using).filter(closed_on=None):
        item.pk, item.ref, item.programme = CatalogueItem().pk, codes.new_ref("L"), copy
        item.save(using=using, force_insert=True)


def _locked(code: str) -> Programme:
    found = Programme.objects.select_for_update(of=("self",)).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def _item(programme: Programme, ref: str) -> CatalogueItem:
    item = CatalogueItem.objects.filter(programme=programme, ref=ref).first()
    if item is None:
        raise NotFound
    item.programme = programme
    return item


def _item_of_draft(code: str, ref: str, act: str) -> CatalogueItem:
    item = _item(_locked(code), ref)
    if item.programme.in_force_at is not None:
        raise WrongState("IN_FORCE", act)
    return item


def _write(item: CatalogueItem, what: Listed) -> None:
    names = {"name_sv": what.name_sv.strip(), "name_en": what.name_en.strip()}
    wrong = {name: _("Write a name.") for name, said in names.items() if not said}
    others = CatalogueItem.objects.filter(programme=item.programme, kind=item.kind, closed_on=None).exclude(pk=item.pk)
    for name, said in names.items():
        if said and others.filter(**{f"{name}__iexact": said}).exists():
            wrong[name] = _("This stands on the list already.")
    if what.for_whom not in ForWhom.values:
        wrong["for_whom"] = _("Choose an answer.")
    if what.max_amount is not None and what.max_amount <= 0:
        wrong["max_amount"] = _("Write an amount above 0, or leave it empty for no limit.")
    if what.right and not Right.objects.filter(code=what.right).exists():
        wrong["right"] = _("Choose which right it meets.")
    if wrong:
        raise Invalid(wrong)
    item.name_sv, item.name_en = names["name_sv"], names["name_en"]
    item.for_whom, item.is_return, item.max_amount = what.for_whom, what.is_return, what.max_amount
    item.right_id = what.right or None
    item.save()
