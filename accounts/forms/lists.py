"""The form above a list, made from the list's own declaration; and what of it stands in addresses and is saved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.errors import Invalid
from accounts.inputs import DayField
from accounts.lists import Listing, Wanted
from accounts.viewer import Viewer
from accounts.words import day_words

LONGEST_PLACE = 16
SHOWN = 4
"""So many filters stand above a list; what is more is folded."""


class FilterForm(forms.Form):
    """The filters of a list that the viewer has. What makes no sense is left out, on a page; an API refuses it."""

    use_required_attribute = False

    def __init__(self, data: Any, *, listing: Listing, viewer: Viewer) -> None:
        super().__init__(data)
        self.listing = listing
        self.chips_of_days = {one.name: one.chip for one in listing.filters if one.is_day}
        for one, choices in listing.offered(viewer):
            self.fields[one.name] = _field(one.label, choices, is_day=one.is_day)
        self.is_valid()

    @property
    def first(self) -> list[forms.BoundField]:
        """The filters that always stand there."""
        return list(self)[:SHOWN]

    @property
    def more(self) -> list[forms.BoundField]:
        """Those that are folded away."""
        return list(self)[SHOWN:]

    @property
    def more_is_open(self) -> bool:
        """Whether one of the folded ones is on, or says something that makes no sense."""
        return any(field.name in self.chosen or field.errors for field in self.more)

    @property
    def chosen(self) -> dict[str, str]:
        """The codes of the filters that are on."""
        given = self.cleaned_data
        found = {name: given.get(name) for name in self.fields}
        return {name: v.isoformat() if isinstance(v, date) else str(v) for name, v in found.items() if v}

    def wanted(self) -> Wanted:
        """What the list is asked for."""
        return Wanted(self.chosen, *(str(self.data.get(side, ""))[:LONGEST_PLACE] for side in ("older", "newer")))

    def in_words(self) -> list[tuple[str, str]]:
        """(name, its value in words) of every filter that is on."""
        found = []
        for name, value in self.chosen.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                found.append((name, str(dict(field.choices)[value])))  # type: ignore[arg-type]
            else:
                found.append((name, str(self.chips_of_days[name]) % {"day": day_words(self.cleaned_data[name])}))
        return found

    def address(self, here: str, *, without: str = "", **more: str) -> str:
        """The list's address with the filters that are on; nothing that was searched for stands in it."""
        kept = {name: value for name, value in self.chosen.items() if name != without}
        query = urlencode(kept | {name: value for name, value in more.items() if value})
        return f"{here}?{query}" if query else here

    def around(self, here: str, *, older: str = "", newer: str = "") -> dict[str, Any]:
        """What the components above and below a list need: chips, and the ways to the pages beside this one."""
        return {
            "filters": self,
            "chips": [(words, self.address(here, without=name)) for name, words in self.in_words()],
            "clear_url": f"{here}?all=1",
            "older_url": self.address(here, older=older) if older else "",
            "newer_url": self.address(here, newer=newer) if newer else "",
        }


def _field(label: Any, choices: Any, *, is_day: bool) -> forms.Field:
    field: forms.Field = DayField(label=label, required=False, years_back=30) if is_day else forms.ChoiceField()
    if isinstance(field, forms.ChoiceField):
        field = forms.ChoiceField(label=label, required=False, choices=[("", _("All")), *choices])
    field.unmarked = True  # type: ignore[attr-defined]
    return field


def asked_for(data: Mapping[str, str], *, listing: Listing, viewer: Viewer) -> Wanted:
    """What a program asks a list for. Raises Invalid where a filter makes no sense: it would get too much back."""
    form = FilterForm(data, listing=listing, viewer=viewer)
    wrong = {name: str(errors[0]) for name, errors in form.errors.items()}
    strange = [one.name for one in listing.filters if data.get(one.name) and one.name not in form.fields]
    wrong |= {name: gettext("You do not have this filter.") for name in strange}
    if wrong:
        raise Invalid(wrong)
    return form.wanted()


def codes_that_hold(said: Mapping[str, str], *, listing: Listing, viewer: Viewer) -> dict[str, str]:
    """Of codes that were saved those that still say something: what a list no longer offers is left out."""
    return FilterForm(dict(said), listing=listing, viewer=viewer).chosen
