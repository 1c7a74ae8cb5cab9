"""The forms of a posting on the notice board, and of how one is told."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms as f
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.inputs import DayField, TextField, long_text
from cases.forms.guarded import GuardedForm
from reminders.models import MailWay
from reminders.services.board import LONGEST, LONGEST_TITLE, Told
from reminders.ways import DAYS, Chosen


class PostingForm(GuardedForm):
    """What it says, until when, to whom, and whether they are asked to say that they have read it."""

    title = TextField(
        label=_("Heading"),
        help_text=_("It is the line in the list. It never stands in a notice or an e-mail."),
        longest=LONGEST_TITLE,
        error_messages={"required": _("Write something.")},
    )
    text = TextField(
        label=_("Text"),
        help_text=_("About the programme, never about a person: no names, addresses or phone numbers of anybody."),
        longest=LONGEST,
        widget=long_text(8),
        error_messages={"required": _("Write something.")},
    )
    until = DayField(
        label=_("Stands until and including which day?"),
        help_text=_("After that day it is gone from the board by itself."),
        years_ahead=1,
    )
    asks_receipt = f.BooleanField(
        label=_("Ask everybody to say that they have read it"),
        help_text=_("It stands in their To do until they have. You see who has."),
        required=False,
    )
    certified_only = f.BooleanField(
        label=_("Only for certified actors"),
        help_text=_("Cooperating actors do not see it."),
        required=False,
    )
    token = f.UUIDField(widget=f.HiddenInput, required=False)
    seen = f.CharField(widget=f.HiddenInput, required=False, max_length=16)

    def told(self) -> Told:
        """What is said, for the service."""
        given = self.cleaned_data
        names = ("title", "text", "until", "asks_receipt", "certified_only")
        return Told(**{name: given[name] for name in names})

    def its_token(self) -> UUID:
        """The form's own id; a page without one is a form of its own."""
        return self.cleaned_data.get("token") or uuid4()

    def now_seen(self, ref: str) -> None:
        """The writer is shown a newer version than the one that they began from: the next press knows of it."""
        data: Any = self.data
        self.data = data.copy()
        self.data["seen"] = ref  # type: ignore[index]


def _hour(label: Any, help_text: Any = "") -> f.TypedChoiceField:
    """A whole hour of the day."""
    hours = [(hour, f"{hour:02}:00") for hour in range(24)]
    return f.TypedChoiceField(label=label, help_text=help_text, choices=hours, coerce=int)


class WaysForm(f.Form):
    """Which notices are an e-mail too, whether one a day says how many wait, and when it is to be quiet."""

    use_required_attribute = False

    mail = f.ChoiceField(
        label=_("Which notices do you want an e-mail about at once?"),
        choices=[
            (MailWay.ALL.value, _("All of them")),
            (MailWay.URGENT.value, _("Only what is urgent")),
            (MailWay.NONE.value, _("None: I look in the program")),
        ],
        widget=f.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )
    digest = f.BooleanField(
        label=_("One e-mail a day that says how many notices wait"),
        help_text=_("It comes on days when you have something that is not read."),
        required=False,
    )
    digest_at = _hour(_("At which hour does it come?"))
    quiet_from = _hour(_("Quiet from"), _("No e-mail in these hours, but for what is urgent."))
    quiet_to = _hour(_("Quiet until"), _("What has waited is sent at this hour. The same hour in both: never quiet."))

    days_before = f.TypedMultipleChoiceField(
        label=_("Remind me also so many days before the last day"),
        help_text=_("About the persons that you are the caseworker of. What everybody is told comes all the same."),
        choices=[(n, ngettext_lazy("%(n)s day", "%(n)s days", "n") % {"n": n}) for n in DAYS],
        coerce=int,
        required=False,
        widget=f.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, has_persons: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_persons:
            del self.fields["days_before"]

    def chosen(self) -> Chosen:
        """What is said, for the service."""
        given = self.cleaned_data
        return Chosen(**given | {"days_before": tuple(given.get("days_before", ()))})
