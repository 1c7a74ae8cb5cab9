"""One's own drafts of forms: throw one away, fetch it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import NotFound
from accounts.models import Draft
from accounts.services import form_drafts


@asks(Act.KEEP_DRAFT, of=Draft)
@require_POST
def form_draft_throw(request: Asked, ref: str) -> HttpResponse:
    """Throw a draft away: from its form, which offers to undo it for a minute, or from the list of what is begun."""
    where = form_drafts.throw(ref, by=request.viewer, at=clock.now())
    if request.POST.get("from") != "todo":
        return redirect(where)
    messages.success(request, _("The draft is thrown away. Its page can undo that for a minute."))
    return redirect("todo")


@asks(Act.KEEP_DRAFT, of=Draft)
@require_POST
def form_draft_back(request: Asked, ref: str) -> HttpResponse:
    """Undo that; after the minute it is gone."""
    try:
        where = form_drafts.fetch_back(ref, by=request.viewer, at=clock.now())
    except NotFound:
        messages.warning(request, _("The minute is over. The draft is gone."))
        return redirect("todo")
    return redirect(where)
