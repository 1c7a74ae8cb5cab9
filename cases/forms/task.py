"""The forms about a task: a new one, another day or doer, a word when it is done, why it is not taken on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms as f
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField, TextField, long_text
from cases.forms.guarded import GuardedForm
from cases.models.task import TaskKind
from cases.selectors.task import Doer
from cases.services.task import LONGEST, LONGEST_WORD, Given

_NOT_THERE = {"invalid_choice": _("Choose somebody who works with you and may see the person.")}


class TaskForm(GuardedForm):
    """What is to be done, by whom, and when."""

    kind = f.ChoiceField(
        label=_("What kind of task?"),
        help_text=_("It stands in the list without anything being opened."),
        error_messages={"required": _("Choose what kind of task it is.")},
    )
    text = TextField(
        label=_("What is to be done?"),
        help_text=_("Not needed where the kind says it all. No names, addresses or phone numbers. It is sealed."),
        required=False,
        longest=LONGEST,
        widget=long_text(3),
    )
    doer = f.TypedChoiceField(label=_("Who does it?"), coerce=UUID, error_messages=_NOT_THERE)
    due = DayField(label=_("By which day?"), help_text=_("Leave it empty if it has no day."), required=False)
    token = f.UUIDField(widget=f.HiddenInput, required=False)

    def __init__(self, *args: Any, doers: Sequence[Doer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].unmarked = True  # type: ignore[attr-defined]  # needed for one kind of seven
        kinds = [TaskKind.OTHER, *(one for one in TaskKind if one != TaskKind.OTHER)]
        _choices(self, "kind", [(one.value, capfirst(str(one.label))) for one in kinds])
        _choices(self, "doer", [(str(one.key), one.name) for one in doers])

    def given(self) -> Given:
        """What is said, for the service."""
        return Given(**{name: self.cleaned_data[name] for name in ("kind", "text", "due", "doer")})

    def its_token(self) -> UUID:
        """The form's own id; a page without one is a form of its own."""
        token: UUID | None = self.cleaned_data.get("token")
        return token or uuid4()


class ChangeForm(f.Form):
    """Another day; for who gave it another who does it. ``seen``: what the page has seen."""

    use_required_attribute = False
    due = DayField(label=_("By which day?"), help_text=_("Leave it empty if it has no day."), required=False)
    doer = f.TypedChoiceField(label=_("Who does it?"), coerce=UUID, error_messages=_NOT_THERE)
    seen = f.CharField(widget=f.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, doers: Sequence[Doer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if doers:
            _choices(self, "doer", [(str(one.key), one.name) for one in doers])
        else:
            del self.fields["doer"]


class DoneForm(GuardedForm):
    """A word about how it went, if there is any."""

    word = TextField(
        label=_("A word about how it went"),
        help_text=_("Whoever gave it reads it. What belongs in the journal is written there."),
        required=False,
        longest=LONGEST_WORD,
    )


class DeclineForm(GuardedForm):
    """Why it is not taken on."""

    why = TextField(
        label=_("Why can you not do it?"),
        help_text=_("Whoever gave it reads it, and gives it to somebody else or takes it away. It is sealed."),
        longest=LONGEST_WORD,
        widget=long_text(2),
        error_messages={"required": _("Write why, so that whoever gave it knows what to do.")},
    )


def _choices(form: f.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    cast("f.ChoiceField", form.fields[name]).choices = choices
