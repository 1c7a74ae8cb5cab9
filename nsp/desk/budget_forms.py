"""The forms by which a coordinator keeps budgets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.inputs import DayField, MoneyField, inline_choice
from cases.models import Programme
from funding.models import Cause, Kind
from funding.services.budgets import AMENDS, Given

_KINDS = [("", _("Everything without a line of its own")), *Kind.choices]


class LineForm(forms.Form):
    """What a line is for, and what it is given."""

    use_required_attribute = False
    kind = forms.ChoiceField(label=_("What the line is for"), choices=_KINDS, required=False, widget=inline_choice())
    amount = MoneyField(label=_("Amount (SEK)"))
    on = DayField(label=_("Booking date"), help_text=_("The day of the funder's decision."))

    def given(self) -> Given:
        """What is said, for the service."""
        return Given(self.cleaned_data["kind"], self.cleaned_data["amount"], self.cleaned_data["on"])


class BudgetForm(LineForm):
    """A budget with its first line."""

    year = forms.IntegerField(
        label=_("Year"),
        min_value=2010,
        max_value=2099,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Write the year with four digits.")
        ),
    )
    funder = forms.CharField(
        label=_("Funder"), max_length=120, error_messages={"required": _("Write who gives the money.")}
    )
    programme = forms.ChoiceField(
        label=_("Programme"),
        required=False,
        help_text=_("What is granted under a programme is taken from its own budget first."),
    )
    field_order = ("year", "funder", "programme", "kind", "amount", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Programme.objects.exclude(in_force_at=None).order_by("-valid_from")
        field = self.fields["programme"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Any programme")), *((row.code, f"{row.name} ({row.code})") for row in rows)]


class AmendForm(forms.Form):
    """More or less on a line."""

    use_required_attribute = False
    way = forms.ChoiceField(
        label=_("What changes?"),
        choices=[("more", _("The line gets more")), ("less", _("The line gets less"))],
        widget=inline_choice(),
        error_messages={"required": _("Choose one.")},
    )
    amount = MoneyField(label=_("Amount (SEK)"))
    cause = forms.ChoiceField(
        label=pgettext_lazy("of an amendment", "Why"),
        choices=[(cause.value, cause.label) for cause in (Cause(one) for one in AMENDS)],
        widget=inline_choice(),
        error_messages={"required": _("Choose a reason.")},
    )
    on = DayField(label=_("Booking date"), help_text=_("The day of the funder's decision."))

    def said(self) -> dict[str, Any]:
        """What is said, for the service: plus or minus."""
        data = self.cleaned_data
        amount = data["amount"] if data["way"] == "more" else -data["amount"]
        return {"amount": amount, "cause": data["cause"], "on": data["on"]}
