"""What is known of the person: one short form for each section. Unknown is always an answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.inputs import BirthYearField, DayField, TextField, inline_choice, long_text
from cases import languages
from cases.forms.guarded import GuardedForm
from cases.forms.several import SeveralField
from cases.models.choices import Age, Answer, Gender, Protection
from cases.models.person import AgeBasis, EstimatedHow, InterpreterWish, Threat
from cases.services.details import MOST, OLDEST, Aged, Guarded, OwnFile, Reached, Speaks
from cases.services.facts import FACT_YEARS


class _Section(GuardedForm):
    """Nothing is marked as optional: unknown is an answer to everything. ``seen``: what the page was made with."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.unmarked = True  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """What was said, without what tells one page from another."""
        return {name: said for name, said in self.cleaned_data.items() if name != "seen"}


class AgeForm(_Section):
    """Age and gender. The fields of an estimate show where the year is estimated (``static/css``)."""

    age = forms.ChoiceField(
        label=_("How old is the person?"),
        help_text=_("If you are not sure, say so. Then the person is treated as a child."),
        choices=Age.choices,
        widget=inline_choice(),
    )
    age_basis = forms.ChoiceField(label=_("Is the birth year known?"), choices=AgeBasis.choices, widget=inline_choice())
    birth_year = BirthYearField(label=_("Birth year"), required=False)
    estimated_age = forms.IntegerField(
        label=_("Estimated age, in years"),
        help_text=_("Instead of a year."),
        required=False,
        min_value=0,
        max_value=OLDEST,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    estimated_on = DayField(label=_("When was it estimated?"), years_back=FACT_YEARS, required=False)
    estimated_how = forms.ChoiceField(
        label=_("How was it estimated?"), choices=EstimatedHow.choices, required=False, initial=EstimatedHow.UNKNOWN
    )
    gender = forms.ChoiceField(label=_("Gender"), choices=Gender.choices, widget=inline_choice())

    def said(self) -> Aged:
        """What the service takes."""
        return Aged(**self.given())


class LanguageForm(_Section):
    """Where from, and how to talk with each other."""

    citizenships = SeveralField(
        label=_("Citizenship"),
        help_text=_("One in each box. Stateless stands last in the list."),
        offers=languages.countries,
        most=MOST,
    )
    languages = SeveralField(label=_("Language"), offers=languages.languages, most=MOST)
    interpreter = forms.ChoiceField(
        label=_("Is an interpreter needed?"), choices=Answer.choices, initial=Answer.UNKNOWN, widget=inline_choice()
    )
    interpreter_language = forms.ChoiceField(label=_("In which language?"), required=False)
    interpreter_wish = forms.ChoiceField(
        label=_("Would the person rather have a woman or a man?"),
        help_text=_("A wish, not a demand."),
        choices=InterpreterWish.choices,
        initial=InterpreterWish.UNKNOWN,
        widget=inline_choice(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["interpreter_language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("do not know")), *languages.languages()]

    def said(self) -> Speaks:
        """What the service takes."""
        given = self.cleaned_data
        return Speaks(
            citizenships=tuple(given["citizenships"]),
            languages=tuple(given["languages"]),
            interpreter={Answer.YES: True, Answer.NO: False}.get(given["interpreter"]),
            interpreter_language=given["interpreter_language"],
            interpreter_wish=given["interpreter_wish"],
        )


class ProtectionForm(_Section):
    """The protection that authorities give, and the actor's own view of the threat."""

    protection = forms.ChoiceField(
        label=_("Protected personal data"),
        help_text=_("What the authorities have decided."),
        choices=Protection.choices,
        widget=inline_choice(),
    )
    threat = forms.ChoiceField(
        label=_("How great is the threat against the person?"),
        help_text=_("Your own view. Shown as a word in the banner. Write nothing about who threatens."),
        choices=Threat.choices,
        widget=inline_choice(),
    )

    def said(self) -> Guarded:
        """What the service takes."""
        return Guarded(**self.given())


class ContactForm(_Section):
    """The safe way to reach the person."""

    safe_contact = TextField(
        label=_("The safe way to reach the person"),
        help_text=_("The way, not the number or the address. Sealed under the person's own key."),
        required=False,
        longest=2000,
        widget=long_text(3),
    )
    safe_hours = TextField(
        label=_("When is it safe?"),
        help_text=_("Days and hours. Sealed too."),
        required=False,
        longest=500,
        widget=long_text(2),
    )

    def said(self) -> Reached:
        """What the service takes."""
        return Reached(**self.given())


class OwnFileForm(_Section):
    """What only the responsible actor opens."""

    placement = TextField(
        label=_("Placement code"),
        help_text=_("Your own code for where the person stays. Never the address or the name of the place."),
        required=False,
        longest=60,
    )
    file_number = TextField(
        label=_("Number in your own file"),
        help_text=_("So that you find the person again. Only you can search for it."),
        required=False,
        longest=60,
    )

    def said(self) -> OwnFile:
        """What the service takes."""
        return OwnFile(**self.given())
