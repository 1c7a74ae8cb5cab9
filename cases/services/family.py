"""Links between two persons, the same child at both, and somebody close who turns out to be exposed themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.errors import Conflict, Invalid, NotFound
from accounts.locks import one_at_a_time
from accounts.viewer import Viewer
from cases import codes, strange
from cases.details import mark
from cases.models import ChildSupplement, ConcernReport, Dependant, FamilyLink, Identification, Person
from cases.models.child import ConcernMade
from cases.models.choices import Age, Answer, Certainty, Consent, Gender, Relation, Route
from cases.models.family import INVERSE
from cases.rule_children import may_be_child
from cases.services.dependant import PARENT_YEARS, locked_dependant
from cases.services.facts import changeable
from cases.services.identification import Identified, identify


def link_persons(
    code: str, other: str, relation: str, *, by: Viewer, at: datetime, answered: Collection[str] = ()
) -> FamilyLink:
    """Say that the person ``other`` is the ``relation`` (child, parent, …) of the person ``code``.

    Raises NotFound (the first person), Invalid (beside ``other``: nobody whom the viewer may change, the person
    themselves, somebody who is linked already, a circle of parents; beside ``relation``), Strange (a parent who is
    hardly older than the child).
    """
    person, theirs = _both(code, other, by=by)
    if relation not in Relation.values:
        raise Invalid({"relation": _("Choose what they are to the person.")})
    one_at_a_time("family", "links")  # two links that close a circle together would not see each other
    between = Q(person=person, other=theirs) | Q(person=theirs, other=person)
    if FamilyLink.objects.filter(between, ended_at=None).exists():
        raise Invalid({"other": _("The two are linked already. Take that link away first.")})
    if relation in INVERSE:
        child, parent = (theirs, person) if relation == Relation.CHILD else (person, theirs)
        if _is_above(child.pk, parent.pk):
            raise Invalid({"relation": _("Then somebody would be their own grandparent. Check who is whose child.")})
        strange.refuse_unasked(_too_near(child, parent), answered)
    return _linked(person, theirs, relation, by=by, at=at)


def _both(code: str, other: str, *, by: Viewer) -> tuple[Person, Person]:
    """Both persons, locked in one order whoever links them. Raises NotFound, Invalid."""
    first, second = codes.parse(code) or "", codes.parse(other) or ""
    if first == second:
        changeable(code, by=by, after_closing=True)
        raise Invalid({"other": _("That is the person themselves. Write another code.")})
    found: dict[str, Person] = {}
    for one in sorted((first, second)):
        try:
            found[one] = changeable(one, by=by, after_closing=True)
        except NotFound as error:
            if one == first:
                raise
            changeable(first, by=by, after_closing=True)
            raise Invalid({"other": _("There is no person with this code whose page you may change.")}) from error
    return found[first], found[second]


def _linked(person: Person, theirs: Person, relation: str, *, by: Viewer, at: datetime) -> FamilyLink:
    """``theirs`` is the ``relation`` of ``person``: kept with the smaller key first."""
    row = FamilyLink(ref=codes.new_ref("L"), made_at=at, made_by_id=by.id)
    row.person, row.other, row.relation = theirs, person, relation
    if theirs.pk > person.pk:
        row.person, row.other = person, theirs
        row.relation = INVERSE.get(Relation(relation), relation)
    row.save(force_insert=True)
    return row


def _is_above(child: UUID, parent: UUID) -> bool:
    """Whether the child is among the parents, grandparents, … of the parent: a query for each generation."""
    rows = FamilyLink.objects.filter(relation__in=INVERSE, ended_at=None)
    seen: set[UUID] = set()
    left = {parent}
    while left:
        if child in left:
            return True
        seen |= left
        links = rows.filter(Q(person__in=left) | Q(other__in=left)).values_list("person", "other", "relation")
        pairs = [(one, other) if relation == Relation.CHILD else (other, one) for one, other, relation in links]
        left = {old for young, old in pairs if young in left} - seen
    return False


def _too_near(child: Person, parent: Person) -> Iterator[strange.Question]:
    if child.birth_year and parent.birth_year and child.birth_year - parent.birth_year < PARENT_YEARS:
        sentence = _("The parent is born %(parent)s and the child %(child)s. Can that be?")
        years = {"parent": parent.birth_year, "child": child.birth_year}
        about = f"{parent.birth_year}:{child.birth_year}"
        yield from strange.without("parent_so_young", True, sentence % years, about=about, field="relation")


def end_link(code: str, ref: str, *, by: Viewer, at: datetime) -> FamilyLink:
    """Take a link away: it ends, and stays to be read in the history. Raises NotFound."""
    own = codes.parse(code) or ""
    rows = FamilyLink.objects.filter(Q(person__code=own) | Q(other__code=own), ref=ref, ended_at=None)
    pair = rows.values_list("person__code", "other__code").first()
    for one in sorted(pair or (own,)):  # in one order, whoever ends it
        changeable(one, by=by, after_closing=True)
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise NotFound
    row.ended_at, row.ended_by_id = at, by.id
    row.save(update_fields=["ended_at", "ended_by"])
    return row


def mark_same(code: str, ref: str, other: str, *, by: Viewer, at: datetime, seen: str = "") -> Dependant:
    """Say that somebody close is the same child as ``other`` (a reference), who is written down at a linked person; or,
    where ``other`` is empty, that they are nobody else.

    From then on the two are one for supplements: no day is granted twice (the rule ``child_once``, and the database).
    ``seen``: the mark of what was read; empty asks for nothing. Raises NotFound, Conflict (somebody has said it since),
    Invalid (beside ``other``: not written down at a linked person, or marked as another child).
    """
    known = Dependant.objects.filter(ref=other).values_list("person__code", flat=True).first()
    if known and known < (codes.parse(code) or ""):  # both are held in one order, from whichever page it is said
        with suppress(NotFound):
            changeable(known, by=by, after_closing=True)
    row = locked_dependant(code, ref, by=by)
    if seen and seen != mark_of_same(row):
        raise Conflict("changed")
    if not other:
        _mark(row, None)
        return row
    links = FamilyLink.objects.filter(Q(person=row.person_id) | Q(other=row.person_id), ended_at=None)
    linked = {one for pair in links.values_list("person", "other") for one in pair} - {row.person_id}
    theirs = Dependant.objects.select_related("person").filter(ref=other, person_id__in=linked).first()
    if theirs is None:
        raise Invalid({"other": _("Choose somebody who is written down at a linked person.")})
    theirs = locked_dependant(theirs.person.code, other, by=by)
    if row.same_as and theirs.same_as and row.same_as != theirs.same_as:
        raise Invalid({"other": _("Both are marked as other children. Take one of those marks away first.")})
    child = row.same_as or theirs.same_as or uuid4()
    for one in (row, theirs):
        if one.same_as != child:
            _mark(one, child)
    return row


def mark_of_same(row: Dependant) -> str:
    """The mark of who is said to be the same child now, by which a late page is told (``cases/details.py``)."""
    return mark(row, ("same_as",))


def _mark(row: Dependant, child: UUID | None) -> None:
    """Write the mark of a child, on the supplements too: one for a day that the same child has already stays as it was
    granted, and the database stops the next."""
    row.same_as = child
    row.save(update_fields=["same_as"])
    for supplement in ChildSupplement.objects.select_for_update().filter(dependant=row):
        supplement.same_as = child
        try:
            with transaction.atomic():
                supplement.save(update_fields=["same_as"])
        except IntegrityError as error:
            if "the_same_child" not in str(error):
                raise


@dataclass(frozen=True)
class Becomes:
    """What is asked of somebody close who turns out to be exposed: the rest is known already, or stays unknown."""

    on: date
    forms: tuple[str, ...] = ()
    certainty: str = Certainty.CONCEIVABLE
    gender: str = Gender.UNKNOWN
    immediate_risk: str = Answer.UNKNOWN
    consent: str = Consent.NOT_ASKED
    age: str = ""
    """Whether they count as a child; empty: as what is written of them says."""


def become_person(
    code: str, ref: str, what: Becomes, *, by: Viewer, at: datetime, answered: Collection[str] = ()
) -> Person:
    """Identify somebody close to the person as exposed themselves: a person of their own, linked to this one.

    What runs for them as somebody close runs until its end, the supplement too. A concern report that was made about
    them is theirs. Done twice it gives the same person. Raises NotFound, Invalid, Refused, PointsOut.
    """
    row = locked_dependant(code, ref, by=by)
    before = Person.objects.filter(pk=row.became_id).first() if row.became_id else None
    if before is not None or row.became_id:
        if before is None:
            raise NotFound
        return before
    _refuse_twin(row)
    person = identify(_identified(row, what), token=row.pk, by=by, at=at, answered=answered)
    if row.estimated_age is not None:
        person.estimated_age, person.estimated_on = row.estimated_age, row.estimated_on
        person.save(update_fields=["estimated_age", "estimated_on"])
    row.became, row.directly_exposed = person, True
    row.save(update_fields=["became", "directly_exposed"])
    _linked(row.person, person, row.relation, by=by, at=at)
    said = ConcernReport.objects.filter(dependant=row).first()
    if said is not None and said.made == ConcernMade.MADE and person.as_child:
        theirs = ConcernReport(person=person, made=said.made, on=said.on, reported_by=said.reported_by)
        theirs.stated_at, theirs.stated_by_id = at, by.id
        theirs.note = said.note.open()
        theirs.save(force_insert=True)
    return person


def _refuse_twin(row: Dependant) -> None:
    """Raise Invalid where the same child has a page of their own already, from another person's: one is enough."""
    if row.same_as is None:
        return
    one_at_a_time("child", str(row.same_as))
    twin = Dependant.objects.select_related("became").filter(same_as=row.same_as, became__isnull=False).first()
    if twin is None:
        return
    if twin.became is None:
        raise NotFound
    named = {"name": twin.became.code_name, "code": twin.became.code}
    raise Invalid({"": _("The same child has a page of their own already: %(name)s %(code)s. Link to it.") % named})


def _identified(row: Dependant, what: Becomes) -> Identified:
    met = Identification.objects.filter(person_id=row.person_id).order_by("-made_at").first()
    return Identified(
        on=what.on,
        county=met.county if met and row.in_sweden else "",
        route=Route.OTHER_PERSON,
        forms=what.forms,
        certainty=what.certainty,
        gender=what.gender,
        immediate_risk=what.immediate_risk,
        consent=what.consent,
        age=what.age or age_said(row, what.on),
        birth_year=row.birth_year,
        year_estimated=row.estimated_age is not None,
    )


def age_said(row: Dependant, on: date) -> str:
    """Whether somebody close counts as a child: by what they are and when born; unclear where neither says."""
    if may_be_child(row.relation, row.birth_year, on):
        return Age.CHILD if row.birth_year is not None or row.relation == Relation.CHILD else Age.UNCLEAR
    return Age.ADULT
