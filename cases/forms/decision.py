"""The form in which a coordinator decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.inputs import TextField, explained, long_text
from cases.forms.admission import MOTIVATION
from cases.forms.guarded import GuardedForm
from cases.models.admission import DecisionKind
from cases.models.choices import DeclineReason
from cases.services.decision import why_nevertheless

CHOICES = (
    (DecisionKind.CONFIRM.value, _("Confirm admission")),
    (DecisionKind.RETURN.value, _("Ask for more information")),
    (DecisionKind.DECLINE.value, _("Decline")),
)


class DecideForm(GuardedForm):
    """What is decided, and why. ``stopped``: a rule says stop, so confirming is not among the choices.

    ``to_explain``: (key of a rule, what it says) for each warning that came up after sending: whoever confirms
    explains it. ``to_judge``: the actor explains a warning: whoever confirms says why all the same. ``left``: what the
    budget has left where it covers the request, in words: whoever declines for lack of money is asked again.
    """

    choice = forms.ChoiceField(
        label=_("What do you decide?"),
        error_messages={"required": _("Choose what you decide.")},
        widget=forms.RadioSelect,
    )
    decline_reason = forms.ChoiceField(
        label=_("Reason for declining"),
        help_text=_("Only if you decline."),
        choices=[("", _("Choose a reason")), *DeclineReason.choices],
        required=False,
    )
    sure = forms.BooleanField(label=_("Yes, the money is spent"), required=False)
    reason = TextField(
        label=_("Your reason, or your question"),
        help_text=_("Read by the actor, and by whoever reviews the decision."),
        required=False,
        longest=4000,
        widget=long_text(4),
    )

    def __init__(
        self,
        *args: Any,
        stopped: bool = False,
        explains: str = "",
        to_explain: Sequence[tuple[str, str]] = (),
        to_judge: bool = False,
        left: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.to_judge, self.budget_left = to_judge, left
        if not left or (self.data or self.initial).get("decline_reason") != DeclineReason.NO_MONEY:
            del self.fields["sure"]
        for key, sentence in to_explain:
            label = _("Your explanation: %(sentence)s") % {"sentence": sentence}
            field = TextField(label=label, help_text=_("If you confirm."), required=False, widget=long_text(2))
            field.unmarked = True  # type: ignore[attr-defined]
            self.fields[MOTIVATION + key] = field
        self.order_fields(["choice", *(bound.name for bound in self.to_explain), "decline_reason", "sure", "reason"])
        helps: dict[Any, Any] = {
            DecisionKind.CONFIRM.value: explains,
            DecisionKind.RETURN.value: _("The actor gets your question and can answer it."),
            DecisionKind.DECLINE.value: _("The actor gets your reason, and can ask again if things change."),
        }
        offered = [(value, label) for value, label in CHOICES if not (stopped and value == DecisionKind.CONFIRM)]
        choice = self.fields["choice"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = explained(offered, helps)
        if not (stopped or to_judge or to_explain):
            choice.initial = DecisionKind.CONFIRM.value
        self.fields["decline_reason"].unmarked = True  # type: ignore[attr-defined]
        self.fields["reason"].unmarked = True  # type: ignore[attr-defined]
        if to_judge:
            told = self.fields["reason"].help_text
            self.fields["reason"].help_text = f"{_('If you confirm: why all the same?')} {told}"

    def clean(self) -> dict[str, Any]:
        """A question needs words, a no needs its code and words."""
        data = super().clean()
        if data.get("choice") == DecisionKind.CONFIRM:
            for bound in self.to_explain:
                if not self._written(bound.name):
                    self.add_error(bound.name, _("Explain this, or ask the actor to."))
            if self.to_judge and not self._written():
                self.add_error("reason", why_nevertheless())
        if data.get("choice") == DecisionKind.RETURN and not self._written():
            self.add_error("reason", _t("Write what you need to know. The caseworker reads it."))
        if data.get("choice") == DecisionKind.DECLINE:
            if not data.get("decline_reason"):
                self.add_error("decline_reason", _t("Choose a reason."))
            if "sure" in self.fields and not data.get("sure"):
                asks = _("The budget covers it: %(left)s. Is that the reason? Tick that it is, or choose another.")
                self.add_error("sure", asks % {"left": self.budget_left})
            if not self._written():
                self.add_error("reason", _t("Write why. The actor reads it."))
        return data

    @property
    def to_explain(self) -> list[BoundField]:
        """The fields for warnings that the request does not explain."""
        return [self[name] for name in self.fields if name.startswith(MOTIVATION)]

    @property
    def motivations(self) -> dict[str, str]:
        """What is explained, by the key of its rule. Only after ``is_valid``."""
        return {bound.name.removeprefix(MOTIVATION): self.cleaned_data[bound.name] for bound in self.to_explain}

    def _written(self, name: str = "reason") -> bool:
        """Whether anything is written, also where the guard still asks about it."""
        return bool(str(self.data.get(name, "")).strip())
