"""Which kinds of intervention somebody applies for."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.inputs import checks, explained
from cases.selectors.asking import Choice


class KindsForm(forms.Form):
    """One kind or several. Of a kind with a bed that is applied for already, the page shows that application."""

    use_required_attribute = False
    kinds = forms.MultipleChoiceField(
        label=_("What do you apply for?"),
        help_text=_(
            "Choose several if the person needs them for the same reasons. What they share you write once, "
            "and each is decided on its own."
        ),
        widget=checks(),
        error_messages={"required": _("Choose what you apply for.")},
    )

    def __init__(self, *args: Any, choices: tuple[Choice, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_ones = [(one.kind, one.name) for one in choices if not one.under_way]
        listed = _("From the programme's list.")
        helps: dict[Any, Any] = {
            one.kind: " ".join([*([str(listed)] if one.from_list else []), *one.reasons])
            for one in choices
            if one.from_list or one.reasons
        }
        cast(forms.MultipleChoiceField, self.fields["kinds"]).choices = explained(open_ones, helps)
