"""The form by which a manager hands over what a colleague has in hand."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms as f
from django.utils.translation import gettext_lazy as _

from accounts.inputs import checks
from cases.selectors.handing_on import Work


class HandOnForm(f.Form):
    """Who takes over, and who is named instead. Fields for what there is nothing of are not there."""

    use_required_attribute = False
    to = f.TypedMultipleChoiceField(
        label=_("Who takes over?"),
        help_text=_("Several share the persons in turn."),
        coerce=UUID,
        widget=checks(columns=2),
        error_messages={"required": _("Choose who takes over, among those who work for the actor.")},
    )
    named = f.TypedChoiceField(
        label=_("Who is named instead for the restricted persons?"),
        help_text=_("No page says who they are. Whoever else is named goes on seeing them."),
        coerce=UUID,
        error_messages={"required": _("Choose who is named instead.")},
    )
    persons = f.IntegerField(widget=f.HiddenInput, min_value=0)
    restricted = f.IntegerField(widget=f.HiddenInput, min_value=0)

    def __init__(self, *args: Any, work: Work, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = [(str(one.id), one.name) for one in work.staff]
        cast("f.ChoiceField", self.fields["to"]).choices = staff
        cast("f.ChoiceField", self.fields["named"]).choices = [("", _("Choose")), *staff]
        self.initial.update({"persons": work.persons, "restricted": work.restricted})
        for name, count in (("to", work.persons or work.tasks), ("named", work.restricted)):
            if not count:
                del self.fields[name]
