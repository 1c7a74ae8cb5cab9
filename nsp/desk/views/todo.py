"""Att göra: the start page of every role."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.acts import FIELD, Act, Role
from accounts.asks import Asked, asks
from cases.views.task import undo_url
from nsp.desk.selectors.forms_begun import forms_begun
from nsp.desk.selectors.log_todo import checks_todo
from nsp.desk.selectors.office import office_todo, own_receipts, published_reports
from nsp.desk.selectors.said_todo import said_to
from nsp.desk.selectors.todo import caseworker_todo
from reminders.selectors import parked_told


@asks(Act.SEE_TODO)
@require_safe
def todo(request: Asked) -> HttpResponse:
    """What the viewer can do something about, in each of their roles."""
    viewer, now = request.viewer, clock.now()
    is_cooperating = viewer.is_(Role.COOPERATING)
    staff = caseworker_todo(viewer, now=now) if viewer.is_staff_of_an_actor else None
    office = office_todo(viewer, now=now) if viewer.is_(Role.COORDINATOR) else None
    said = said_to(viewer, now)
    request.counts = {"todo": len(said) + (staff.count if staff else 0) + (office.count if office else 0)}
    checks = checks_todo(viewer, now=now) if viewer.is_(Role.PROTECTION_OFFICER) else None
    if office:
        request.counts["decisions"] = office.waiting
    context = {
        "today": clock.day(now),
        "parked": parked_told(viewer) if viewer.is_(Role.COORDINATOR) or viewer.is_(Role.ADMINISTRATOR) else 0,
        "forms_begun": forms_begun(viewer, now=now),
        "said": said,
        "staff": staff,
        "office": office,
        "receipts": own_receipts(viewer, on=clock.day(now)) if is_cooperating else None,
        "published": published_reports() if viewer.is_(Role.FUNDER) else None,
        "has_role": bool(viewer.roles),
        "checks": checks,
        "days": settings.NSP_LOG_CHECKS["days"],
        "has_errands": bool(viewer.roles & (FIELD | {Role.COORDINATOR, Role.FUNDER})) or checks is not None,
        "may_give_tasks": viewer.may_ask(Act.WRITE_TASK),
        "undo_url": undo_url(request.GET.get("done", "")),
        "may_identify": viewer.may_ask(Act.IDENTIFY),
    }
    return render(request, "desk/todo.html", context)
