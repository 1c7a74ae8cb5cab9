"""What I have been told."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from reminders.models import Notice
from reminders.selectors import notices, place_of
from reminders.services import notices as service


@asks(Act.READ_NOTICES)
@require_safe
def notice_list(request: Asked) -> HttpResponse:
    """Unread first. Looking changes nothing: a notice is read when it is opened, or when a button says so."""
    return render(request, "reminders/notices.html", {"told": notices(request.viewer)})


@asks(Act.READ_NOTICES, of=Notice)
@require_POST
def notice_open(request: Asked, ref: str) -> HttpResponse:
    """Read it and go to where one does something about it."""
    row = service.open_notice(ref, by=request.viewer, at=clock.now())
    place = place_of(request.viewer, row)
    if not place:
        messages.info(request, _("It is read. There is nothing more for you to do about it."))
    return redirect(place or "notice_list")


@asks(Act.READ_NOTICES)
@require_POST
def notices_read(request: Asked) -> HttpResponse:
    """All of them are read."""
    service.read_all(by=request.viewer, at=clock.now())
    return redirect("notice_list")
