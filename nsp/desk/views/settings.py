"""The look of the program and the page to hide behind, which work before signing in too; one's account; help."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language as keep_in_cookie

from accounts import clock, proof
from accounts.acts import Act, Role
from accounts.asks import Asked, asks
from accounts.models.user import ROLE_LABELS
from accounts.selectors.sessions import own_sessions
from accounts.services.own import choose_language
from nsp.desk.context import THEME_COOKIE, THEMES, url_of

YEAR = 365 * 24 * 60 * 60


@asks(Act.SIGN_IN)
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark or as the device, kept in a cookie that says nothing else; then back to the page."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=YEAR, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    return response


@asks(Act.SIGN_IN)
@require_POST
def set_language(request: HttpRequest) -> HttpResponseBase:
    """The language of the pages, in a cookie; for somebody signed in also that of their e-mails, on the account."""
    response = keep_in_cookie(request)
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        choose_language(request.user.pk, chosen)
    return response


@asks(Act.HIDE_SCREEN)
@never_cache
@require_safe
def hidden(request: HttpRequest) -> HttpResponse:
    """A page that says nothing, for when somebody comes up from behind; whoever is signed in has locked the program."""
    if request.user.is_authenticated:
        proof.lock(request)
    return render(request, "hidden.html", {"back": url_of(("todo", "desk:todo")) or "/"})


@asks(Act.OWN_ACCOUNT)
@require_safe
def own_account(request: Asked) -> HttpResponse:
    """Who one is here, in which roles, and how the program looks."""
    roles = sorted(str(ROLE_LABELS[role]) for role in request.viewer.roles)
    context = {
        "roles": ", ".join(roles) or pgettext("role", "none"),
        "may_be_away": request.viewer.may_ask(Act.SET_ABSENCE),
        "sessions": own_sessions(request.viewer, key=request.session.session_key, at=clock.now()),
    }
    return TemplateResponse(request, "desk/account.html", context)


@asks(Act.HELP)
@require_safe
def help_page(request: Asked) -> HttpResponse:
    """Short guides for the viewer's own roles, and what holds for everybody."""
    viewer = request.viewer
    guides = {
        "staff": viewer.is_staff_of_an_actor,
        "office": viewer.is_(Role.COORDINATOR),
        "cooperating": viewer.is_(Role.COOPERATING),
        "funder": viewer.is_(Role.FUNDER),
        "officer": viewer.is_(Role.PROTECTION_OFFICER),
        "accounts": viewer.may_ask(Act.INVITE),
        "searches": viewer.may_ask(Act.SEARCH),
        "writes": viewer.may_ask(Act.IDENTIFY) or viewer.is_(Role.COORDINATOR),
    }
    return render(request, "desk/help.html", {"guides": guides})
