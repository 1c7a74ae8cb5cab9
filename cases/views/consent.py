"""What the person says yes to, and takes back."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import WrongState
from cases import codes
from cases.forms.consent import ConsentForm
from cases.models import Person
from cases.selectors.consent import consent_now, ended_words
from cases.selectors.information import language_known
from cases.selectors.sharing import actors_to_share_with, person_and_home
from cases.services import consent
from cases.views.foreseen import Doing, foreseen_page
from cases.views.person import page_about, saved


@asks(Act.WRITE_CONSENT, of=Person, ref="code", keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def person_consent(request: Asked, code: str) -> HttpResponse:
    """Note what the person has said yes to."""
    start = {"on": clock.today(), "language": language_known(code), "what": request.GET.get("what", "")}
    form = ConsentForm(request.POST or None, actors=actors_to_share_with(code, on=clock.today()), initial=start)
    fine = form.is_bound and form.is_valid()
    said = {"by": request.viewer, "answered": form.not_so}
    if fine and saved(form, consent.give, code, form.said(), **said):
        return _back(request, code, _("The consent is noted."))
    return page_about(request, code, form, "cases/consent/give.html", back=_address(code))


@asks(Act.WRITE_CONSENT, of=Person, ref="code")
@require_http_methods(["GET", "HEAD", "POST"])
def person_consent_withdraw(request: Asked, code: str, consent_ref: str) -> HttpResponse:
    """Ask once, then take a consent back: what rests on it ends at once."""
    if request.method == "POST":
        try:
            done = consent.withdraw(code, consent_ref, by=request.viewer, at=clock.now())
        except WrongState:
            return _back(request, code, _("The consent was taken back already."))
        return _back(request, code, ended_words(done.ended, done.consent.withdrawn_at, asked=done.asked))
    row = consent_now(request.viewer, code, consent_ref, on=clock.today())
    do = partial(consent.withdraw, code, consent_ref, by=request.viewer)
    heading = _("Take the consent back: %(what)s?") % {"what": f"{row.what}, {row.to}" if row.actor else row.what}
    doing = Doing(*person_and_home(code), do, heading, _("Take it back"), _address(code))
    note = _("What was done before stands. A concern report about a child needs no consent.")
    return foreseen_page(request, doing, partial(do, at=clock.now()), note=note)


def _address(code: str) -> str:
    return reverse("person_consents", args=[codes.parse(code)])


def _back(request: Asked, code: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(_address(code))
