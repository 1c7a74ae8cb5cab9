"""The form that ends a period before its last day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField, TextField, long_text
from cases.forms.guarded import SUFFIX, GuardedForm
from cases.models.choices import EndReason


class EndForm(GuardedForm):
    """Why, and which day was the last. Where it never started, the day follows from the reason."""

    reason = forms.ChoiceField(
        label=_("Why does it end earlier?"),
        choices=EndReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    last = DayField(
        label=_("Which day was the last?"),
        help_text=_("The last day that counts. The day may have passed. Leave it empty if the period never started."),
        required=False,
    )
    note = TextField(
        label=_("Something to add?"),
        help_text=_("No names, addresses or phone numbers. Sealed under the person's own key."),
        required=False,
        longest=4000,
        widget=long_text(3),
    )

    def __init__(self, data: Any = None, *, start: date) -> None:
        super().__init__(data)
        self.start = start

    def clean(self) -> dict[str, Any]:
        """The day before the first where nothing began; else a day must be chosen."""
        given = super().clean() or {}
        if given.get("reason") == EndReason.NOT_STARTED and not given.get("last"):
            given["last"] = self.start - timedelta(days=1)
        if not given.get("last") and "last" not in self.errors:
            self.add_error("last", _("Choose a date."))
        return given

    @property
    def answered(self) -> list[str]:
        """The answers to what the guard quoted in the note, to be carried past the summary."""
        return self._posted(f"note{SUFFIX}")
