"""A child: the concern report, and who looks after the child."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from cases.forms.child import ChildForm, ConcernForm
from cases.models import Person
from cases.selectors.child import child_now, concern_now
from cases.services import child
from cases.views.person import back_to, page_about, saved


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
def person_concern(request: Asked, code: str) -> HttpResponse:
    """Note that a concern about the person is reported, or why not."""
    return _concern(request, code, "")


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
def dependant_concern(request: Asked, code: str, ref: str) -> HttpResponse:
    """The same about somebody close to the person."""
    return _concern(request, code, ref)


def _concern(request: Asked, code: str, of: str) -> HttpResponse:
    now = concern_now(code, of, on=clock.today())
    form = ConcernForm(request.POST or None, initial={"made": "MADE", "on": clock.today(), "reported_by": "ACTOR"})
    fine = request.method == "POST" and form.is_valid()
    said = {"by": request.viewer, "answered": form.not_so}
    if fine and saved(form, child.note_concern, code, form.concern(of), **said):
        return back_to(request, code, _("The concern report is noted."))
    return page_about(request, code, form, "cases/child/concern.html", now=now)


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
def person_child(request: Asked, code: str) -> HttpResponse:
    """State who looks after the child."""
    form = ChildForm(request.POST or None, initial={"on": clock.today(), **child_now(code)})
    fine = request.method == "POST" and form.is_valid()
    said = {"by": request.viewer, "answered": form.not_so}
    if fine and saved(form, child.state_child, code, form.standing(), **said):
        return back_to(request, code, _("It is noted who looks after the child."))
    return page_about(request, code, form, "cases/child/standing.html")
