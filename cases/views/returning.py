"""A return: planned, written anew as it goes, followed up."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from cases.forms.returning import FollowUpForm, PlanForm
from cases.models import Person
from cases.models.choices import Answer
from cases.models.law import ReturnRoute
from cases.selectors.facts import return_statements
from cases.selectors.returning import due_on, plan_now
from cases.services import returning
from cases.services.returning import Planned
from cases.views.person import page_about, saved


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
def return_new(request: Asked, code: str) -> HttpResponse:
    """Begin the plan of a return."""
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        planned = form.planned()
        if saved(form, returning.plan_return, code, planned, by=request.viewer, answered=form.not_so):
            return _onward(request, planned)
    return _page(request, code, form, "cases/returning/plan.html")


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
def return_change(request: Asked, code: str, plan: str) -> HttpResponse:
    """Write the plan anew as it stands: who receives, the risk assessment, left, arrived, called off."""
    known = plan_now(code, plan)
    form = PlanForm(request.POST or None, initial=known.initial)
    if request.method == "POST" and form.is_valid():
        planned, version = form.planned(), form.cleaned_data["version"] or 0
        said = {"version": version, "by": request.viewer, "answered": form.not_so}
        if saved(form, returning.change_return, code, plan, planned, **said):
            return _onward(request, planned)
    return _page(request, code, form, "cases/returning/plan.html", known=known)


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
def return_follow_up(request: Asked, code: str, plan: str, months: int) -> HttpResponse:
    """Note how the person was found to be, one, three or six months after the return."""
    due = due_on(code, plan, months)
    form = FollowUpForm(request.POST or None, initial={"done_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        said = {"by": request.viewer, "answered": form.not_so}
        if saved(form, returning.follow_up, code, plan, months, form.found(), **said):
            return _to_the_tab(request, _("The follow-up is noted."))
    return _page(request, code, form, "cases/returning/follow_up.html", due=due, months=months)


def _page(request: Asked, code: str, form: Any, template: str, **more: Any) -> HttpResponse:
    assert request.about
    return page_about(request, code, form, template, back=reverse("person_law", args=[request.about.ref]), **more)


def _onward(request: Asked, planned: Planned) -> HttpResponse:
    """To the tab; or, where the return is in the programme and nobody has said so, to that statement."""
    assert request.about
    stated = return_statements(request.about.ref)
    is_news = planned.route == ReturnRoute.PROGRAMME and not planned.called_off_on
    if not is_news or (stated and stated[0].code == Answer.YES):
        return _to_the_tab(request, _("The return is noted."))
    messages.success(request, _("Noted. Now say whether the person is in the return programme."))
    return redirect(f"{reverse('person_return', args=[request.about.ref])}?{urlencode({'answer': Answer.YES.value})}")


def _to_the_tab(request: Asked, said: str) -> HttpResponse:
    assert request.about
    messages.success(request, said)
    return redirect("person_law", code=request.about.ref)
