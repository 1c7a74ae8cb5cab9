"""Forms of information given, and of a sheet."""

from __future__ import annotations

from typing import Any, cast

from django import forms as f
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField, checks, inline_choice, long_text
from cases import languages
from cases.models.information import Given, SheetCode
from cases.services.information import LONGEST, TITLE


class GivenForm(f.Form):
    """What somebody was told about, in which language, how, when."""

    use_required_attribute = False

    sheets = f.MultipleChoiceField(
        label=_("What was the person told about?"),
        choices=SheetCode.choices,
        widget=checks(),
        error_messages={"required": _("Choose what the person was told about.")},
    )
    language = f.ChoiceField(label=_("In which language?"), error_messages={"required": _("Choose the language.")})
    how = f.ChoiceField(label=_("How?"), choices=Given.choices, initial=Given.UNKNOWN, widget=inline_choice())
    on = DayField(label=_("Which day?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("f.ChoiceField", self.fields["language"]).choices = [("", _("Choose")), *languages.languages()]


class SheetForm(f.Form):
    """A sheet in a language: the next version of it, or the first."""

    use_required_attribute = False

    language = f.ChoiceField(label=_("Language"), error_messages={"required": _("Choose the language.")})
    title = f.CharField(
        label=_("Title"),
        help_text=_("Neutral: the paper may be found by somebody who must not understand what it is."),
        max_length=TITLE,
    )
    text = f.CharField(
        label=_("Text"),
        help_text=_("Short sentences. Begin a heading with # and a point of a list with -."),
        widget=long_text(rows=18, limit=LONGEST),
        max_length=LONGEST,
    )
    seen = f.IntegerField(widget=f.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("f.ChoiceField", self.fields["language"]).choices = [("", _("Choose")), *languages.languages()]


def newer(form: SheetForm, *, seen: object) -> SheetForm:
    """The same form where somebody has written a version since: with what was typed, to be saved after that one."""
    again = SheetForm({**form.cleaned_data, "seen": seen})
    again.add_error(
        "text", _("Somebody has written a new version since you began. Read it, and save again if yours is to hold.")
    )
    return again
