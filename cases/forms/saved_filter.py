"""The form by which filters get a name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as f
from django.utils.translation import gettext_lazy as _

from cases.forms.guarded import GuardedForm
from cases.services.saved_filters import LONGEST


class SaveForm(GuardedForm):
    """A name that only its writer reads, and whether the list opens so."""

    name = f.CharField(
        label=_("Name"),
        help_text=_("For you alone. No names of persons."),
        max_length=LONGEST,
        error_messages={
            "required": _("Give it a name of at most 40 characters."),
            "max_length": _("Give it a name of at most 40 characters."),
        },
    )
    opens = f.BooleanField(label=_("Let the list open like this"), required=False)
    token = f.UUIDField(widget=f.HiddenInput)

    def said(self) -> dict[str, Any]:
        """What is said, for the service."""
        given = self.cleaned_data
        token: UUID = given["token"]
        return {"name": given["name"], "opens": given["opens"], "token": token, "answered": self.not_so}
