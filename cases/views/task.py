"""Tasks: a new one, and what is done with one. The list is the desk's."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import WrongState
from cases import codes
from cases.access_task import TasksAbout
from cases.forms.task import ChangeForm, DeclineForm, DoneForm, TaskForm
from cases.models import Task
from cases.selectors.person import banner
from cases.selectors.task import TaskPage, doers_about, task_page
from cases.services import task as services
from cases.views.back import to_the_list
from cases.views.person import saved

LOOK_OR_SEND = ["GET", "HEAD", "POST"]


@asks(Act.WRITE_TASK, keeps=True)
@require_http_methods(LOOK_OR_SEND)
def task_new(request: Asked) -> HttpResponse:
    """A task about nobody."""
    return _new(request, "")


@asks(Act.WRITE_TASK, of=TasksAbout, ref="code", keeps=True)
@require_http_methods(LOOK_OR_SEND)
def person_task_new(request: Asked, code: str) -> HttpResponse:
    """A task about a person."""
    assert request.about
    return _new(request, request.about.ref)


@asks(Act.SEE_TASKS, of=Task, texts=True)
@require_safe
def task(request: Asked, ref: str) -> HttpResponse:
    """One task: what is to be done, by whom, until when; what can be done with it."""
    return _show(request, ref, DoneForm())


@asks(Act.WRITE_TASK, of=Task)
@require_POST
def task_done(request: Asked, ref: str) -> HttpResponse:
    """It is done; from a list with one press."""
    form, row = DoneForm(request.POST), None
    try:
        if form.is_valid() and saved(
            form, services.mark_done, ref, by=request.viewer, word=form.cleaned_data["word"], answered=form.not_so
        ):
            row = request.about
    except WrongState:
        messages.info(request, _("The task is done or taken away already."))
        return to_the_list(request) or redirect("task", ref=ref)
    if row is None:
        return _show(request, ref, form)
    return to_the_list(request, done=row.ref) or redirect(f"{reverse('task', args=[row.ref])}?{urlencode({'undo': 1})}")


@asks(Act.WRITE_TASK, of=Task)
@require_POST
def task_undo(request: Asked, ref: str) -> HttpResponse:
    """What was done or taken away a moment ago is to be done still."""
    try:
        services.undo(ref, by=request.viewer, at=clock.now())
    except WrongState:
        messages.warning(request, _("It is too late to undo that. Make a new task instead."))
    else:
        messages.success(request, _("The task is to be done still."))
    return to_the_list(request) or redirect("task", ref=ref)


@asks(Act.WRITE_TASK, of=Task, keeps=True)
@require_http_methods(LOOK_OR_SEND)
def task_change(request: Asked, ref: str) -> HttpResponse:
    """Another day, or another who does it."""
    page = task_page(request.viewer, ref, on=clock.today())
    if not (page.may_move or page.may_give):
        return redirect("task", ref=page.row.ref)
    found = doers_about(request.viewer, page.row.code) if page.may_give else ()
    start = {"due": page.row.due, "doer": str(page.doer_key), "seen": page.seen}
    form = ChangeForm(request.POST if request.method == "POST" else None, initial=start, doers=found)
    if form.is_bound and form.is_valid():
        said: dict[str, Any] = {"doer": None, **form.cleaned_data, "by": request.viewer}
        if saved(form, services.change_task, ref, **said):
            messages.success(request, _("Saved."))
            return redirect("task", ref=page.row.ref)
    return _about(request, page, form, "cases/task/change.html")


@asks(Act.WRITE_TASK, of=Task, keeps=True)
@require_http_methods(LOOK_OR_SEND)
def task_decline(request: Asked, ref: str) -> HttpResponse:
    """Whoever was given it does not take it on."""
    page = task_page(request.viewer, ref, on=clock.today())
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if not page.may_decline:
        return redirect("task", ref=page.row.ref)
    if form.is_bound and form.is_valid():
        said: dict[str, Any] = {"by": request.viewer, "answered": form.not_so}
        if saved(form, services.decline, ref, form.cleaned_data["why"], **said):
            messages.success(request, _("The task is back with %(who)s, with your reason.") % {"who": page.row.by})
            return redirect("task_list")
    return _about(request, page, form, "cases/task/decline.html")


@asks(Act.WRITE_TASK, of=Task)
@require_POST
def task_take_back(request: Asked, ref: str) -> HttpResponse:
    """It has not to be done any longer."""
    try:
        row = services.take_back(ref, by=request.viewer, at=clock.now())
    except WrongState:
        messages.info(request, _("The task is done or taken away already."))
        return redirect("task", ref=ref)
    return redirect(f"{reverse('task', args=[row.ref])}?{urlencode({'undo': 1})}")


def undo_url(ref: str) -> str:
    """Where what was just done is undone; empty where ``ref`` is no reference."""
    parsed = codes.parse_ref(ref)
    return reverse("task_undo", args=[parsed]) if parsed else ""


def _new(request: Asked, code: str) -> HttpResponse:
    found = doers_about(request.viewer, code)
    start = {"token": str(uuid4()), "doer": str(found[0].key)}
    form = TaskForm(request.POST if request.method == "POST" else None, initial=start, doers=found)
    if form.is_bound and form.is_valid():
        said: dict[str, Any] = {"token": form.its_token(), "by": request.viewer, "code": code, "answered": form.not_so}
        if saved(form, services.give_task, form.given(), **said):
            messages.success(request, _("The task stands in the list."))
            return redirect("person", code=code) if code else redirect("task_list")
    context: dict[str, Any] = {"form": form, "code": code, "back": reverse("task_list")}
    if code:
        context |= {"banner": banner(request.viewer, code, on=clock.today()), "back": reverse("person", args=[code])}
    return render(request, "cases/task/new.html", context, status=422 if form.errors else 200)


def _show(request: Asked, ref: str, form: DoneForm) -> HttpResponse:
    page = task_page(request.viewer, ref, on=clock.today(), texts=request.texts)
    undo = undo_url(page.row.ref) if request.GET.get("undo") == "1" and not page.is_open else ""
    return _about(request, page, form, "cases/task/task.html", undo_url=undo)


def _about(request: Asked, page: TaskPage, form: Any, template: str, **more: Any) -> HttpResponse:
    context: dict[str, Any] = {"page": page, "form": form, "back": reverse("task", args=[page.row.ref])} | more
    if page.row.code:
        context["banner"] = banner(request.viewer, page.row.code, on=clock.today())
    return render(request, template, context, status=422 if form.errors else 200)
