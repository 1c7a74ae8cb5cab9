"""What the programme of a day calls the kinds of intervention, and what stands on its list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.queries import queries
from accounts.words import money_words
from cases.models import AdmissionRequest, CatalogueItem, Dependant, InterventionRule, Programme
from cases.models.choices import Kind, Relation
from cases.selectors.verdicts import programme_on


@dataclass(frozen=True)
class KindNames:
    """The names of all programmes, to be asked for one after the other: a list makes one query for all its rows."""

    given: tuple[tuple[date, date, str, str], ...]

    def of(self, kind: str, on: date | None) -> str:
        """What the programme of that day calls the kind; the kind's own name where no programme has it."""
        found = (name for first, last, code, name in self.given if on and code == kind and first <= on <= last)
        return next(found, str(Kind(kind).label))


NO_NAMES = KindNames(())


def kind_names() -> KindNames:
    """One query."""
    rows = InterventionRule.objects.exclude(programme__in_force_at=None).select_related("programme")
    return KindNames(tuple((r.programme.valid_from, r.programme.valid_to, r.kind, r.name) for r in rows))


@dataclass(frozen=True)
class Item:
    """Something on the programme's list. ``words``: its name, with the most that it may cost."""

    ref: str
    words: str
    max_amount: Decimal | None
    for_whom: str
    is_return: bool


def items_to_choose(kind: str, *, start: date, on: date, chosen: str = "") -> tuple[Item, ...]:
    """What the programme of the first day has on its list of a kind and is open on the day ``on``; what is ``chosen``
    already stands there whatever became of it, so that nobody's answer disappears. Two queries."""
    programme = programme_on(start)
    offered = Q(programme=programme, kind=kind) & (Q(closed_on=None) | Q(closed_on__gt=on)) if programme else Q(pk=None)
    rows = CatalogueItem.objects.filter(offered | Q(ref=chosen))
    return tuple(
        Item(row.ref, with_cap(row.name, row.max_amount), row.max_amount, row.for_whom, row.is_return) for row in rows
    )


def with_cap(name: str, most: Decimal | None) -> str:
    """An item's name, with the most that it may cost where there is a cap."""
    return _("%(item)s (at most %(sum)s)") % {"item": name, "sum": money_words(most)} if most else name


@queries(3)
def programme_to_apply_under(on: date) -> Programme | None:
    """The programme in force that day; in a gap the next one, so that one can apply ahead; None where none comes."""
    coming = Programme.objects.exclude(in_force_at=None).filter(valid_from__gt=on).order_by("valid_from")
    return programme_on(on) or coming.prefetch_related("rules").first()


def child_words(birth_year: int | None, *, in_sweden: bool) -> str:
    """Who a child is, without a name: ``fött 2019``; ``okänd ålder, utomlands``."""
    born = _("born %(year)s") % {"year": birth_year} if birth_year else _("age not known")
    return born if in_sweden else _("%(child)s, abroad") % {"child": born}


def relative_words(row: Dependant) -> str:
    """Who somebody close is, without a name: ``syskon, fött 1990``; grown up or not."""
    return f"{Relation(row.relation).label}, {child_words(row.birth_year, in_sweden=row.in_sweden)}"


def for_whom_words(request: AdmissionRequest) -> str:
    """Whom an item is for, where that is somebody close to the person; else empty."""
    return relative_words(request.for_dependant) if request.for_dependant else ""
