"""One's own account: sessions to end, and the password."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.forms.passwords import ChangePasswordForm
from accounts.models import User
from accounts.models.session import handle_of
from accounts.services import own


@asks(Act.OWN_ACCOUNT)
@require_POST
def session_end(request: Asked, handle: str) -> HttpResponse:
    """End one of one's sessions; the one that asks ends by signing out."""
    if handle == handle_of(str(request.session.session_key)):
        return redirect("account_logout")
    own.end_session(handle, by=request.viewer)
    messages.success(request, _("It is signed out."))
    return redirect("own_account")


@asks(Act.OWN_ACCOUNT)
@require_POST
def sessions_end_others(request: Asked) -> HttpResponse:
    """End all of one's sessions but this one."""
    own.end_sessions(request.viewer.id, but=request.session.session_key)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("own_account")


@asks(Act.CHANGE_PASSWORD)
def password_change(request: Asked) -> HttpResponse:
    """Another password; every other session ends."""
    assert isinstance(request.user, User)
    form = ChangePasswordForm(request.user, request.POST or None)
    if not form.is_valid():
        return TemplateResponse(request, "accounts/password.html", {"form": form}, status=422 if form.is_bound else 200)
    said, key = form.cleaned_data, request.session.session_key
    user = own.change_password(said["password"], by=request.viewer, at=clock.now(), key=key)
    update_session_auth_hash(request, user)
    messages.success(request, _("The password is changed. You are signed out everywhere else."))
    return redirect("own_account")
