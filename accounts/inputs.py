"""Fields that forms of every floor share: choices with an explanation, ISO days, years, amounts in SEK, texts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.clock import years_from_today

YEARS = 5
"""A day further from today than this is a slip of the pen, unless its field says otherwise."""
TEXT_LENGTH = 6000
"""So many characters a long text may have, unless its field says otherwise."""


def whole_number(text: str, *, most: int) -> int | None:
    """A number from 0 to ``most``, from what a request or a draft holds; None where it is no such number.

    Signs that only look like digits ("²") are none, and no text is too long to be asked about.
    """
    digits = text.strip()
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > len(str(most)):
        return None
    return int(digits) if int(digits) <= most else None


class Explained:
    """A choice's label with one line under it. Both may be lazy translations."""

    def __init__(self, label: Any, help: Any = "") -> None:
        self.label = label
        self.help = help

    def __str__(self) -> str:
        return str(self.label)


def explained(choices: list[tuple[Any, Any]], helps: dict[Any, Any]) -> list[tuple[Any, Any]]:
    """Choices whose labels carry the explanation that ``helps`` has for their value."""
    return [(value, Explained(label, helps[value]) if value in helps else label) for value, label in choices]


class DayInput(forms.DateInput):
    """The browser's own date field; its value is ISO in every language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """As text where what was typed is no day: the browser's date field would drop it."""
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if shown and not _is_day(shown):
            context["widget"]["type"] = "text"
            context["widget"]["attrs"]["class"] = "short"
        return context


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


class DayField(forms.DateField):
    """A calendar day, picked or typed as 2026-03-26."""

    widget = DayInput
    input_formats = ["%Y-%m-%d", "%Y%m%d"]
    default_error_messages = {
        "required": _("Choose a date."),
        "invalid": _("There is no such date. Write it like 2026-03-26."),
        "back": _("The date is more than %(years)s years ago. Check the year."),
        "ahead": _("The date is more than %(years)s years ahead. Check the year."),
    }

    def __init__(self, *, years_back: int = YEARS, years_ahead: int = YEARS, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.years = {"back": years_back, "ahead": years_ahead}

    def validate(self, value: Any) -> None:
        """Near today: a date that nobody can have meant would be counted on from."""
        super().validate(value)
        if value is None:
            return
        years = years_from_today(value)
        side = "back" if years < -self.years["back"] else "ahead" if years > self.years["ahead"] else ""
        if side:
            raise forms.ValidationError(self.error_messages[side], code=side, params={"years": self.years[side]})


class BirthYearField(forms.IntegerField):
    """The year somebody was born, with four digits; whether it can be right is for the service to say."""

    default_error_messages = dict.fromkeys(("invalid", "min_value", "max_value"), _("Write the year with four digits."))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1000, max_value=9999, widget=_short_number(), **kwargs)


class DaysField(forms.IntegerField):
    """A number of days: at least one, at most a year."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=366, widget=_short_number(), **kwargs)


def _short_number() -> forms.NumberInput:
    return forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"})


class TextField(forms.CharField):
    """Free text. What is too long stands there whole, with how much too long it is: the browser cuts nothing."""

    def __init__(self, *, longest: int = TEXT_LENGTH, **kwargs: Any) -> None:
        # Not as ``max_length``: with that a browser drops the end of what is pasted without a word.
        self.longest = longest
        super().__init__(**kwargs)

    def run_validators(self, value: Any) -> None:
        """No longer than it may be."""
        super().run_validators(value)
        if sentence := too_long(value, self.longest):
            raise forms.ValidationError(sentence, code="too_long")


def too_long(text: str, most: int = TEXT_LENGTH) -> str:
    """How many characters a text is too long, as a sentence; empty where it is not. A line break is one character."""
    over = len(text.replace("\r\n", "\n")) - most
    words = ngettext(
        "%(n)s character too many. At most %(most)s can be sent.",
        "%(n)s characters too many. At most %(most)s can be sent.",
        over,
    )
    return words % {"n": over, "most": most} if over > 0 else ""


class MoneyField(forms.DecimalField):
    """An amount in SEK. Spaces between the thousands are fine."""

    default_error_messages = {"required": _("Fill in an amount."), "invalid": _("Write the amount in digits.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_digits", 10)
        kwargs.setdefault("decimal_places", 2)
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "money short", "inputmode": "decimal"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Kronor without empty öre, and öre as the language writes them: ``1450``, ``1450,50``."""
        if isinstance(value, Decimal):
            return number_format(value, 0 if value == value.to_integral_value() else 2)
        return value

    def to_python(self, value: Any) -> Any:
        """A Decimal, also from ``12 500,50 kr``."""
        if isinstance(value, str):
            value = value.replace("kr", "").replace(" ", "").replace("\u00a0", "").replace(",", ".")
        return super().to_python(value)


def long_text(rows: int = 4, limit: int | None = None, **attrs: Any) -> forms.Textarea:
    """A text area. ``limit``: characters that are counted down beside it; the browser never cuts what is pasted."""
    return forms.Textarea(attrs={"rows": rows, **({"limit": limit} if limit else {}), **attrs})


def inline_choice(**attrs: Any) -> forms.RadioSelect:
    """Radio buttons side by side: for two or three short answers."""
    return forms.RadioSelect(attrs={"layout": "inline", **attrs})


def checks(columns: int = 1, **attrs: Any) -> forms.CheckboxSelectMultiple:
    """Check boxes, in two columns where the screen has room."""
    return forms.CheckboxSelectMultiple(attrs={"columns": str(columns), **attrs} if columns > 1 else attrs)
