"""The form of days of absence."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField
from accounts.selectors.absences import AbsencePage
from accounts.services.absences import Away


class AbsenceForm(forms.Form):
    """Who is away (asked where one may write down others, too), on which days, and who stands in."""

    use_required_attribute = False

    away = forms.ChoiceField(label=_("Who is away?"))
    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))
    stand_in = forms.ChoiceField(
        label=_("Who stands in?"),
        help_text=_("Reminders go to them on these days. They see the persons already, as a colleague."),
        error_messages={"required": _("Choose a colleague.")},
    )

    def __init__(self, page: AbsencePage, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._only = page.away[0][0] if len(page.away) == 1 else ""
        if self._only:
            del self.fields["away"]
        else:
            self.fields["away"].choices = page.away  # type: ignore[attr-defined]
        others = [one for one in page.stand_ins if one[0] != self._only]
        self.fields["stand_in"].choices = [("", _("Choose")), *others]  # type: ignore[attr-defined]

    def said(self) -> Away:
        """What is said, for the service."""
        given = self.cleaned_data
        away = given.get("away") or self._only
        return Away(UUID(away), given["first"], given["last"], UUID(given["stand_in"]))
