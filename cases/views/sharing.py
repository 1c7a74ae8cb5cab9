"""Who sees a person: the page, sharing, naming the only staff who see, and breaking the glass."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import NotFound, WrongState
from cases.forms.sharing import WRITE, GlassForm, NameForm, ShareForm
from cases.models import Person, Restriction
from cases.selectors.sharing import (
    access_page,
    actors_to_share_with,
    caseworker_of,
    home_staff,
    restriction_now,
    restrictions,
)
from cases.services import sharing
from cases.views.person import page_about, saved


@asks(Act.SHARE, of=Person, ref="code")
def person_share(request: Asked, code: str) -> HttpResponse:
    """Let another actor see the person until a day."""
    form = ShareForm(request.POST or None, actors=actors_to_share_with(code, on=clock.today()))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        how: dict[str, Any] = {"until": given["until"], "may_write": given["level"] == WRITE}
        if saved(form, sharing.share, code, given["actor"], **how, by=request.viewer):
            return _back(request, _("Shared. The actor has been told."))
    return page_about(request, code, form, "cases/sharing/share.html", back=_access(request))


@asks(Act.END_SHARE, of=Person, ref="code")
def person_share_end(request: Asked, code: str, share: str) -> HttpResponse:
    """Ask once, then end a share."""
    page = access_page(request.viewer, code, on=clock.today())
    guest = next((row for row in page.guests if row.share == share), None)
    if request.method == "POST":
        try:
            sharing.stop_sharing(code, share, by=request.viewer, at=clock.now())
        except WrongState:
            return _back(request, _("The share had ended already."))
        return _back(request, _("The share has ended. The actor does not see the person any longer."))
    if guest is None:
        raise NotFound
    form = Form()
    return page_about(request, code, form, "cases/sharing/share_end.html", back=_access(request), guest=guest)


@asks(Act.RESTRICT, of=Person, ref="code")
def person_restrict(request: Asked, code: str) -> HttpResponse:
    """Name the only staff of the actor who see the person."""
    staff, now = home_staff(code), caseworker_of(code)
    form = NameForm(request.POST or None, staff=staff, initial={"named": [now] if now else [], "caseworker": now})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if saved(form, sharing.restrict, code, given["named"], caseworker=given["caseworker"], by=request.viewer):
            return _named(request, given["named"])
    return page_about(request, code, form, "cases/sharing/restrict.html", back=_access(request))


@asks(Act.RESTRICT)
@require_safe
def restriction_list(request: Asked) -> HttpResponse:
    """The restricted persons of the manager's actors, by code."""
    return render(request, "cases/sharing/restrictions.html", {"rows": restrictions(request.viewer)})


@asks(Act.RESTRICT, of=Restriction)
def restriction(request: Asked, ref: str) -> HttpResponse:
    """Say anew who is named, or open the person to all the staff."""
    row, staff = restriction_now(request.viewer, ref)
    if request.method == "POST" and "lift" in request.POST:
        sharing.lift(ref, by=request.viewer, at=clock.now())
        messages.success(request, _("All your staff see the person again."))
        return redirect("restriction_list")
    form = NameForm(request.POST or None, staff=staff, initial={"named": list(row.named)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if saved(form, sharing.rename, ref, given["named"], caseworker=given["caseworker"], by=request.viewer):
            return _named(request, given["named"])
    context = {"form": form, "row": row, "back": reverse("restriction_list")}
    return render(request, "cases/sharing/restriction.html", context, status=422 if form.errors else 200)


@asks(Act.BREAK_GLASS, of=Person, ref="code")
def person_break_glass(request: Asked, code: str) -> HttpResponse:
    """Read the sealed text without an open errand, for a reason that the actor sees."""
    form = GlassForm(request.POST or None)
    fine = request.method == "POST" and form.is_valid()
    given = {"by": request.viewer, "answered": form.not_so}
    try:
        if fine and saved(form, sharing.break_glass, code, form.cleaned_data["reason"], **given):
            messages.success(request, _("You can read for three hours. The actor has been told."))
            return redirect("person", code=_code(request))
    except WrongState:
        return redirect("person", code=_code(request))
    back = reverse("person", args=[_code(request)])
    return page_about(request, code, form, "cases/sharing/break_glass.html", back=back)


def _code(request: Asked) -> str:
    assert request.about
    return request.about.ref


def _access(request: Asked) -> str:
    return reverse("person_access", args=[_code(request)])


def _back(request: Asked, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(_access(request))


def _named(request: Asked, named: list[UUID]) -> HttpResponse:
    """A manager who has not named themselves sees the person no more, so another page says that it is done."""
    messages.success(request, _("Only those whom you named see the person now."))
    return redirect(_access(request)) if request.viewer.id in named else redirect("restriction_list")
