"""The list of persons, and the small forms on a person's record. The overview itself is the desk's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.acts import Act, Role
from accounts.asks import Asked, asks
from accounts.errors import Invalid
from cases import codes
from cases.forms.person import DependantForm, DescribeForm, ListForm
from cases.models import Person
from cases.selectors.dependant import dependant_now
from cases.selectors.person import banner, described
from cases.selectors.person_list import actors_to_choose, person_list
from cases.services import dependant, person
from cases.services.person import Described


@asks(Act.LIST_PERSONS)
@require_safe
def persons(request: Asked) -> HttpResponse:
    """Everybody whom the viewer may see, newest first, filtered by coded facts."""
    is_office = request.viewer.is_(Role.COORDINATOR)
    form = ListForm(
        request.GET,
        actors=actors_to_choose() if is_office else [],
        is_staff=request.viewer.is_staff_of_an_actor,
    )
    found = person_list(request.viewer, form.wanted(), on=clock.today())
    chosen = form.chosen()
    here = reverse("person_list")
    context = {
        "filters": form,
        "found": found,
        "is_office": is_office,
        "chips": [(words, _address(here, form, without=name)) for name, words in chosen],
        "clear_url": here,
        "older_url": _address(here, form, older=found.older) if found.older else "",
        "newer_url": _address(here, form, newer=found.newer) if found.newer else "",
    }
    return render(request, "cases/person/list.html", context)


def _address(here: str, form: ListForm, *, without: str = "", **more: str) -> str:
    kept = {name: form.cleaned_data[name] for name, _words in form.chosen() if name != without}
    query = urlencode(kept | more)
    return f"{here}?{query}" if query else here


@asks(Act.CHANGE_PERSON, of=Person, ref="code")
def person_describe(request: Asked, code: str) -> HttpResponse:
    """Interpreter, protection, threat, and the safe way to reach the person."""
    known = described(code)
    form = DescribeForm(request.POST or None, initial=known.initial)
    if request.method == "POST" and request.POST.get("go") == "checked":
        person.check_safe_contact(code, by=request.viewer, at=clock.now())
        return back_to(request, code, _("The safe way to reach the person is checked today."))
    fine = request.method == "POST" and form.is_valid()
    if fine and saved(
        form, person.describe, code, Described(**form.cleaned_data), by=request.viewer, answered=form.not_so
    ):
        return back_to(request, code, _("Saved."))
    return page_about(request, code, form, "cases/person/describe.html", known=known)


@asks(Act.CHANGE_PERSON, of=Person, ref="code")
def dependant_new(request: Asked, code: str) -> HttpResponse:
    """Note somebody who is indirectly exposed."""
    form = DependantForm(request.POST or None)
    fine = request.method == "POST" and form.is_valid()
    if fine and saved(form, dependant.add_dependant, code, form.close(), by=request.viewer):
        return back_to(request, code, _("Added."))
    return page_about(request, code, form, "cases/person/dependant.html")


@asks(Act.CHANGE_PERSON, of=Person, ref="code")
def dependant_change(request: Asked, code: str, ref: str) -> HttpResponse:
    """Correct what is written of somebody close."""
    known = dependant_now(code, ref)
    form = DependantForm(request.POST or None, initial=known.initial)
    fine = request.method == "POST" and form.is_valid()
    if fine and saved(form, dependant.change_dependant, code, ref, form.close(), by=request.viewer):
        return back_to(request, code, _("Saved."))
    return page_about(request, code, form, "cases/person/dependant.html", known=known)


@asks(Act.CHANGE_PERSON, of=Person, ref="code")
def dependant_remove(request: Asked, code: str, ref: str) -> HttpResponse:
    """Ask once, then take away somebody who was written down by mistake."""
    known, form = dependant_now(code, ref), Form(request.POST or None)
    fine = request.method == "POST" and form.is_valid()
    if fine and saved(form, dependant.remove_dependant, code, ref, by=request.viewer):
        return back_to(request, code, _("Taken away."))
    return page_about(request, code, form, "cases/person/dependant_remove.html", known=known)


def saved(form: Any, service: Any, *args: Any, **kwargs: Any) -> bool:
    """Whether the service did it; what it says is wrong stands beside its field."""
    try:
        service(*args, **kwargs, at=clock.now())
    except Invalid as error:
        form.strange = placed(form, getattr(error, "questions", ()))
        for name, sentence in error.fields.items():
            form.add_error(name if name in form.fields else None, sentence)
        return False
    return True


def placed(form: Any, questions: Any) -> list[dict[str, Any]]:
    """Questions about what can hardly be, each beside a field that the form has."""
    first = next(iter(form.fields), "")
    return [dict(one) | {"field": one["field"] if one["field"] in form.fields else first} for one in questions]


def back_to(request: Asked, code: str, said: str) -> HttpResponse:
    """To the person's page, which says what was done."""
    messages.success(request, said)
    return redirect("person", code=codes.parse(code))


def page_about(request: Asked, code: str, form: Any, template: str, **more: Any) -> HttpResponse:
    """The page of a small form about the person whose banner stands above it."""
    assert request.about
    top = banner(request.viewer, request.about.ref, on=clock.today())
    context = {"banner": top, "form": form, "back": reverse("person", args=[request.about.ref])} | more
    return render(request, template, context, status=422 if form.errors else 200)
