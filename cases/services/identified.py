"""What is said of somebody who is identified, and what of it cannot be right."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from accounts.counties import County
from accounts.errors import Invalid
from cases import codes, guard, languages
from cases.models import Indicator
from cases.models.choices import Age, Answer, Certainty, Consent, Form, Gender, Protection, Route, Seen


@dataclass(frozen=True)
class Identified:
    """What the one-page form says. Nearly everything may stay unknown; no name is asked for."""

    on: date
    county: str = ""
    route: str = Route.UNKNOWN
    forms: tuple[str, ...] = ()
    main_form: str = ""
    indicators: Mapping[str, str] = field(default_factory=dict)
    certainty: str = Certainty.CONCEIVABLE
    wants_identified: str = Answer.UNKNOWN
    immediate_risk: str = Answer.UNKNOWN
    consent: str = Consent.NOT_ASKED
    consent_language: str = ""
    age: str = Age.UNCLEAR
    birth_year: int | None = None
    year_estimated: bool = False
    gender: str = Gender.UNKNOWN
    citizenships: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    interpreter: bool | None = None
    protection: str = Protection.UNKNOWN
    story: str = ""
    safe_contact: str = ""
    file_number: str = ""
    code_name: str = ""


def problems(
    *,
    on: date | None,
    birth_year: int | None,
    forms: Collection[str],
    main_form: str,
    code_name: str,
    today: date,
) -> dict[str, str]:
    """What cannot be right, by the field's name, each with its sentence. ``today``: when it is written down."""
    wrong: dict[str, str] = {}
    if on and on > today:
        wrong["on"] = _("The date is in the future. Write the day when you met the person.")
    elif on and on.year < today.year - 5:
        wrong["on"] = _("The date is more than five years ago. Check the year.")
    if birth_year is not None and birth_year > today.year:
        wrong["birth_year"] = _("The birth year is in the future. Check the year.")
    elif birth_year is not None and birth_year < today.year - 110:
        wrong["birth_year"] = _("The birth year is more than 110 years ago. Check the year.")
    if main_form and main_form not in forms:
        wrong["main_form"] = _("Choose the main form among those that you have ticked.")
    if code_name and not codes.is_code_name(code_name):
        wrong["code_name"] = _("Take one of the code names that are proposed.")
    return wrong


def unknown_answers(what: Identified) -> dict[str, str]:
    """Answers that are none of those that can be chosen, or that stand there twice."""
    one_of: dict[str, Collection[str]] = {
        "county": {"", *County.values},
        "route": Route.values,
        "certainty": Certainty.values,
        "wants_identified": Answer.values,
        "immediate_risk": Answer.values,
        "consent": Consent.values,
        "consent_language": {"", *languages.LANGUAGES},
        "age": Age.values,
        "gender": Gender.values,
        "protection": Protection.values,
    }
    some_of: dict[str, Collection[str]] = {
        "forms": Form.values,
        "citizenships": languages.COUNTRIES,
        "languages": languages.LANGUAGES,
    }
    wrong = [name for name, known in one_of.items() if getattr(what, name) not in known]
    for name, known in some_of.items():
        said = getattr(what, name)
        if len(set(said)) < len(said) or not set(said) <= set(known):
            wrong.append(name)
    if what.indicators:
        known = set(Indicator.objects.values_list("code", flat=True))
        if not (set(what.indicators) <= known and set(what.indicators.values()) <= set(Seen.values)):
            wrong.append("indicators")
    return dict.fromkeys(wrong, _("Take an answer that can be chosen, and each of them once."))


def check_said(what: Identified, *, on: date, answered: Collection[str]) -> None:
    """Raises Invalid for what cannot be right, PointsOut for text that points somebody out."""
    wrong = problems(
        on=what.on,
        birth_year=what.birth_year,
        forms=what.forms,
        main_form=what.main_form,
        code_name=what.code_name,
        today=on,
    )
    wrong |= unknown_answers(what)
    if wrong:
        raise Invalid(wrong)
    texts = {name: getattr(what, name) for name in ("story", "safe_contact", "file_number")}
    guard.refuse_unanswered(texts, answered)
