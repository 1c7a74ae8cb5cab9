"""The form of a posting on the notice board."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms as f
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField, TextField, long_text
from cases.forms.guarded import GuardedForm
from reminders.services.board import LONGEST, LONGEST_TITLE, Told


class PostingForm(GuardedForm):
    """What it says, until when, to whom, and whether they are asked to say that they have read it."""

    title = TextField(
        label=_("Heading"),
        help_text=_("It is the line in the list. It never stands in a notice or an e-mail."),
        longest=LONGEST_TITLE,
        error_messages={"required": _("Write something.")},
    )
    text = TextField(
        label=_("Text"),
        help_text=_("About the programme, never about a person: no names, addresses or phone numbers of anybody."),
        longest=LONGEST,
        widget=long_text(8),
        error_messages={"required": _("Write something.")},
    )
    until = DayField(
        label=_("Stands until and including which day?"),
        help_text=_("After that day it is gone from the board by itself."),
        years_ahead=1,
    )
    asks_receipt = f.BooleanField(
        label=_("Ask everybody to say that they have read it"),
        help_text=_("It stands in their To do until they have. You see who has."),
        required=False,
    )
    certified_only = f.BooleanField(
        label=_("Only for certified actors"),
        help_text=_("Cooperating actors do not see it."),
        required=False,
    )
    token = f.UUIDField(widget=f.HiddenInput, required=False)
    seen = f.CharField(widget=f.HiddenInput, required=False, max_length=16)

    def told(self) -> Told:
        """What is said, for the service."""
        given = self.cleaned_data
        names = ("title", "text", "until", "asks_receipt", "certified_only")
        return Told(**{name: given[name] for name in names})

    def its_token(self) -> UUID:
        """The form's own id; a page without one is a form of its own."""
        return self.cleaned_data.get("token") or uuid4()

    def now_seen(self, ref: str) -> None:
        """The writer is shown a newer version than the one that they began from: the next press knows of it."""
        data: Any = self.data
        self.data = data.copy()
        self.data["seen"] = ref  # type: ignore[index]
