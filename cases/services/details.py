"""What is known of the person, section by section (domain §4). Each is saved for itself; history keeps the rest.

Every function refuses whoever may not change the person (NotFound), and what cannot be chosen (Invalid). ``seen`` is
the mark of the section as it was read (``cases/details.py``): where somebody has written it since, nothing is written
over (Conflict). Empty asks for nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Conflict, Invalid
from accounts.sealing import keyed_hash
from accounts.services.saving import by_whom
from accounts.viewer import Viewer
from audit.record import Event, record
from cases import guard, languages, strange
from cases.ages import age_of
from cases.details import mark_of
from cases.models import Person
from cases.models.choices import Age, Gender, Protection
from cases.models.person import AgeBasis, EstimatedHow, InterpreterWish, Threat
from cases.rule_children import ADULT_AGE
from cases.services.facts import changeable

Answers = Collection[str]

MOST = 8
"""So many citizenships, and so many languages, somebody has at most."""
OLDEST = 110


@dataclass(frozen=True)
class Aged:
    """How old, and how that is known. An estimate is a year, or an age in years that the year is worked out of."""

    age: str = Age.UNCLEAR
    age_basis: str = AgeBasis.UNCLEAR
    birth_year: int | None = None
    estimated_age: int | None = None
    estimated_how: str = ""
    estimated_on: date | None = None
    gender: str = Gender.UNKNOWN


@dataclass(frozen=True)
class Speaks:
    """Where from, and how to talk with each other."""

    citizenships: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    interpreter: bool | None = None
    interpreter_language: str = ""
    interpreter_wish: str = InterpreterWish.UNKNOWN


@dataclass(frozen=True)
class Guarded:
    """The protection that authorities give, and the actor's own view of the threat."""

    protection: str = Protection.UNKNOWN
    threat: str = Threat.UNKNOWN


@dataclass(frozen=True)
class Reached:
    """The safe way to reach the person, and the hours: never a number or an address."""

    safe_contact: str = ""
    safe_hours: str = ""


@dataclass(frozen=True)
class OwnFile:
    """What only the responsible actor opens: its code for where the person stays, and the number in its file."""

    placement: str = ""
    file_number: str = ""


def write_age(code: str, what: Aged, *, by: Viewer, at: datetime, answered: Answers = (), seen: str = "") -> Person:
    """Age and gender. Whether the person counts as a child is worked out for the day of writing (``age_of``).

    Raises Invalid where the year is missing, ahead or against the answer, and where an estimate says no day; Strange
    where it was made before the person was born.
    """
    person, today = _fresh(code, "age", seen, by=by), day(at)
    known = {"age": Age, "age_basis": AgeBasis, "gender": Gender}
    _refuse({name: _("Choose an answer.") for name, of in known.items() if getattr(what, name) not in of.values})
    year = _year(what)
    _refuse(_wrong_age(what, year, today))
    estimated = what.age_basis == AgeBasis.ESTIMATED
    if estimated:
        strange.refuse_unasked(strange.before_birth(what.estimated_on, year, field="estimated_on"), answered)
    return _write(
        person,
        by=by,
        at=at,
        age=age_of(what.age, basis=what.age_basis, birth_year=year, year=today.year),
        age_basis=what.age_basis,
        birth_year=year,
        estimated_age=what.estimated_age if estimated else None,
        estimated_how=(what.estimated_how or EstimatedHow.UNKNOWN) if estimated else "",
        estimated_on=what.estimated_on if estimated else None,
        gender=what.gender,
    )


def write_languages(
    code: str, what: Speaks, *, by: Viewer, at: datetime, answered: Answers = (), seen: str = ""
) -> Person:
    """Citizenships, languages, and the interpreter. Raises Strange for a citizen of a country who is stateless too."""
    person = _fresh(code, "language", seen, by=by)
    wrong = {}
    for name, known in (("citizenships", languages.COUNTRIES), ("languages", languages.LANGUAGES)):
        said = getattr(what, name)
        if len(said) > MOST or len(set(said)) < len(said) or not set(said) <= set(known):
            wrong[name] = _("Take an answer that can be chosen, and each of them once.")
    if what.interpreter_language not in {"", *languages.LANGUAGES}:
        wrong["interpreter_language"] = _("Choose an answer.")
    if what.interpreter_wish not in InterpreterWish.values:
        wrong["interpreter_wish"] = _("Choose an answer.")
    _refuse(wrong)
    both = languages.STATELESS in what.citizenships and len(what.citizenships) > 1
    sentence = _("Stateless, and a citizen of a country.")
    asked = strange.without("stateless", both, sentence, about=" ".join(what.citizenships), field="citizenships")
    strange.refuse_unasked(asked, answered)
    needed = what.interpreter is True
    return _write(
        person,
        by=by,
        at=at,
        citizenships=list(what.citizenships),
        languages=list(what.languages),
        interpreter=what.interpreter,
        interpreter_language=what.interpreter_language if needed else "",
        interpreter_wish=what.interpreter_wish if needed else InterpreterWish.UNKNOWN,
    )


def write_protection(
    code: str, what: Guarded, *, by: Viewer, at: datetime, answered: Answers = (), seen: str = ""
) -> Person:
    """The authorities' protection of personal data, and the actor's own view of the threat. A new identity ends
    the mark of an identity number."""
    person = _fresh(code, "protection", seen, by=by)
    known = {"protection": Protection, "threat": Threat}
    _refuse({name: _("Choose an answer.") for name, of in known.items() if getattr(what, name) not in of.values})
    if what.protection == Protection.NEW_IDENTITY and person.identity_noted_on:
        record(Event.IDENTITY_ENDS, at=at, by=by.id, ref=person.code, person_id=person.pk)
    return _write(person, by=by, at=at, protection=what.protection, threat=what.threat)


def write_contact(
    code: str, what: Reached, *, by: Viewer, at: datetime, answered: Answers = (), seen: str = ""
) -> Person:
    """The safe way and the hours; what is new counts as checked that day. Raises PointsOut."""
    person = _fresh(code, "contact", seen, by=by)
    said = _sealed(person, what, ("safe_contact", "safe_hours"), answered)
    if said:
        way = said.get("safe_contact", person.safe_contact.open())
        said["safe_contact_checked_on"] = day(at) if way else None
    return _write(person, by=by, at=at, **said)


def check_safe_contact(code: str, *, by: Viewer, at: datetime) -> Person:
    """Say that the safe way to reach the person holds today. Raises NotFound, Invalid (none is written)."""
    person = changeable(code, by=by, after_closing=True)
    if not person.safe_contact:
        raise Invalid({"safe_contact": _("Write the safe way to reach the person first.")})
    return _write(person, by=by, at=at, safe_contact_checked_on=day(at))


def write_own(code: str, what: OwnFile, *, by: Viewer, at: datetime, answered: Answers = (), seen: str = "") -> Person:
    """The placement code and the number in the file. Raises NotFound for others than the responsible actor, too;
    PointsOut."""
    person = allowed(by, Act.CHANGE_OWN_FILE, _fresh(code, "own", seen, by=by))
    said = _sealed(person, what, ("placement", "file_number"), answered)
    if "file_number" in said:
        number = said["file_number"].lower()
        purpose = f"file:{person.responsible_actor_id}"
        said["file_number_hash"] = keyed_hash(number, purpose=purpose) if number else None
    return _write(person, by=by, at=at, **said)


def _fresh(code: str, section: str, seen: str, *, by: Viewer) -> Person:
    person = changeable(code, by=by)
    if seen and seen != mark_of(person, section):
        raise Conflict("changed", **by_whom(person.changed_by), at=person.changed_at, what="saved")
    return person


def _year(what: Aged) -> int | None:
    """The year that the person was born, said or worked out of an age."""
    is_age = what.age_basis == AgeBasis.ESTIMATED and what.birth_year is None
    if is_age and what.estimated_age is not None and what.estimated_on:
        return what.estimated_on.year - what.estimated_age
    return what.birth_year


def _wrong_age(what: Aged, year: int | None, today: date) -> dict[str, str]:
    wrong = {}
    if what.age_basis == AgeBasis.ESTIMATED:
        wrong = _wrong_estimate(what, today)
    elif what.age_basis == AgeBasis.KNOWN and year is None:
        wrong["birth_year"] = _("Write the year that is known.")
    elif what.age_basis == AgeBasis.UNCLEAR and year is not None:
        wrong["age_basis"] = _("Say whether the year is known or estimated, or take the year away.")
    if year is not None and year > today.year:
        wrong["birth_year"] = _("The birth year is in the future. Check the year.")
    elif year is not None and year < today.year - OLDEST:
        wrong["birth_year"] = _("The birth year is more than 110 years ago. Check the year.")
    elif year is not None and not wrong and what.age_basis == AgeBasis.KNOWN:
        years = today.year - year
        if (what.age == Age.ADULT and years < ADULT_AGE) or (what.age == Age.CHILD and years > ADULT_AGE):
            wrong["age"] = _("The birth year says something else. Change the answer or the year.")
    return wrong


def _wrong_estimate(what: Aged, today: date) -> dict[str, str]:
    wrong = {}
    if what.estimated_on is None:
        wrong["estimated_on"] = _("Write the day when the age was estimated.")
    elif what.estimated_on > today:
        wrong["estimated_on"] = _("The date is in the future. Write the day when the age was estimated.")
    if what.estimated_how not in ("", *EstimatedHow.values):
        wrong["estimated_how"] = _("Choose an answer.")
    if what.estimated_age is not None and not 0 <= what.estimated_age <= OLDEST:
        wrong["estimated_age"] = _("Write the age in whole years.")
    elif what.birth_year is None and what.estimated_age is None:
        wrong["estimated_age"] = _("Write the age in years, or the year of birth, as it was estimated.")
    elif what.birth_year is not None and what.estimated_age is not None:
        wrong["estimated_age"] = _("Write the age or the birth year, not both.")
    return wrong


def _refuse(wrong: dict[str, str]) -> None:
    if wrong:
        raise Invalid(wrong)


def _sealed(person: Person, what: Any, names: tuple[str, ...], answered: Answers) -> dict[str, Any]:
    """The sealed texts that are new, looked through by the guard."""
    said = {name: getattr(what, name).strip() for name in names}
    guard.refuse_unanswered(said, answered)
    return {name: text for name, text in said.items() if text != getattr(person, name).open()}


def _write(person: Person, *, by: Viewer, at: datetime, **said: Any) -> Person:
    """Save what is new of it, with who and when; nothing where nothing is."""
    new = {name: value for name, value in said.items() if value != getattr(person, name)}
    if not new:
        return person
    for name, value in new.items():
        setattr(person, name, value)
    person.changed_at, person.changed_by_id = at, by.id
    person.save(update_fields=[*new, "changed_at", "changed_by"])
    return person
