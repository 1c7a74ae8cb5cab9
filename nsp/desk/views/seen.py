"""Who has seen a person."""

from __future__ import annotations

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
from accounts.inputs import DayField
from accounts.words import day_words
from cases.models import Person
from cases.selectors.person import banner
from nsp.desk.selectors.seen import Seen, Wanted, seen_by
from nsp.desk.views.person import tabs_of


class SeenFilter(forms.Form):
    """By day, by whom, and only those outside the actor."""

    use_required_attribute = False

    on = DayField(label=_("Day"), required=False)
    who = forms.CharField(label=_("Who"), required=False)
    outside = forms.BooleanField(label=_("Only outside the responsible actor"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.unmarked = True  # type: ignore[attr-defined]

    def offer(self, people: tuple[tuple[str, str], ...]) -> None:
        """Whom there is to choose among."""
        self.fields["who"].widget = forms.Select(choices=[("", _("All")), *people])


@asks(Act.SEE_SEEN, of=Person, ref="code")
@require_safe
def person_seen(request: Asked, code: str) -> HttpResponse:
    """Everybody who has opened something about the person, or was refused it."""
    assert request.about
    form = SeenFilter(request.GET)
    form.is_valid()
    said = {name: value for name, value in form.cleaned_data.items() if value}
    wanted = Wanted(**said, older=request.GET.get("older", ""), newer=request.GET.get("newer", ""))
    found = seen_by(request.about.ref, wanted)
    form.offer(found.people)
    top = banner(request.viewer, request.about.ref, on=clock.today())
    context = {"banner": top, "tabs": tabs_of(top, "person_seen"), "filter": form, "found": found}
    return render(request, "desk/person_seen.html", context | _addresses(request.about.ref, said, found))


def _addresses(code: str, said: dict[str, Any], found: Seen) -> dict[str, Any]:
    here = reverse("person_seen", args=[code])

    def to(**more: object) -> str:
        query = urlencode({name: value for name, value in (said | more).items() if value})
        return f"{here}?{query}" if query else here

    words = {
        "on": day_words(said["on"]) if "on" in said else "",
        "who": dict(found.people).get(said.get("who", ""), _("nobody here")),
        "outside": _("Only outside the responsible actor"),
    }
    return {
        "chips": [(words[name], to(**{name: ""})) for name in said],
        "clear_url": here,
        "older_url": to(older=found.older) if found.older else "",
        "newer_url": to(newer=found.newer) if found.newer else "",
        "each": "on" in said,
    }
