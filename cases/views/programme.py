"""The rules, to read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import asks
from cases.selectors.programme import rules_page


@asks(Act.SEE_RULES)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """What the programme in force allows, and every rule that a request is checked against."""
    return render(request, "cases/programme/rules.html", {"page": rules_page(on=clock.today())})
