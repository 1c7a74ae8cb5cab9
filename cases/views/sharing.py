"""Who sees a person: the page, sharing, naming the only staff who see, and breaking the glass."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
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
from cases.models.consent import Consented
from cases.selectors.consent import consents_to_rest_on
from cases.selectors.information import language_known
from cases.selectors.sharing import (
    RestrictionRow,
    actors_to_share_with,
    caseworker_of,
    home_staff,
    person_and_home,
    restriction_now,
    restrictions,
)
from cases.services import sharing
from cases.views.foreseen import Doing, filled, foreseen_page, shown_first
from cases.views.person import page_about, saved


@asks(Act.SHARE, of=Person, ref="code", keeps=True)
def person_share(request: Asked, code: str) -> HttpResponse:
    """Let another actor see the person until a day: who sees after it is shown before it is done."""
    today = clock.today()
    start = {"language": language_known(code)}
    held, actors = consents_to_rest_on(code, Consented.SHARE, on=today), actors_to_share_with(code, on=today)
    form = ShareForm(request.POST or None, initial=start, actors=actors, consents=held)
    if filled(request, form):
        how = {"until": form.cleaned_data["until"], "may_write": form.cleaned_data["level"] == WRITE}
        do = partial(sharing.share, code, form.cleaned_data["actor"], consent=form.rests_on(today), **how)
        words = (_("Share with another actor?"), _("Share"))
        page = shown_first(request, _doing(request, code, partial(do, by=request.viewer), *words), form)
        if page or form.is_valid():
            return page or _back(request, _("Shared. The actor has been told."))
    return page_about(request, code, form, "cases/sharing/share.html", back=_access(request))


@asks(Act.END_SHARE, of=Person, ref="code")
def person_share_end(request: Asked, code: str, share: str) -> HttpResponse:
    """Show who sees after it, then end a share."""
    if request.method == "POST":
        try:
            sharing.stop_sharing(code, share, by=request.viewer, at=clock.now())
        except WrongState:
            return _back(request, _("The share had ended already."))
        return _back(request, _("The share has ended. The actor does not see the person any longer."))
    do = partial(sharing.stop_sharing, code, share, by=request.viewer)
    doing = _doing(request, code, do, _("End the share?"), _("Yes, end it"))
    try:
        return foreseen_page(request, doing, partial(do, at=clock.now()), note=_("What they have written stays."))
    except WrongState as error:
        raise NotFound from error


@asks(Act.RESTRICT, of=Person, ref="code", keeps=True)
def person_restrict(request: Asked, code: str) -> HttpResponse:
    """Name the only staff of the actor who see the person."""
    staff, now = home_staff(code), caseworker_of(code)
    form = NameForm(request.POST or None, staff=staff, initial={"named": [now] if now else [], "caseworker": now})
    if filled(request, form):
        given = form.cleaned_data
        do = partial(sharing.restrict, code, given["named"], caseworker=given["caseworker"], by=request.viewer)
        doing = _doing(request, code, do, _("Restrict to named caseworkers?"), _("Restrict"))
        page = shown_first(request, doing, form)
        if page or form.is_valid():
            return page or _named(request, given["named"])
    return page_about(request, code, form, "cases/sharing/restrict.html", back=_access(request))


@asks(Act.RESTRICT)
@require_safe
def restriction_list(request: Asked) -> HttpResponse:
    """The restricted persons of the manager's actors, by code."""
    return render(request, "cases/sharing/restrictions.html", {"rows": restrictions(request.viewer)})


@asks(Act.RESTRICT, of=Restriction, keeps=True)
def restriction(request: Asked, ref: str) -> HttpResponse:
    """Say anew who is named, or open the person to all the staff."""
    row, staff = restriction_now(request.viewer, ref)
    form = NameForm(request.POST or None, staff=staff, initial={"named": list(row.named)})
    if request.method == "POST" and "lift" in request.POST:
        return _lift(request, row)
    if filled(request, form):
        given = form.cleaned_data
        do = partial(sharing.rename, ref, given["named"], caseworker=given["caseworker"], by=request.viewer)
        page = shown_first(request, _of_row(row, do, _("Change who sees the person?"), _("Save")), form)
        if page or form.is_valid():
            return page or _named(request, given["named"], code=row.code)
    context = {"form": form, "row": row, "back": reverse("restriction_list")}
    return render(request, "cases/sharing/restriction.html", context, status=422 if form.errors else 200)


def _lift(request: Asked, row: RestrictionRow) -> HttpResponse:
    do = partial(sharing.lift, row.ref, by=request.viewer)
    form = Form(request.POST)
    words = (_("Open the person to all your staff?"), _("Lift the restriction"))
    if page := shown_first(request, _of_row(row, do, *words), form):
        return page
    messages.success(request, _("All your staff see the person again."))
    return redirect("restriction_list")


@asks(Act.BREAK_GLASS, of=Person, ref="code", keeps=True)
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


def _doing(request: Asked, code: str, do: Callable[..., object], heading: str, label: str) -> Doing:
    return Doing(*person_and_home(code), do, heading, label, _access(request))


def _of_row(row: RestrictionRow, do: Callable[..., object], heading: str, label: str) -> Doing:
    return Doing(row.person_id, row.actor_id, do, heading, label, reverse("restriction", args=[row.ref]))


def _code(request: Asked) -> str:
    assert request.about
    return request.about.ref


def _access(request: Asked) -> str:
    return reverse("person_access", args=[_code(request)])


def _back(request: Asked, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(_access(request))


def _named(request: Asked, named: list[UUID], *, code: str = "") -> HttpResponse:
    """A manager who has not named themselves sees the person no more, so another page says that it is done."""
    messages.success(request, _("Only those whom you named see the person now."))
    if request.viewer.id not in named:
        return redirect("restriction_list")
    return redirect("person_access", code=code or _code(request))
