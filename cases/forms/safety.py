"""The form of a review of the risk."""

from __future__ import annotations

from django import forms as f
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField, TextField, long_text
from cases.forms.guarded import GuardedForm
from cases.models.person import Threat
from cases.services.safety import Reviewed


class SafetyForm(GuardedForm):
    """The risk on a day, why, what is done about it, and when the next contact is."""

    level = f.ChoiceField(
        label=_("How great is the risk, as you see it?"),
        choices=Threat.choices,
        widget=f.RadioSelect,
        error_messages={"required": _("Choose how great the risk is.")},
    )
    next_on = DayField(
        label=_("Which day is the next safe contact?"),
        help_text=_("You are reminded of it. Leave it empty if nothing is agreed."),
        required=False,
    )
    reasons = TextField(
        label=_("Why?"),
        help_text=_("What has changed, and what could happen. Nothing about who threatens. It is sealed."),
        required=False,
        longest=4000,
        widget=long_text(3),
    )
    plan = TextField(
        label=_("Safety plan"),
        help_text=_("What the person does, and what you do, if it gets worse. Empty: the plan stays as it is."),
        required=False,
        longest=8000,
        widget=long_text(5),
    )
    on = DayField(label=_("Which day was the contact?"))
    seen = f.CharField(widget=f.HiddenInput, required=False, max_length=36)

    def reviewed(self) -> Reviewed:
        """What is said, for the service."""
        return Reviewed(**{name: said for name, said in self.cleaned_data.items() if name != "seen"})
