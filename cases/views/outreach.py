"""Outreach without a person on record: the own actor's."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.spreadsheet import csv_file
from accounts.words import moment_words
from cases.forms.outreach import OutreachForm, chosen_year
from cases.models import Outreach
from cases.selectors.outreach import outreach_line, outreach_of
from cases.services import outreach
from cases.views.person import saved

MOST_IN_FILE = 20_000


@asks(Act.SEE_SERVICES)
@require_safe
def outreach_list(request: Asked) -> HttpResponse:
    """The year's outreach, with sums by month."""
    page = outreach_of(request.viewer, chosen_year(request.GET, today=clock.today()))
    return render(request, "cases/outreach/list.html", {"page": page})


@asks(Act.SEE_SERVICES)
@require_POST
def outreach_file(request: Asked) -> HttpResponse:
    """The same as a file: who took it out and when stands on top."""
    page = outreach_of(request.viewer, chosen_year(request.POST, today=clock.today()), most=MOST_IN_FILE)
    mark = [_("Outreach %(year)s") % {"year": page.year}, f"{request.viewer.name}, {moment_words(clock.now())}"]
    heads = [_("Date"), _("County"), _("Kind of place"), _("Met"), _("Informed")]
    rows = ((line.on, line.county, line.what, line.met, line.informed) for line in page.lines)
    request.done = True
    response = HttpResponse(csv_file(mark, heads, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="uppsokande-{page.year}.csv"'
    return response


@asks(Act.LOG_SERVICE, keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def outreach_new(request: Asked) -> HttpResponse:
    """Note an outing."""
    form = OutreachForm(request.POST or None, initial={"on": clock.today()})
    fine = request.method == "POST" and form.is_valid()
    if fine and saved(form, outreach.note_outreach, form.outing(), by=request.viewer):
        messages.success(request, _("The outreach is noted."))
        return redirect("outreach_list")
    context = {"form": form, "back": reverse("outreach_list")}
    return render(request, "cases/outreach/new.html", context, status=422 if form.errors else 200)


@asks(Act.LOG_SERVICE, of=Outreach)
@require_http_methods(["GET", "HEAD", "POST"])
def outreach_take(request: Asked, ref: str) -> HttpResponse:
    """Ask once, then take away an outing that was written by mistake."""
    line = outreach_line(request.viewer, ref)
    if request.method == "POST":
        outreach.take_outreach(ref, by=request.viewer, at=clock.now())
        messages.success(request, _("Taken away."))
        return redirect("outreach_list")
    return render(request, "cases/outreach/take.html", {"line": line, "back": reverse("outreach_list")})
