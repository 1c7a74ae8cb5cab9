"""What is known of the person, as the tab Uppgifter, the overview and the printed summary show it, and as its forms
begin. Unknown is said, never left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.acts import Act, Role
from accounts.clock import day
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import short_day_words
from cases import codes, contact
from cases.contact import Freshness
from cases.details import FIELDS, mark_of
from cases.languages import COUNTRIES, LANGUAGES, Names
from cases.models import Person, Share
from cases.models.choices import Age, Gender, Protection
from cases.models.person import AgeBasis, EstimatedHow, InterpreterWish, Threat
from cases.rule_children import ADULT_AGE
from cases.selectors.step import Step

SEALED = ("safe_contact", "safe_hours", "placement", "file_number")


@dataclass(frozen=True)
class Contact:
    """The safe way to reach somebody: the words once they are opened, and how old the word is that they hold."""

    is_written: bool
    checked_on: date | None
    freshness: str
    way: str = ""
    hours: str = ""

    @property
    def words(self) -> str:
        """What is to be done about its age; empty while it is fresh, and where no way is written."""
        if not self.is_written or self.freshness == Freshness.FRESH:
            return ""
        if self.checked_on is None:
            return _("never checked")
        return _("should be checked") if self.freshness == Freshness.SOON else _("old: check it before you use it")

    @property
    def kind(self) -> str:
        """How these words are drawn."""
        return "late" if self.freshness == Freshness.OLD else "soon"


@dataclass(frozen=True)
class Details:
    """All of it. ``facts``: (name, words) by section, in the order of the page; sealed texts stand for themselves and
    are empty until they are ``opened``. ``is_own``: the viewer works for the responsible actor."""

    code: str
    sections: Mapping[str, tuple[tuple[str, str], ...]]
    contact: Contact
    has_placement: bool
    placement: str
    has_file_number: bool
    file_number: str
    is_own: bool
    may_read: bool
    may_change: bool
    opened: bool
    changed: str
    """Who changed it last; empty where nobody has since it was first written, or since it was shared."""
    changed_on: date | None


@queries(8)
def details_page(viewer: Viewer, code: str, *, on: date, texts: bool = False) -> Details:
    """The tab; with ``texts`` the sealed words opened, if the viewer may read them. Raises NotFound."""
    return details_of(viewer, _person(code), on=on, texts=texts)


def details_of(viewer: Viewer, person: Person, *, on: date, texts: bool = False) -> Details:
    """The same for a person who has been read with who changed them (``changed_by``)."""
    may_read, own = may(viewer, Act.READ_SEALED, person), person.responsible_actor_id in viewer.actors
    opened = texts and may_read
    since = shown_since(viewer, person)
    is_shown = person.changed_at is not None and (since is None or person.changed_at >= since)
    return Details(
        code=person.code,
        sections={
            "age": tuple(age_facts(person, on=on)),
            "language": tuple(language_facts(person)),
            "protection": tuple(protection_facts(person)),
        },
        contact=contact_of(person, on=on, opened=opened),
        has_placement=own and bool(person.placement),
        placement=person.placement.open() if opened and own else "",
        has_file_number=own and bool(person.file_number),
        file_number=person.file_number.open() if opened and own else "",
        is_own=own,
        may_read=may_read,
        may_change=may(viewer, Act.CHANGE_PERSON, person),
        opened=opened,
        changed=person.changed_by.name if person.changed_by and is_shown else "",
        changed_on=day(person.changed_at) if person.changed_at and is_shown else None,
    )


def shown_since(viewer: Viewer, person: Person) -> datetime | None:
    """From when what was changed in the record is shown: always (None) to the responsible actor and coordinators; to
    whom it is shared with since it is, and to nobody else."""
    if viewer.is_system or viewer.is_(Role.COORDINATOR) or person.responsible_actor_id in viewer.actors:
        return None
    rows = Share.objects.filter(person=person, actor__in=viewer.actors, ended_at=None)
    return min(rows.values_list("since", flat=True), default=datetime.max.replace(tzinfo=UTC))


_CODES = (
    *("age", "age_basis", "birth_year", "estimated_age", "estimated_how", "estimated_on", "gender"),
    *("citizenships", "languages", "interpreter", "interpreter_language", "interpreter_wish"),
    *("protection", "threat", "safe_contact_checked_on"),
)


@queries(8)
def details_codes(viewer: Viewer, code: str, *, on: date, texts: bool = False) -> dict[str, object]:
    """The same as codes, for the API. Raises NotFound."""
    person = _person(code)
    page = details_of(viewer, person, on=on, texts=texts)
    return {name: getattr(person, name) for name in _CODES} | {
        "has_safe_contact": page.contact.is_written,
        "freshness": page.contact.freshness,
        "safe_contact": page.contact.way,
        "safe_hours": page.contact.hours,
        "placement": page.placement,
        "file_number": page.file_number,
        "changed_on": page.changed_on,
        "changed_by": page.changed,
        "seen": {name: mark_of(person, name) for name in FIELDS if name != "own" or page.is_own},
    }


def contact_of(person: Person, *, on: date, opened: bool = False) -> Contact:
    """The safe way to reach one person, as it stands on a day."""
    return Contact(
        is_written=bool(person.safe_contact),
        checked_on=person.safe_contact_checked_on,
        freshness=contact.freshness(person.safe_contact_checked_on, on=on).value,
        way=person.safe_contact.open() if opened else "",
        hours=person.safe_hours.open() if opened else "",
    )


def age_facts(person: Person, *, on: date) -> list[tuple[str, str]]:
    """Age and gender in words."""
    return [
        (_("Age"), age_words(person, on=on)),
        (_("Counts as"), _counts_as(person)),
        (_("Gender"), str(Gender(person.gender).label)),
    ]


def age_words(person: Person, *, on: date) -> str:
    """``född 1998, 27 eller 28 år``; ``uppskattad till 17 år den 3 mars, efter vårt intryck``; or that nobody knows."""
    if person.birth_year is None:
        return _("not known")
    if person.age_basis == AgeBasis.KNOWN:
        turns = on.year - person.birth_year
        named = {"year": person.birth_year, "young": max(turns - 1, 0), "old": turns}
        return _("born %(year)s, %(young)s or %(old)s years old") % named
    assert person.estimated_on
    how = EstimatedHow(person.estimated_how)
    by = "" if how == EstimatedHow.UNKNOWN else f", {how.label}"
    when = short_day_words(person.estimated_on, on)
    if person.estimated_age is None:
        return _("born about %(year)s, estimated %(day)s%(by)s") % {"year": person.birth_year, "day": when, "by": by}
    age = person.estimated_age
    years = ngettext("about %(n)s year old", "about %(n)s years old", age) % {"n": age}
    return _("%(years)s, estimated %(day)s%(by)s") % {"years": years, "day": when, "by": by}


def _counts_as(person: Person) -> str:
    if person.age == Age.UNCLEAR:
        return _("a child, since the age is unclear")
    return _("a child") if person.age == Age.CHILD else _("an adult")


def language_facts(person: Person) -> list[tuple[str, str]]:
    """Citizenships, languages and the interpreter in words."""
    return [
        (_("Citizenship"), names(COUNTRIES, person.citizenships)),
        (_("Language"), names(LANGUAGES, person.languages)),
        (_("Interpreter"), interpreter_words(person)),
    ]


def interpreter_words(person: Person) -> str:
    """Whether an interpreter is needed, in which language, and whom the person would rather have."""
    if person.interpreter is None:
        return _("not known")
    if not person.interpreter:
        return _("not needed")
    said = _("needed")
    if person.interpreter_language:
        said = _("needed, %(language)s") % {"language": names(LANGUAGES, [person.interpreter_language])}
    wishes = {
        InterpreterWish.WOMAN: _("preferably a woman"),
        InterpreterWish.MAN: _("preferably a man"),
    }
    wish = wishes.get(InterpreterWish(person.interpreter_wish), "")
    return f"{said}, {wish}" if wish else said


def protection_facts(person: Person) -> list[tuple[str, str]]:
    """The authorities' protection and the own view of the threat in words."""
    return [
        (_("Protected personal data"), str(Protection(person.protection).label)),
        (_("Threat, by your own view"), str(Threat(person.threat).label)),
    ]


def names(table: Names, chosen: Sequence[str]) -> str:
    """Countries or languages in the language of the page; that nobody knows, where there is none."""
    at = 1 if get_language() == "en" else 0
    return ", ".join(table[code][at] if code in table else code for code in chosen) or _("not known")


@dataclass(frozen=True)
class Card:
    """What the overview shows of it: the facts in one list."""

    facts: tuple[tuple[str, str], ...]
    may_change: bool


def details_panel(viewer: Viewer, person: Person, on: date) -> Card:
    """The overview's piece: age, gender, language, citizenship, interpreter, protection and threat."""
    age, _counts, gender = age_facts(person, on=on)
    facts = (age, gender, *language_facts(person), *protection_facts(person))
    return Card(tuple(facts), may(viewer, Act.CHANGE_PERSON, person))


def grown_up_steps(persons: Sequence[Person], on: date) -> dict[UUID, list[Step]]:
    """Somebody who counts as a child by their record and has turned 18 since: somebody is to look it over. No query."""
    found: dict[UUID, list[Step]] = {}
    for person in persons:
        known = person.age_basis == AgeBasis.KNOWN and person.birth_year is not None
        if known and person.age != Age.ADULT and on.year - (person.birth_year or 0) > ADULT_AGE:
            what = _("The person has turned 18: look the age over")
            link = ("person_describe", person.code, "age")
            found[person.pk] = [Step("grown_up", what, _("Look over"), link, note=_("counts as a child until then"))]
    return found


@dataclass(frozen=True)
class SectionNow:
    """What the form of a section begins with."""

    initial: Mapping[str, object]
    contact: Contact | None = None
    """Only of the section about it."""


@queries(2)
def section_now(viewer: Viewer, code: str, section: str, *, on: date) -> SectionNow:
    """What is written in one section today. For those who may change the person; raises NotFound, also for the own
    section where the viewer does not work for the responsible actor."""
    person = _person(code)
    if section not in FIELDS or (section == "own" and person.responsible_actor_id not in viewer.actors):
        raise NotFound
    said = {name: getattr(person, name) for name in FIELDS[section]}
    said |= {name: said[name].open() for name in SEALED if name in said}
    if section == "language":
        said["interpreter"] = {True: "YES", False: "NO", None: "UNKNOWN"}[person.interpreter]
    if person.estimated_age is not None and section == "age":
        said["birth_year"] = None  # worked out of the age: the form shows what somebody said
    said["seen"] = mark_of(person, section)
    return SectionNow(said, contact_of(person, on=on) if section == "contact" else None)


def _person(code: str) -> Person:
    found = Person.objects.select_related("changed_by").filter(code=codes.parse(code) or "").first()
    if found is None:
        raise NotFound
    return found
