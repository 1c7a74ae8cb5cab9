"""What every form shares whose act rests on the person's consent to an actor: one that stands there, or a new one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField, inline_choice
from accounts.words import day_words
from cases import languages
from cases.models.consent import HowSaid
from cases.selectors.consent import ConsentRow
from cases.services.consent import ConsentSaid

NEW = "new"


class RestingForm(forms.Form):
    """The actor, the consent, and what is said in a new one. Who inherits labels ``actor`` and ``consent``."""

    what: ClassVar[str]
    """What a new consent is a yes to."""
    actor = forms.ChoiceField()
    consent = forms.ChoiceField(widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("In which language was the person told?"),
        help_text=_("For a new consent, given today."),
        required=False,
    )
    how = forms.ChoiceField(
        label=_("How did the person say yes?"), choices=HowSaid.choices, widget=inline_choice(), required=False
    )
    consent_until = DayField(
        label=_("Until and including which day does the person say yes?"),
        help_text=_("Leave it empty if the person set no end."),
        required=False,
        years_ahead=3,
    )

    def __init__(
        self, *args: Any, actors: list[tuple[str, str]], consents: Sequence[ConsentRow] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        held = [(row.ref, f"{row.to}: {capfirst(row.how)}, {day_words(row.on)}") for row in consents]
        new = (NEW, _("a new consent, given today"))
        cast(forms.ChoiceField, self.fields["actor"]).choices = [("", _("Choose an actor")), *actors]
        cast(forms.ChoiceField, self.fields["language"]).choices = [("", _("Choose")), *languages.languages()]
        cast(forms.ChoiceField, self.fields["consent"]).choices = [*held, new]
        if not held:
            self.initial.setdefault("consent", NEW)

    def rests_on(self, today: date) -> str | ConsentSaid:
        """The consent, for the service: the reference of one, or what is said in a new one."""
        given = self.cleaned_data
        if given["consent"] != NEW:
            return str(given["consent"])
        return ConsentSaid(self.what, given["language"], given["how"], today, given["consent_until"])
