"""What many share who were met at one place, one line for each of them, and what was so for one alone."""

from __future__ import annotations

from typing import Any, cast

from django import forms as f
from django.utils.translation import gettext_lazy as _

from accounts.counties import County
from accounts.inputs import BirthYearField, DayField, checks
from cases import languages
from cases.forms.signs import WithSigns
from cases.models.branch import Branch
from cases.models.choices import Age, Certainty, Form, Gender, Route
from cases.services.group import MOST_MET, Line, Own, Shared

NOT_KNOWN = ("", _("do not know"))


class OwnForm(WithSigns):
    """What was so for one of them."""

    use_required_attribute = False

    on = DayField(label=_("When did you meet the person?"))
    county = f.ChoiceField(label=_("County"), required=False, choices=[NOT_KNOWN, *County.choices])
    route = f.ChoiceField(label=_("How did contact come about?"), choices=Route.choices, initial=Route.UNKNOWN)

    def own(self) -> Own:
        """What is said, for the service."""
        said = {name: self.cleaned_data[name] for name in ("on", "county", "route")}
        return Own(**said, indicators=self.known())


class GroupForm(WithSigns):
    """The shared facts. There is no text: they belong to nobody's key."""

    use_required_attribute = False

    on = DayField(label=_("When did you meet them?"))
    county = f.ChoiceField(label=_("County"), required=False, choices=[NOT_KNOWN, *County.choices])
    route = f.ChoiceField(label=_("How did contact come about?"), choices=Route.choices, initial=Route.UNKNOWN)
    met = f.IntegerField(
        label=_("How many did you meet there?"),
        help_text=_("Also those whom you do not write down."),
        min_value=1,
        max_value=MOST_MET,
        widget=f.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={"required": _("Write how many you met there, at most 500.")},
    )
    forms = f.MultipleChoiceField(
        label=_("What form of exploitation do you presume?"),
        choices=Form.choices,
        widget=checks(columns=2),
        required=False,
    )
    branch = f.ChoiceField(
        label=_("In which branch?"),
        help_text=_("For labour. Never which company."),
        required=False,
        choices=[NOT_KNOWN, *Branch.choices],
    )

    def shared(self) -> Shared:
        """What is said, for the service."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "indicators"}
        return Shared(**(said | {"forms": tuple(said["forms"])}), indicators=self.known())


class LineForm(f.Form):
    """One of them: six short answers, and Enter."""

    use_required_attribute = False

    birth_year = BirthYearField(label=_("Birth year"), required=False)
    age = f.ChoiceField(label=_("Age"), choices=Age.choices, initial=Age.UNCLEAR)
    gender = f.ChoiceField(label=_("Gender"), choices=Gender.choices, initial=Gender.UNKNOWN)
    citizenship = f.ChoiceField(label=_("Citizenship"), required=False)
    language = f.ChoiceField(label=_("Language"), required=False)
    certainty = f.ChoiceField(label=_("How sure are you?"), choices=Certainty.choices, initial=Certainty.CONCEIVABLE)
    token = f.UUIDField(widget=f.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("f.ChoiceField", self.fields["citizenship"]).choices = [NOT_KNOWN, *languages.countries()]
        cast("f.ChoiceField", self.fields["language"]).choices = [NOT_KNOWN, *languages.languages()]
        for name in self.fields:
            self.fields[name].unmarked = True  # type: ignore[attr-defined]
        self.fields["birth_year"].widget.attrs["autofocus"] = True

    def line(self) -> Line:
        """What is said, for the service."""
        return Line(**{name: value for name, value in self.cleaned_data.items() if name != "token"})
