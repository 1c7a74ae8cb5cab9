"""Links that let somebody in: an invitation makes an account or gives a role, a recovery sets the way in anew.

A link that is unknown, used, withdrawn or too old gives one and the same answer.
"""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import clock, log
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Conflict, NotFound
from accounts.forms.passwords import JoinForm, NewPasswordForm
from accounts.models import User
from accounts.selectors.users import place_words
from accounts.services import invitations, recovery


@asks(Act.USE_LINK)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Make one's account by the link of an invitation; then comes the second factor."""
    found = invitations.invitation_of(token, at=clock.now())
    if found is None:
        return _gone(request)
    context = {"place": place_words(found.role, found.actor), "token": token, "email": found.email}
    if invitations.has_account(found):
        if invitations.invitation_of(token, at=clock.now()) is None:  # the account was made with it a moment ago
            return _gone(request)
        return render(request, "accounts/join_have_account.html", context)
    form = JoinForm(User(email=found.email), request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/join.html", context | {"form": form}, status=422 if form.is_bound else 200)
    said = form.cleaned_data
    try:
        with transaction.atomic():
            user = invitations.make_account(token, said["name"], said["password"], at=clock.now())
            log.note(Act.USE_LINK, by=user.pk, request=request, kind="Invitation", ref=found.ref)
    except (NotFound, Conflict):
        return _gone(request)
    return _sign_in(request, user)


@asks(Act.TAKE_APPOINTMENT)
def join_as(request: Asked, token: str) -> HttpResponse:
    """Take a further role with the account that one has."""
    found = invitations.invitation_of(token, at=clock.now())
    if found is None or found.email != request.user.email:  # type: ignore[union-attr]
        raise NotFound
    if request.method == "POST":
        invitations.take_role(token, by=request.viewer, at=clock.now())
        messages.success(request, _("The role is yours from now on."))
        return redirect("/")
    return TemplateResponse(request, "accounts/join_as.html", {"place": place_words(found.role, found.actor)})


@asks(Act.USE_LINK)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def recover(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a new password by the link that two people have let go out; then comes a new second factor."""
    found = recovery.recovery_of(token, at=clock.now())
    if found is None:
        return _gone(request)
    form = NewPasswordForm(found.user, request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/recover.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        with transaction.atomic():
            user = recovery.let_in(token, form.cleaned_data["password"], at=clock.now())
            log.note(Act.USE_LINK, by=user.pk, request=request, kind="Recovery", ref=found.ref)
    except NotFound:
        return _gone(request)
    return _sign_in(request, user)


def _sign_in(request: HttpRequest, user: User) -> HttpResponse:
    logout(request)  # whoever sat here before
    answer: HttpResponse = perform_password_login(request, {"email": user.email}, Login(user=user, redirect_url="/"))
    return answer


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/link_gone.html", status=404)
