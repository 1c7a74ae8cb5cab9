"""The forms of closing a case, opening it again, and asking the person afterwards."""

from __future__ import annotations

from django import forms as f
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField, TextField, long_text
from cases.forms.guarded import SUFFIX, GuardedForm
from cases.models.closing import Asked, Helped, Outcome
from cases.services.closing import Ended, Viewed


class CloseForm(GuardedForm):
    """How the case ended, and which day was its last."""

    outcome = f.ChoiceField(
        label=_("How did the case end?"),
        choices=Outcome.choices,
        widget=f.RadioSelect,
        error_messages={"required": _("Choose how the case ended.")},
    )
    on = DayField(
        label=_("Which day was the last of the case?"), help_text=_("The day may have passed. Not a day ahead.")
    )
    note = TextField(
        label=_("Something to add?"),
        help_text=_("How it went, in short. No names, addresses or phone numbers. It is sealed."),
        required=False,
        longest=4000,
        widget=long_text(3),
    )

    def ended(self) -> Ended:
        """What is said, for the service."""
        return Ended(**self.cleaned_data)

    @property
    def answered(self) -> list[str]:
        """The answers to what the guard quoted in the note, to be carried past the summary."""
        return self._posted(f"note{SUFFIX}")


class ReopenForm(GuardedForm):
    """Why a case is opened again."""

    reason = TextField(
        label=_("Why is the case opened again?"),
        help_text=_("The actor reads it. No names, addresses or phone numbers. It is sealed."),
        longest=2000,
        widget=long_text(3),
        error_messages={"required": _("Write why it is opened again. The actor will see it.")},
    )


class ViewForm(GuardedForm):
    """What became of asking the person for their own view of the help."""

    on = DayField(label=_("Which day did you ask?"))
    asked = f.ChoiceField(
        label=_("What became of it?"),
        choices=Asked.choices,
        widget=f.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )
    helped = f.ChoiceField(
        label=_("Did the help help, as the person sees it?"),
        choices=Helped.choices,
        initial=Helped.UNKNOWN,
        required=False,
        widget=f.RadioSelect,
    )
    view = TextField(
        label=_("In the person's own words"),
        help_text=_("What was good, and what was lacking. No names, addresses or phone numbers. It is sealed."),
        required=False,
        longest=4000,
        widget=long_text(4),
    )

    def viewed(self) -> Viewed:
        """What is said, for the service."""
        said = dict(self.cleaned_data)
        return Viewed(**(said | {"helped": said["helped"] or Helped.UNKNOWN}))
