"""The forms of reporting back: the actor's report with its costs, and what a coordinator says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.inputs import DayField, MoneyField, TextField, long_text, whole_number
from cases.forms.guarded import GuardedForm
from cases.granted import Granted
from cases.services.report_back import MOST_COSTS, VOUCHER, Reported, voucher_number
from funding.models import CostOf, CutReason
from funding.selectors.claims import Row
from funding.services.claims import Cut, Spent

COUNT = "costs"
EMPTY_ROWS = 3
TEXT_LENGTH = 4000
_CELLS = ("what", "amount", "voucher", "on")
_CHOICES = [(kind.value, kind.label) for kind in (CostOf.ITEM, CostOf.TRAVEL, CostOf.INTERPRETER, CostOf.OTHER)]


class ReportForm(GuardedForm):
    """Days as they were given, costs row by row, a note. Rows in which nothing stands are left out."""

    answer = TextField(label=_("Your answer"), longest=TEXT_LENGTH, widget=long_text(3), required=False)
    days = forms.IntegerField(
        label=_("Days and nights that the person had the place"),
        min_value=0,
        max_value=9999,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        required=False,
    )
    note = TextField(
        label=_("Something that the coordinator should know?"),
        help_text=_("No names, addresses or phone numbers. Sealed under the person's own key."),
        longest=TEXT_LENGTH,
        widget=long_text(3),
        required=False,
    )

    def __init__(self, data: Any = None, *, what: Granted, asked: bool = False, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.what, given = what, data if data is not None else initial or {}
        self.rows = min(whole_number(str(given.get(COUNT, "")), most=99) or EMPTY_ROWS, MOST_COSTS)
        if not asked:
            del self.fields["answer"]
        else:
            self.fields["answer"].unmarked = True  # type: ignore[attr-defined]
        if what.own is None:
            del self.fields["days"]
        else:
            self.fields["days"].help_text = _("At most %(days)s, as granted.") % {"days": what.own.days}
            self.fields["days"].unmarked = True  # type: ignore[attr-defined]
        for part in what.children:
            self.fields[f"child-{part.key}"] = _days_of_child(part.words, part.days)
        for n in range(self.rows if what.amount is not None else 0):
            self.fields |= {f"cost-{n}-{name}": field for name, field in _cells().items()}

    @property
    def children(self) -> list[BoundField]:
        """The days of each child."""
        return [self[f"child-{part.key}"] for part in self.what.children]

    @property
    def costs(self) -> list[list[BoundField]]:
        """The cells of each row for a cost."""
        number = self.rows if self.what.amount is not None else 0
        return [[self[f"cost-{n}-{name}"] for name in _CELLS] for n in range(number)]

    def clean(self) -> dict[str, Any]:
        """A row in which something stands has to be whole."""
        data = super().clean() or {}
        for n in self._used():
            for name, sentence in _MISSING.items():
                if f"cost-{n}-{name}" not in self.errors and data.get(f"cost-{n}-{name}") in (None, ""):
                    self.add_error(f"cost-{n}-{name}", sentence)
        return data

    def _used(self) -> list[int]:
        number = self.rows if self.what.amount is not None else 0
        return [n for n in range(number) if any(self.data.get(f"cost-{n}-{name}", "").strip() for name in _CELLS[1:])]

    def reported(self) -> Reported:
        """What is said, once the form is valid."""
        said = self.cleaned_data
        return Reported(
            days=said.get("days"),
            children={part.key: said.get(f"child-{part.key}") or 0 for part in self.what.children},
            costs=tuple(Spent(*(said[f"cost-{n}-{name}"] for name in _CELLS)) for n in self._used()),
            note=said.get("note", ""),
            answer=said.get("answer", ""),
        )

    def refuse(self, fields: Mapping[str, str | Sequence[str]]) -> None:
        """Put what a service said beside the fields; it numbers the costs without the empty rows."""
        used = self._used()
        for name, sentence in fields.items():
            place = name.split("-")
            if place[0] == "cost":
                name = f"cost-{used[int(place[1])]}-{place[2]}"
            self.add_error(name if name in self.fields else None, sentence)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Everything that was posted, to be carried past the summary."""
        kept = [name for name in self.data if name not in ("csrfmiddlewaretoken", "go")]
        return [(name, value) for name in kept for value in self._posted(name)]


_MISSING = {
    "amount": _("Write what it cost."),
    "voucher": _("Write the voucher's number."),
    "on": _("Choose the voucher's day."),
}


def _cells() -> dict[str, forms.Field]:
    return {
        "what": forms.ChoiceField(label=pgettext_lazy("cost", "What"), choices=_CHOICES, required=False),
        "amount": MoneyField(label=_("Sum, kr"), required=False),
        "voucher": _VoucherField(label=_("Voucher number"), required=False),
        "on": DayField(label=_("Day of the voucher"), required=False),
    }


class _VoucherField(forms.CharField):
    """A number in the actor's own bookkeeping, like 214 or A-214."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> str:
        """The number as it is kept."""
        number = voucher_number(super().clean(value))
        if number and not VOUCHER.fullmatch(number):
            raise forms.ValidationError(_("Write the voucher's number, like 214 or A-214."))
        return number


def _days_of_child(words: str, days: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Days with supplement: child, %(who)s") % {"who": words},
        help_text=_("At most %(days)s, as granted.") % {"days": days},
        min_value=0,
        max_value=9999,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        required=False,
    )


APPROVE, ASK = "approve", "ask"


class DecideClaimForm(GuardedForm):
    """Approve, with a cut of any row, or ask. ``words``: the question, or why something is cut."""

    choice = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[(APPROVE, _("Approve")), (ASK, _("Ask the actor something"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    words = TextField(
        label=_("Your question, or why you cut"),
        help_text=_("The actor reads it. Not needed where you approve all of it."),
        longest=TEXT_LENGTH,
        widget=long_text(3),
        required=False,
    )

    def __init__(self, data: Any = None, *, rows: Sequence[Row], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["words"].unmarked = True  # type: ignore[attr-defined]
        self.row_ids = [row.id for row in rows]
        for row in rows:
            self.fields[f"cut-{row.id}"] = MoneyField(label=_("Cut, kr"), required=False)
            reasons = [("", _("no reason chosen")), *CutReason.choices]
            self.fields[f"why-{row.id}"] = forms.ChoiceField(label=_("Why"), choices=reasons, required=False)

    @property
    def cuts(self) -> dict[UUID, Cut]:
        """What is cut, by row."""
        said = self.cleaned_data
        amounts = {pk: said.get(f"cut-{pk}") or Decimal(0) for pk in self.row_ids}
        return {pk: Cut(amount, said.get(f"why-{pk}", "")) for pk, amount in amounts.items() if amount}

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Everything that was posted, to be carried past the summary."""
        kept = [name for name in self.data if name not in ("csrfmiddlewaretoken", "step")]
        return [(name, value) for name in kept for value in self._posted(name)]


class ReverseForm(GuardedForm):
    """Why an approval is taken back."""

    words = TextField(
        label=_("Why is it decided anew?"),
        help_text=_("The actor reads it."),
        longest=TEXT_LENGTH,
        widget=long_text(3),
        error_messages={"required": _("Write why. The actor reads it.")},
    )


class PapersForm(forms.Form):
    """When the papers were seen."""

    on = DayField(label=_("On which day did you see the papers?"))


class RepaidForm(forms.Form):
    """What an actor paid back, and when it came."""

    amount = MoneyField(label=_("What was paid back, kr"))
    on = DayField(label=_("On which day did it come?"))
