"""A child, or somebody whose age is unclear: the duty to report on top, and who looks after the child."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.access import may
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import day_words, short_day_words
from cases import codes
from cases.models import ChildStanding, ConcernReport, Dependant, Person
from cases.models.child import ConcernBy, ConcernMade, Guardian, School
from cases.models.choices import Age, Answer
from cases.models.family import Custody
from cases.rule_children import may_be_child
from cases.selectors.duties import lacks_guardian
from cases.selectors.entry import Entry, Subject
from cases.selectors.kinds import relative_words
from cases.selectors.sealed import SealedText
from cases.selectors.step import Step


@dataclass(frozen=True)
class Duty:
    """Somebody about whom a concern has to be reported, or is. ``of``: reference of somebody close, empty: the person.
    ``words``: how it stands; ``is_open``: nothing is noted yet; ``note``: what is written with it, once opened."""

    of: str
    who: str
    words: str
    is_open: bool
    has_note: bool = False
    note: str = ""


@dataclass(frozen=True)
class Duties:
    """The top of the overview: what is open first."""

    rows: tuple[Duty, ...]
    is_child: bool
    may_change: bool

    @property
    def is_open(self) -> bool:
        """Whether something has to be done at once."""
        return any(row.is_open for row in self.rows)


@dataclass(frozen=True)
class ChildCard:
    """Who looks after the child, in words; empty words where nothing is stated."""

    custody: str
    guardian: str
    school: str
    since: date | None
    lacks_guardian: bool
    may_change: bool


def duties_panel(viewer: Viewer, person: Person, on: date, *, opened: bool = False) -> Duties | None:
    """The duty to report about the person and those close; None where there is none. ``opened``: with what is written
    of it. Three queries."""
    close = list(Dependant.objects.filter(person=person))
    about = [row for row in close if _owed(row, on)]
    if not (person.as_child or about):
        return None
    newest = _newest([person.pk])
    whom: list[tuple[str, str, UUID | None]] = [("", _about(person), None)] if person.as_child else []
    whom += [(row.ref, capfirst(relative_words(row)), row.pk) for row in about]
    rows = []
    for of, who, key in whom:
        said = newest.get((person.pk, key))
        duty = _duty(of, who, said, on)
        if opened and said is not None:
            duty = replace(duty, has_note=bool(said.note), note=said.note.open())
        rows.append(duty)
    rows.sort(key=lambda row: not row.is_open)
    return Duties(tuple(rows), person.as_child, may(viewer, Act.CHANGE_PERSON, person))


def _about(person: Person) -> str:
    return _("The person, whose age is unclear") if person.age == Age.UNCLEAR else _("The child")


def _owed(row: Dependant, on: date) -> bool:
    """Somebody close who may be a child, is in Sweden, and may be exposed too, or is threatened."""
    exposed = row.directly_exposed or row.threatened == Answer.YES
    # Who has a page of their own has the duty there.
    return row.in_sweden and exposed and row.became_id is None and may_be_child(row.relation, row.birth_year, on)


def _duty(of: str, who: str, row: ConcernReport | None, on: date) -> Duty:
    if row is None or row.made == ConcernMade.NOT_YET:
        return Duty(of, who, _("No concern report is noted."), is_open=True)
    if row.made == ConcernMade.MADE and row.on:
        # Others read it too: "we" would be whoever reads.
        ours = row.reported_by == ConcernBy.ACTOR
        by = pgettext("who reported", "the actor") if ours else row.get_reported_by_display()
        words = {"day": short_day_words(row.on, on), "by": by}
        return Duty(of, who, _("Concern reported %(day)s (%(by)s).") % words, is_open=False)
    return Duty(of, who, _("No concern report: %(why)s.") % {"why": row.get_why_not_display()}, is_open=False)


def _newest(ids: Sequence[UUID]) -> dict[tuple[UUID, UUID | None], ConcernReport]:
    """What holds about each, by the person's key and that of somebody close."""
    rows = ConcernReport.objects.filter(person_id__in=ids).order_by("stated_at")
    return {(row.person_id, row.dependant_id): row for row in rows}


def child_panel(viewer: Viewer, person: Person, on: date) -> ChildCard | None:
    """Who looks after a child who is the exposed person; None for a grown-up. Two queries."""
    if not person.as_child:
        return None
    may_change = may(viewer, Act.CHANGE_PERSON, person)
    row = ChildStanding.objects.filter(person=person).defer("note").first()
    if row is None:
        return ChildCard("", "", "", None, False, may_change)
    guardian = str(Guardian(row.guardian).label)
    if row.guardian_on:
        guardian = f"{guardian} {short_day_words(row.guardian_on, on)}"
    custody, school = str(Custody(row.custody).label), str(School(row.school).label)
    return ChildCard(custody, guardian, school, row.on, lacks_guardian(row), may_change)


@dataclass(frozen=True)
class ConcernNow:
    """What the form starts from: about whom, and what is stated today."""

    who: str
    stated: tuple[str, ...]


@queries(4)
def concern_now(code: str, of: str, *, on: date) -> ConcernNow:
    """Raises NotFound where the person or somebody close is not there."""
    person = _person(code)
    row = Dependant.objects.filter(person=person, ref=of).first() if of else None
    if of and row is None:
        raise NotFound
    said = ConcernReport.objects.filter(person=person, dependant=row).select_related("stated_by").defer("note")
    lines = (f"{_duty('', '', one, on).words} {one.stated_by.name}, {day_words(day(one.stated_at))}" for one in said)
    return ConcernNow(relative_words(row) if row else "", tuple(lines))


@queries(2)
def child_now(code: str) -> dict[str, object]:
    """What the form of who looks after the child starts from. Raises NotFound."""
    row = ChildStanding.objects.filter(person=_person(code)).first()
    if row is None:
        return {}
    return {name: getattr(row, name) for name in ("custody", "guardian", "guardian_on", "school")}


def _person(code: str) -> Person:
    person = Person.objects.filter(code=codes.parse(code) or "").first()
    if person is None:
        raise NotFound
    return person


def child_entries(viewer: Viewer, person: Person, on: date) -> Iterator[Entry]:
    """The timeline's lines: concern reports, and who looks after the child. Two queries."""
    rows = ConcernReport.objects.filter(person=person).select_related("stated_by", "dependant").defer("note")
    for row in rows:
        about = relative_words(row.dependant) if row.dependant else ""
        what = _duty("", "", row, on).words.rstrip(".")
        close = row.dependant
        link = ("dependant_concern", person.code, close.ref) if close else ("person_concern", person.code)
        at = row.on or day(row.stated_at)
        text = capfirst(about)
        yield Entry(at, row.stated_at, what, row.stated_by.name, text, link, subject=Subject.FAMILY)
    for one in ChildStanding.objects.filter(person=person).select_related("stated_by").defer("note"):
        what = _("Custody: %(custody)s") % {"custody": one.get_custody_display()}
        text = _("Guardian: %(guardian)s. School: %(school)s.") % {
            "guardian": one.get_guardian_display(),
            "school": one.get_school_display(),
        }
        yield Entry(one.on, one.stated_at, what, one.stated_by.name, text, subject=Subject.FAMILY)


def child_steps(persons: Sequence[Person], on: date) -> Mapping[UUID, Sequence[Step]]:
    """The duty to report stands before everything; after it somebody close who may be exposed and has no page of their
    own, and a guardian who is needed. Three queries for all."""
    found: dict[UUID, list[Step]] = defaultdict(list)
    ids = {person.pk: person for person in persons}
    newest = _newest(list(ids))
    maybe = Q(became=None) & (Q(directly_exposed=True) | Q(threatened=Answer.YES))
    close_to = list(Dependant.objects.filter(maybe, person_id__in=ids))
    about: list[tuple[Person, Dependant | None]] = [(person, None) for person in persons if person.as_child]
    about += [(ids[row.person_id], row) for row in close_to if _owed(row, on)]
    for person, close in about:
        row = newest.get((person.pk, close.pk if close else None))
        if row is not None and row.is_noted:
            continue
        to = ("dependant_concern", person.code, close.ref) if close else ("person_concern", person.code)
        note = relative_words(close) if close else _("a duty for homes with a permit, whatever anybody consents to")
        what = _("Report the concern to social services, and note it")
        found[person.pk].append(Step("concern", what, _("Note it"), to, due=on, note=note, first=True))
    for one in (row for row in close_to if row.directly_exposed):
        link = ("dependant_become", ids[one.person_id].code, one.ref)
        what = _("Give somebody close who may be exposed a page of their own")
        found[one.person_id].append(Step("become", what, _("Make the page"), link, note=relative_words(one)))
    alone: dict[UUID, ChildStanding] = {}
    for said in ChildStanding.objects.filter(person_id__in=ids).order_by("stated_at").defer("note"):
        alone[said.person_id] = said
    for person_id, said in alone.items():
        if ids[person_id].as_child and lacks_guardian(said):
            to = ("person_child", ids[person_id].code)
            found[person_id].append(Step("guardian", _("Ask for a guardian for the child"), _("Note it"), to, due=on))
    return found


def child_sealed(person_id: UUID, *, opened: bool) -> Iterator[SealedText]:
    """The words behind concern reports and who looks after the child."""
    for row in ConcernReport.objects.filter(person_id=person_id).select_related("stated_by"):
        if row.note:
            meta = f"{row.stated_by.name}, {day_words(day(row.stated_at))}"
            yield SealedText(_("Written with the concern report"), meta, row.note.open() if opened else "")
    for one in ChildStanding.objects.filter(person_id=person_id).select_related("stated_by"):
        if one.note:
            meta = f"{one.stated_by.name}, {day_words(day(one.stated_at))}"
            yield SealedText(_("Written of who looks after the child"), meta, one.note.open() if opened else "")
