"""Sheets of information: to read, to print, to write; and that somebody was given them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Conflict
from cases.access import may_write_sheets
from cases.forms.information import GivenForm, SheetForm, newer
from cases.models import Person
from cases.models.information import SheetCode
from cases.selectors.information import given_before, language_known, sheet_list, sheet_now
from cases.selectors.information import sheet as one_sheet
from cases.services.information import give_information, write_sheet
from cases.views.person import back_to, page_about, saved


@asks(Act.SEE_SHEETS)
@require_safe
def sheets(request: Asked) -> HttpResponse:
    """Every sheet, in the languages that there are."""
    page = {"rows": sheet_list(), "may_write": may_write_sheets(request.viewer)}
    return render(request, "cases/information/list.html", page)


@asks(Act.SEE_SHEETS)
@require_safe
def sheet(request: Asked, sheet: str, language: str) -> HttpResponse:
    """One sheet as it is printed: nothing else on the paper."""
    page = {"sheet": one_sheet(sheet, language), "may_write": may_write_sheets(request.viewer)}
    return render(request, "cases/information/sheet.html", page)


@asks(Act.WRITE_SHEET, keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_write(request: Asked, sheet: str) -> HttpResponse:
    """Write the next version of a sheet, or the first one in a language."""
    form = SheetForm(request.POST or None, initial=sheet_now(sheet, request.GET.get("language", "")))
    try:
        fine = request.method == "POST" and form.is_valid()
        done = fine and saved(form, write_sheet, sheet, **form.cleaned_data, by=request.viewer)
    except Conflict:
        form, done = newer(form, seen=sheet_now(sheet, form.cleaned_data["language"])["seen"]), False
    if done:
        messages.success(request, _("The sheet is saved."))
        return redirect("sheet", sheet=sheet, language=form.cleaned_data["language"])
    page = {"form": form, "name": SheetCode(sheet).label, "back": reverse("sheet_list")}
    return render(request, "cases/information/write.html", page, status=422 if form.errors else 200)


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def person_information(request: Asked, code: str) -> HttpResponse:
    """Note that the person was given information, and see what was given before."""
    start = {"on": clock.today(), "language": language_known(code), "sheets": SheetCode.values}
    form = GivenForm(request.POST or None, initial=start)
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(form, give_information, code, **form.cleaned_data, by=request.viewer)
    ):
        return back_to(request, code, _("It is noted that the information was given."))
    return page_about(request, code, form, "cases/information/given.html", given=given_before(code))
