"""The gate before the door: has whoever asks signed in, proved it with a second factor, and is the session open?

``gate`` answers with a page that says what is missing, or with nothing. What was typed is not thrown away: a form that
is sent from a locked session, or without a fresh proof where one is needed, comes back as hidden fields on a page that
asks for the code, and goes on from there.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.mfa.base.forms import ReauthenticateForm
from allauth.mfa.webauthn.internal import auth as passkeys
from allauth.mfa.webauthn.internal.flows import reauthenticate
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from accounts import log, proof
from accounts.acts import Act
from accounts.factors import factors_of
from accounts.forms.sign_in import UnlockByPasskeyForm
from accounts.proof import Standing
from accounts.viewer import Viewer

CODE, CREDENTIAL = "nsp_code", "nsp_credential"
"""The names under which a page that asks for proof sends it, beside what was typed."""
_LOOKS = ("GET", "HEAD", "OPTIONS")

NEVER_SHOWN_AGAIN = frozenset({"identity_number"})
"""Fields that are typed once more rather than written back into a page."""


def is_api(request: HttpRequest) -> bool:
    """Whether the answer should be JSON."""
    return request.path.startswith("/api/")


def sign_in_first(request: HttpRequest) -> HttpResponseBase:
    """Nobody is signed in: to the page where one does, and back."""
    if is_api(request):
        return JsonResponse({"code": "sign_in", "detail": "Sign in first."}, status=401)
    return redirect_to_login(_back_to(request), settings.LOGIN_URL)


def gate(request: HttpRequest, viewer: Viewer, act: Act, *, keeps_only: bool = False) -> HttpResponseBase | None:
    """What stands between the viewer and the act, or None where the way is open. ``keeps_only``: the request keeps a
    draft of the form and does nothing, which asks for no fresh proof."""
    standing = proof.standing_of(request, viewer)
    if standing is Standing.OVER:
        log.note(Act.SIGN_IN, by=viewer.id, request=request, why="over")
        logout(request)
        return sign_in_first(request)
    if standing is Standing.SET_UP:
        return None if act is Act.SECOND_FACTOR else _to(request, "mfa_index", "second_factor")
    locked = standing is Standing.LOCKED
    if locked and act is Act.PROVE:
        return None
    stale = act.sensitive and request.method not in _LOOKS and not keeps_only and not proof.is_fresh(request)
    if locked or stale:
        stopped = _prove(request, viewer, locked=locked)
        if stopped is not None:
            return stopped
    if not act.quiet:
        proof.sign_of_life(request)
    return None


def prove_again(request: HttpRequest, viewer: Viewer) -> HttpResponseBase | None:
    """Ask for the second factor in the middle of the work; None where what is sent brings it, and it is right."""
    return _prove(request, viewer, locked=False)


def _prove(request: HttpRequest, viewer: Viewer, *, locked: bool) -> HttpResponseBase | None:
    """Ask for the second factor; None where the form that is sent brings it, and it is right."""
    if is_api(request) or request.method in _LOOKS or "HX-Request" in request.headers:
        page = "mfa_reauthenticate" if factors_of(request.user).code else "mfa_reauthenticate_webauthn"
        return _to(request, page, "locked" if locked else "prove_again")
    form = _proof_form(request)
    if form is not None and form.is_valid():
        used = form.authenticator if CODE in request.POST else form.cleaned_data["credential"]
        reauthenticate(request, used)
        if proof.standing_of(request, viewer) is Standing.OPEN:
            return None
    return _ask(request, form)


def _proof_form(request: HttpRequest) -> Any:
    if CODE in request.POST:
        return ReauthenticateForm(data={"code": request.POST[CODE]}, user=request.user)
    if CREDENTIAL in request.POST:
        return UnlockByPasskeyForm(data={"credential": request.POST[CREDENTIAL]}, user=request.user)
    return None


def _ask(request: HttpRequest, form: Any) -> HttpResponse:
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in (CODE, CREDENTIAL, "csrfmiddlewaretoken", *NEVER_SHOWN_AGAIN)
        for value in values
    ]
    factors = factors_of(request.user)
    options = {"request_options": passkeys.begin_authentication(request.user)} if factors.passkeys else None
    errors = [error for errors in form.errors.values() for error in errors] if form is not None else []
    context = {"kept": kept, "factors": factors, "errors": errors, "passkey_data": options}
    response = render(request, "account/prove.html", context, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response


def _to(request: HttpRequest, name: str, code: str) -> HttpResponseBase:
    if is_api(request):
        return JsonResponse({"code": code, "detail": "Use the second factor."}, status=401)
    if "HX-Request" in request.headers:
        return HttpResponse(status=401)
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': _back_to(request)})}")


def _back_to(request: HttpRequest) -> str:
    return request.get_full_path() if request.method == "GET" else "/"
