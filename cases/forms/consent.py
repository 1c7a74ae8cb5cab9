"""The form of a consent."""

from __future__ import annotations

from typing import Any, cast

from django import forms as f
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField, TextField, inline_choice, long_text
from cases import languages
from cases.forms.guarded import GuardedForm
from cases.models.consent import Consented, HowSaid
from cases.services.consent import ConsentSaid


class ConsentForm(GuardedForm):
    """What the person says yes to, to whom, in which language they were told, how they said it, until when."""

    what = f.ChoiceField(
        label=_("What does the person say yes to?"),
        choices=Consented.choices,
        widget=f.RadioSelect,
        error_messages={"required": _("Choose what the person says yes to.")},
    )
    actor = f.ChoiceField(
        label=_("Which actor?"), help_text=_("For a share or a move to another actor."), required=False
    )
    language = f.ChoiceField(
        label=_("In which language was the person told?"),
        error_messages={"required": _("Choose the language in which the person was told.")},
    )
    how = f.ChoiceField(
        label=_("How did the person say yes?"),
        choices=HowSaid.choices,
        widget=inline_choice(),
        error_messages={"required": _("Choose how the person said yes.")},
    )
    on = DayField(label=_("Which day?"))
    until = DayField(
        label=_("Until and including which day?"),
        help_text=_("Leave it empty if the person set no end. What rests on it ends with that day."),
        required=False,
    )
    note = TextField(
        label=_("In words"),
        help_text=_("What the person asked for or did not want. No names, addresses or phone numbers. It is sealed."),
        required=False,
        longest=2000,
        widget=long_text(3),
    )

    def __init__(self, *args: Any, actors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("f.ChoiceField", self.fields["actor"]).choices = [("", _("Choose an actor")), *actors]
        cast("f.ChoiceField", self.fields["language"]).choices = [("", _("Choose")), *languages.languages()]

    def said(self) -> ConsentSaid:
        """What is said, for the service."""
        return ConsentSaid(**self.cleaned_data)
