"""One person: the overview, and who can see it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from cases.models import Person
from cases.selectors.consent import consent_page
from cases.selectors.onward import KindNow
from cases.selectors.person import Banner, PeriodRow, PersonPage, banner, person_page
from cases.selectors.put_off import key_of
from cases.selectors.rights import rights_page
from cases.selectors.sharing import access_page
from nsp.desk.clock import Bar, Drawing, Mark, draw
from nsp.desk.links import address
from nsp.desk.panels import panels_of
from nsp.desk.steps import drawn_later


@asks(Act.SEE_PERSON, of=Person, ref="code", texts=True)
@require_safe
def person(request: Asked, code: str) -> HttpResponse:
    """The overview: the sentence, what to do next, the state of things."""
    assert request.about
    today = clock.today()
    page = person_page(request.viewer, request.about.ref, on=today, texts=request.texts)
    context = {
        "page": page,
        "panels": panels_of(request.viewer, page.banner.code, on=today),
        "banner": page.banner,
        "tabs": tabs_of(page.banner, "person"),
        "clock": _drawing(page, today),
        "kinds": _kinds(page),
        "apply_url": address(("further_begin", page.banner.code)) if page.may_apply else "",
        "steps": [drawn_later(step, page.later.get(key_of(step)), on=today) for step in page.steps],
        "calendar_url": f"{address(('calendar',))}?person={page.banner.code}" if page.follows else "",
        "lately": page.lately,
        "undo_url": address(("request_bring_back", removed)) if (removed := request.GET.get("removed", "")) else "",
        "next_date": min((p.remind_on for p in page.periods if p.remind_on and p.remind_on > today), default=None),
    }
    return render(request, "desk/person.html", context)


@asks(Act.SEE_PERSON, of=Person, ref="code", texts=True)
@require_safe
def person_rights(request: Asked, code: str) -> HttpResponse:
    """The ledger of rights: the person's, and each child's."""
    assert request.about
    today = clock.today()
    top = banner(request.viewer, request.about.ref, on=today)
    page = rights_page(request.viewer, request.about.ref, on=today, texts=request.texts)
    context = {"banner": top, "tabs": tabs_of(top, "person_rights"), "page": page}
    return render(request, "cases/rights/page.html", context)


@asks(Act.SEE_ACCESS, of=Person, ref="code")
@require_safe
def person_access(request: Asked, code: str) -> HttpResponse:
    """Who sees the person now, and who has read by breaking the glass."""
    assert request.about
    today = clock.today()
    top = banner(request.viewer, request.about.ref, on=today)
    page = access_page(request.viewer, request.about.ref, on=today)
    return render(
        request, "desk/person_access.html", {"banner": top, "tabs": tabs_of(top, "person_access"), "page": page}
    )


@asks(Act.SEE_ACCESS, of=Person, ref="code")
@require_safe
def person_consents(request: Asked, code: str) -> HttpResponse:
    """What the person has said yes to: what holds, what has run out, what was taken back."""
    assert request.about
    today = clock.today()
    top = banner(request.viewer, request.about.ref, on=today)
    page = consent_page(request.viewer, request.about.ref, on=today)
    context = {"banner": top, "tabs": tabs_of(top, "person_consents"), "page": page}
    return render(request, "cases/consent/page.html", context)


def tabs_of(top: Banner, current: str) -> list[dict[str, Any]]:
    """A person's pages, as components/banner.html shows them."""
    names = [
        ("person", _("Overview")),
        ("person_timeline", _("Timeline")),
        ("person_journal", _("Journal")),
        ("person_talk", _("Talk")),
        ("person_details", _("Details")),
        ("person_law", _("Where the law stands")),
        ("person_rights", _("Rights")),
        ("person_consents", _("Consents")),
        ("person_access", _("Who can see")),
        ("person_seen", _("Who has seen this")),
    ]
    return [
        {"label": label, "url": reverse(name, args=[top.code]), "current": name == current} for name, label in names
    ]


def _drawing(page: PersonPage, today: date) -> Drawing | None:
    """Everything that was granted and has a day, on one track; nothing where there is none."""
    bars = [
        Bar(row.kind, row.name, row.title, row.start, row.last, ended=row.ended_early)
        for row in page.periods
        if not row.never_began
    ]
    if not bars:
        return None
    by_day: dict[date, list[str]] = {}
    for on, what in page.marks:
        by_day.setdefault(on, []).append(what)
    marks = [Mark(on, ", ".join(dict.fromkeys(whats)), done=on <= today) for on, whats in by_day.items()]
    plan = {row.remind_on for row in page.periods if row.remind_on and row.remind_on >= today}
    marks += [Mark(on, _("plan what comes next"), done=False, by=True) for on in plan]
    return draw(bars, today, marks)


def _kinds(page: PersonPage) -> list[tuple[KindNow, list[PeriodRow]]]:
    """The table beside the clock: each kind that was granted, with its periods."""
    return [
        (kind, periods)
        for kind in page.onward.kinds
        if (periods := [row for row in page.periods if row.kind == kind.kind])
    ]
