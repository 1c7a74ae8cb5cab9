"""Deciding on requests: the queue, one request, the summary to check, the decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import clock, words
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Conflict, Invalid, NothingLeft, NSPError, Refused, Stopped, WrongState
from accounts.inputs import whole_number
from cases.forms.admission import MOTIVATION
from cases.forms.decision import Decidable, DecideForm
from cases.forms.guarded import SUFFIX
from cases.models import AdmissionRequest
from cases.models.admission import DecisionKind
from cases.selectors.decision import DecidePage, decide_page, next_to_decide, queue
from cases.services import decision
from cases.states import AdmissionState
from cases.views.admission_words import explains_confirm, facts, first_line, since, summary


@asks(Act.DECIDE_ADMISSION)
def decision_list(request: Asked) -> HttpResponse:
    """The queue: urgent ones first, then who has waited longest."""
    return render(request, "cases/decision/queue.html", {"rows": queue(request.viewer)})


@asks(Act.DECIDE_ADMISSION, of=AdmissionRequest, texts=True, keeps=True)
def request_decide(request: Asked, ref: str) -> HttpResponse:
    """One request beside the rules and the money; first a summary to check, then the decision."""
    page = decide_page(ref, request.viewer, on=clock.today(), texts=request.texts)
    if request.method != "POST":
        return _show(request, page, _form(page))
    form = _form(page, request.POST)
    page = _with_less(request, page, form)
    step = request.POST.get("step")
    if step == "change":
        return _show(request, page, _form(page, initial=request.POST.dict()))
    if not page.open or page.conflict or page.request.about.version != _version(request):
        return _too_late(request, page)
    if not form.is_valid():
        return _show(request, page, form, status=422)
    if step == "decide":
        return _decide(request, page, form)
    context = _context(page, form) | {"summary": summary(page.request, form.cleaned_data, page.money.total)}
    return render(request, "cases/decision/check.html", context)


def _with_less(request: Asked, page: DecidePage, form: DecideForm) -> DecidePage:
    """The page as it would be if less is granted of an item than is asked for: its cost and what is left then."""
    less = form.cleaned_data.get("amount") if page.open and form.is_valid() else None
    if less is None or less == page.request.amount:
        return page
    return decide_page(page.request.about.ref, request.viewer, on=clock.today(), texts=request.texts, amount=less)


def _decide(request: Asked, page: DecidePage, form: DecideForm) -> HttpResponse:
    ref = page.request.about.ref
    try:
        # What a service began and could not finish is undone before the page is shown again.
        with transaction.atomic():
            _call(ref, form, version=_version(request), request=request)
    except (Conflict, WrongState, Refused):
        return _too_late(request, decide_page(ref, request.viewer, on=clock.today(), texts=request.texts))
    except (Stopped, NothingLeft, Invalid) as error:
        page = decide_page(ref, request.viewer, on=clock.today(), texts=request.texts)
        return _refuse(request, page, error)
    messages.success(request, _done(page, form.cleaned_data["choice"]))
    following = next_to_decide(queue(request.viewer), ref)
    return redirect("request_decide", ref=following.ref) if following else redirect("decision_list")


def _call(ref: str, form: DecideForm, *, version: int, request: Asked) -> None:
    said = form.cleaned_data
    reason: str = said["reason"]
    given: dict[str, Any] = {"by": request.viewer, "at": clock.now(), "answered": form.not_so}
    if said["choice"] == DecisionKind.CONFIRM:
        given |= {"motivations": form.motivations, "amount": said.get("amount")}
        decision.confirm(ref, version=version, reason=reason, **given)
    elif said["choice"] == DecisionKind.RETURN:
        decision.return_for_completion(ref, version=version, question=reason, **given)
    elif said["choice"] == DecisionKind.WAIT:
        decision.wait(ref, version=version, need_level=said["need_level"], reason=reason, **given)
    else:
        given |= {"decline_reason": said["decline_reason"], "paid_until": said.get("paid_until")}
        decision.decline(ref, version=version, reason=reason, **given)


def _done(page: DecidePage, choice: str) -> str:
    words_for = {
        DecisionKind.CONFIRM.value: _("Admission for %(name)s is confirmed. The actor has been told."),
        DecisionKind.WAIT.value: _("The request for %(name)s stands on the waiting list. The actor has been told."),
        DecisionKind.RETURN.value: _("The request for %(name)s has gone back with your question."),
        DecisionKind.DECLINE.value: _("The request for %(name)s is declined. The actor has been told."),
    }
    about = page.request.about
    if about.is_further and choice == DecisionKind.CONFIRM:
        return _("%(what)s is granted. The actor has been told.") % {"what": about.heading}
    return words_for[choice] % {"name": about.code_name}


def _refuse(request: Asked, page: DecidePage, error: NSPError) -> HttpResponse:
    """Facts or money have changed since the page was read: the same page with its new verdicts, and what was typed."""
    form = _form(page, request.POST)
    if isinstance(error, NothingLeft):
        params = {"year": error.year, "left": words.money_words(error.left or 0)}
        form.add_error(None, _("The budget of %(year)s has %(left)s left. That is not enough.") % params)
    elif isinstance(error, Invalid):
        for name, sentence in error.fields.items():
            form.add_error(name or None, sentence if isinstance(sentence, str) else list(sentence))
    elif page.stopped:
        form.add_error(None, _("A rule says stop, so the request cannot be confirmed as it stands."))
    else:
        form.add_error(None, _("Something came up while you were reading, and has to be explained."))
    return _show(request, page, form, status=error.status)


def _too_late(request: Asked, page: DecidePage) -> HttpResponse:
    """Somebody else was first, or it is not the viewer's to decide: who and when, and what was typed."""
    withdrawn = page.request.about.state == AdmissionState.WITHDRAWN
    last = page.request.decisions[0] if page.request.decisions and not withdrawn else None
    texts = [request.POST.get(name, "") for name in request.POST if name == "reason" or _is_motivation(name)]
    kept = "\n\n".join(text for text in texts if text.strip())
    context = {"page": page, "last": last, "withdrawn": withdrawn, "kept": kept, "conflict": page.conflict}
    return render(request, "cases/decision/late.html", context, status=403 if page.conflict else 409)


def _is_motivation(name: str) -> bool:
    return name.startswith(MOTIVATION) and not name.endswith(SUFFIX)


def _show(request: Asked, page: DecidePage, form: DecideForm, status: int = 200) -> HttpResponse:
    return render(request, "cases/decision/decide.html", _context(page, form), status=status)


def _context(page: DecidePage, form: DecideForm) -> dict[str, Any]:
    return {
        "page": page,
        "about": page.request.about,
        "form": form,
        "facts": facts(page.request),
        "since": since(page.since),
        "first_line": first_line(page.request),
    }


def _form(page: DecidePage, data: Any = None, initial: Any = None) -> DecideForm:
    year, left = page.left_if_confirmed, ""
    if year:
        left = _("%(left)s left of %(year)s") % {"left": words.money_words(year.left), "year": year.year}
    about = Decidable(
        stopped=page.stopped,
        explains=explains_confirm(page.request),
        to_explain=[(line.key, line.sentence) for line in page.to_explain],
        to_judge=page.to_judge,
        left=left,
        is_further=page.request.about.is_further,
        amount=page.request.amount,
        waits=page.request.about.state == AdmissionState.WAITING,
        nights=page.nights,
    )
    return DecideForm(data, initial=initial, about=about)


def _version(request: Asked) -> int:
    return whole_number(request.POST.get("version", ""), most=999_999_999) or 0
