"""Closing a case, opening it again, and asking the person afterwards."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Stopped
from cases.forms.closing import CloseForm, ReopenForm, ViewForm
from cases.models import Person
from cases.selectors.closing import closing_page
from cases.services import closing
from cases.views.person import back_to, page_about, saved


@asks(Act.CLOSE_CASE, of=Person, ref="code", keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def person_close(request: Asked, code: str) -> HttpResponse:
    """First what is missing and how it ended, then what closing means, then it is done."""
    today, change = clock.today(), request.POST.get("go") == "change"
    form = CloseForm(request.POST if request.method == "POST" else None, initial={"on": today})
    fine = form.is_bound and form.is_valid() and not change
    page = closing_page(request.viewer, code, request.POST.get("outcome", ""), on=today)
    if fine and page and not page.lacks and request.POST.get("go") != "close":
        outcome = dict(CloseForm.base_fields["outcome"].choices)[form.cleaned_data["outcome"]]  # type: ignore[attr-defined]
        return page_about(request, code, form, "cases/closing/check.html", page=page, outcome=outcome)
    if fine and (page is None or not page.lacks) and _closed(request, code, form):
        return back_to(request, code, _("The case is closed."))
    return page_about(request, code, form, "cases/closing/close.html", page=page)


def _closed(request: Asked, code: str, form: CloseForm) -> bool:
    try:
        return saved(form, closing.close_case, code, form.ended(), by=request.viewer, answered=form.not_so)
    except Stopped as error:  # something came meanwhile
        for sentence in error.sentences:
            form.add_error(None, sentence)
        return False


@asks(Act.REOPEN_CASE, of=Person, ref="code", keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def person_reopen(request: Asked, code: str) -> HttpResponse:
    """A coordinator opens a closed case again, for a reason."""
    form = ReopenForm(request.POST or None)
    said = {"by": request.viewer, "answered": form.not_so}
    if form.is_valid() and saved(form, closing.reopen, code, form.cleaned_data["reason"], **said):
        return back_to(request, code, _("The case is open again. The actor is told."))
    return page_about(request, code, form, "cases/closing/reopen.html")


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def person_view(request: Asked, code: str) -> HttpResponse:
    """Note what the person thinks of the help, some time after the case was closed."""
    form = ViewForm(request.POST or None, initial={"on": clock.today()})
    said = {"by": request.viewer, "answered": form.not_so}
    if form.is_valid() and saved(form, closing.note_view, code, form.viewed(), **said):
        return back_to(request, code, _("It is noted what the person thinks of the help."))
    return page_about(request, code, form, "cases/closing/view.html")
