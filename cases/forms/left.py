"""The form of somebody who looked for a person that had left."""

from __future__ import annotations

from django import forms as f
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField, TextField, long_text
from cases.forms.guarded import GuardedForm
from cases.models.left import Found
from cases.services.left import Looked


class LookedForm(GuardedForm):
    """When somebody looked, and what they found."""

    on = DayField(label=_("Which day did you look for the person?"))
    result = f.ChoiceField(
        label=_("What did you find?"),
        choices=Found.choices,
        widget=f.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )
    note = TextField(
        label=_("In words"),
        help_text=_("Short. No names, addresses or phone numbers. It is sealed."),
        required=False,
        longest=4000,
        widget=long_text(3),
    )

    def looked(self) -> Looked:
        """What is said, for the service."""
        return Looked(**self.cleaned_data)
