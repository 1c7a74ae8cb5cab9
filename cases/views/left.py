"""Looking again for somebody who left."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from cases import codes
from cases.forms.left import LookedForm
from cases.models import Person
from cases.models.left import Found
from cases.selectors.left import left_now
from cases.services import left
from cases.views.person import back_to, page_about, saved


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def person_left(request: Asked, code: str) -> HttpResponse:
    """Note that somebody looked: one click with today's date, or the day and some words. Who was met again is
    written down at once."""
    now, data = left_now(code), request.POST.copy() if request.method == "POST" else None
    if data is not None and (quick := data.get("quick")) is not None:
        data.update({"result": quick, "on": clock.today().isoformat()})
    form = LookedForm(data, initial={"on": clock.today()})
    fine = form.is_bound and form.is_valid()
    said = {"by": request.viewer, "answered": form.not_so}
    if fine and saved(form, left.note_follow_up, code, form.looked(), **said):
        if form.cleaned_data["result"] == Found.MET:
            return redirect("person_meet", code=codes.parse(code))
        return back_to(request, code, _("It is noted that you looked for the person."))
    return page_about(request, code, form, "cases/left/looked.html", now=now, quick=Found.choices)
