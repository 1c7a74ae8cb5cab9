"""What was said at an identification, in words: the same for the actor's page, a hand-over and its receipt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from accounts.counties import County
from accounts.words import day_words
from cases import languages
from cases.models.choices import Age, Answer, Certainty, Consent, Form, Gender, Protection, Route
from cases.models.person import AgeBasis
from cases.states import IdentificationState

Facts = tuple[tuple[str, str], ...]


def outcome_words(state: str) -> tuple[str, str]:
    """What became of an identification, and how the word is drawn."""
    return {
        IdentificationState.OPEN: (_("Not decided yet"), "soon"),
        IdentificationState.ADMISSION_ASKED: (_("Admission asked for"), "info"),
        IdentificationState.REFERRED: (_("Referred"), "idle"),
        IdentificationState.DECLINED: (_("Declined help"), "idle"),
        IdentificationState.LEFT: (pgettext("outcome", "Left"), "idle"),
        IdentificationState.NO_GROUND: (_("No ground"), "idle"),
    }[IdentificationState(state)]


def what_was_said(said: Mapping[str, Any]) -> Facts:
    """(name, words) of everything that was answered; what is unknown is left out, apart from what must be known.

    ``said`` has the names of ``services.identification.Identified``; ``on`` may be ISO text.
    """
    on = said["on"]
    facts = (
        (pgettext("identification", "Met"), day_words(date.fromisoformat(on) if isinstance(on, str) else on)),
        (_("County"), _label(County, said, "county")),
        (_("Contact"), _label(Route, said, "route", but=Route.UNKNOWN)),
        (_("Age"), _label(Age, said, "age")),
        (_("Birth year"), _year(said)),
        (_("Gender"), _label(Gender, said, "gender", but=Gender.UNKNOWN)),
        (_("Language"), _names(languages.LANGUAGES, said.get("languages"))),
        (_("Interpreter"), _interpreter(said.get("interpreter"))),
        (_("Citizenship"), _names(languages.COUNTRIES, said.get("citizenships"))),
        (_("Protected personal data"), _label(Protection, said, "protection", but=Protection.UNKNOWN)),
        (_("Form of exploitation"), ", ".join(str(Form(form).label) for form in said.get("forms") or ())),
        (_("How sure"), _label(Certainty, said, "certainty")),
        (_("Wants to be identified"), _label(Answer, said, "wants_identified")),
        (_("In danger now"), _label(Answer, said, "immediate_risk")),
        (_("Consent to share"), _label(Consent, said, "consent")),
        (
            _("Informed in"),
            _names(languages.LANGUAGES, [said["consent_language"]] if said.get("consent_language") else ()),
        ),
    )
    return tuple((name, words) for name, words in facts if words)


def _year(said: Mapping[str, Any]) -> str:
    year = said.get("birth_year")
    is_estimated = said.get("year_estimated") or said.get("age_basis") == AgeBasis.ESTIMATED
    return _("about %(year)s, estimated") % {"year": year} if year and is_estimated else str(year or "")


def _label(choices: Any, said: Mapping[str, Any], name: str, but: StrEnum | str = "") -> str:
    value = said.get(name) or ""
    return str(choices(value).label) if value and value != but else ""


def _names(table: Mapping[str, tuple[str, str]], chosen: Any) -> str:
    at = 1 if get_language() == "en" else 0
    return ", ".join(table[code][at] if code in table else code for code in chosen or ())


def _interpreter(needed: bool | None) -> str:
    if needed is None:
        return ""
    return _("is needed") if needed else _("is not needed")
