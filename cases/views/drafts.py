"""Drafts of identifications: go on with one, throw one away, fetch it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import NotFound
from cases.selectors.drafts import token_of
from cases.services import drafts


@asks(Act.IDENTIFY)
@require_safe
def identification_draft(request: Asked, ref: str) -> HttpResponse:
    """The form that a draft belongs to. Somebody else's draft and a missing one are the same 404."""
    token = token_of(ref, request.viewer)
    if not token:
        raise NotFound
    return redirect("identification_form", token=token)


@asks(Act.IDENTIFY)
@require_POST
def draft_drop(request: Asked, token: UUID) -> HttpResponse:
    """Throw a draft away; the next page offers to undo it for a minute."""
    drafts.throw_draft(token, by=request.viewer, at=clock.now())
    return redirect(f"{reverse('identification_new')}?{urlencode({'thrown': str(token)})}")


@asks(Act.IDENTIFY)
@require_POST
def draft_fetch_back(request: Asked, token: UUID) -> HttpResponse:
    """Undo that; after the minute the page says that it is gone."""
    try:
        drafts.fetch_draft_back(token, by=request.viewer, at=clock.now())
    except NotFound:
        messages.warning(request, _("The minute is over. The draft is gone."))
        return redirect("identification_new")
    return redirect("identification_form", token=token)
