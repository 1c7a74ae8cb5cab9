"""Where somebody stands with society's chain, stated anew: police report, society's protection, return programme."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField, TextField, checks, explained, long_text
from cases.forms.guarded import GuardedForm
from cases.law_codes import Offence, Reporter
from cases.models.choices import Answer, ReportMade, SocietyFact, SocietyProtects
from cases.services.facts import FACT_YEARS

_PROTECTS_HELP = {
    SocietyProtects.UNKNOWN: _("Ask social services, and state it anew when you know."),
    SocietyProtects.NO: _("Society gives neither housing nor support now."),
    SocietyProtects.APPLIED: _("Applied for at social services, and they have not answered yet."),
    SocietyProtects.PARTLY: _("Society pays for some of it. The programme only complements."),
    SocietyProtects.YES: _("Society gives the housing and support that the person needs."),
}


class PoliceForm(forms.Form):
    """Whether a report to the police is made."""

    made = forms.ChoiceField(
        label=_("Is a police report made?"),
        choices=ReportMade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )
    on = DayField(
        label=_("Which day was it made?"),
        help_text=_("Leave it empty if you do not know."),
        years_back=FACT_YEARS,
        required=False,
    )
    by_whom = forms.ChoiceField(
        label=_("Who made it?"), choices=Reporter.choices, initial=Reporter.UNKNOWN, widget=forms.Select, required=False
    )
    offence = forms.ChoiceField(
        label=_("Of what?"),
        help_text=_("The class of offence as the report says it. Nothing about suspects."),
        choices=Offence.choices,
        initial=Offence.UNKNOWN,
        widget=forms.Select,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """What was not said is unknown."""
        given = super().clean() or {}
        return given | {name: given.get(name) or "UNKNOWN" for name in ("by_whom", "offence")}


class ProtectionForm(GuardedForm):
    """Whether society provides the person's protection, and what the answer rests on."""

    answer = forms.ChoiceField(
        label=_("Does society give this person's protection?"),
        help_text=_("Housing and support that the municipality or another authority pays for."),
        choices=explained(SocietyProtects.choices, _PROTECTS_HELP),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )
    on = DayField(label=_("From which day is it so?"), years_back=FACT_YEARS)
    rests_on = forms.MultipleChoiceField(
        label=_("What does the answer rest on?"),
        help_text=_("Tick what you know of. It may be empty."),
        choices=SocietyFact.choices,
        widget=checks(2),
        required=False,
    )
    note = TextField(
        label=_("In words"),
        help_text=_(
            "What was decided, and until when. No names, addresses or numbers of decisions."
            " Sealed under the person's own key."
        ),
        required=False,
        longest=4000,
        widget=long_text(3),
    )


class ReturnForm(forms.Form):
    """Whether the person is in the state-funded return programme."""

    answer = forms.ChoiceField(
        label=_("Is the person in the return programme?"),
        help_text=_("The state-funded programme for safe return. The regional coordinator and IOM decide who gets in."),
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )
    on = DayField(label=_("From which day is it so?"), years_back=FACT_YEARS)
