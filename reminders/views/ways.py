"""How I am told."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.acts import Act
from accounts.asks import Asked, asks
from reminders.forms import WaysForm
from reminders.services.ways import choose_ways
from reminders.ways import own_ways


@asks(Act.CHOOSE_WAYS)
@require_http_methods(["GET", "HEAD", "POST"])
def ways(request: Asked) -> HttpResponse:
    """What holds now, and choosing otherwise."""
    has_persons = request.viewer.is_staff_of_an_actor
    form = WaysForm(request.POST or None, initial=asdict(own_ways(request.viewer)), has_persons=has_persons)
    if request.method == "POST" and form.is_valid():
        choose_ways(form.chosen(), by=request.viewer)
        messages.success(request, _("Saved. It holds for what comes from now on."))
        return redirect("ways")
    return render(request, "reminders/ways.html", {"form": form}, status=422 if form.errors else 200)
