"""The tab of the journal: the form of a note on top, then the notes."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from cases.forms.journal import JournalFilter
from cases.models import Person
from cases.selectors.journal import journal_page
from cases.selectors.person import banner
from cases.services.journal_drafts import Form
from cases.services.mention import seen_where
from cases.views.journal import fresh
from nsp.desk.views.person import tabs_of


@asks(Act.SEE_PERSON, of=Person, ref="code", texts=True)
@require_safe
def person_journal(request: Asked, code: str) -> HttpResponse:
    """The notes, newest first, by kind of contact, writer and period; whoever may write begins on top."""
    assert request.about
    now, ref, form = clock.now(), request.about.ref, JournalFilter(request.GET)
    top = banner(request.viewer, ref, on=clock.today())
    taken = request.GET.get("taken", "")
    page = journal_page(request.viewer, ref, form.wanted(), at=now, texts=request.texts, taken=taken)
    if page.opened:
        seen_where(ref, page.refs, by=request.viewer, at=now)
    form.offer(page.writers)
    chosen = form.chosen()
    here = reverse("person_journal", args=[ref])
    said = {name: value for name, (value, _words) in chosen.items()}
    places = {name: getattr(form.wanted(), name) for name in ("older", "newer") if getattr(form.wanted(), name)}
    context = {
        "banner": top,
        "tabs": tabs_of(top, "person_journal"),
        "page": page,
        "filters": form,
        "chips": [(words, _address(here, said, without=name)) for name, (_value, words) in chosen.items()],
        "clear_url": here,
        "open_url": _address(here, said | places, texts="1"),
        "older_url": _address(here, said, older=page.older) if page.older else "",
        "newer_url": _address(here, said, newer=page.newer) if page.newer else "",
        "write": fresh(request, Form(token=uuid4(), code=ref)) if page.may_write else None,
    }
    return render(request, "desk/person_journal.html", context)


def _address(here: str, said: dict[str, str], *, without: str = "", **more: str) -> str:
    query = urlencode({name: value for name, value in said.items() if name != without} | more)
    return f"{here}?{query}" if query else here
