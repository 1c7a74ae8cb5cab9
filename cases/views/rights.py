"""The ledger of rights: one page, and a form for each right."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from cases import codes
from cases.forms.rights import RightForm
from cases.models import Person
from cases.models.rights import Gap, Payer, RightState
from cases.selectors.rights import RightForm as Known
from cases.selectors.rights import right_form
from cases.services.rights import state_right
from cases.views.person import page_about, saved


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def person_right(request: Asked, code: str, right: str) -> HttpResponse:
    """State anew where one right of the person stands."""
    return _form_of(request, code, right)


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def dependant_right(request: Asked, code: str, ref: str, right: str) -> HttpResponse:
    """The same for a child of the person's."""
    return _form_of(request, code, right, of=ref)


def _form_of(request: Asked, code: str, right: str, *, of: str = "") -> HttpResponse:
    known = right_form(code, right, on=clock.today(), of=of)
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and (gap := data.get("quick")) is not None:
        data.update({"state": RightState.NEEDED, "gap": gap, "on": clock.today().isoformat()})
    form = RightForm(data, meets=known.meets, initial=_proposed(known))
    if form.is_bound and form.is_valid():
        more: dict[str, Any] = {"by": request.viewer, "answered": form.not_so, "of": of}
        if saved(form, state_right, code, right, form.stated(), **more):
            what = f"{known.right.name} ({known.who})" if of else known.right.name
            messages.success(request, _("Noted: %(right)s.") % {"right": what})
            return redirect("person_rights", code=codes.parse(code))
    gaps = [*Gap.choices, ("", _("do not know why"))]
    page = {"known": known, "gaps": gaps, "back": reverse("person_rights", args=[code])}
    return page_about(request, code, form, "cases/rights/right.html", **page)


def _proposed(known: Known) -> dict[str, Any]:
    """Today; or "met by NSP" with what was granted for the right, from its first day: to be saved by whoever knows."""
    today = clock.today()
    if known.right.proposed is None:
        return {"on": today}
    found = known.right.proposed
    return {"state": RightState.MET, "payer": Payer.NSP, "met_by": found.ref, "on": min(found.start, today)}
