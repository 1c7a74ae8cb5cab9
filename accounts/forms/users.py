"""Forms about other people's accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import FreezeReason


class FreezeForm(forms.Form):
    """Why an account is closed for a time."""

    why = forms.ChoiceField(label=_("Why"), choices=FreezeReason.choices, widget=forms.RadioSelect)


class InviteForm(forms.Form):
    """Whom one invites, and to what. ``places``: what the viewer may invite to."""

    email = forms.EmailField(
        label=_("E-mail address at work"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    place = forms.ChoiceField(label=_("What they will do here"))

    def __init__(self, places: tuple[tuple[str, str], ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*([("", _("Choose"))] if len(places) > 1 else []), *places]


class SearchForm(forms.Form):
    """A name or an address, or a part of one."""

    q = forms.CharField(label=_("Name or e-mail"), max_length=80, required=False)
    q.unmarked = True  # type: ignore[attr-defined]  # a search needs no "(optional)"
