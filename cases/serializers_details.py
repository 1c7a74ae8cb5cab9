"""What goes in and out of the API about what is known of the person."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from accounts.api import TEXT, Day, Guarded, WithTexts
from cases.languages import COUNTRIES, LANGUAGES
from cases.models.choices import Age, Gender, Protection
from cases.models.person import AgeBasis, EstimatedHow, InterpreterWish, Threat
from cases.services import details as services
from cases.services.details import MOST, OLDEST
from cases.services.facts import FACT_YEARS

_LONG = TEXT | {"max_length": 2000}
_SHORT = TEXT | {"max_length": 60}


class DetailsOut(WithTexts):
    """Everything that is known of the person. Sealed words where they were asked for (``texts=1``); the placement code
    and the number in the file only for the responsible actor. ``freshness`` of the safe way: FRESH, SOON or OLD."""

    sealed = ("safe_contact", "safe_hours", "placement", "file_number")
    age = s.CharField()
    age_basis = s.CharField()
    birth_year = s.IntegerField(allow_null=True)
    estimated_age = s.IntegerField(allow_null=True)
    estimated_how = s.CharField()
    estimated_on = s.DateField(allow_null=True)
    gender = s.CharField()
    citizenships = s.ListField(child=s.CharField())
    languages = s.ListField(child=s.CharField())
    interpreter = s.BooleanField(allow_null=True)
    interpreter_language = s.CharField()
    interpreter_wish = s.CharField()
    protection = s.CharField()
    threat = s.CharField()
    has_safe_contact = s.BooleanField()
    safe_contact_checked_on = s.DateField(allow_null=True)
    freshness = s.CharField()
    changed_on = s.DateField(allow_null=True)
    changed_by = s.CharField()
    seen = s.DictField(child=s.CharField(), help_text="The mark of each section; send it with what you write there.")
    safe_contact = s.CharField(required=False)
    safe_hours = s.CharField(required=False)
    placement = s.CharField(required=False)
    file_number = s.CharField(required=False)


class ChangeOut(s.Serializer[Any]):
    """One thing that was changed, in words; ``sealed`` says what happened to words that are not shown."""

    what = s.CharField()
    was = s.CharField()
    now = s.CharField()
    sealed = s.CharField()


class MomentOut(s.Serializer[Any]):
    """Everything that somebody changed at once."""

    at = s.DateTimeField()
    who = s.CharField()
    changes = ChangeOut(many=True)


class _In(Guarded):
    said_as: type[Any]
    seen = s.CharField(
        max_length=16,
        default="",
        allow_blank=True,
        help_text="The section's mark as it was read: with it, nothing newer is written over (409).",
    )

    def said(self) -> Any:
        """What the service takes."""
        given = {name: said for name, said in self.validated_data.items() if name not in ("answered", "seen")}
        return self.said_as(**{name: tuple(said) if isinstance(said, list) else said for name, said in given.items()})


class AgeIn(_In):
    """Age and gender, the whole section: what is left out is not known."""

    said_as = services.Aged
    age = s.ChoiceField(Age.choices, default=Age.UNCLEAR)
    age_basis = s.ChoiceField(AgeBasis.choices, default=AgeBasis.UNCLEAR)
    birth_year = s.IntegerField(required=False, allow_null=True, default=None, min_value=1000, max_value=9999)
    estimated_age = s.IntegerField(required=False, allow_null=True, default=None, min_value=0, max_value=OLDEST)
    estimated_how = s.ChoiceField(EstimatedHow.choices, required=False, allow_blank=True, default="")
    estimated_on = Day(years_back=FACT_YEARS, required=False, allow_null=True, default=None)
    gender = s.ChoiceField(Gender.choices, default=Gender.UNKNOWN)


class LanguageIn(_In):
    """Citizenships, languages and the interpreter, the whole section."""

    said_as = services.Speaks
    citizenships = s.ListField(child=s.ChoiceField(sorted(COUNTRIES)), default=list, max_length=MOST)
    languages = s.ListField(child=s.ChoiceField(sorted(LANGUAGES)), default=list, max_length=MOST)
    interpreter = s.BooleanField(required=False, allow_null=True, default=None)
    interpreter_language = s.CharField(max_length=3, required=False, allow_blank=True, default="")
    interpreter_wish = s.ChoiceField(InterpreterWish.choices, default=InterpreterWish.UNKNOWN)


class GuardedIn(_In):
    """The authorities' protection, and the actor's own view of the threat."""

    said_as = services.Guarded
    protection = s.ChoiceField(Protection.choices, default=Protection.UNKNOWN)
    threat = s.ChoiceField(Threat.choices, default=Threat.UNKNOWN)


class ContactIn(_In):
    """The safe way and the hours; empty takes away what stands there."""

    said_as = services.Reached
    safe_contact = s.CharField(**_LONG)
    safe_hours = s.CharField(**TEXT | {"max_length": 500})


class OwnFileIn(_In):
    """The placement code and the number in the file."""

    said_as = services.OwnFile
    placement = s.CharField(**_SHORT)
    file_number = s.CharField(**_SHORT)
