"""Two people let a third in again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.models import Recovery, User
from accounts.services import recovery


@asks(Act.OPEN_RECOVERY, of=User)
@require_POST
def recovery_open(request: Asked, ref: UUID) -> HttpResponse:
    """The first of the two."""
    recovery.open_recovery(ref, by=request.viewer, at=clock.now())
    messages.success(request, _("Asked for. Somebody else confirms it under Accounts."))
    return redirect("user", ref)


@asks(Act.CONFIRM_RECOVERY, of=Recovery)
@require_POST
def recovery_confirm(request: Asked, ref: str) -> HttpResponse:
    """The second."""
    recovery.confirm_recovery(ref, by=request.viewer, at=clock.now())
    messages.success(request, _("Confirmed. The link is sent, and holds for 48 hours."))
    return redirect("user_list")


@asks(Act.OPEN_RECOVERY, of=Recovery)
@require_POST
def recovery_withdraw(request: Asked, ref: str) -> HttpResponse:
    """Not after all."""
    recovery.withdraw_recovery(ref, by=request.viewer, at=clock.now())
    messages.success(request, _("Taken back. No link of it works."))
    return redirect("user_list")
