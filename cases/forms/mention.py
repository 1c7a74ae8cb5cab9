"""The field by which a colleague is named in a message or a note."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms as f
from django.utils.translation import gettext_lazy as _

from accounts.inputs import checks


def mentions_field() -> f.MultipleChoiceField:
    """Check boxes, never free text; whom they offer is set for each form."""
    return f.MultipleChoiceField(
        label=_("Name a colleague"),
        help_text=_("They get it in To do. Only those who see the person stand here."),
        required=False,
        widget=checks(2),
        error_messages={"invalid_choice": _("Choose among your colleagues who see the person now.")},
    )


def offer_colleagues(form: f.Form, colleagues: Sequence[tuple[str, str]]) -> None:
    """Fill the field. Picks that a draft kept come as one text."""
    field: Any = form.fields["mentions"]
    field.choices = list(colleagues)
    kept = form.initial.get("mentions")
    if isinstance(kept, str):
        known = {key for key, _name in colleagues}
        form.initial["mentions"] = [one for one in kept.split() if one in known]


def named_in_form(form: f.Form) -> tuple[UUID, ...]:
    """Whom the form names, for the service."""
    return tuple(UUID(one) for one in form.cleaned_data.get("mentions", ()))
