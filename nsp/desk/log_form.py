"""The filter of the access log: codes only, since they stand in the address."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.acts import Act
from accounts.inputs import DayField
from accounts.words import day_words
from audit.models import Outcome
from cases import codes
from nsp.desk.act_words import WORDS, place_words
from nsp.desk.selectors.access_log import ON_PROTECTED, OUTSIDE_HOURS, UNKNOWN_ADDRESS, Wanted

OUTCOMES = [
    (Outcome.LOOKED, _("opened")),
    (Outcome.DONE, _("done")),
    (Outcome.REFUSED, _("refused")),
    (Outcome.FAILED, _("fault in the program")),
]
ONLY = [(OUTSIDE_HOURS, _("outside working hours")), (ON_PROTECTED, _("persons with protected data"))]
YEARS = 30


class LogFilter(forms.Form):
    """Who, about whom, what, with which outcome, when."""

    use_required_attribute = False

    who = forms.ChoiceField(label=_("Who"), required=False)
    code = forms.CharField(label=_("Person's reference code"), required=False, max_length=16)
    act = forms.ChoiceField(label=_("What"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=[("", _("All")), *OUTCOMES])
    only = forms.ChoiceField(label=_("Only"), required=False, choices=[("", _("All")), *ONLY])
    first = DayField(label=_("From"), required=False, years_back=YEARS)
    last = DayField(label=_("Until"), required=False, years_back=YEARS)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = [*people, (UNKNOWN_ADDRESS, _("Somebody with an unknown address"))]
        cast(forms.ChoiceField, self.fields["who"]).choices = [("", _("All")), *everybody]
        quiet = {act.name for act in Act if act.quiet}
        acts = sorted(WORDS.keys() - quiet, key=place_words)
        cast(forms.ChoiceField, self.fields["act"]).choices = [("", _("All")), *((a, place_words(a)) for a in acts)]
        for field in self.fields.values():
            field.unmarked = True  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """In its own shape."""
        said = self.cleaned_data["code"]
        code = codes.parse(said) if said else ""
        if code is None:
            raise forms.ValidationError(_("This is not a reference code. It looks like K7QF-2M."))
        return code

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        said = super().clean() or {}
        if said.get("first") and said.get("last") and said["first"] > said["last"]:
            self.add_error("last", _("The last day lies before the first one."))
        return said

    def chosen(self) -> dict[str, Any]:
        """What was chosen and can be used."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def wanted(self, *, today: date, older: str = "", newer: str = "") -> Wanted:
        """The same for the selector."""
        return Wanted(today=today, older=older, newer=newer, **self.chosen())

    def words(self) -> list[tuple[str, str]]:
        """Each chosen filter by name, in words."""
        found = []
        for name, value in self.chosen().items():
            field = self.fields[name]
            label = dict(field.choices).get(value, value) if isinstance(field, forms.ChoiceField) else value  # type: ignore[arg-type]
            words = day_words(label) if isinstance(label, date) else str(label)
            found.append((name, f"{field.label}: {words}"))
        return found

    def address(self, here: str, **more: object) -> str:
        """The address of the log with what was chosen, and ``more`` in its place."""
        query = urlencode({name: value for name, value in (self.chosen() | more).items() if value})
        return f"{here}?{query}" if query else here
