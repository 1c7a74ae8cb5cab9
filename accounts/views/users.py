"""Accounts, as those who govern them see them: the list, one of them, and what is done to it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.forms.users import FreezeForm, SearchForm
from accounts.models import FreezeReason, User
from accounts.selectors.users import invitations, recoveries, user_list, user_page
from accounts.services import appointments, freezing

PAGE = "accounts/user.html"


@asks(Act.SEE_USERS)
def users(request: Asked) -> HttpResponse:
    """Every account that the viewer may see, who is invited, and what waits for a second person. Searching is a POST:
    names never stand in an address."""
    at = clock.now()
    search = SearchForm(request.POST or None)
    text = search.cleaned_data["q"] if search.is_bound and search.is_valid() else ""
    context = {
        "rows": user_list(request.viewer, text),
        "search": search,
        "text": text,
        "invitations": invitations(request.viewer, at=at),
        "recoveries": recoveries(request.viewer, at=at),
        "may_invite": request.viewer.may_ask(Act.INVITE),
        "may_be_away": request.viewer.may_ask(Act.SET_ABSENCE),
    }
    return TemplateResponse(request, "accounts/users.html", context)


@asks(Act.SEE_USERS, of=User)
@require_safe
def user(request: Asked, ref: UUID) -> HttpResponse:
    """One account."""
    page = user_page(ref, request.viewer, at=clock.now())
    return TemplateResponse(request, PAGE, {"page": page, "freeze_form": FreezeForm()})


@asks(Act.FREEZE, of=User)
@require_POST
def user_freeze(request: Asked, ref: UUID) -> HttpResponse:
    """Close the account from its next request on."""
    form = FreezeForm(request.POST)
    if not form.is_valid():
        page = user_page(ref, request.viewer, at=clock.now())
        return TemplateResponse(request, PAGE, {"page": page, "freeze_form": form, "form": form}, status=422)
    freezing.freeze(ref, FreezeReason(form.cleaned_data["why"]), by=request.viewer, at=clock.now())
    messages.success(request, _("The account is frozen. Whoever uses it is signed out at their next click."))
    return redirect("user", ref)


@asks(Act.UNFREEZE, of=User)
@require_POST
def user_unfreeze(request: Asked, ref: UUID) -> HttpResponse:
    """Open the account again."""
    freezing.unfreeze(ref, by=request.viewer, at=clock.now())
    messages.success(request, _("The account is open again."))
    return redirect("user", ref)


@asks(Act.END_APPOINTMENT, of=User)
@require_POST
def appointment_end(request: Asked, ref: UUID, appointment: UUID) -> HttpResponse:
    """End one of somebody's appointments."""
    appointments.end_appointment(ref, appointment, by=request.viewer, at=clock.now())
    messages.success(request, _("The role has ended. It opens nothing any longer."))
    seen = user_list(request.viewer)
    return redirect("user", ref) if any(row.ref == ref for row in seen) else redirect("user_list")
