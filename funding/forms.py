"""The forms of payments and of an actor's account."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField, inline_choice
from funding.models import AccountKind, UnusedWhy


class PaidForm(forms.Form):
    """When the bank paid."""

    on = DayField(label=_("On which day did the bank pay?"))


class UnusedForm(forms.Form):
    """That the bank paid nothing by the file of a payment."""

    use_required_attribute = False

    why = forms.ChoiceField(
        label=_("How do you know it?"),
        choices=UnusedWhy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you know it.")},
    )


class AccountForm(forms.Form):
    """Where the actor is paid."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label=_("What kind of number?"),
        choices=AccountKind.choices,
        widget=inline_choice(),
        error_messages={"required": _("Choose what kind of number it is.")},
    )
    typed = forms.CharField(
        label=_("Number"),
        help_text=_("The organisation's own account, as it stands on your papers. An IBAN begins with SE."),
        max_length=40,
        error_messages={"required": _("Write the number.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )
