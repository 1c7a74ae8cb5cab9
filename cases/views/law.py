"""Where the law stands: a form for each step, and for putting a row right. The tab itself is the desk's."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import NotFound
from cases.forms.law import StepForm
from cases.law import BY_CODE, RESTS_ON, protection_after
from cases.law_codes import LawSubject
from cases.law_kinds import StepKind, SubjectKind
from cases.models import Person
from cases.selectors.facts import newest_answer
from cases.selectors.law import step_now
from cases.services import law
from cases.services.law import Stated
from cases.views.person import page_about, saved


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
def law_step(request: Asked, code: str, what: str) -> HttpResponse:
    """Note that something happened. ``what``: the subject and the step, as ``SOCIAL_BOARD-GRANTED``."""
    kind, step = _kind(what)
    form = StepForm(request.POST or None, step=step, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        stated = form.stated(kind.code, step.code)
        if saved(form, law.state_step, code, stated, by=request.viewer, answered=form.not_so):
            return _onward(request, stated)
    others = [(f"{kind.code}-{one.code}", one.label) for one in kind.steps if one is not step]
    return _page(request, code, form, "cases/law/step.html", kind=kind, step=step, others=others)


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
def law_correct(request: Asked, code: str, row: str) -> HttpResponse:
    """Put a row right: what is written here replaces it, and it stays to be read."""
    known = step_now(code, row)
    kind, step = _kind(f"{known.row.subject}-{known.row.step}")
    form = StepForm(request.POST or None, step=step, initial=_initial(known.row, known.note, many=step.many))
    if request.method == "POST" and form.is_valid():
        stated = form.stated(kind.code, step.code)
        if saved(form, law.correct_step, code, row, stated, by=request.viewer, answered=form.not_so):
            return _to_the_tab(request, _("Put right. What stood there before stays to be read."))
    return _page(request, code, form, "cases/law/correct.html", kind=kind, step=step, known=known)


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
def law_strike(request: Asked, code: str, row: str) -> HttpResponse:
    """Ask once, then say that a row was noted by mistake."""
    known, form = step_now(code, row), Form(request.POST or None)
    fine = request.method == "POST" and form.is_valid()
    if fine and saved(form, law.strike_step, code, row, by=request.viewer):
        return _to_the_tab(request, _("It counts no longer. What stood there stays to be read."))
    return _page(request, code, form, "cases/law/strike.html", known=known)


def _kind(what: str) -> tuple[SubjectKind, StepKind]:
    subject, _dash, code = what.partition("-")
    kind = BY_CODE.get(LawSubject(subject)) if subject in LawSubject.values else None
    step = kind.step(code) if kind else None
    if kind is None or step is None:
        raise NotFound
    return kind, step


def _page(request: Asked, code: str, form: Any, template: str, **more: Any) -> HttpResponse:
    assert request.about
    return page_about(request, code, form, template, back=reverse("person_law", args=[request.about.ref]), **more)


def _initial(row: Any, note: str, *, many: bool) -> dict[str, Any]:
    found = {name: getattr(row, name) for name in ("on", "roughly", "since", "until", "amount")}
    details = list(row.details) if many else next(iter(row.details), "")
    return found | {"details": details, "note": note}


def _onward(request: Asked, stated: Stated) -> HttpResponse:
    """To the tab; or, where it changes what society gives, to that statement with what is known filled in."""
    assert request.about
    answer = protection_after(stated.subject, stated.step, stated.details, before=newest_answer(request.about.ref))
    first = stated.since or stated.on
    if answer is None or first > clock.today():  # what begins later is not so yet
        return _to_the_tab(request, _("Noted."))
    messages.success(request, _("Noted. Now say whether society gives the protection: look through and save."))
    fact = RESTS_ON[LawSubject(stated.subject)]
    given = urlencode({"answer": answer.value, "on": first.isoformat(), "rests_on": fact.value})
    return redirect(f"{reverse('person_protection', args=[request.about.ref])}?{given}")


def _to_the_tab(request: Asked, said: str) -> HttpResponse:
    assert request.about
    messages.success(request, said)
    return redirect("person_law", code=request.about.ref)
