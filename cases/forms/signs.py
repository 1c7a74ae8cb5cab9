"""Signs with one answer of four each, for every form that asks about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms as f
from django.utils.translation import gettext_lazy as _

from cases.forms.identification import SIGN
from cases.models.choices import Seen
from cases.selectors.identification import IndicatorGroup, Sign


class WithSigns(f.Form):
    """``known_before``: how each sign is known already, by its code; what is posted replaces all of it."""

    indicators = f.MultipleChoiceField(label=_("Signs"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        groups: tuple[IndicatorGroup, ...],
        known_before: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.groups, self.known_before = groups, known_before or {}
        signs = [(sign.code, sign.text) for group in groups for sign in group.rows]
        cast("f.ChoiceField", self.fields["indicators"]).choices = signs

    def indicator_rows(self) -> list[tuple[IndicatorGroup, list[tuple[Sign, str]], int]]:
        """Each group with its signs and how each is known (empty: not asked), and how many are known."""
        known, found = self.known(), []
        for group in self.groups:
            rows = [(sign, known.get(sign.code, "")) for sign in group.rows]
            found.append((group, rows, sum(bool(how) for _sign, how in rows)))
        return found

    def known(self) -> dict[str, str]:
        """How each sign is known, by its code; those that nobody asked about are not there."""
        if not self.is_bound:
            return dict(self.known_before)
        codes = [sign.code for group in self.groups for sign in group.rows]
        return {code: str(self.data[SIGN + code]) for code in codes if self.data.get(SIGN + code)}

    def clean(self) -> dict[str, Any]:
        """Each sign is known in one of the ways that can be chosen."""
        data = super().clean() or {}
        if not set(self.known().values()) <= set(Seen.values):
            self.add_error("indicators", _("Say of each sign how you know it, or that nobody asked."))
        return data
