"""The forms by which a coordinator notes what an actor's home has a permit for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField, inline_choice
from certification.services import Noted

YEARS = 20


class HomeForm(forms.Form):
    """Does the actor run a home?"""

    use_required_attribute = False
    is_home = forms.TypedChoiceField(
        label=_("Does the actor run a home that needs a permit?"),
        help_text=_("Then it can apply for a rest period or for support only while it has a permit."),
        choices=(("yes", _("yes")), ("no", _("no"))),
        coerce=lambda said: said == "yes",
        widget=inline_choice(),
        error_messages={"required": _("Choose an answer.")},
    )


class PermitForm(forms.Form):
    """From when to when the authority lets the actor run its home."""

    use_required_attribute = False
    valid_from = DayField(label=_("First day"), years_back=YEARS, years_ahead=YEARS)
    valid_to = DayField(label=_("Last day"), years_back=YEARS, years_ahead=YEARS)
    withdrawn_on = DayField(
        label=_("Withdrawn from"),
        help_text=_("Empty: not withdrawn."),
        required=False,
        years_back=YEARS,
        years_ahead=YEARS,
    )

    def noted(self) -> Noted:
        """What is said, for the service."""
        return Noted(**self.cleaned_data)
