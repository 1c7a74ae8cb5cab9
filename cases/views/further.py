"""Applying for a further intervention: which kinds, then one form for each."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Invalid
from cases import codes
from cases.forms.further import KindsForm
from cases.models import Person
from cases.selectors.asking import choose_page
from cases.services.further import begin_further
from cases.views.admission import EDITABLE


@asks(Act.ASK_ADMISSION, of=Person, ref="code")
def further_begin(request: Asked, code: str) -> HttpResponse:
    """Choose one kind or several; each is a draft of its own, and the first is opened."""
    page = choose_page(request.viewer, code, on=clock.today())
    posted = request.POST if request.method == "POST" else None
    form = KindsForm(posted, choices=page.choices, initial={"kinds": request.GET.getlist("kind")})
    if posted is not None and form.is_valid():
        return _begin(request, code, form.cleaned_data["kinds"])
    context = {"page": page, "form": form}
    return render(request, "cases/further/choose.html", context, status=422 if form.errors else 200)


def _begin(request: Asked, code: str, kinds: list[str]) -> HttpResponse:
    try:
        rows = begin_further(code, kinds, by=request.viewer, at=clock.now())
    except Invalid as error:
        for sentence in error.fields.values():
            messages.warning(request, str(sentence))
        return redirect("person", code=codes.parse(code))
    first = next((row for row in rows if row.state in EDITABLE), rows[0])
    return redirect("request_edit" if first.state in EDITABLE else "request", ref=first.ref)
