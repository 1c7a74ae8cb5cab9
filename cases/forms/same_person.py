"""Forms about the same human twice: an identity number typed once, and what coordinators say of two persons."""

from __future__ import annotations

from typing import Any

from django import forms as f
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases import languages
from cases.models.same_person import SameState, SameWhy
from cases.same_person import LONGEST, SWEDEN

_ANSWERS = {
    SameState.LINKED: _("They are the same human"),
    SameState.DISMISSED: _("They are not the same"),
    SameState.ENDED: _("Take the link away"),
}


class _NeverShown(f.TextInput):
    """What was typed is not written back into the page."""

    def format_value(self, value: Any) -> None:
        return None


class IdentityForm(f.Form):
    """An identity number, of which nothing is kept but a mark. It is not shown again, also not after a mistake."""

    use_required_attribute = False
    forgets = True
    """What was typed is not written back, and the page does not say that it is."""
    country = f.ChoiceField(
        label=pgettext_lazy("identity number", "From which country?"),
        choices=lazy(languages.countries, list)(),
        initial=SWEDEN,
    )
    identity_number = f.CharField(
        label=_("Identity number"),
        help_text=_("Swedish: personal identity number or coordination number. It is not shown again."),
        max_length=LONGEST,
        widget=_NeverShown(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "text"}),
    )


class AskForm(f.Form):
    """Two persons by their codes."""

    use_required_attribute = False
    one = f.CharField(label=_("One code"), max_length=12)
    other = f.CharField(label=_("The other code"), max_length=12)


class SameForm(f.Form):
    """What a coordinator decides of two persons, and by what."""

    use_required_attribute = False
    state = f.ChoiceField(
        label=_("What do you decide?"), widget=f.RadioSelect, error_messages={"required": _("Choose an answer.")}
    )
    why = f.ChoiceField(
        label=_("What do you go by?"), widget=f.RadioSelect, error_messages={"required": _("Choose what you go by.")}
    )
    seen = f.CharField(widget=f.HiddenInput)

    def __init__(self, data: Any = None, *, answers: tuple[str, ...], seen: str) -> None:
        super().__init__(data, initial={"seen": seen})
        self.fields["state"].choices = [(one, _ANSWERS[SameState(one)]) for one in answers]  # type: ignore[attr-defined]
        can_be_mistake = seen != SameState.OPEN
        self.fields["why"].choices = [  # type: ignore[attr-defined]
            (code, capfirst(str(label))) for code, label in SameWhy.choices if can_be_mistake or code != SameWhy.MISTAKE
        ]
