"""The service log: of a person, and of the viewer's own actor."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
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
from cases import codes
from cases.forms.service import LogForm, OwnServiceForm, ServiceForm
from cases.models import Person, ServiceOfActor
from cases.selectors.service import ServiceLine, last_used, line_of_person, own_line, service_log, services_of_person
from cases.services import service
from cases.views.person import back_to, page_about, saved

MOST_IN_FILE = 20_000


@asks(Act.SEE_PERSON, of=Person, ref="code", texts=True)
@require_safe
def person_services(request: Asked, code: str) -> HttpResponse:
    """What was done for a person outside the programme's money."""
    page = services_of_person(request.viewer, code, texts=request.texts)
    return page_about(request, code, Form(), "cases/service/person.html", page=page)


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def person_service_new(request: Asked, code: str) -> HttpResponse:
    """Note something that was done for a person."""
    start = last_used(request.viewer, with_person=True) | {"on": clock.today()}
    form = ServiceForm(request.POST or None, initial=start)
    fine = request.method == "POST" and form.is_valid()
    if fine and saved(form, service.log_for_person, code, form.done(), by=request.viewer, answered=form.not_so):
        return back_to(request, code, _("Noted in the service log."))
    return page_about(request, code, form, "cases/service/new.html")


@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@require_http_methods(["GET", "HEAD", "POST"])
def person_service_take(request: Asked, code: str, line: str) -> HttpResponse:
    """Ask once, then take away a line that was written by mistake."""
    known, form = line_of_person(request.viewer, code, line), Form(request.POST or None)
    if request.method == "POST" and saved(form, service.take_from_person, code, line, by=request.viewer):
        messages.success(request, _("Taken away."))
        return redirect("person_services", code=codes.parse(code))
    back = reverse("person_services", args=[code])
    return page_about(request, code, form, "cases/service/take.html", line=known, back=back)


@asks(Act.SEE_SERVICES)
@require_safe
def service_list(request: Asked) -> HttpResponse:
    """The own actor's log, with sums by field of work."""
    form = LogForm(request.GET, today=clock.today())
    log = service_log(request.viewer, form.chosen())
    form.offer(log.years)
    context = {"log": log, "filters": form, "chosen": form.chosen()}
    return render(request, "cases/service/list.html", context)


@asks(Act.SEE_SERVICES)
@require_POST
def service_file(request: Asked) -> HttpResponse:
    """The same as a file, without any person: who took it out and when stands on top."""
    chosen = LogForm(request.POST, today=clock.today()).chosen()
    log = service_log(request.viewer, chosen, most=MOST_IN_FILE)
    heads = [
        _("Date"),
        _("Field of work"),
        _("What"),
        _("Hours"),
        _("SEK"),
        _("Who paid"),
        _("For a person"),
        _("Reached"),
    ]
    mark = [_("Service log %(year)s") % {"year": chosen.year}, f"{request.viewer.name}, {moment_words(clock.now())}"]
    request.done = True
    content = csv_file(mark, heads, map(_cells, log.lines))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="eget-arbete-{chosen.year}.csv"'
    return response


@asks(Act.LOG_SERVICE, keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def service_new(request: Asked) -> HttpResponse:
    """Note something that was done without a person on record."""
    start = last_used(request.viewer, with_person=False) | {"on": clock.today()}
    form = OwnServiceForm(request.POST or None, initial=start)
    fine = request.method == "POST" and form.is_valid()
    if fine and saved(form, service.log_for_actor, form.done(), by=request.viewer):
        messages.success(request, _("Noted in the service log."))
        return redirect("service_list")
    context = {"form": form, "back": reverse("service_list")}
    return render(request, "cases/service/new_own.html", context, status=422 if form.errors else 200)


@asks(Act.LOG_SERVICE, of=ServiceOfActor)
@require_http_methods(["GET", "HEAD", "POST"])
def service_take(request: Asked, ref: str) -> HttpResponse:
    """Ask once, then take away a line without a person that was written by mistake."""
    line = own_line(request.viewer, ref)
    if request.method == "POST":
        service.take_from_actor(ref, by=request.viewer, at=clock.now())
        messages.success(request, _("Taken away."))
        return redirect("service_list")
    return render(request, "cases/service/take_own.html", {"line": line, "back": reverse("service_list")})


def _cells(line: ServiceLine) -> tuple[Any, ...]:
    for_person = _("yes") if line.code else _("no")
    return (line.on, line.field, line.what, line.hours, line.amount, line.paid_by, for_person, line.people)
