"""Where somebody stands with society, stated anew: a form, and what was stated before below it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from cases.forms.facts import PoliceForm, ProtectionForm, ReturnForm
from cases.models import Person
from cases.selectors.facts import police_reports, protection_statements, return_statements
from cases.services import facts
from cases.strange import said_right
from cases.views.person import back_to, page_about, saved


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
def person_police(request: Asked, code: str) -> HttpResponse:
    """State anew whether a police report is made."""
    form = PoliceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"by": request.viewer, "answered": said_right(request.POST)}
        if saved(form, facts.state_police_report, code, **given):
            return back_to(request, code, _("The police report is noted."))
    return page_about(request, code, form, "cases/facts/police.html", stated=police_reports(code))


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
def person_protection(request: Asked, code: str) -> HttpResponse:
    """State anew whether society gives the protection, and what that rests on."""
    form = ProtectionForm(request.POST or None, initial={"on": clock.today()} | proposed(request.GET))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"by": request.viewer, "answered": form.not_so}
        if saved(form, facts.state_protection, code, **given):
            return back_to(request, code, _("Society's protection is noted."))
    return page_about(request, code, form, "cases/facts/protection.html", stated=protection_statements(code))


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
def person_return(request: Asked, code: str) -> HttpResponse:
    """State anew whether the person is in the return programme."""
    form = ReturnForm(request.POST or None, initial={"on": clock.today()} | proposed(request.GET))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"by": request.viewer, "answered": said_right(request.POST)}
        if saved(form, facts.state_return_programme, code, **given):
            return back_to(request, code, _("The return programme is noted."))
    return page_about(request, code, form, "cases/facts/return.html", stated=return_statements(code))


def proposed(given: QueryDict) -> dict[str, Any]:
    """What a fact that was just noted says of a statement: an answer, a day and what it rests on, all of them codes.
    What is none of the form's choices is shown as nothing chosen."""
    found: dict[str, Any] = {name: given[name][:16] for name in ("answer", "on") if name in given}
    if facts_behind := given.getlist("rests_on"):
        found["rests_on"] = [fact[:16] for fact in facts_behind[:8]]
    return found
