"""The demo's front door: one click signs in as one of its people. Exists in demo and test only."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from accounts.acts import Act
from accounts.asks import asks
from accounts.models import User
from accounts.models.user import ROLE_LABELS
from nsp.seed.people import ACTORS, PEOPLE, email_of
from reminders.spool import newest


@asks(Act.DEMO_TOUR)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who one can be, and what to try as each."""
    places = {line.key: line.name for line in ACTORS}
    english = get_language() == "en"
    rows = [
        {
            "key": line.key,
            "name": line.name,
            "role": ROLE_LABELS[line.role],
            "place": places.get(line.at or "", ""),
            "hint": line.try_en if english else line.try_sv,
        }
        for line in PEOPLE
        if line.shown
    ]
    return render(request, "demo/people.html", {"people": rows, "next": request.GET.get("next", "")})


@asks(Act.DEMO_TOUR)
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the chosen one: the password is taken as given, the second step is the real page."""
    shown = {line.key for line in PEOPLE if line.shown}
    key = request.POST.get("person", "")
    user = get_object_or_404(User, email=email_of(key) if key in shown else "")
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=False)
    logout(request)
    signing_in = Login(user=user, redirect_url=wanted if safe else "/")
    answer: HttpResponse = perform_password_login(request, {"email": user.email}, signing_in)
    return answer


@asks(Act.DEMO_TOUR)
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """The e-mails that the demo has sent: files in a folder, shown here."""
    return render(request, "demo/mails.html", {"mails": newest()})
