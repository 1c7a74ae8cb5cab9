"""The form in which a coordinator decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.inputs import DayField, MoneyField, TextField, explained, inline_choice, long_text
from accounts.words import day_words, money_words
from cases.forms.admission import MOTIVATION
from cases.forms.guarded import GuardedForm
from cases.models.admission import DecisionKind
from cases.models.choices import DeclineReason, NeedLevel
from cases.periods import Period
from cases.services.decision import no_such_night, too_much, why_less, why_nevertheless

CHOICES = (
    (DecisionKind.CONFIRM.value, _("Confirm admission")),
    (DecisionKind.RETURN.value, _("Ask for more information")),
    (DecisionKind.WAIT.value, _("Let it wait for money")),
    (DecisionKind.DECLINE.value, _("Decline")),
)


def choices_for(*, is_further: bool) -> tuple[tuple[str, Any], ...]:
    """What can be decided, in words: a further intervention is granted, an admission confirmed."""
    grant = (DecisionKind.CONFIRM.value, pgettext_lazy("decision", "Grant"))
    return (grant, *CHOICES[1:]) if is_further else CHOICES


@dataclass(frozen=True)
class Decidable:
    """What the form has to know of the request, besides what is typed.

    ``stopped``: a rule says stop, so confirming is not among the choices. ``explains``: what confirming does.
    ``to_explain``: (key of a rule, what it says) for each warning that came up after sending: whoever confirms
    explains it. ``to_judge``: the actor explains a warning: whoever confirms says why all the same. ``left``: what the
    budget has left where it covers the request, in words: whoever declines for lack of money is asked again.
    ``amount``: SEK asked for of an item; ``waits``: it stands on the waiting list already; ``nights``: the days on
    which a bed was given.
    """

    stopped: bool = False
    explains: str = ""
    to_explain: Sequence[tuple[str, str]] = ()
    to_judge: bool = False
    left: str = ""
    is_further: bool = False
    amount: Decimal | None = None
    waits: bool = False
    nights: Period | None = None


class DecideForm(GuardedForm):
    """What is decided, and why."""

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
    amount = MoneyField(
        label=_("Granted sum, SEK"), required=False, min_value=Decimal("0.01"), max_digits=9, decimal_places=2
    )
    need_level = forms.ChoiceField(
        label=_("How pressing is the need?"),
        choices=NeedLevel.choices,
        required=False,
        widget=inline_choice(),
    )
    paid_until = DayField(label=_("Pay what was given until and including"), required=False)
    reason = TextField(
        label=_("Your reason, or your question"),
        help_text=_("Read by the actor, and by whoever reviews the decision."),
        required=False,
        longest=4000,
        widget=long_text(4),
    )

    def __init__(self, *args: Any, about: Decidable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about, self.to_judge, self.budget_left = about, about.to_judge, about.left
        if not about.left or (self.data or self.initial).get("decline_reason") != DeclineReason.NO_MONEY:
            del self.fields["sure"]
        told = _("If you grant it.") if about.is_further else _("If you confirm.")
        for key, sentence in about.to_explain:
            label = _("Your explanation: %(sentence)s") % {"sentence": sentence}
            self.fields[MOTIVATION + key] = TextField(label=label, help_text=told, required=False, widget=long_text(2))
        self._sums_and_days(about)
        explained_ones = (bound.name for bound in self.to_explain)
        self.order_fields(["choice", *explained_ones, "amount", "need_level", "decline_reason", "sure", "reason"])
        choice = self.fields["choice"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = self._choices(about)
        if not (about.stopped or about.to_judge or about.to_explain or about.waits):
            choice.initial = DecisionKind.CONFIRM.value
        for name in self.fields.keys() - {"choice"}:
            self.fields[name].unmarked = True  # type: ignore[attr-defined]
        if about.to_judge:
            confirms, grants = _("If you confirm: why all the same?"), _("If you grant it: why all the same?")
            reads = self.fields["reason"].help_text
            self.fields["reason"].help_text = f"{grants if about.is_further else confirms} {reads}"

    def _sums_and_days(self, about: Decidable) -> None:
        """Only where an item has a sum, and where a bed was given before anybody decided."""
        if about.amount is None:
            del self.fields["amount"]
        else:
            self.fields["amount"].initial = about.amount
            self.fields["amount"].help_text = _("Asked for: %(sum)s. Granting less needs a reason.") % {
                "sum": money_words(about.amount)
            }
        if about.nights is None:
            del self.fields["paid_until"]
        else:
            given = {"first": day_words(about.nights.start), "last": day_words(about.nights.last)}
            self.fields["paid_until"].help_text = (
                _("A place was given from %(first)s. Leave it empty, and none of it is paid; at most until %(last)s.")
                % given
            )
            self.fields["paid_until"].widget.attrs |= {
                "min": about.nights.start.isoformat(),
                "max": about.nights.last.isoformat(),
            }

    def _choices(self, about: Decidable) -> list[tuple[Any, Any]]:
        helps: dict[Any, Any] = {
            DecisionKind.CONFIRM.value: about.explains,
            DecisionKind.RETURN.value: _("The actor gets your question and can answer it."),
            DecisionKind.WAIT.value: _("It stands on the waiting list, by need, until there is money."),
            DecisionKind.DECLINE.value: _("The actor gets your reason, and can ask again if things change."),
        }
        offered = choices_for(is_further=about.is_further)
        if about.waits:
            again = _("Let it wait on, with another level of need")
            offered = tuple((value, again if value == DecisionKind.WAIT else label) for value, label in offered)
        kept = [(value, label) for value, label in offered if not (about.stopped and value == DecisionKind.CONFIRM)]
        return explained(kept, helps)

    def clean(self) -> dict[str, Any]:
        """A question needs words, a no its code and words, waiting its level and words."""
        data = super().clean()
        checks = {
            DecisionKind.CONFIRM.value: self._check_confirm,
            DecisionKind.RETURN.value: self._check_return,
            DecisionKind.WAIT.value: self._check_wait,
            DecisionKind.DECLINE.value: self._check_decline,
        }
        if data.get("choice") in checks:
            checks[data["choice"]](data)
        return data

    def _check_confirm(self, data: dict[str, Any]) -> None:
        for bound in self.to_explain:
            if not self._written(bound.name):
                self.add_error(bound.name, _("Explain this, or ask the actor to."))
        if self.to_judge and not self._written():
            self.add_error("reason", why_nevertheless(is_further=self.about.is_further))
        self._check_amount(data)

    def _check_return(self, data: dict[str, Any]) -> None:
        if not self._written():
            self.add_error("reason", _t("Write what you need to know. The caseworker reads it."))

    def _check_wait(self, data: dict[str, Any]) -> None:
        if not data.get("need_level"):
            self.add_error("need_level", _t("Choose how pressing the need is."))
        if not self._written():
            self.add_error("reason", _t("Write why. The actor reads it."))

    def _check_decline(self, data: dict[str, Any]) -> None:
        if not data.get("decline_reason"):
            self.add_error("decline_reason", _t("Choose a reason."))
        if "sure" in self.fields and not data.get("sure"):
            asks = _("The budget covers it: %(left)s. Is that the reason? Tick that it is, or choose another.")
            self.add_error("sure", asks % {"left": self.budget_left})
        if not self._written():
            self.add_error("reason", _t("Write why. The actor reads it."))
        until, nights = data.get("paid_until"), self.about.nights
        if until and nights and until not in nights:
            self.add_error("paid_until", no_such_night())

    def _check_amount(self, data: dict[str, Any]) -> None:
        asked, granted = self.about.amount, data.get("amount")
        if asked is None or granted is None:
            return
        if not 0 < granted <= asked:
            self.add_error("amount", too_much(asked))
        elif granted < asked and not self._written():
            self.add_error("reason", why_less())

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
