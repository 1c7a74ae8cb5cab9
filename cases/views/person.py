"""The list of persons, and the small forms on a person's record. The overview itself is the desk's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.acts import Act, Role
from accounts.asks import Asked, asks
from accounts.errors import Invalid
from cases import codes
from cases.selectors.person import banner
from cases.selectors.person_filters import PERSONS
from cases.selectors.person_list import person_list
from cases.views.back import to_the_list
from cases.views.listed import listed


@asks(Act.LIST_PERSONS)
@require_safe
def persons(request: Asked) -> HttpResponse:
    """Everybody whom the viewer may see, those on their way first, filtered by coded facts."""
    office, gives = request.viewer.is_(Role.COORDINATOR), request.viewer.may_ask(Act.ASSIGN)
    return listed(request, PERSONS, person_list, "cases/person/list.html", is_office=office, gives=gives)


def saved(form: Any, service: Any, *args: Any, **kwargs: Any) -> bool:
    """Whether the service did it; what it says is wrong stands beside its field."""
    return outcome(form, service, *args, **kwargs)[0]


def outcome(form: Any, service: Any, *args: Any, **kwargs: Any) -> tuple[bool, Any]:
    """The same, with what the service gives back."""
    try:
        return True, service(*args, **kwargs, at=clock.now())
    except Invalid as error:
        form.strange = placed(form, getattr(error, "questions", ()))
        for name, sentence in error.fields.items():
            form.add_error(name if name in form.fields else None, sentence)
        return False, None


def placed(form: Any, questions: Any) -> list[dict[str, Any]]:
    """Questions about what can hardly be, each beside a field that the form has."""
    first = next(iter(form.fields), "")
    return [dict(one) | {"field": one["field"] if one["field"] in form.fields else first} for one in questions]


def back_to(request: Asked, code: str, said: str) -> HttpResponse:
    """To the person's page, or to the list whose button was pressed; it says what was done."""
    messages.success(request, said)
    return to_the_list(request) or redirect("person", code=codes.parse(code))


def page_about(request: Asked, code: str, form: Any, template: str, **more: Any) -> HttpResponse:
    """The page of a small form about the person whose banner stands above it."""
    assert request.about
    top = banner(request.viewer, request.about.ref, on=clock.today())
    context = {"banner": top, "form": form, "back": reverse("person", args=[request.about.ref])} | more
    return render(request, template, context, status=422 if form.errors else 200)
