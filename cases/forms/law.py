"""Where the law stands: a form that has exactly what its step asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField, MoneyField, TextField, checks, long_text
from cases.forms.guarded import GuardedForm
from cases.law_kinds import StepKind
from cases.services.facts import FACT_YEARS
from cases.services.law import Stated

LASTS_YEARS = 20
"""What society grants ends at most so many years ahead."""


class StepForm(GuardedForm):
    """One step of a subject: when, what, for how long, how much, in words. Everything but the day may stay unknown."""

    on = DayField(label=_("Which day?"), years_back=FACT_YEARS)
    roughly = forms.BooleanField(
        label=_("I do not know the exact day"),
        help_text=_("Then write a day that is as near as you know."),
        required=False,
    )
    since = DayField(
        label=_("From which day does it last?"),
        help_text=_("Leave it empty if it is the day of the decision."),
        years_back=FACT_YEARS,
        required=False,
    )
    until = DayField(
        label=_("Until which day?"),
        help_text=_("The last day. Leave it empty if you do not know, or if it lasts until further notice."),
        years_back=FACT_YEARS,
        years_ahead=LASTS_YEARS,
        required=False,
    )
    amount = MoneyField(label=_("How much, in kronor?"), required=False)
    note = TextField(
        label=_("In words"),
        help_text=_(
            "What somebody who takes over needs to know. No names, addresses or numbers of cases; nothing about"
            " suspects. Sealed under the person's own key."
        ),
        required=False,
        longest=4000,
        widget=long_text(3),
    )

    def __init__(self, data: Any, *, step: StepKind, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        if step.details:
            said = [(code.value, capfirst(str(code.label))) for code in step.details]
            field: forms.Field
            if step.many:
                field = forms.MultipleChoiceField(choices=said, widget=checks(2), required=False)
                field.help_text = _("Tick what you know of. It may be empty.")
            else:
                field = forms.ChoiceField(choices=said, widget=forms.RadioSelect, required=False)
            field.label = step.detail_label
            self.fields["details"] = field
        gone = [*(("since", "until") if not step.lasts else ()), *(() if step.amount else ("amount",))]
        for name in gone:
            del self.fields[name]
        self.order_fields(["on", "roughly", "details", "since", "until", "amount", "note"])

    def stated(self, subject: str, step: str) -> Stated:
        """What is said, for the service."""
        given = self.cleaned_data
        details = given.get("details") or ()
        return Stated(
            subject,
            step,
            given["on"],
            given.get("since"),
            given.get("until"),
            (details,) if isinstance(details, str) else tuple(details),
            given.get("amount"),
            given["note"],
            bool(given["roughly"]),
        )
