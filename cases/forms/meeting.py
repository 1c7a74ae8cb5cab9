"""The form of meeting somebody again: what is the meeting's, of the page of nine questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms as f

from cases.forms.guarded import GuardedForm
from cases.forms.identification import IdentificationForm
from cases.forms.signs import WithSigns
from cases.services.identified import Identified

NAMES = (
    *("on", "county", "route", "forms", "certainty", "wants_identified"),
    *("consent", "consent_language", "immediate_risk", "story"),
)


class MeetingForm(WithSigns, GuardedForm):
    """The same questions, with the same words, but for those about the person."""

    token = f.UUIDField(widget=f.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        same = IdentificationForm(groups=self.groups).fields
        for name in NAMES:
            self.fields[name] = same[name]

    def identified(self) -> Identified:
        """What is said of the meeting, for the service."""
        said = {name: self.cleaned_data[name] for name in NAMES}
        return Identified(**(said | {"forms": tuple(said["forms"])}), indicators=self.known())
