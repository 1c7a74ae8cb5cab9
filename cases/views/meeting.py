"""Meeting somebody again who is on record."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from cases.forms.meeting import MeetingForm
from cases.models import Person
from cases.models.choices import Seen
from cases.selectors.identification import indicator_groups
from cases.services.meeting import meet_again
from cases.views.person import outcome, page_about


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def person_meet(request: Asked, code: str) -> HttpResponse:
    """What was said at the meeting; afterwards the identification, with what happens now."""
    first = {"on": clock.today(), "token": uuid4()}
    form = MeetingForm(request.POST or None, groups=indicator_groups(), initial=first)
    if form.is_bound and form.is_valid():
        token, more = form.cleaned_data["token"], {"by": request.viewer, "answered": form.not_so}
        done, made = outcome(form, meet_again, code, form.identified(), token=token, **more)
        if done:
            return redirect(f"{reverse('identification', args=[made.ref])}?new=1")
    how, beside = [("", _("not asked")), *Seen.choices], "sv" if get_language() == "en" else "en"
    return page_about(request, code, form, "cases/left/meet.html", how=how, beside=beside)
