"""A manager hands over everything that a colleague has in hand, in one step and without opening any of it."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Conflict
from accounts.models import User
from cases.forms.handing_on import HandOnForm
from cases.selectors.handing_on import Work, work_of
from cases.services import handing_on
from cases.services.foreseen import tried
from cases.views.foreseen import DO, filled, typed_in
from cases.views.person import saved


@asks(Act.HAND_ON, of=User)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_on(request: Asked, ref: UUID) -> HttpResponse:
    """How much there is, who takes over; then what each gets, to be confirmed."""
    work = work_of(request.viewer, ref)
    form = HandOnForm(request.POST if request.method == "POST" else None, work=work)
    context: dict[str, Any] = {"work": work, "form": form}
    if filled(request, form):
        given = form.cleaned_data
        seen = (given["persons"], given["restricted"])
        what: dict[str, Any] = {"named": given.get("named"), "seen": seen, "by": request.viewer}
        do = partial(handing_on.hand_on, ref, given.get("to", []), **what)
        try:
            if request.POST.get("step") == DO and saved(form, do):
                messages.success(request, _("Handed over. Those who take over have been told."))
                return redirect("user_list")
            if request.POST.get("step") != DO and saved(form, lambda at: tried(partial(do, at=at))):
                return _check(request, work, given)
        except Conflict:  # the numbers that are shown now are those that are sent next
            typed = request.POST.copy()
            typed["persons"], typed["restricted"] = str(work.persons), str(work.restricted)
            form = HandOnForm(typed, work=work)
            form.add_error(None, _("There is more or less in hand than when you opened the page. Look again."))
            context |= {"form": form}
    return render(request, "cases/transfer/hand_on.html", context, status=422 if form.errors else 200)


def _check(request: Asked, work: Work, given: dict[str, Any]) -> HttpResponse:
    request.undone = True
    names = {one.id: one.name for one in work.staff}
    shares = [(names[one], n) for one, n in work.shares(given.get("to", [])).items()]
    lines = [
        ngettext("%(name)s takes over %(n)s person.", "%(name)s takes over %(n)s persons.", n) % {"name": name, "n": n}
        for name, n in shares
        if n
    ]
    if work.restricted:
        lines.append(
            _("%(name)s sees the restricted persons (%(n)s) instead of %(leaver)s.")
            % {"name": names[given["named"]], "n": work.restricted, "leaver": work.name}
        )
    if work.tasks:
        more = ngettext(
            "%(n)s task goes to whoever takes the person over, or to %(name)s.",
            "%(n)s tasks go to whoever takes the person over, or to %(name)s.",
            work.tasks,
        )
        lines.append(more % {"n": work.tasks, "name": names[given["to"][0]]})
    context = {"work": work, "lines": lines, "typed": typed_in(request)}
    return render(request, "cases/transfer/hand_on_check.html", context)
