"""Printing a summary of one person."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from cases.models import Person
from cases.selectors.person import banner
from nsp.desk.selectors.summary import summary
from nsp.desk.summary_file import as_response
from nsp.desk.views.person import tabs_of


@asks(Act.PRINT_PERSON, of=Person, ref="code", texts=True)
@require_http_methods(["GET", "HEAD", "POST"])
def person_print(request: Asked, code: str) -> HttpResponse:
    """What the paper would hold; sent, the file, under a name that says nothing."""
    assert request.about
    today, ref = clock.today(), request.about.ref
    page = summary(request.viewer, ref, on=today, texts=request.texts)
    if request.method != "POST":
        top = banner(request.viewer, ref, on=today)
        return render(request, "desk/summary/print.html", {"banner": top, "tabs": tabs_of(top, ""), "page": page})
    return as_response(page, request, at=clock.now())
