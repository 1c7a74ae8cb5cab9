"""Putting off something that is to be done about a person."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from cases.forms.put_off import PutOffForm
from cases.models import Person
from cases.selectors.put_off import choices_that_can_wait
from cases.services.put_off import put_off_step
from cases.views.person import page_about, saved


@asks(Act.PUT_OFF, of=Person, ref="code")
@require_http_methods(["GET", "HEAD", "POST"])
def person_put_off(request: Asked, code: str) -> HttpResponse:
    """What waits, until when, and why."""
    on = clock.today()
    choices = choices_that_can_wait(request.viewer, code, on=on)
    first = {"what": request.GET.get("what"), "until": on + timedelta(days=1)}
    form = PutOffForm(choices, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid() and saved(form, put_off_step, code, form.said(), by=request.viewer):
        is_back = form.cleaned_data["until"] == on
        messages.success(request, _("It is in the list again.") if is_back else _("Put off. It comes back by itself."))
        return redirect("todo")
    return page_about(request, code, form, "cases/person/put_off.html", choices=choices)
