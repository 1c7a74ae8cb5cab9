"""The form of a new report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.inputs import Explained, checks, long_text
from reports.comment import MAX_LENGTH
from reports.selectors import ReportChoices


class ReportForm(forms.Form):
    """Which year, which parts, and what the coordinators want to say about the year."""

    year = forms.TypedChoiceField(
        label=_("Year"),
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a year.")},
    )
    parts = forms.MultipleChoiceField(
        label=_("Parts"), widget=checks(), error_messages={"required": _("Choose at least one part.")}
    )
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        widget=long_text(8, limit=MAX_LENGTH),
        help_text=_(
            "Stands first in the report. The report becomes a public document: write nothing about single persons, "
            "and no numbers for groups smaller than five."
        ),
    )

    def __init__(self, *args: Any, choices: ReportChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = self.fields["year"]
        parts = self.fields["parts"]
        assert isinstance(years, forms.TypedChoiceField) and isinstance(parts, forms.MultipleChoiceField)
        years.choices = [(year, str(year)) for year in choices.years]
        parts.choices = [(part_id, Explained(title, population)) for part_id, title, population in choices.parts]
        if not self.is_bound:
            self.initial.setdefault("parts", [part_id for part_id, _title, _population in choices.parts])
            if choices.years:
                self.initial.setdefault("year", choices.years[0])
