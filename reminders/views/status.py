"""How the program's background work does."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from reminders.operation import facts_at, judge, with_machine


@asks(Act.SEE_STATUS)
@require_safe
def status(request: Asked) -> HttpResponse:
    """Each part with its state and a sentence, worked out by this very request."""
    at = clock.now()
    parts = judge(with_machine(facts_at(at)), settings.NSP_HEALTH)
    return render(request, "reminders/status.html", {"parts": parts, "at": at})
