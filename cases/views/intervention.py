"""A period that was granted: end it early."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Invalid
from cases.forms.intervention import EndForm
from cases.models import Intervention
from cases.selectors.intervention import Ending, ending
from cases.selectors.person import banner
from cases.services import intervention


@asks(Act.END_INTERVENTION, of=Intervention, keeps=True)
def intervention_end(request: Asked, ref: str) -> HttpResponse:
    """First the form, then what it gives back to check, then it is done."""
    page = ending(ref, on=clock.today())
    form = EndForm(request.POST or None, start=page.start)
    if request.method != "POST" or not form.is_valid() or request.POST.get("go") == "change":
        return _form(request, page, form)
    given = form.cleaned_data
    if request.POST.get("go") != "end":
        return _check(request, page, form)
    try:
        intervention.end_early(ref, **given, by=request.viewer, at=clock.now(), answered=form.not_so)
    except Invalid as error:
        return _wrong(request, page, form, error)
    messages.success(request, _("The last day is set. The days and the money are given back."))
    return redirect("person", code=page.code)


def _check(request: Asked, page: Ending, form: EndForm) -> HttpResponse:
    given = form.cleaned_data
    try:
        intervention.check_ending(page.start, page.last, last=given["last"], reason=given["reason"])
    except Invalid as error:
        return _wrong(request, page, form, error)
    summary = page.given_back(given["last"])
    reason = dict(form.fields["reason"].choices)[given["reason"]]  # type: ignore[attr-defined]
    context = _around(request, page) | {"form": form, "page": page, "summary": summary, "reason": reason}
    return render(request, "cases/intervention/check.html", context | {"last": given["last"], "note": given["note"]})


def _wrong(request: Asked, page: Ending, form: EndForm, error: Invalid) -> HttpResponse:
    for name, sentence in error.fields.items():
        form.add_error(name or None, sentence)
    return _form(request, page, form)


def _form(request: Asked, page: Ending, form: EndForm) -> HttpResponse:
    wrong = bool(form.errors) and request.POST.get("go") != "change"
    context = _around(request, page) | {"form": form, "page": page}
    return render(request, "cases/intervention/end.html", context, status=422 if wrong else 200)


def _around(request: Asked, page: Ending) -> dict[str, object]:
    top = banner(request.viewer, page.code, on=clock.today())
    return {"banner": top, "back": reverse("person", args=[page.code])}
