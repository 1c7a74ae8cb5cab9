"""The tab of the thread: the messages, the newest at the bottom, and the form below."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from cases.access_talk import Thread
from cases.selectors.person import banner
from cases.selectors.talk import talk_page
from cases.services.talk import mark_read
from cases.views.talk import fresh
from nsp.desk.views.person import tabs_of


@asks(Act.SEE_PERSON, of=Thread, ref="code", texts=True)
@require_safe
def person_talk(request: Asked, code: str) -> HttpResponse:
    """What is said about the person; opening the texts leaves read marks."""
    assert request.about
    ref, now = request.about.ref, clock.now()
    places = {name: said for name in ("older", "newer") if (said := request.GET.get(name, "")[:16])}
    page = talk_page(request.viewer, ref, at=now, texts=request.texts, **places)
    if page.opened:
        mark_read(ref, [row.ref for row in page.rows if row.may_read], by=request.viewer, at=now)
    top = banner(request.viewer, ref, on=clock.today())
    here = reverse("person_talk", args=[ref])
    context = {
        "banner": top,
        "tabs": tabs_of(top, "person_talk"),
        "page": page,
        "code": ref,
        "open_url": f"{here}?{urlencode(places | {'texts': '1'})}",
        "older_url": f"{here}?{urlencode({'older': page.older})}" if page.older else "",
        "newer_url": f"{here}?{urlencode({'newer': page.newer})}" if page.newer else "",
        "write": fresh(request, ref) if page.may_write else None,
    }
    return render(request, "desk/person_talk.html", context)
