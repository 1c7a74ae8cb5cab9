"""The list of one's tasks."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from cases.selectors.task import tasks_of
from cases.views.task import undo_url
from nsp.desk.selectors.task_todo import given_row, over_row, task_row


@asks(Act.SEE_TASKS)
@require_safe
def task_list(request: Asked) -> HttpResponse:
    """What the viewer has to do, what they gave to others, and what was done lately."""
    on = clock.today()
    found = tasks_of(request.viewer, on=on)
    context = {
        "mine": [task_row(row, on, then="tasks") for row in found.mine],
        "given": [given_row(row, on) for row in found.given],
        "lately": [over_row(row, on) for row in found.lately],
        "undo_url": undo_url(request.GET.get("done", "")),
    }
    return render(request, "desk/tasks.html", context)
