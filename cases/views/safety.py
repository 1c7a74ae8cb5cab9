"""Reviewing the risk and the safety plan."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from cases.forms.safety import SafetyForm
from cases.models import Person
from cases.selectors.safety import safety_now
from cases.services.safety import review_safety
from cases.views.person import back_to, page_about, saved


@asks(Act.CHANGE_PERSON, of=Person, ref="code", texts=True, keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def person_safety(request: Asked, code: str) -> HttpResponse:
    """Review the risk: one click where nothing has changed, else the form."""
    today, data = clock.today(), None
    now = safety_now(request.viewer, code, on=today, texts=request.texts)
    if request.method == "POST":
        data = request.POST.copy()
        if "same" in data:
            data.update({"level": now.level, "on": today.isoformat(), "next_on": str(now.next_on or "")})
    start = {"on": today, "seen": now.seen, "level": now.level if now.on else "", "plan": now.plan}
    start["next_on"] = now.next_on
    form = SafetyForm(data, initial=start)
    if form.is_bound and form.is_valid():
        said = {"by": request.viewer, "answered": form.not_so, "seen": form.cleaned_data["seen"]}
        if saved(form, review_safety, code, form.reviewed(), **said):
            return back_to(request, code, _("The risk is reviewed."))
    return page_about(request, code, form, "cases/safety/review.html", now=now)
