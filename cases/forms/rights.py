"""Where one right stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField, TextField, explained, inline_choice, long_text
from cases.forms.guarded import GuardedForm
from cases.models.rights import Gap, Payer, RightState
from cases.services.facts import FACT_YEARS
from cases.services.rights import StatedRight

_HELP = {
    RightState.NOT_ASSESSED: _("Not known yet. That is an answer too."),
    RightState.NOT_WANTED: _("The person does not want it now. Ask again later."),
    RightState.NEEDED: _("The need is there. Say below why nobody meets it, if you know."),
    RightState.MET: _("Say below who pays."),
}
_UNKNOWN = ("", _("do not know"))


class RightForm(GuardedForm):
    """State anew where a right stands. What does not belong to the answer is not kept."""

    state = forms.ChoiceField(
        label=_("Where does it stand?"),
        choices=explained(RightState.choices, _HELP),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )
    on = DayField(label=_("From which day is it so?"), years_back=FACT_YEARS)
    payer = forms.ChoiceField(
        label=_("If it is met: who pays?"), choices=Payer.choices, widget=inline_choice(), required=False
    )
    met_by = forms.ChoiceField(
        label=_("If it is met: by what?"),
        help_text=_("An intervention, or something from the service log."),
        required=False,
    )
    gap = forms.ChoiceField(
        label=_("If nobody meets it: why?"), choices=[*Gap.choices, _UNKNOWN], widget=inline_choice(), required=False
    )
    refused_on = DayField(
        label=_("Has society refused it? On which day?"),
        help_text=_("Leave it empty if society was not asked, or has not answered."),
        years_back=FACT_YEARS,
        required=False,
    )
    note = TextField(
        label=_("In words"),
        help_text=_("No names or addresses. Sealed under the person's own key."),
        required=False,
        longest=4000,
        widget=long_text(3),
    )

    def __init__(self, *args: Any, meets: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if meets:
            self.fields["met_by"].choices = [("", _("not said")), *meets]  # type: ignore[attr-defined]
        else:
            del self.fields["met_by"]

    def stated(self) -> StatedRight:
        """What is said, for the service."""
        return StatedRight(**self.cleaned_data)
