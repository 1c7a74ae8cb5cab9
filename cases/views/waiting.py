"""The waiting list for a place in the budget."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from cases.selectors.waiting import waiting_list as rows_of


@asks(Act.DECIDE_ADMISSION)
def waiting_list(request: Asked) -> HttpResponse:
    """Great need first, then who has waited longest; what is left of the year beside."""
    page = rows_of(request.viewer, on=clock.today())
    return render(request, "cases/decision/waiting.html", {"page": page})
