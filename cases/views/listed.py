"""What every list with declared filters does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import clock
from accounts.asks import Asked
from accounts.forms.lists import FilterForm
from accounts.lists import Listing
from cases.selectors.saved_filters import saved_filters


def listed(request: Asked, listing: Listing, find: Callable[..., Any], template: str, **more: Any) -> HttpResponse:
    """The page of a list: filtered, paged, counted. Asked for with nothing in its address it opens as its viewer has
    saved it."""
    here, own = reverse(listing.name), saved_filters(request.viewer, listing.name)
    opening = next((one for one in own if one.opens), None)
    if opening is not None and not request.GET:
        return redirect(f"{here}?{opening.query}")
    filters = FilterForm(request.GET, listing=listing, viewer=request.viewer)
    found = find(request.viewer, filters.wanted(), on=clock.today())
    chosen = filters.chosen
    is_saved = any(one.chosen == chosen for one in own)
    context = {
        "found": found,
        "saved": [(one.name, f"{here}?{one.query}", one.chosen == chosen) for one in own],
        "save_url": "" if is_saved else filters.address(reverse("filter_new"), list=listing.name),
        **filters.around(here, older=found.older, newer=found.newer),
    }
    return render(request, template, context | more)
