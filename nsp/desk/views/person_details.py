"""The tab of what is known of the person, and what was put right in it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from cases.models import Person
from cases.selectors.changes import changes
from cases.selectors.details import details_page
from cases.selectors.person import banner
from nsp.desk.views.person import tabs_of


@asks(Act.SEE_PERSON, of=Person, ref="code", texts=True)
@require_safe
def person_details(request: Asked, code: str) -> HttpResponse:
    """Everything that is known of the person, in sections; each is changed for itself."""
    assert request.about
    today, ref = clock.today(), request.about.ref
    top = banner(request.viewer, ref, on=today)
    page = details_page(request.viewer, ref, on=today, texts=request.texts)
    context = {"banner": top, "tabs": tabs_of(top, "person_details"), "page": page}
    return render(request, "desk/person_details.html", context)


@asks(Act.SEE_PERSON, of=Person, ref="code")
@require_safe
def person_changes(request: Asked, code: str) -> HttpResponse:
    """What was put right in the record: what it was, what it is, who, when."""
    assert request.about
    top = banner(request.viewer, request.about.ref, on=clock.today())
    page = changes(request.viewer, request.about.ref)
    context = {"banner": top, "tabs": tabs_of(top, "person_details"), "page": page}
    return render(request, "desk/person_changes.html", context)
