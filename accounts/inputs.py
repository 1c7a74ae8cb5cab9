"""Fields that forms of every floor share: choices with an explanation, ISO days, amounts in SEK, long text."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


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
    }


class MoneyField(forms.DecimalField):
    """An amount in SEK. Spaces between the thousands are fine."""

    default_error_messages = {"required": _("Fill in an amount."), "invalid": _("Write the amount in digits.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_digits", 10)
        kwargs.setdefault("decimal_places", 2)
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "money short", "inputmode": "decimal"}))
        super().__init__(**kwargs)

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
