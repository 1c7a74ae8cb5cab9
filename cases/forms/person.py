"""Small forms about a person, and the filters of the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.counties import County
from accounts.inputs import BirthYearField, TextField, inline_choice, long_text
from cases.forms.guarded import GuardedForm
from cases.models.choices import Form, Protection, Relation
from cases.selectors.person_list import MINE, Wanted
from cases.selectors.standing import PLACE_WORDS
from cases.services.dependant import Close


class DescribeForm(GuardedForm):
    """How to meet the person safely, and what to think of."""

    interpreter = forms.TypedChoiceField(
        label=_("Is an interpreter needed?"),
        choices=[("yes", _("yes")), ("no", _("no")), ("", _("do not know"))],
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=False,
        widget=inline_choice(),
    )
    protection = forms.ChoiceField(
        label=_("Protected personal data"), choices=Protection.choices, widget=inline_choice()
    )
    threatened = forms.BooleanField(
        label=_("There is a threat against the person"),
        help_text=_("Shown as a word in the banner. Write nothing about who threatens."),
        required=False,
    )
    safe_contact = TextField(
        label=_("The safe way to reach the person"),
        help_text=_("The way and the hours, not the number or the address. Sealed under the person's own key."),
        required=False,
        longest=2000,
        widget=long_text(3),
    )


class DependantForm(forms.Form):
    """Somebody indirectly exposed. No name is asked for."""

    relation = forms.ChoiceField(
        label=_("What are they to the person?"),
        choices=Relation.choices,
        widget=inline_choice(),
        error_messages={"required": _("Choose what they are to the person.")},
    )
    birth_year = BirthYearField(
        label=_("Birth year"), help_text=_("Leave it empty if you do not know."), required=False
    )
    in_sweden = forms.ChoiceField(
        label=_("Where are they?"),
        choices=[("yes", _("in Sweden")), ("no", _("abroad"))],
        initial="yes",
        widget=inline_choice(),
    )
    directly_exposed = forms.BooleanField(
        label=_("They may be exposed to trafficking themselves"),
        help_text=_("Then identify them as a person of their own too."),
        required=False,
    )

    def close(self) -> Close:
        """What is said, for the service."""
        given = self.cleaned_data
        return Close(
            given["relation"], given["birth_year"], given["in_sweden"] == "yes", bool(given["directly_exposed"])
        )


class ListForm(forms.Form):
    """Filters of the list: coded facts only, since they stand in the address."""

    use_required_attribute = False
    place = forms.ChoiceField(label=_("State"), required=False)
    county = forms.ChoiceField(label=_("County"), required=False)
    form = forms.ChoiceField(label=_("Form of exploitation"), required=False)
    caseworker = forms.ChoiceField(label=_("Caseworker"), required=False)
    actor = forms.ChoiceField(label=_("Actor"), required=False)

    def __init__(self, data: Any, *, actors: list[tuple[str, str]], is_staff: bool) -> None:
        super().__init__(data)
        every = [("", _("All"))]
        self._choose("place", [*every, *((place.value, words) for place, words in PLACE_WORDS.items())])
        self._choose("county", [*every, *County.choices])
        self._choose("form", [*every, *((value, str(label).capitalize()) for value, label in Form.choices)])
        self._choose("caseworker", [*every, (MINE, _("Mine"))])
        self._choose("actor", [*every, *actors])
        if not is_staff:
            del self.fields["caseworker"]
        if not actors:
            del self.fields["actor"]
        for field in self.fields.values():
            field.unmarked = True  # type: ignore[attr-defined]

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def wanted(self) -> Wanted:
        """What is asked for; a filter that makes no sense is left out."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return Wanted(older=self.data.get("older", "")[:8], newer=self.data.get("newer", "")[:8], **given)

    def chosen(self) -> list[tuple[str, str]]:
        """(field, its value in words) of every filter that is on."""
        self.is_valid()
        found = []
        for name, field in self.fields.items():
            assert isinstance(field, forms.ChoiceField)
            value = self.cleaned_data.get(name, "")
            if value:
                found.append((name, str(dict(field.choices)[value])))  # type: ignore[arg-type]
        return found
