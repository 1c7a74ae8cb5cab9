"""Who is indirectly exposed: written down, corrected, taken away where it was a mistake. The history keeps it all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.errors import Conflict, Invalid, NotFound
from accounts.viewer import Viewer
from cases import codes, guard
from cases.details import mark
from cases.languages import COUNTRIES, STATELESS
from cases.models import AdmissionRequest, ChildSupplement, ConcernReport, Dependant, Person, RequestedChild, RightEntry
from cases.models.choices import Answer, Relation
from cases.models.family import Custody, Need
from cases.rule_children import ADULT_AGE
from cases.services.details import OLDEST
from cases.services.facts import changeable
from cases.tokens import dependant_id, one_form_at_a_time

PARENT_YEARS = 12
"""A parent and a child are at least so many years apart; nearer cannot be, and is a slip of the pen."""


@dataclass(frozen=True)
class Close:
    """Somebody close to the person, without a name. Everything but the relation may stay unknown.

    ``birth_year`` where it is known, else ``estimated_age`` (years); ``country``: of somebody abroad; ``needs``: codes;
    ``note``: their needs in words, sealed.
    """

    relation: str
    birth_year: int | None = None
    in_sweden: bool = True
    directly_exposed: bool = False
    estimated_age: int | None = None
    country: str = ""
    threatened: str = Answer.UNKNOWN
    custody: str = Custody.UNKNOWN
    needs: tuple[str, ...] = ()
    note: str = ""


_WRITTEN = (
    *("relation", "birth_year", "estimated_age", "estimated_on", "in_sweden", "country"),
    *("directly_exposed", "threatened", "custody", "needs", "note"),
)


def mark_of_close(row: Dependant) -> str:
    """The mark of what is written of somebody now, by which a late page is told (``cases/details.py``)."""
    return mark(row, _WRITTEN)


def add_dependant(
    code: str, who: Close, *, by: Viewer, at: datetime, token: UUID | None = None, answered: Collection[str] = ()
) -> Dependant:
    """Note somebody who is indirectly exposed. The same ``token`` twice makes one.

    Raises NotFound, Invalid (a birth year that cannot be), PointsOut, Conflict where it was sent and said something
    else.
    """
    token = token or uuid4()
    one_form_at_a_time(token, by=by)
    person = changeable(code, by=by)
    row = Dependant(pk=dependant_id(token, person.pk, by=by), person=person, ref=codes.new_ref("B"), made_at=at)
    there = Dependant.objects.filter(pk=row.pk).first()
    if there is not None:
        if not _says(there, who):
            raise Conflict("sent", who_id=by.id)
        return there
    _check(who, person, at)
    guard.refuse_unanswered({"note": who.note}, answered)
    _fill(row, who, at)
    row.save(force_insert=True)
    return row


def change_dependant(
    code: str, ref: str, who: Close, *, by: Viewer, at: datetime, answered: Collection[str] = (), seen: str = ""
) -> Dependant:
    """Correct what is written of somebody. What they are and when born stays where a supplement rests on it.

    ``seen``: the mark of what was read; empty asks for nothing. Raises NotFound, Conflict (somebody has written it
    since), Invalid, PointsOut.
    """
    row = locked_dependant(code, ref, by=by)
    if seen and seen != mark_of_close(row):
        raise Conflict("changed")
    _check(who, row.person, at)
    guard.refuse_unanswered({"note": who.note}, answered)
    before = (row.relation, row.birth_year)
    _fill(row, who, at)
    if (row.relation, row.birth_year) != before and has_supplement(row):
        raise Invalid({"": _("A child supplement rests on this. Ask a coordinator before it is changed.")})
    row.save(update_fields=_WRITTEN)
    return row


def remove_dependant(code: str, ref: str, *, by: Viewer, at: datetime) -> None:
    """Take away somebody who was written down by mistake.

    Raises NotFound, Invalid (a supplement was granted, an application names them, something is stated of them).
    """
    row = locked_dependant(code, ref, by=by)
    if has_supplement(row):
        raise Invalid({"": _("A child supplement rests on this, so it stays.")})
    if RequestedChild.objects.filter(dependant=row).exists():
        raise Invalid({"": _("A request names this child, so it stays.")})
    if is_applied_for(row):
        raise Invalid({"": _("An application is for this person, so it stays.")})
    if is_stated_of(row):
        raise Invalid({"": _("Something is stated of them, so it stays.")})
    row.delete()


def has_supplement(row: Dependant) -> bool:
    """Whether a supplement has been granted for the child, used or not."""
    return ChildSupplement.objects.filter(dependant=row).exists()


def is_applied_for(row: Dependant) -> bool:
    """Whether an item of the programme's list is or was applied for, for them."""
    return AdmissionRequest.objects.filter(for_dependant=row).exists()


def is_stated_of(row: Dependant) -> bool:
    """Whether a concern report, a right or a page of their own hangs on them."""
    about = (ConcernReport.objects.filter(dependant=row), RightEntry.objects.filter(dependant=row))
    return row.became_id is not None or any(rows.exists() for rows in about)


def locked_dependant(code: str, ref: str, *, by: Viewer) -> Dependant:
    """Somebody close to the person, both locked, if the viewer may change the person. Raises NotFound."""
    person = changeable(code, by=by)
    row = Dependant.objects.select_for_update(of=("self",)).filter(person=person, ref=ref).first()
    if row is None:
        raise NotFound
    row.person = person
    return row


def _fill(row: Dependant, who: Close, at: datetime) -> None:
    """An estimate that is typed as it stands keeps its day and its year of birth: nobody grows younger by a save."""
    if who.estimated_age is None:
        row.birth_year, row.estimated_age, row.estimated_on = who.birth_year, None, None
    elif who.estimated_age != row.estimated_age:
        row.estimated_age, row.estimated_on = who.estimated_age, day(at)
        row.birth_year = day(at).year - who.estimated_age
    row.relation, row.in_sweden, row.country = who.relation, who.in_sweden, who.country
    row.directly_exposed, row.threatened, row.custody = who.directly_exposed, who.threatened, who.custody
    row.needs = [need for need in Need.values if need in who.needs]
    if row.note.open() != who.note.strip():  # the same words sealed anew would look like news to another page
        row.note = who.note.strip()


def _says(row: Dependant, who: Close) -> bool:
    same = ("relation", "estimated_age", "in_sweden", "country", "directly_exposed", "threatened", "custody")
    born = row.birth_year if row.estimated_age is None else None
    said = (born, set(row.needs), row.note.open()) == (who.birth_year, set(who.needs), who.note.strip())
    return said and all(getattr(row, name) == getattr(who, name) for name in same)


def _check(who: Close, person: Person, at: datetime) -> None:
    if who.relation not in Relation.values:
        raise Invalid({"relation": _("Choose what they are to the person.")})
    known = {"threatened": Answer.values, "custody": Custody.values}
    wrong = {name: _("Choose an answer.") for name, values in known.items() if getattr(who, name) not in values}
    if not set(who.needs) <= set(Need.values):
        wrong["needs"] = _("Choose among the needs.")
    if who.in_sweden and who.country:
        wrong["country"] = _("Leave the country empty for somebody in Sweden.")
    elif who.country and (who.country not in COUNTRIES or who.country in ("SE", STATELESS)):
        wrong["country"] = _("Choose a country other than Sweden.")
    wrong |= _wrong_age(who, person, day(at).year)
    if wrong:
        raise Invalid(wrong)


def _wrong_age(who: Close, person: Person, year: int) -> dict[str, str]:
    """What is wrong with the age that is said, beside the field in which it is said."""
    if who.estimated_age is None:
        sentence = _wrong_year(who.relation, who.birth_year, person, year) if who.birth_year is not None else ""
        return {"birth_year": sentence} if sentence else {}
    if who.birth_year is not None:
        return {"estimated_age": _("Write the birth year or an estimated age, not both.")}
    if not 0 <= who.estimated_age <= OLDEST:
        return {"estimated_age": _("An age is between 0 and 110 years.")}
    sentence = _wrong_year(who.relation, year - who.estimated_age, person, year)
    return {"estimated_age": sentence} if sentence else {}


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
