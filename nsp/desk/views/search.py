"""Search: what was typed comes by POST, since words about persons never stand in an address."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.acts import Act, Role
from accounts.asks import Asked, asks
from nsp.desk.selectors.actors import actors_named
from nsp.desk.selectors.search import search as found_for
from nsp.desk.selectors.search import suggestions


@asks(Act.SEARCH)
def search(request: Asked) -> HttpResponse:
    """A page of what was found; the way to the next page is a button that sends the words once more."""
    text = request.POST.get("q", "")
    places = {side: request.POST.get(side, "")[:16] for side in ("older", "newer")}
    paging = any(places.values())
    context = {
        "text": text.strip(),
        "found": found_for(request.viewer, text, on=clock.today(), **places),
        "actors": () if paging else actors_named(request.viewer, text, on=clock.today()),
        "is_office": request.viewer.is_(Role.COORDINATOR),
    }
    return render(request, "desk/search.html", context)


@asks(Act.SEARCH)
@require_POST
def search_suggest(request: Asked) -> HttpResponse:
    """A few whom it may be, while somebody types in the search of the top bar. Remembered as a search."""
    found = suggestions(request.viewer, request.POST.get("q", ""))
    return render(request, "desk/_suggestions.html", {"found": found})
