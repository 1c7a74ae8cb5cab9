"""A line of the service log, and what of the log is looked at."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField, MoneyField, TextField, inline_choice, long_text, whole_number
from cases.forms.guarded import GuardedForm
from cases.models.service import PaidBy, WorkField
from cases.selectors.service import Chosen, categories
from cases.services.service import YEARS_BACK, Done


class _Line(GuardedForm):
    category = forms.ChoiceField(label=_("What did you do?"), error_messages={"required": _("Choose what you did.")})
    on = DayField(label=_("Which day?"), years_back=YEARS_BACK)
    hours = forms.DecimalField(
        label=_("Hours"),
        required=False,
        max_digits=5,
        decimal_places=2,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
        error_messages={"invalid": _("Write the hours in digits, like 1,5.")},
    )
    amount = MoneyField(label=_("SEK"), required=False)
    paid_by = forms.ChoiceField(label=_("Who paid?"), choices=PaidBy.choices, widget=inline_choice())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", _("choose")), *categories()]  # type: ignore[attr-defined]
        self.fields["hours"].to_python = _decimal(self.fields["hours"].to_python)  # type: ignore[method-assign]

    def done(self) -> Done:
        """What is said, for the service."""
        return Done(**self.cleaned_data)


def _decimal(plain: Any) -> Any:
    """Also ``1,5``, as one writes it here."""
    return lambda value: plain(value.replace(",", ".") if isinstance(value, str) else value)


class ServiceForm(_Line):
    """What was done for a person."""

    note = TextField(
        label=_("In words"),
        help_text=_("No names or addresses. Sealed under the person's own key."),
        required=False,
        longest=4000,
        widget=long_text(2),
    )


class OwnServiceForm(_Line):
    """What was done without a person on record."""

    people = forms.IntegerField(
        label=_("How many did you reach?"),
        help_text=_("Leave it empty if you did not count."),
        required=False,
        min_value=0,
        max_value=5000,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )


class LogForm(forms.Form):
    """Which part of the log: a month or a whole year, a field of work or all. Codes only."""

    year = forms.CharField(label=_("Year"), required=False)
    month = forms.CharField(label=_("Month"), required=False)
    field = forms.CharField(label=_("Field of work"), required=False)

    def __init__(self, given: Any, *, today: date, years: tuple[int, ...] = ()) -> None:
        super().__init__(given)
        self.today = today
        self.offer(years)

    def offer(self, years: tuple[int, ...]) -> None:
        """Show these years to choose among."""
        months = [(str(n), capfirst(str(name))) for n, name in MONTHS.items()]
        fields = [(work.value, capfirst(str(work.label))) for work in WorkField]
        self.fields["year"].widget = forms.Select(choices=[(str(y), str(y)) for y in years])
        self.fields["month"].widget = forms.Select(choices=[("", _("the whole year")), *months])
        self.fields["field"].widget = forms.Select(choices=[("", _("all")), *fields])

    def chosen(self) -> Chosen:
        """What is asked for; this year where nothing is said, and nothing that is not in the lists."""
        self.is_valid()
        given = self.cleaned_data
        year = whole_number(given.get("year", ""), most=9999) or self.today.year
        month = whole_number(given.get("month", ""), most=12) or None
        work = given.get("field", "")
        return Chosen(max(year, 1), month, work if work in WorkField.values else "")
