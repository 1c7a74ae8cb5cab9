"""Forms of a concern report, and of who looks after a child."""

from __future__ import annotations

from typing import Any

from django import forms as f
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField, TextField, inline_choice, long_text
from cases.forms.guarded import GuardedForm
from cases.models.child import ConcernBy, ConcernMade, Guardian, School, WhyNot
from cases.models.family import Custody
from cases.services.child import Concern, Standing

_NOTE_HELP = _("Short. No names, addresses or numbers of cases. Sealed under the person's own key.")


class ConcernForm(GuardedForm):
    """Whether a concern is reported: when and by whom, or why not."""

    made = f.ChoiceField(
        label=_("Is the concern reported to social services?"), choices=ConcernMade.choices, widget=f.RadioSelect
    )
    on = DayField(label=_("Which day was it reported?"), required=False)
    reported_by = f.ChoiceField(
        label=_("Who reported?"), choices=[("", _("Choose")), *ConcernBy.choices], required=False
    )
    why_not = f.ChoiceField(
        label=_("If not: why?"),
        choices=[("", _("Choose")), *WhyNot.choices],
        help_text=_("That somebody does not consent is no reason."),
        required=False,
    )
    note = TextField(label=_("In words"), help_text=_NOTE_HELP, required=False, longest=4000, widget=long_text(3))

    def concern(self, of: str) -> Concern:
        """What is said, for the service."""
        said: dict[str, Any] = self.cleaned_data
        names = ("made", "on", "reported_by", "why_not", "note")
        return Concern(**{name: said[name] for name in names}, of=of)


class ChildForm(GuardedForm):
    """Who looks after the child."""

    on = DayField(label=_("From which day is it so?"))
    custody = f.ChoiceField(label=_("Who has custody?"), choices=Custody.choices, initial=Custody.UNKNOWN)
    guardian = f.ChoiceField(
        label=_("Guardian (god man)"),
        choices=Guardian.choices,
        initial=Guardian.UNKNOWN,
        widget=inline_choice(),
        help_text=_("A child who is in Sweden without a guardian needs one."),
    )
    guardian_on = DayField(label=_("Which day was the guardian appointed?"), required=False)
    school = f.ChoiceField(
        label=_("School"),
        choices=School.choices,
        initial=School.UNKNOWN,
        widget=inline_choice(),
        help_text=_("Never which one."),
    )
    note = TextField(label=_("In words"), help_text=_NOTE_HELP, required=False, longest=4000, widget=long_text(3))

    def standing(self) -> Standing:
        """What is said, for the service."""
        said: dict[str, Any] = self.cleaned_data
        names = ("on", "custody", "guardian", "guardian_on", "school", "note")
        return Standing(**{name: said[name] for name in names})
