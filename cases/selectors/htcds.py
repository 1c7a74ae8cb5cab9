"""One person in our own codes, for the Human Trafficking Case Data Standard (``cases/htcds.py`` maps them)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accounts.errors import NotFound
from accounts.queries import queries
from cases import codes, languages, months
from cases.htcds import Coded, language_of, mapped
from cases.models import Dependant, Exploitation, ExploitationForm, Person
from cases.models.choices import Form, Relation
from cases.models.exploitation import LegalClass


@queries(4)
def htcds_of(code: str) -> dict[str, Any]:
    """The person's exploitation and what the standard asks of the person besides: codes, years and numbers. No
    reference, no name, no day, no text. Raises NotFound."""
    person = Person.objects.filter(code=codes.parse(code) or "").first()
    if person is None:
        raise NotFound
    rows = ExploitationForm.objects.filter(person=person)
    forms = sorted(rows, key=lambda row: (not row.is_main, Form.values.index(row.form)))
    held = Exploitation.objects.filter(person=person).first()
    said = {
        "Form": [one.form for one in forms],
        "SubForm": [code for one in forms for code in one.sub_forms],
        "Branch": [one.branch for one in forms if one.branch],
        "Recruitment": held.recruitment if held else [],
        "Control": held.control if held else [],
        "LegalClass": [held.legal_class if held else LegalClass.NOT_YET],
        "Gender": [person.gender],
    }
    children = Dependant.objects.filter(person=person, relation=Relation.CHILD).count()
    return mapped(Coded(said, *_of_the_person(person), age=_age(person, forms), children=children))


def _of_the_person(person: Person) -> tuple[list[str], str]:
    """Citizenships that are countries, and the first language."""
    countries = [one for one in person.citizenships if one not in (languages.STATELESS, languages.UNKNOWN_COUNTRY)]
    spoken = next(iter(person.languages), "")
    return countries, language_of(spoken, short=languages.tag_of(spoken)) if spoken else ""


def _age(person: Person, forms: Sequence[ExploitationForm]) -> int | None:
    """The age at which the main form began, from years alone."""
    main = next((one for one in forms if one.is_main), None)
    if main is None or not main.since or not person.birth_year:
        return None
    return max(months.first_day(main.since).year - person.birth_year, 0)
