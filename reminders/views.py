"""What I have been told."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from reminders.selectors import notices
from reminders.services.notices import read_all


@asks(Act.READ_NOTICES)
@require_safe
def notice_list(request: Asked) -> HttpResponse:
    """Unread first. Looking changes nothing: what is read is said by a button."""
    return render(request, "reminders/notices.html", {"rows": notices(request.viewer)})


@asks(Act.READ_NOTICES)
@require_POST
def notices_read(request: Asked) -> HttpResponse:
    """All of them are read."""
    read_all(by=request.viewer, at=clock.now())
    return redirect("notice_list")
