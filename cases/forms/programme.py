"""The forms by which a coordinator writes a programme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField, MoneyField, inline_choice
from cases.models.choices import ForWhom, Level
from cases.services.catalogue import Listed
from cases.services.programme import MOST_REMIND_DAYS, MOST_REMINDERS, MOST_UNMET_DAYS, Named

YEARS = 20
_YES_NO = (("yes", _("yes")), ("no", _("no")))


class NamedForm(forms.Form):
    """What the programme is called, its days, and who pays."""

    use_required_attribute = False
    name_sv = forms.CharField(
        label=_("Name in Swedish"), max_length=120, error_messages={"required": _("Write a name.")}
    )
    name_en = forms.CharField(
        label=_("Name in English"), max_length=120, error_messages={"required": _("Write a name.")}
    )
    valid_from = DayField(label=_("First day"), years_back=YEARS, years_ahead=YEARS)
    valid_to = DayField(label=_("Last day"), years_back=YEARS, years_ahead=YEARS)
    funder = forms.CharField(label=_("Funder"), max_length=120, required=False)

    def named(self) -> Named:
        """What is said, for the service."""
        return Named(**self.cleaned_data)


class _Days(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"})
        super().__init__(**{"required": False, "min_value": 1, "max_value": 3660, "widget": widget, **kwargs})


class _YesNo(forms.TypedChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_YES_NO, coerce=lambda said: said == "yes", widget=inline_choice(), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ("yes" if value else "no") if isinstance(value, bool) else value


class RemindField(forms.CharField):
    """Numbers of days with commas between, at most a year and so many of them; a list of whole numbers, the largest
    first."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The numbers. Anything else is refused."""
        parts = [part.strip() for part in str(value or "").split(",") if part.strip()]
        if any(not (part.isascii() and part.isdecimal()) for part in parts):
            raise forms.ValidationError(_("Write numbers of days with commas between, like 7, 1, 0."))
        if any(len(part) > 5 or int(part) > MOST_REMIND_DAYS for part in parts):
            raise forms.ValidationError(_("Write at most %(most)s days before."), params={"most": MOST_REMIND_DAYS})
        days = {int(part) for part in parts}
        if len(days) > MOST_REMINDERS:
            raise forms.ValidationError(_("Write at most %(most)s numbers of days."), params={"most": MOST_REMINDERS})
        return sorted(days, reverse=True)


class RuleForm(forms.Form):
    """What the programme says about one kind. Every field of the table in domain §3."""

    use_required_attribute = False
    name_sv = forms.CharField(
        label=_("Name in Swedish"), max_length=80, error_messages={"required": _("Write a name.")}
    )
    name_en = forms.CharField(
        label=_("Name in English"), max_length=80, error_messages={"required": _("Write a name.")}
    )
    max_days_per_period = _Days(label=_("Days in a period, at most"), help_text=_("Empty: no limit of its own."))
    max_periods = _Days(
        label=_("Periods in a case, at most"), help_text=_("The first one counts. More than one: it can be renewed.")
    )
    max_days_total = _Days(label=_("Days in a case, at most"), help_text=_("Empty: no limit of its own."))
    start_before_request_days = _Days(
        label=_("So many days before the request the first day may lie"),
        required=True,
        min_value=0,
        initial=0,
        error_messages={"required": _("Write a number of days; 0 for none.")},
    )
    day_rate = MoneyField(label=_("Amount per day (SEK)"), required=False)
    child_supplement = _YesNo(label=_("Is there a child supplement?"))
    child_supplement_abroad = _YesNo(label=_("Also for a child abroad?"))
    child_day_rate = MoneyField(label=_("Amount per child and day (SEK)"), required=False)
    outside_mmm = forms.ChoiceField(
        label=_("Where society gives the protection"), choices=Level.choices, widget=inline_choice()
    )
    outside_return_programme = forms.ChoiceField(
        label=_("In the state's return programme"), choices=Level.choices, widget=inline_choice()
    )
    before_police_report = forms.ChoiceField(
        label=_("After a police report"), choices=Level.choices, widget=inline_choice()
    )
    catalogue_item = _YesNo(label=_("Is it only for what stands on the programme's list?"))
    three_tests = _YesNo(label=_("Are the three tests asked for?"))
    remind_before_end = RemindField(
        label=_("Reminders, days before the end"), help_text=_("With commas between, like 7, 1, 0."), required=False
    )
    report_back_days = _Days(label=_("Reported back within so many days after the end"))


class DayOfRulesForm(forms.Form):
    """The rules of which day?"""

    use_required_attribute = False
    on = DayField(label=_("The rules on the day"), required=False, years_back=YEARS, years_ahead=YEARS)


class ItemForm(forms.Form):
    """Something on the programme's list."""

    use_required_attribute = False
    name_sv = forms.CharField(
        label=_("Name in Swedish"), max_length=120, error_messages={"required": _("Write a name.")}
    )
    name_en = forms.CharField(
        label=_("Name in English"), max_length=120, error_messages={"required": _("Write a name.")}
    )
    right = forms.ChoiceField(label=_("Which right does it meet?"), required=False)
    for_whom = forms.ChoiceField(label=_("Whom can it be for?"), choices=ForWhom.choices, widget=forms.RadioSelect)
    is_return = _YesNo(label=_("Is it a journey home?"))
    max_amount = MoneyField(
        label=_("At most, for one intervention (SEK)"), required=False, help_text=_("Empty: no cap."), max_digits=9
    )

    def __init__(self, *args: Any, rights: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["right"].choices = [("", _("none of them by itself")), *rights]  # type: ignore[attr-defined]

    def listed(self) -> Listed:
        """What is said, for the service."""
        return Listed(**self.cleaned_data)


class CloseForm(forms.Form):
    """From which day can nobody apply for it?"""

    use_required_attribute = False
    on = DayField(label=_("Nobody can apply for it from"), years_ahead=YEARS)


class UnmetDaysForm(forms.Form):
    """How many days a need of each right may go unmet. ``rights``: (code, name)."""

    use_required_attribute = False

    def __init__(self, *args: Any, rights: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        required = {"required": _("Write a number of days; 0 for none.")}
        for code, name in rights:
            self.fields[code] = _Days(
                label=name, required=True, min_value=0, max_value=MOST_UNMET_DAYS, error_messages=required
            )


class RemindDaysForm(forms.Form):
    """On which days before each kind of deadline people are told. ``kinds``: (key, what is told of)."""

    use_required_attribute = False

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, name in kinds:
            self.fields[key] = RemindField(
                label=name,
                error_messages={"required": _("Write at least one number of days before.")},
            )
