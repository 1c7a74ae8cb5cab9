"""What a coordinator notes of an actor's home and its permits. The actor's page itself is the desk's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Invalid
from accounts.models import Actor
from certification import services
from certification.forms import HomeForm, PermitForm
from certification.selectors import permit_now, runs_home


@asks(Act.NOTE_PERMIT, of=Actor)
def actor_home(request: Asked, ref: str) -> HttpResponse:
    """Say whether the actor runs a home."""
    form = HomeForm(request.POST or None, initial={"is_home": "yes" if runs_home(ref) else "no"})
    if request.method == "POST" and form.is_valid():
        services.set_home(ref, form.cleaned_data["is_home"], by=request.viewer, at=clock.now())
        return _saved(request, ref)
    return _form(request, ref, form, _("A home"))


@asks(Act.NOTE_PERMIT, of=Actor, keeps=True)
def permit_new(request: Asked, ref: str) -> HttpResponse:
    """Note a permit."""
    form = PermitForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _noted(request, form, ref):
        return _saved(request, ref)
    return _form(request, ref, form, _("Note a permit"))


@asks(Act.NOTE_PERMIT, of=Actor, keeps=True)
def permit(request: Asked, ref: str, permit: str) -> HttpResponse:
    """Other days, or a day from which it is withdrawn."""
    form = PermitForm(request.POST or None, initial=permit_now(ref, permit))
    if request.method == "POST" and form.is_valid() and _noted(request, form, ref, permit):
        return _saved(request, ref)
    return _form(request, ref, form, _("The permit"))


def _noted(request: Asked, form: PermitForm, ref: str, permit: str = "") -> bool:
    try:
        services.note_permit(ref, form.noted(), by=request.viewer, at=clock.now(), permit=permit)
    except Invalid as error:
        for name, sentence in error.fields.items():
            form.add_error(name or None, sentence)
        return False
    return True


def _saved(request: Asked, ref: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("actor", ref)


def _form(request: Asked, ref: str, form: Any, title: str) -> HttpResponse:
    context = {"form": form, "title": title, "back": reverse("actor", args=[ref])}
    return render(request, "certification/form.html", context, status=422 if form.errors else 200)
