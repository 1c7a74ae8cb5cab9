"""The list of requests."""

from __future__ import annotations

from django.http import HttpResponse

from accounts.acts import Act, Role
from accounts.asks import Asked, asks
from cases.selectors.admission_list import REQUESTS
from cases.selectors.admission_list import request_list as rows_of
from cases.views.listed import listed


@asks(Act.LIST_REQUESTS)
def request_list(request: Asked) -> HttpResponse:
    """An actor's own requests; for the office, all that were sent."""
    office = request.viewer.is_(Role.COORDINATOR)
    return listed(request, REQUESTS, rows_of, "cases/admission/list.html", office=office)
