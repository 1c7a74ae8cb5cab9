"""The proposal of a last day: read it, check the answer, answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Conflict, Invalid, Refused, WrongState
from cases.forms.last_day import SET, LastDayForm
from cases.models import LastDayProposal
from cases.selectors.last_day import LastDayPage, last_day_page
from cases.services import last_day as services
from cases.services.intervention import check_last


@asks(Act.SET_LAST_DAY, of=LastDayProposal, texts=True, keeps=True)
def last_day(request: Asked, ref: str) -> HttpResponse:
    """What society gives beside a period that runs; first a summary to check, then the answer."""
    page = last_day_page(ref, request.viewer, texts=request.texts)
    step = request.POST.get("step", "")
    if request.method != "POST" or step == "change":
        return _show(request, page, LastDayForm(proposed=page.proposed, initial=request.POST.dict()))
    if page.conflict or not page.open:
        return _too_late(request, page)
    form = LastDayForm(request.POST, proposed=page.proposed)
    if not form.is_valid() or not _fits(page, form):
        return _show(request, page, form, status=422)
    if step != "answer":
        return _check(request, page, form)
    return _answer(request, page, form)


def _answer(request: Asked, page: LastDayPage, form: LastDayForm) -> HttpResponse:
    said = form.cleaned_data
    given: dict[str, Any] = {"reason": said["reason"], "by": request.viewer, "at": clock.now(), "answered": form.not_so}
    try:
        with transaction.atomic():
            if said["choice"] == SET:
                services.set_last_day(page.ref, last=said["last"], **given)
            else:
                services.let_go_on(page.ref, **given)
    except (Conflict, WrongState, Refused):
        return _too_late(request, last_day_page(page.ref, request.viewer))
    except Invalid as error:
        return _show(request, last_day_page(page.ref, request.viewer), _with(form, error), status=422)
    done = _("The last day is set. The actor has been told.")
    messages.success(request, done if said["choice"] == SET else _("The period goes on. The actor has been told."))
    return redirect("todo")


def _fits(page: LastDayPage, form: LastDayForm) -> bool:
    """Whether the day can be the last one; what is wrong stands beside it."""
    if form.cleaned_data["choice"] != SET:
        return True
    try:
        check_last(page.period.start, page.period.last, last=form.cleaned_data["last"])
    except Invalid as error:
        _with(form, error)
        return False
    return True


def _with(form: LastDayForm, error: Invalid) -> LastDayForm:
    for name, sentence in error.fields.items():
        form.add_error(name if name in form.fields else None, sentence)
    return form


def _check(request: Asked, page: LastDayPage, form: LastDayForm) -> HttpResponse:
    said = form.cleaned_data
    back = page.period.given_back(said["last"]) if said["choice"] == SET else None
    context = {"page": page, "form": form, "said": said, "back": back}
    return render(request, "cases/last_day/check.html", context)


def _too_late(request: Asked, page: LastDayPage) -> HttpResponse:
    context = {"page": page, "kept": request.POST.get("reason", "").strip()}
    return render(request, "cases/last_day/late.html", context, status=403 if page.conflict else 409)


def _show(request: Asked, page: LastDayPage, form: LastDayForm, status: int = 200) -> HttpResponse:
    context = {"page": page, "form": form, "back": page.period.given_back(page.proposed)}
    return render(request, "cases/last_day/answer.html", context, status=status)
