"""The forms by which somebody moves over to another actor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms as f
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.inputs import TextField, long_text
from cases.forms.guarded import GuardedForm
from cases.forms.resting import NEW, RestingForm
from cases.models.transfer import Errand, WhyNot, WithoutConsent
from cases.selectors.consent import ConsentRow
from cases.services.transfer import Offered


class TransferForm(RestingForm, GuardedForm):
    """To which actor, for what kind of errand, on which consent, and what they are told."""

    what = "TRANSFER"
    field_order = ("actor", "errand", "words", "consent", "language", "how", "consent_until")
    actor = f.ChoiceField(
        label=_("Which actor do you ask?"), error_messages={"required": _("Choose an actor that is certified today.")}
    )
    errand = f.ChoiceField(
        label=_("What do you ask them for?"),
        choices=Errand.choices,
        widget=f.RadioSelect,
        error_messages={"required": _("Choose what the actor is asked for.")},
    )
    words = TextField(
        label=_("What do you want to say to them?"),
        help_text=_(
            "They read it before they answer, and do not know who it is about. "
            "No code, no code name, nothing that points the person out. It is sealed."
        ),
        required=False,
        longest=2000,
        widget=long_text(4),
    )
    consent = f.ChoiceField(
        label=_("What does the move rest on?"),
        widget=f.RadioSelect,
        error_messages={"required": _("Choose a consent, or say why there is none.")},
    )

    def __init__(self, *args: Any, consents: Sequence[ConsentRow] = (), **kwargs: Any) -> None:
        super().__init__(*args, consents=consents, **kwargs)
        none = [(code, capfirst(_("no consent: %(why)s") % {"why": why})) for code, why in WithoutConsent.choices]
        field = cast(f.ChoiceField, self.fields["consent"])
        field.choices = [*field.choices, *none]  # type: ignore[misc]
        self.initial.setdefault("consent", consents[0].ref if consents else NEW)

    def offered(self, today: date) -> Offered:
        """What is said, for the service."""
        given = self.cleaned_data
        without = given["consent"] if given["consent"] in WithoutConsent.values else ""
        return Offered(
            given["actor"], given["errand"], None if without else self.rests_on(today), without, given["words"]
        )


class RefuseForm(f.Form):
    """Why not."""

    use_required_attribute = False
    why = f.ChoiceField(
        label=_("Why not?"),
        choices=WhyNot.choices,
        widget=f.RadioSelect,
        error_messages={"required": _("Choose a reason. The other actor reads it.")},
    )
