"""Several answers from a long list, such as countries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms


class Several(forms.SelectMultiple):
    """One select box below the other, the last ones empty: works with a keyboard, on a phone and without a script."""

    template_name = "django/forms/widgets/several.html"

    def __init__(self, *, least: int = 2, most: int = 8) -> None:
        super().__init__()
        self.least, self.most = least, most

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """``boxes``: for each box the choices with the chosen one marked."""
        context = super().get_context(name, None, attrs)
        chosen = [one for one in value or () if one]
        shown = min(max(len(chosen) + 1, self.least), self.most)
        chosen += [""] * (shown - len(chosen))
        context["widget"]["boxes"] = [self._box(name, place, one) for place, one in enumerate(chosen)]
        return context

    def _box(self, name: str, place: int, chosen: str) -> dict[str, Any]:
        return {"number": place + 1, "groups": self.optgroups(name, [chosen])}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """What was chosen, without the empty boxes and without the same twice."""
        found = super().value_from_datadict(data, files, name) or []
        return list(dict.fromkeys(one for one in found if one))


class SeveralField(forms.MultipleChoiceField):
    """Several of a long list. ``offers`` gives the list, in the language of the page."""

    def __init__(self, *, offers: Callable[[], Any], least: int = 2, most: int = 8, **kwargs: Any) -> None:
        widget = Several(least=least, most=most)
        super().__init__(choices=lambda: [("", "–"), *offers()], required=False, widget=widget, **kwargs)
        self.widget.use_fieldset = True
