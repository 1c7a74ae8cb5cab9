"""The filters of lists that somebody has saved under names of their own."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import NotFound
from accounts.forms.lists import FilterForm
from cases.forms.saved_filter import SaveForm
from cases.models import SavedFilter
from cases.selectors.listings import LISTINGS, listing_for
from cases.selectors.saved_filters import just_removed, saved_filters
from cases.services import saved_filters as services
from cases.services.drafts import UNDO
from cases.views.person import saved

TITLES = {
    "person_list": lambda: _("People"),
    "identification_list": lambda: _("Identifications"),
    "request_list": lambda: _("Requests"),
    "group_event_list": lambda: _("All from one place"),
}


@asks(Act.KEEP_FILTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def filter_new(request: Asked) -> HttpResponse:
    """Save the filters that stand in the address, under a name."""
    listing = listing_for(request.viewer, request.GET.get("list", ""))
    if listing is None:
        return redirect("filter_list")
    filters = FilterForm(request.GET, listing=listing, viewer=request.viewer)
    form = SaveForm(request.POST or None, initial={"token": uuid4()})
    fine = request.method == "POST" and form.is_valid()
    if fine and saved(form, services.save_filter, listing.name, filters.chosen, **form.said(), by=request.viewer):
        messages.success(request, _("The filter is saved. It stands above the list."))
        return redirect(filters.address(reverse(listing.name)))
    context = {
        "form": form,
        "words": [words for _name, words in filters.in_words()],
        "back": filters.address(reverse(listing.name)),
        "of": TITLES[listing.name](),
    }
    return render(request, "cases/lists/save.html", context, status=422 if form.errors else 200)


@asks(Act.KEEP_FILTERS)
@require_safe
def filter_list(request: Asked) -> HttpResponse:
    """Everything that one has saved, list by list; what was just removed can be fetched back."""
    removed = just_removed(request.viewer, request.GET.get("removed", "")[:16], since=clock.now() - UNDO)
    rows = saved_filters(request.viewer)
    groups = [(TITLES[name](), [_shown(request, one) for one in rows if one.of == name]) for name in LISTINGS]
    context = {"groups": [(title, found) for title, found in groups if found], "removed": removed}
    return render(request, "cases/lists/saved.html", context)


def _shown(request: Asked, one: Any) -> dict[str, Any]:
    filters = FilterForm(one.chosen, listing=LISTINGS[one.of], viewer=request.viewer)
    words = [said for _name, said in filters.in_words()]
    return {"row": one, "url": f"{reverse(one.of)}?{urlencode(one.chosen)}", "words": words}


@asks(Act.KEEP_FILTERS, of=SavedFilter)
@require_POST
def filter_opens(request: Asked, ref: str) -> HttpResponse:
    """Let the list open so, or with everything."""
    services.open_list_so(ref, request.POST.get("opens") == "1", by=request.viewer)
    return redirect("filter_list")


@asks(Act.KEEP_FILTERS, of=SavedFilter)
@require_POST
def filter_remove(request: Asked, ref: str) -> HttpResponse:
    """Take it away; the page offers to undo it for a minute."""
    row = services.remove_filter(ref, by=request.viewer, at=clock.now())
    return redirect(f"{reverse('filter_list')}?{urlencode({'removed': row.ref})}")


@asks(Act.KEEP_FILTERS, of=SavedFilter)
@require_POST
def filter_restore(request: Asked, ref: str) -> HttpResponse:
    """Undo that; after the minute the page says that it is gone."""
    try:
        services.restore_filter(ref, by=request.viewer, at=clock.now())
    except NotFound:
        messages.warning(request, _("The minute is over. The filter is gone."))
    return redirect("filter_list")
