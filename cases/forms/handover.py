"""The forms that move a hand-over."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.inputs import TextField, long_text
from cases.forms.guarded import GuardedForm


class RouteForm(GuardedForm):
    """To which certified actor."""

    actor = forms.ChoiceField(label=_("Which actor do you ask?"), error_messages={"required": _("Choose an actor.")})
    note = TextField(
        label=_("Message to the actor"), required=False, widget=long_text(rows=3), help_text=_("It is sealed.")
    )

    def __init__(self, *args: Any, actors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["actor"]).choices = [("", _("Choose an actor")), *actors]


class CloseForm(GuardedForm):
    """Ending the errand without an actor."""

    outcome = forms.ChoiceField(
        label=_("What happened?"),
        choices=[
            ("leave", _("The person left before further help")),
            ("decline", _("The person does not want help")),
            ("refer", _("Referred to another actor or authority")),
            ("no_ground", _("There was no ground for the suspicion")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened.")},
    )
    note = TextField(label=_("Note"), required=False, widget=long_text(rows=3), help_text=_("It is sealed."))


class SendBackForm(GuardedForm):
    """Saying no to an offer."""

    reason = TextField(
        label=_("Why can you not take the person on?"),
        help_text=_("The coordinators read it."),
        widget=long_text(rows=3),
        error_messages={"required": _("Write a reason. The coordinators read it.")},
    )
