"""The guard while somebody types: what it finds in one text of a form, as a fragment beside the field."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.acts import Act
from accounts.asks import Asked, asks
from cases.forms.guarded import SUFFIX, found_in

MOST = 80


@asks(Act.GUARD_TEXT)
@require_POST
def guard_text(request: Asked) -> HttpResponse:
    """What is found in the text whose field the request names. Nothing is kept and nothing is remembered."""
    name = request.headers.get("X-Fragment", "")[:MOST]
    answered = " ".join(request.POST.getlist(f"{name}{SUFFIX}")).split()
    found = found_in(request.POST.get(name, ""), answered)
    return render(request, "components/guard.html", {"found": found, "name": name}) if found else HttpResponse()
