"""The timeline of one person, cut by what it is about and by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from cases.models import Person
from cases.selectors.entry import Cut, Entry, Subject, cut
from cases.selectors.person import banner, timeline
from nsp.desk.links import address
from nsp.desk.views.person import tabs_of


class TimelineFilter(forms.Form):
    """What a timeline can be cut by; only what there are lines of is offered."""

    use_required_attribute = False

    about = forms.ChoiceField(label=_("About"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    ahead = forms.BooleanField(label=_("Only what is to come"), required=False)

    def __init__(self, data: Any, entries: Sequence[Entry]) -> None:
        super().__init__(data)
        about = [(s.value, str(s.label).capitalize()) for s in Subject if any(e.subject == s for e in entries)]
        years = sorted({entry.on.year for entry in entries}, reverse=True)
        self.fields["about"].choices = [("", _("Everything")), *about]  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", _("All")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.unmarked = True  # type: ignore[attr-defined]

    def wanted(self) -> Cut:
        """The cut; an answer that is not offered is left out."""
        self.is_valid()
        return Cut(**{name: value for name, value in self.cleaned_data.items() if value})


@asks(Act.SEE_PERSON, of=Person, ref="code")
@require_safe
def person_timeline(request: Asked, code: str) -> HttpResponse:
    """Everything in one order, or a part of it."""
    assert request.about
    today = clock.today()
    entries = timeline(request.viewer, request.about.ref, on=today)
    form = TimelineFilter(request.GET, entries)
    wanted = form.wanted()
    top = banner(request.viewer, request.about.ref, on=today)
    context = {
        "banner": top,
        "tabs": tabs_of(top, "person_timeline"),
        "filter": form,
        "years": _by_year(cut(entries, wanted)),
        **_chips(request.about.ref, wanted),
    }
    return render(request, "desk/person_timeline.html", context)


def _by_year(entries: Sequence[Entry]) -> list[tuple[int, list[dict[str, Any]]]]:
    """Newest first, the lines of each year together."""
    found: dict[int, list[dict[str, Any]]] = {}
    for entry in entries:
        found.setdefault(entry.on.year, []).append(asdict(entry) | {"url": address(entry.link)})
    return list(found.items())


def _chips(code: str, wanted: Cut) -> dict[str, Any]:
    here = reverse("person_timeline", args=[code])
    said = {name: value for name, value in asdict(wanted).items() if value}
    words = {
        "about": str(Subject(wanted.about).label).capitalize() if wanted.about else "",
        "year": str(wanted.year),
        "ahead": _("Only what is to come"),
    }

    def without(name: str) -> str:
        rest = urlencode({other: "on" if value is True else value for other, value in said.items() if other != name})
        return f"{here}?{rest}" if rest else here

    return {"chips": [(words[name], without(name)) for name in said], "clear_url": here}
