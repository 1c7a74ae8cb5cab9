"""Money and actors: pages that put several apps together."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.acts import Act, Role
from accounts.asks import Asked, asks
from accounts.inputs import whole_number
from accounts.models import Actor
from nsp.desk.selectors.actors import actor_list, actor_page
from nsp.desk.selectors.money import money_page
from nsp.desk.views.year import year_of_money


@asks(Act.SEE_MONEY)
@require_safe
def money(request: Asked) -> HttpResponse:
    """A year of money: for coordinators the whole of it, for an actor's staff the bookings of their own actor's; who of
    them names no year comes to what those bookings come to."""
    if request.viewer.is_(Role.COORDINATOR):
        return year_of_money(request)
    if not request.GET:
        return redirect("own_money")
    year = whole_number(request.GET.get("year", ""), most=9999) or clock.today().year
    page = money_page(request.viewer, year=year, older=request.GET.get("older", ""), newer=request.GET.get("newer", ""))
    to = {
        side: "?" + urlencode({"year": str(year), side: key})
        for side, key in (("older", page.older), ("newer", page.newer))
    }
    context = {
        "page": page,
        "older_url": to["older"] if page.older else "",
        "newer_url": to["newer"] if page.newer else "",
    }
    return render(request, "funding/money.html", context)


@asks(Act.SEE_ACTORS)
@require_safe
def actors(request: Asked) -> HttpResponse:
    """All actors, and what their certification allows today."""
    return render(request, "certification/actors.html", {"rows": actor_list(request.viewer, on=clock.today())})


@asks(Act.SEE_ACTORS, of=Actor)
@require_safe
def actor(request: Asked, ref: str) -> HttpResponse:
    """One actor, with all its certifications and its home's permits."""
    return render(request, "certification/actor.html", {"page": actor_page(request.viewer, ref, on=clock.today())})
