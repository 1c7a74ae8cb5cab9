"""The forms that say who sees a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField, Explained, TextField, checks, long_text
from cases.forms.guarded import GuardedForm
from cases.forms.resting import RestingForm
from cases.selectors.sharing import StaffName

READ, WRITE = "read", "write"


class ShareForm(RestingForm):
    """With which actor, how much, until when, and on which consent: one that stands there, or a new one."""

    what = "SHARE"
    use_required_attribute = False
    field_order = ("actor", "level", "until", "consent", "language", "how", "consent_until")
    actor = forms.ChoiceField(
        label=_("Which actor do you share with?"), error_messages={"required": _("Choose the actor to share with.")}
    )
    level = forms.ChoiceField(
        label=_("What may they do?"),
        choices=[
            (READ, Explained(_("read"), _("They see everything about the person, also the sealed text."))),
            (WRITE, Explained(_("read and write"), _("They also note facts and correct what is written."))),
        ],
        initial=READ,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )
    until = DayField(
        label=_("Until and including which day?"),
        help_text=_("After that day they see nothing more, by itself. You can end it earlier."),
        years_ahead=1,
    )
    consent = forms.ChoiceField(
        label=_("Which consent does it rest on?"),
        help_text=_("The person's own yes to this actor. Taken back, it ends the share in the same moment."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a consent, or note a new one.")},
    )


class NameForm(forms.Form):
    """Who of the actor's own staff sees the person."""

    use_required_attribute = False
    named = forms.TypedMultipleChoiceField(
        label=_("Who is to see the person?"),
        coerce=UUID,
        widget=checks(columns=2),
        error_messages={"required": _("Name at least one.")},
    )
    caseworker = forms.TypedChoiceField(
        label=_("Who is the caseworker?"),
        help_text=_("One of those whom you have named."),
        coerce=UUID,
        required=False,
        empty_value=None,
    )

    def __init__(self, *args: Any, staff: Sequence[StaffName], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(one.id, Explained(one.name, _("actor manager") if one.is_manager else "")) for one in staff]
        cast(forms.MultipleChoiceField, self.fields["named"]).choices = people
        plain: list[tuple[object, str]] = [(one.id, one.name) for one in staff]
        cast(forms.ChoiceField, self.fields["caseworker"]).choices = [("", _("Choose the caseworker")), *plain]

    def clean(self) -> dict[str, Any]:
        """Who is alone named is the caseworker."""
        data = super().clean() or {}
        if not data.get("caseworker") and len(data.get("named", ())) == 1:
            data["caseworker"] = data["named"][0]
        return data


class GlassForm(GuardedForm):
    """Why a coordinator has to read without an open errand."""

    reason = TextField(
        label=_("Why do you need to read the sealed text?"),
        help_text=_("The actor is told at once that you read, and sees your reason."),
        widget=long_text(3),
        longest=1000,
        error_messages={"required": _("Write why you need to read. The actor will see it.")},
    )
