"""Who is indirectly exposed: written down, corrected, taken away where it was a mistake. The history keeps it all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.errors import Invalid, NotFound
from accounts.viewer import Viewer
from cases import codes
from cases.models import AdmissionRequest, ChildSupplement, Dependant, Person, RequestedChild
from cases.models.choices import Relation
from cases.rule_children import ADULT_AGE
from cases.services.facts import changeable

OLDEST = 110
PARENT_YEARS = 12
"""A parent and a child are at least so many years apart; nearer cannot be, and is a slip of the pen."""


@dataclass(frozen=True)
class Close:
    """Somebody close to the person, without a name. ``birth_year`` may stay unknown."""

    relation: str
    birth_year: int | None = None
    in_sweden: bool = True
    directly_exposed: bool = False


def add_dependant(code: str, who: Close, *, by: Viewer, at: datetime) -> Dependant:
    """Note somebody who is indirectly exposed. Raises NotFound, Invalid (a birth year that cannot be)."""
    person = changeable(code, by=by)
    _check(who, person, at)
    row = Dependant(person=person, ref=codes.new_ref("B"), made_at=at)
    _fill(row, who)
    row.save(force_insert=True)
    return row


def change_dependant(code: str, ref: str, who: Close, *, by: Viewer, at: datetime) -> Dependant:
    """Correct what is written of somebody. What they are and when born stays where a supplement rests on it.

    Raises NotFound, Invalid.
    """
    row = _locked(code, ref, by=by)
    _check(who, row.person, at)
    if (who.relation, who.birth_year) != (row.relation, row.birth_year) and has_supplement(row):
        raise Invalid({"": _("A child supplement rests on this. Ask a coordinator before it is changed.")})
    _fill(row, who)
    row.save(update_fields=["relation", "birth_year", "in_sweden", "directly_exposed"])
    return row


def remove_dependant(code: str, ref: str, *, by: Viewer, at: datetime) -> None:
    """Take away somebody who was written down by mistake.

    Raises NotFound, Invalid (a supplement was granted, or an application names them).
    """
    row = _locked(code, ref, by=by)
    if has_supplement(row):
        raise Invalid({"": _("A child supplement rests on this, so it stays.")})
    if RequestedChild.objects.filter(dependant=row).exists():
        raise Invalid({"": _("A request names this child, so it stays.")})
    if is_applied_for(row):
        raise Invalid({"": _("An application is for this person, so it stays.")})
    row.delete()


def has_supplement(row: Dependant) -> bool:
    """Whether a supplement has been granted for the child, used or not."""
    return ChildSupplement.objects.filter(dependant=row).exists()


def is_applied_for(row: Dependant) -> bool:
    """Whether an item of the programme's list is or was applied for, for them."""
    return AdmissionRequest.objects.filter(for_dependant=row).exists()


def _locked(code: str, ref: str, *, by: Viewer) -> Dependant:
    person = changeable(code, by=by)
    row = Dependant.objects.select_for_update(of=("self",)).filter(person=person, ref=ref).first()
    if row is None:
        raise NotFound
    row.person = person
    return row


def _fill(row: Dependant, who: Close) -> None:
    row.relation, row.birth_year = who.relation, who.birth_year
    row.in_sweden, row.directly_exposed = who.in_sweden, who.directly_exposed


def _check(who: Close, person: Person, at: datetime) -> None:
    if who.relation not in Relation.values:
        raise Invalid({"relation": _("Choose what they are to the person.")})
    if who.birth_year is not None and (sentence := _wrong_year(who.relation, who.birth_year, person, day(at).year)):
        raise Invalid({"birth_year": sentence})


def _wrong_year(relation: str, born: int, person: Person, year: int) -> str:
    """What is wrong with a birth year; empty where it can be right."""
    if not 1000 <= born <= 9999:
        return _("Write the year with four digits.")
    if born > year:
        return _("The birth year is in the future. Check the year.")
    if born < year - OLDEST:
        return _("The birth year is more than 110 years ago. Check the year.")
    apart = born - person.birth_year if person.birth_year else None
    if relation == Relation.CHILD and year - born > ADULT_AGE:
        return _("Somebody over 18 does not count as a child here. Check the year, or choose other relative.")
    if relation == Relation.CHILD and apart is not None and apart < PARENT_YEARS:
        return _("The child cannot be so near the person in age. Check the year.")
    if relation == Relation.PARENT and apart is not None and apart > -PARENT_YEARS:
        return _("A parent is at least 12 years older than the person. Check the year.")
    return ""
