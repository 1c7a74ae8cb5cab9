"""The list of requests."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from accounts.acts import Act, Role
from accounts.asks import Asked, asks
from cases.forms.admission_list import RequestFilter
from cases.selectors.admission_list import Wanted, actors_to_choose
from cases.selectors.admission_list import request_list as rows_of


@asks(Act.LIST_REQUESTS)
def request_list(request: Asked) -> HttpResponse:
    """An actor's own requests; for the office, all that were sent."""
    office = request.viewer.is_(Role.COORDINATOR)
    actors = actors_to_choose() if office else []
    form = RequestFilter(request.GET, states=RequestFilter.states_for(office=office), actors=actors)
    form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    older, newer = request.GET.get("older", ""), request.GET.get("newer", "")
    found = rows_of(request.viewer, Wanted(**chosen, older_than=older, newer_than=newer))
    here = reverse("request_list")

    def to(**more: str) -> str:
        query = urlencode({name: value for name, value in (chosen | more).items() if value})
        return f"{here}?{query}" if query else here

    labels = {name: dict(form.fields[name].choices) for name in chosen}  # type: ignore[attr-defined]
    context = {
        "rows": found.rows,
        "office": office,
        "filter": form,
        "chips": [(labels[name][value], to(**{name: ""})) for name, value in chosen.items()],
        "clear_url": here,
        "older_url": to(older=found.older_than) if found.older_than else "",
        "newer_url": to(newer=found.newer_than) if found.newer_than else "",
    }
    return render(request, "cases/admission/list.html", context)
