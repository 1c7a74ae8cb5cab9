"""The form of a message in the thread about a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms as f
from django.utils.translation import gettext_lazy as _

from accounts.inputs import TextField, long_text
from cases.forms.guarded import SUFFIX, GuardedForm
from cases.forms.mention import mentions_field, named_in_form, offer_colleagues
from cases.services.talk import LONGEST, Told

_KEPT = ("text", "asks", "mentions", f"text{SUFFIX}")


class MessageForm(GuardedForm):
    """One box, and small: who should answer."""

    text = TextField(
        label=_("Message"),
        help_text=_("No names, addresses or phone numbers. A message is not changed afterwards."),
        longest=LONGEST,
        widget=long_text(4),
        error_messages={"required": _("Write a message.")},
    )
    asks = f.ChoiceField(
        label=_("Who should answer?"),
        required=False,
        error_messages={"invalid_choice": _("Choose somebody who sees the person now.")},
    )
    mentions = mentions_field()
    token = f.UUIDField(widget=f.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        asked: Sequence[tuple[str, str]] = (),
        colleagues: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asks"].choices = list(asked)  # type: ignore[attr-defined]
        offer_colleagues(self, colleagues)

    def told(self) -> Told:
        """What is said, for the service."""
        return Told(self.cleaned_data["text"], self.cleaned_data["asks"], named_in_form(self))

    def its_token(self) -> UUID:
        """The form's own id; a page without one is a form of its own."""
        try:
            token: UUID | None = self.fields["token"].clean(self["token"].value())
        except f.ValidationError:
            token = None
        return token or uuid4()


def what_was_typed(posted: Mapping[str, Any]) -> dict[str, str]:
    """What a draft keeps of the posted form."""
    getlist = getattr(posted, "getlist", lambda name: [posted[name]])
    return {name: " ".join(map(str, getlist(name))) for name in _KEPT if name in posted}
