"""The form in which a coordinator answers the proposal of a last day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField, TextField, explained, long_text
from cases.forms.guarded import SUFFIX, GuardedForm

SET, KEEP = "set", "keep"


class LastDayForm(GuardedForm):
    """Set the day (the proposed one unless another is chosen), or let the period go on and say why."""

    choice = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=explained(
            [(SET, _("Set the last day")), (KEEP, _("Let the period go on"))],
            {
                SET: _("The days after it and the money for them are given back."),
                KEEP: _("Nothing changes. The actor reads why."),
            },
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    last = DayField(label=_("The last day that the programme pays for"), required=False)
    reason = TextField(
        label=_("Your reason"),
        help_text=_("Read by the actor. Needed if you let the period go on. Sealed under the person's own key."),
        required=False,
        longest=4000,
        widget=long_text(3),
    )

    def __init__(self, data: Any = None, *, proposed: date, initial: Any = None) -> None:
        super().__init__(data, initial={"last": proposed} | dict(initial or {}))
        for name in ("last", "reason"):
            self.fields[name].unmarked = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A day to set, or why the period goes on."""
        given = super().clean() or {}
        if given.get("choice") == SET and not given.get("last") and "last" not in self.errors:
            self.add_error("last", _("Choose a date."))
        if given.get("choice") == KEEP and not str(self.data.get("reason", "")).strip():
            self.add_error("reason", _("Write why. The actor reads it."))
        return given

    @property
    def answered(self) -> list[str]:
        """The answers to what the guard quoted in the reason, to be carried past the summary."""
        return self._posted(f"reason{SUFFIX}")
