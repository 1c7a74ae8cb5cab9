"""The tab of where the law stands."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from cases.models import Person
from cases.selectors.facts import police_reports, protection_statements, return_statements
from cases.selectors.law import law_page
from cases.selectors.person import banner
from cases.selectors.returning import plans, sealed_of
from nsp.desk.views.person import tabs_of


@asks(Act.SEE_PERSON, of=Person, ref="code", texts=True)
@require_safe
def person_law(request: Asked, code: str) -> HttpResponse:
    """What runs, what is awaited, what should have come; then each subject with its rows, and the return."""
    assert request.about
    today, ref = clock.today(), request.about.ref
    top, page = banner(request.viewer, ref, on=today), law_page(request.viewer, ref, on=today, texts=request.texts)
    context = {
        "banner": top,
        "tabs": tabs_of(top, "person_law"),
        "page": page,
        "sealed": (*page.sealed, *sealed_of(page.person_id, opened=page.opened)),
        "plans": plans(page.person_id),
        "police": police_reports(ref),
        "protection": protection_statements(ref),
        "returning": return_statements(ref),
    }
    return render(request, "desk/person_law.html", context)
