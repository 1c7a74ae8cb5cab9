"""What is done to many at once: whom it is done to stands in check boxes of the page, the rest in these forms."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms as f
from django.utils.translation import gettext_lazy as _

from accounts.lists import Choices
from cases.forms.journal import NoteForm


class GiveForm(f.Form):
    """To which colleague."""

    use_required_attribute = False
    to = f.TypedChoiceField(
        label=_("Who takes them over?"),
        coerce=UUID,
        error_messages={"required": _("Choose somebody."), "invalid_choice": _("Choose somebody.")},
    )

    def __init__(self, *args: Any, staff: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("f.ChoiceField", self.fields["to"]).choices = [("", _("Choose")), *staff]


class RemindForm(f.Form):
    """The form's own id: sent twice it reminds once."""

    token = f.UUIDField(widget=f.HiddenInput)


class NoteEachForm(NoteForm):
    """The same note for each of those who are ticked."""
