"""Who is close to a person, as it is written down, and who of them is a person with a page of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from django.db.models import Max, Q
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from cases import codes
from cases.languages import COUNTRIES
from cases.models import ChildSupplement, Dependant, FamilyLink, Person, RequestedChild
from cases.models.choices import Answer, Relation
from cases.models.family import INVERSE, Custody, Need
from cases.models.person import AgeBasis
from cases.selectors.entry import Entry, Subject
from cases.selectors.kinds import relative_words
from cases.selectors.sealed import SealedText
from cases.services.dependant import has_supplement, is_applied_for, is_stated_of, mark_of_close
from cases.services.family import age_said, mark_of_same


@dataclass(frozen=True)
class Their:
    """A person who has a page of their own. ``relation``: what they are to the person whose page it stands on; ``ref``:
    of the link between the two, empty where there is none."""

    code: str
    code_name: str
    relation: str = ""
    ref: str = ""


@dataclass(frozen=True)
class CloseRow:
    """Somebody close, in words. ``supplement``: until when a child's supplement runs; ``has_page``: they have one of
    their own, ``became``, where the viewer sees it; ``same``: at whom the same child is written down too, ``perhaps``:
    at whom it may be."""

    ref: str
    relation: str
    birth_year: int | None
    age: str
    in_sweden: bool
    place: str
    directly_exposed: bool
    threatened: bool
    custody: str
    needs: tuple[str, ...]
    supplement: date | None
    has_page: bool = False
    became: Their | None = None
    same: Their | None = None
    perhaps: Their | None = None


@dataclass(frozen=True)
class Family:
    """The card of the overview."""

    close: tuple[CloseRow, ...]
    links: tuple[Their, ...]
    may_change: bool

    @property
    def only_linked(self) -> tuple[Their, ...]:
        """Who is linked and does not stand among those close with the page that they have got of their own."""
        here = {one.became.code for one in self.close if one.became}
        return tuple(one for one in self.links if one.code not in here)


@dataclass(frozen=True)
class DependantNow:
    """What the form starts from. ``stays``: it cannot be taken away, since something rests on it."""

    ref: str
    words: str
    initial: dict[str, object]
    stays: bool
    became: bool


@queries(8)
def dependant_now(code: str, ref: str) -> DependantNow:
    """One of the person's, the words opened. For those who may change the person. Raises NotFound."""
    row = _close(code, ref)
    names = ("relation", "estimated_age", "country", "directly_exposed", "threatened", "custody", "needs")
    initial: dict[str, object] = {name: getattr(row, name) for name in names}
    initial["birth_year"] = row.birth_year if row.estimated_age is None else None
    initial |= {"in_sweden": "yes" if row.in_sweden else "no", "note": row.note.open(), "seen": mark_of_close(row)}
    asked = RequestedChild.objects.filter(dependant=row)
    stays = asked.exists() or has_supplement(row) or is_applied_for(row) or is_stated_of(row)
    words = f"{Relation(row.relation).label}, {age_words(row)}"
    return DependantNow(row.ref, words, initial, stays, row.became_id is not None)


def _close(code: str, ref: str) -> Dependant:
    row = Dependant.objects.filter(person__code=codes.parse(code) or "", ref=ref).first()
    if row is None:
        raise NotFound
    return row


def family_panel(viewer: Viewer, person: Person, on: date | None = None) -> Family | None:
    """Everybody close, and the persons linked to this one. Five queries at most."""
    may_change = may(viewer, Act.CHANGE_PERSON, person)
    rows = list(Dependant.objects.filter(person=person).select_related("became"))
    links = _links(person.pk)
    if not (rows or links or may_change):
        return None
    supplements = list(ChildSupplement.objects.filter(person=person)) if rows else []
    theirs = {one.pk: their for one, their in links}
    others = _others(rows, theirs)
    close = tuple(close_row(row, supplements, others, theirs) for row in rows)
    return Family(close, tuple(their for _one, their in links), may_change)


@queries(7)
def family(viewer: Viewer, code: str) -> Family:
    """The same by the person's code. Raises NotFound."""
    person = Person.objects.filter(code=codes.parse(code) or "").first()
    if person is None:
        raise NotFound
    return family_panel(viewer, person) or Family((), (), may_change=False)


def close_rows(rows: Sequence[Dependant], supplements: Sequence[ChildSupplement]) -> tuple[CloseRow, ...]:
    """Somebody close each, without what is known of them at other persons. No query."""
    return tuple(close_row(row, supplements, ()) for row in rows)


def close_row(
    row: Dependant,
    supplements: Sequence[ChildSupplement],
    others: Sequence[tuple[Dependant, Their]],
    linked: Mapping[UUID, Their] = MappingProxyType({}),
) -> CloseRow:
    """``others``: who is written down at other persons, with whom they belong to; ``linked``: persons with a link."""
    own = [s.last for s in supplements if s.dependant_id == row.pk and s.last >= s.start]
    became = row.became if row.became_id and "became" in row._state.fields_cache else None
    same = next((their for one, their in others if row.same_as and one.same_as == row.same_as), None)
    perhaps = None if row.same_as else next((their for one, their in others if seem_the_same(row, one)), None)
    return CloseRow(
        ref=row.ref,
        relation=capfirst(str(Relation(row.relation).label)),
        birth_year=row.birth_year,
        age=age_words(row),
        in_sweden=row.in_sweden,
        place=_place(row),
        directly_exposed=row.directly_exposed,
        threatened=row.threatened == Answer.YES,
        custody=str(Custody(row.custody).label) if row.custody != Custody.UNKNOWN else "",
        needs=tuple(str(Need(need).label) for need in row.needs),
        supplement=max(own, default=None),
        has_page=row.became_id is not None,
        became=linked.get(became.pk, Their(became.code, became.code_name)) if became else None,
        same=same,
        perhaps=perhaps,
    )


def seem_the_same(row: Dependant, other: Dependant) -> bool:
    """Whether two rows at linked persons may be the same child: born the same year, and the same to both."""
    known = row.birth_year is not None and other.same_as is None and not (row.became_id or other.became_id)
    return known and (row.birth_year, row.relation) == (other.birth_year, other.relation)


def age_words(row: Dependant) -> str:
    """``född 2019``; ``omkring 7 år (uppskattat 2026)``; ``okänd ålder``."""
    if row.age_basis == AgeBasis.ESTIMATED and row.estimated_on:
        said = {"age": row.estimated_age, "year": row.estimated_on.year}
        return _("about %(age)s years old (estimated %(year)s)") % said
    return _("born %(year)s") % {"year": row.birth_year} if row.birth_year else _("age not known")


def _place(row: Dependant) -> str:
    if row.in_sweden:
        return _("in Sweden")
    names = COUNTRIES.get(row.country)
    return _("abroad (%(country)s)") % {"country": names[get_language() == "en"]} if names else _("abroad")


def _links(person_id: UUID) -> list[tuple[Person, Their]]:
    """The persons linked to this one whom the viewer sees, with what each is to it."""
    rows = FamilyLink.objects.filter(Q(person=person_id) | Q(other=person_id), ended_at=None)
    found = []
    for row in rows.select_related("person", "other"):
        is_first = row.other_id == person_id
        theirs = row.person if is_first else row.other
        relation = row.relation if is_first else INVERSE.get(Relation(row.relation), row.relation)
        words = str(Relation(relation).label)
        found.append((theirs, Their(theirs.code, theirs.code_name, capfirst(words), row.ref)))
    return found


def _others(rows: Sequence[Dependant], theirs: dict[UUID, Their]) -> list[tuple[Dependant, Their]]:
    """Who is written down at the persons linked to this one, or is marked as the same as somebody here."""
    marks = [row.same_as for row in rows if row.same_as]
    if not rows or not (theirs or marks):
        return []
    wanted = Q(person_id__in=theirs) | Q(same_as__in=marks)
    found = Dependant.objects.filter(wanted).exclude(pk__in=[row.pk for row in rows]).select_related("person")
    return [(one, theirs.get(one.person_id) or Their(one.person.code, one.person.code_name)) for one in found]


class Other(NamedTuple):
    """Somebody at a linked person, as a choice of a form."""

    ref: str
    words: str


@dataclass(frozen=True)
class SameChild:
    """What the form of the same child starts from: whom it is about, and whom they can be the same as."""

    who: str
    choices: tuple[Other, ...]
    chosen: str
    proposed: str
    seen: str


@queries(4)
def same_now(code: str, ref: str) -> SameChild:
    """For those who may change the person. Raises NotFound."""
    row = _close(code, ref)
    others = _others([row], {one.pk: their for one, their in _links(row.person_id)})
    choices = tuple(Other(one.ref, f"{relative_words(one)} ({their.code_name} {their.code})") for one, their in others)
    chosen = next((one.ref for one, _their in others if row.same_as and one.same_as == row.same_as), "")
    proposed = next((one.ref for one, _their in others if seem_the_same(row, one)), "")
    return SameChild(relative_words(row), choices, chosen, proposed, mark_of_same(row))


@dataclass(frozen=True)
class BecomeNow:
    """What the form for a page of their own says: about whom, whether they count as a child (a code), until when a
    supplement runs, and the code of the page that they have already, if the viewer sees it."""

    who: str
    age: str
    supplement: date | None
    became: str


@queries(4)
def become_now(viewer: Viewer, code: str, ref: str, *, on: date) -> BecomeNow:
    """For those who may change the person. Raises NotFound, also where the page of their own is another's now."""
    row = _close(code, ref)
    theirs = Person.objects.filter(pk=row.became_id).values_list("code", flat=True).first() if row.became_id else ""
    if theirs is None:
        raise NotFound
    last = ChildSupplement.objects.filter(dependant=row, last__gte=on).aggregate(last=Max("last"))["last"]
    return BecomeNow(f"{Relation(row.relation).label}, {age_words(row)}", age_said(row, on), last, theirs)


@queries(4)
def link_now(viewer: Viewer, code: str, ref: str) -> Their:
    """The other end of a link that stands. Raises NotFound, also where the viewer may not change the other person."""
    person = Person.objects.filter(code=codes.parse(code) or "").first()
    found = [(one, their) for one, their in _links(person.pk) if their.ref == ref] if person else []
    if not found or not may(viewer, Act.CHANGE_PERSON, found[0][0]):
        raise NotFound
    return found[0][1]


def family_entries(viewer: Viewer, person: Person, on: date) -> Iterator[Entry]:
    """The timeline's lines: links made and taken away. One query."""
    rows = FamilyLink.objects.filter(Q(person=person) | Q(other=person))
    for row in rows.select_related("person", "other", "made_by", "ended_by"):
        is_first = row.other_id == person.pk
        theirs = row.person if is_first else row.other
        relation = row.relation if is_first else INVERSE.get(Relation(row.relation), row.relation)
        words = {"name": theirs.code_name, "relation": Relation(relation).label}
        link, text = ("person", theirs.code), _("%(name)s: %(relation)s") % words
        what = _("A relative has a page of their own")
        yield Entry(day(row.made_at), row.made_at, what, row.made_by.name, text, link, subject=Subject.FAMILY)
        if row.ended_at and row.ended_by:
            what = _("The link to a relative was taken away")
            yield Entry(day(row.ended_at), row.ended_at, what, row.ended_by.name, text, link, subject=Subject.FAMILY)


def family_sealed(rows: Sequence[Dependant], *, opened: bool) -> Iterator[SealedText]:
    """What is written of the needs of those close. No query."""
    for row in rows:
        if row.note:
            yield SealedText(_("The needs of somebody close"), relative_words(row), row.note.open() if opened else "")
