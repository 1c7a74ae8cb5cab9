"""Who is close to a person: written down without a name, or a person of their own with a link between the two."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from cases.forms.family import BecomesForm, DependantForm, LinkForm, SameForm
from cases.models import Person
from cases.selectors.family import become_now, dependant_now, link_now, same_now
from cases.services import dependant, family
from cases.views.person import back_to, page_about, saved


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
def dependant_new(request: Asked, code: str) -> HttpResponse:
    """Note somebody who is indirectly exposed."""
    form = DependantForm(request.POST or None, initial={"token": uuid4()})
    fine = request.method == "POST" and form.is_valid()
    said = {"by": request.viewer, "answered": form.not_so, "token": form.cleaned_data.get("token") if fine else None}
    if fine and saved(form, dependant.add_dependant, code, form.close(), **said):
        return back_to(request, code, _("Added."))
    return page_about(request, code, form, "cases/family/dependant.html")


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
def dependant_change(request: Asked, code: str, ref: str) -> HttpResponse:
    """Correct what is written of somebody close."""
    known = dependant_now(code, ref)
    form = DependantForm(request.POST or None, initial=known.initial)
    fine = request.method == "POST" and form.is_valid()
    said = {"by": request.viewer, "answered": form.not_so, "seen": form.data.get("seen", "")}
    if fine and saved(form, dependant.change_dependant, code, ref, form.close(), **said):
        return back_to(request, code, _("Saved."))
    return page_about(request, code, form, "cases/family/dependant.html", known=known)


@asks(Act.CHANGE_PERSON, of=Person, ref="code")
def dependant_remove(request: Asked, code: str, ref: str) -> HttpResponse:
    """Ask once, then take away somebody who was written down by mistake."""
    known, form = dependant_now(code, ref), Form(request.POST or None)
    fine = request.method == "POST" and form.is_valid()
    if fine and saved(form, dependant.remove_dependant, code, ref, by=request.viewer):
        return back_to(request, code, _("Taken away."))
    return page_about(request, code, form, "cases/family/dependant_remove.html", known=known)


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
def dependant_same(request: Asked, code: str, ref: str) -> HttpResponse:
    """Say who at a linked person is the same child, so that no day is supplemented twice."""
    now = same_now(code, ref)
    first = {"other": now.chosen or now.proposed, "seen": now.seen}
    form = SameForm(request.POST or None, choices=now.choices, initial=first)
    fine = request.method == "POST" and form.is_valid()
    if fine and saved(form, family.mark_same, code, ref, **form.cleaned_data, by=request.viewer):
        return back_to(request, code, _("Saved."))
    return page_about(request, code, form, "cases/family/same.html", now=now)


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
def dependant_become(request: Asked, code: str, ref: str) -> HttpResponse:
    """Somebody close turns out to be exposed: they become a person of their own."""
    now = become_now(request.viewer, code, ref, on=clock.today())
    if now.became:
        return redirect("person", code=now.became)
    form = BecomesForm(request.POST or None, initial={"on": clock.today(), "age": now.age})
    said = {"by": request.viewer, "answered": form.not_so}
    fine = request.method == "POST" and form.is_valid()
    if fine and saved(form, family.become_person, code, ref, form.becomes(), **said):
        messages.success(request, _("They have a page of their own now, linked to the person's."))
        return redirect("person", code=become_now(request.viewer, code, ref, on=clock.today()).became)
    return page_about(request, code, form, "cases/family/become.html", now=now)


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
def family_link_new(request: Asked, code: str) -> HttpResponse:
    """Link the person to another one who is close to them."""
    form = LinkForm(request.POST or None)
    fine = request.method == "POST" and form.is_valid()
    said = {"by": request.viewer, "answered": form.not_so}
    if fine and saved(form, family.link_persons, code, *form.cleaned_data.values(), **said):
        return back_to(request, code, _("The two are linked."))
    return page_about(request, code, form, "cases/family/link.html")


@asks(Act.CHANGE_PERSON, of=Person, ref="code")
def family_link_end(request: Asked, code: str, kin: str) -> HttpResponse:
    """Ask once, then take a link away."""
    now, form = link_now(request.viewer, code, kin), Form(request.POST or None)
    fine = request.method == "POST" and form.is_valid()
    if fine and saved(form, family.end_link, code, kin, by=request.viewer):
        return back_to(request, code, _("The link is taken away."))
    return page_about(request, code, form, "cases/family/unlink.html", now=now)
