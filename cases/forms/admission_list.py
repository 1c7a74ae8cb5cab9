"""Filters of the list of requests: codes only, since they stand in the address."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.selectors.admission import state_in_words
from cases.states import AdmissionState


class RequestFilter(forms.Form):
    """State, and for the office the actor."""

    use_required_attribute = False

    state = forms.ChoiceField(label=_("State"), required=False)
    actor = forms.ChoiceField(label=_("Actor"), required=False)

    def __init__(self, *args: Any, states: list[str], actors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(state, state_in_words(state)[0]) for state in states]
        cast(forms.ChoiceField, self.fields["state"]).choices = [("", _("All")), *words]
        if actors:
            cast(forms.ChoiceField, self.fields["actor"]).choices = [("", _("All")), *actors]
        else:
            del self.fields["actor"]
        for field in self.fields.values():
            field.unmarked = True  # type: ignore[attr-defined]

    @staticmethod
    def states_for(*, office: bool) -> list[str]:
        """Those that the viewer can see any of: the office never sees a draft."""
        return [state.value for state in AdmissionState if not (office and state == AdmissionState.DRAFT)]
