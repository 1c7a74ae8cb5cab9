"""The form by which something to do waits for a later day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms as f
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField
from cases.models.put_off import WhyLater
from cases.services.put_off import SaidLater


class PutOffForm(f.Form):
    """What waits, until when, and why. ``steps``: what can wait, as choices."""

    use_required_attribute = False

    what = f.ChoiceField(
        label=_("What can wait?"), widget=f.RadioSelect, error_messages={"required": _("Choose what is to wait.")}
    )
    until = DayField(
        label=_("Until when?"),
        help_text=_(
            "On that day it is in the list again. At most two weeks ahead and never past its last day; three days "
            "where that has passed. Today: at once."
        ),
    )
    why = f.ChoiceField(
        label=_("Why?"),
        help_text=_("Your manager sees it."),
        choices=WhyLater.choices,
        widget=f.RadioSelect,
        error_messages={"required": _("Choose why.")},
    )

    def __init__(self, steps: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = steps  # type: ignore[attr-defined]

    def said(self) -> SaidLater:
        """What is said, for the service."""
        return SaidLater(**{name: self.cleaned_data[name] for name in ("what", "until", "why")})
