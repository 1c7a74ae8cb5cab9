"""An outing, and which year's outreach is looked at."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.counties import County
from accounts.inputs import DayField, whole_number
from cases.models.outreach import PlaceKind
from cases.services.outreach import MOST_MET, YEARS_BACK, Outing


class OutreachForm(forms.Form):
    """How many were met one day. Nobody is named, and there are no words to write."""

    use_required_attribute = False

    on = DayField(label=_("Which day?"), years_back=YEARS_BACK)
    county = forms.ChoiceField(label=_("County"), required=False, choices=[("", _("do not know")), *County.choices])
    place = forms.ChoiceField(label=_("What kind of place?"), choices=PlaceKind.choices, initial=PlaceKind.UNKNOWN)
    met = forms.IntegerField(
        label=_("How many did you meet?"),
        min_value=0,
        max_value=MOST_MET,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={"required": _("Write how many you met, at most 2 000. Nobody is 0.")},
    )
    informed = forms.IntegerField(
        label=_("How many of them got information?"),
        help_text=_("Leave it empty if you did not count."),
        required=False,
        min_value=0,
        max_value=MOST_MET,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )

    def outing(self) -> Outing:
        """What is said, for the service."""
        return Outing(**self.cleaned_data)


def chosen_year(given: Any, *, today: date) -> int:
    """The year that is asked for; this one where nothing that makes sense is said."""
    return max(whole_number(str(given.get("year", "")), most=9999) or today.year, 1)
