"""Who is away and who stands in: for oneself, and for a manager's staff."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Invalid
from accounts.forms.absence import AbsenceForm
from accounts.models import Absence
from accounts.selectors.absences import absence_page
from accounts.services.absences import set_absence, take_absence_back


@asks(Act.SET_ABSENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def absence_list(request: Asked) -> HttpResponse:
    """Who is away from the viewer's actors, and writing down more."""
    page = absence_page(request.viewer, on=clock.today())
    form = AbsenceForm(page, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_absence(form.said(), by=request.viewer, at=clock.now())
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Saved. Whoever stands in is told."))
            return redirect("absence_list")
    context = {"page": page, "form": form}
    return TemplateResponse(request, "accounts/absences.html", context, status=422 if form.errors else 200)


def add_errors(form: AbsenceForm, error: Invalid) -> None:
    """What the service refused, at its fields."""
    for name, sentence in error.fields.items():
        form.add_error(name or None, sentence)


@asks(Act.SET_ABSENCE, of=Absence)
@require_POST
def absence_take_back(request: Asked, ref: str) -> HttpResponse:
    """Take days of absence away."""
    take_absence_back(ref, by=request.viewer, at=clock.now())
    messages.success(request, _("Taken away. Reminders go to whoever was away again."))
    return redirect("absence_list")
