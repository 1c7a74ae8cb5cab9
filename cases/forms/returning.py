"""A return: its plan, and the follow-ups after it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField, TextField, long_text
from cases.forms.guarded import GuardedForm
from cases.models.law import HowNow, Receiver, ReturnRoute
from cases.services.facts import FACT_YEARS
from cases.services.returning import Found, Planned

_CHOOSE = {"required": _("Choose an answer.")}
_WORDS = _("No names, addresses or phone numbers. Sealed under the person's own key.")


class PlanForm(GuardedForm):
    """A return as it stands today. What has not happened yet stays empty."""

    route = forms.ChoiceField(
        label=_("How does the person return?"),
        choices=ReturnRoute.choices,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    planned_on = DayField(label=_("Which day is it planned for?"), years_back=FACT_YEARS, required=False)
    receiver = forms.ChoiceField(
        label=_("Who receives the person?"),
        help_text=_("As a role, never a name."),
        choices=Receiver.choices,
        initial=Receiver.UNKNOWN,
        error_messages=_CHOOSE,
    )
    assessed_on = DayField(
        label=_("Which day was the risk assessment made?"),
        help_text=_("A return by own contacts needs one before the journey."),
        years_back=FACT_YEARS,
        required=False,
    )
    assessment = TextField(
        label=_("The risk assessment in words"),
        help_text=_WORDS,
        required=False,
        longest=6000,
        widget=long_text(5),
    )
    left_on = DayField(label=_("Which day did the person leave Sweden?"), years_back=FACT_YEARS, required=False)
    arrived_on = DayField(label=_("Which day did the person arrive?"), years_back=FACT_YEARS, required=False)
    called_off_on = DayField(
        label=_("Called off on"),
        help_text=_("Only where the return is not to be made."),
        years_back=FACT_YEARS,
        required=False,
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def planned(self) -> Planned:
        """What is said, for the service."""
        return Planned(**{name: said for name, said in self.cleaned_data.items() if name != "version"})


class FollowUpForm(GuardedForm):
    """How the person was found to be."""

    done_on = DayField(label=_("Which day was the follow-up?"), years_back=FACT_YEARS)
    how = forms.ChoiceField(
        label=_("How is the person?"), choices=HowNow.choices, widget=forms.RadioSelect, error_messages=_CHOOSE
    )
    note = TextField(label=_("In words"), help_text=_WORDS, required=False, longest=4000, widget=long_text(4))

    def found(self) -> Found:
        """What is said, for the service."""
        return Found(**self.cleaned_data)
