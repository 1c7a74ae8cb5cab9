"""What coordinators do with reports: the queue, one report, the decision, what follows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.acts import Act, Role
from accounts.asks import Asked, asks
from accounts.errors import Conflict, Invalid, Refused, WrongState
from accounts.inputs import whole_number
from cases.forms.report_back import ASK, DecideClaimForm, PapersForm, RepaidForm, ReverseForm
from cases.selectors.claims import ClaimPage, claim_page, claims_asked, claims_to_decide
from cases.services import claims
from funding.models import Claim, CutReason


@asks(Act.LIST_CLAIMS)
@require_safe
def claim_list(request: Asked) -> HttpResponse:
    """Reports that wait, and those that went back with a question."""
    context = {"rows": claims_to_decide(request.viewer), "asked": claims_asked(request.viewer)}
    return render(request, "cases/claim/queue.html", context)


@asks(Act.SEE_CLAIM, of=Claim, texts=True)
@require_safe
def claim(request: Asked, ref: str) -> HttpResponse:
    """A report as it was sent: for its actor and for coordinators."""
    page = claim_page(ref, request.viewer, texts=request.texts)
    office = request.viewer.is_(Role.COORDINATOR)
    return render(request, "cases/claim/claim.html", {"page": page, "office": office})


@asks(Act.DECIDE_CLAIM, of=Claim, texts=True, keeps=True)
def claim_decide(request: Asked, ref: str) -> HttpResponse:
    """Approve, cut or ask; first a summary to check."""
    page = claim_page(ref, request.viewer, texts=request.texts)
    rows, step = [one.row for one in page.rows], request.POST.get("step")
    if not page.waits or page.conflict:
        return _too_late(request, page) if request.method == "POST" else redirect("claim", ref=ref)
    if request.method != "POST" or step == "change":
        return _decide_page(request, page, DecideClaimForm(rows=rows, initial=request.POST.dict() or None))
    form = DecideClaimForm(request.POST, rows=rows)
    if not form.is_valid():
        return _decide_page(request, page, form, status=422)
    try:
        return _decided(request, page, form) if step == "decide" else _check(request, page, form)
    except Invalid as error:
        for name, sentence in error.fields.items():
            form.add_error(name or None, sentence)
        return _decide_page(request, page, form, status=422)
    except (Conflict, WrongState, Refused):
        return _too_late(request, claim_page(ref, request.viewer))


def _check(request: Asked, page: ClaimPage, form: DecideClaimForm) -> HttpResponse:
    asks_it = form.cleaned_data["choice"] == ASK
    if asks_it and not form.cleaned_data["words"].strip():
        raise Invalid({"words": _("Write what you need to know. The caseworker reads it.")})
    cuts = {} if asks_it else form.cuts
    claims.check_cuts_of(page.told.id, cuts, form.cleaned_data["words"])
    cut = sum((one.amount for one in cuts.values()), page.reported * 0)
    of = [(one, cuts[one.row.id]) for one in page.rows if one.row.id in cuts]
    rows = [(one, taken, CutReason(taken.reason).label) for one, taken in of]
    context = {"page": page, "form": form, "asks_it": asks_it, "cut": cut, "rows": rows}
    context["approved"] = page.reported - cut
    return render(request, "cases/claim/check.html", context)


def _decided(request: Asked, page: ClaimPage, form: DecideClaimForm) -> HttpResponse:
    said, ref = form.cleaned_data, page.told.ref
    given: dict[str, Any] = {"version": _version(request), "by": request.viewer, "at": clock.now()}
    given["answered"] = form.not_so
    if said["choice"] == ASK:
        claims.ask(ref, question=said["words"], **given)
        messages.success(request, _("The report has gone back with your question."))
    else:
        claims.approve(ref, form.cuts, words=said["words"], **given)
        messages.success(request, _("The report is approved. It can be paid."))
    return redirect("claim_list")


@asks(Act.DECIDE_CLAIM, of=Claim)
def claim_papers(request: Asked, ref: str) -> HttpResponse:
    """Note that the papers were seen."""
    return _small(
        request,
        PapersForm(request.POST or None),
        ref,
        _("Papers seen"),
        _("The papers stay with the actor. Note here when you have seen them on a visit."),
        lambda said: claims.papers_seen(ref, **said, by=request.viewer, at=clock.now()),
        _("It is noted that you have seen the papers."),
    )


@asks(Act.DECIDE_CLAIM, of=Claim, keeps=True)
def claim_reverse(request: Asked, ref: str) -> HttpResponse:
    """Take an approval back, to decide anew."""
    form = ReverseForm(request.POST or None)

    def act(said: dict[str, Any]) -> None:
        given: dict[str, Any] = {"by": request.viewer, "at": clock.now(), "answered": form.not_so}
        claims.reverse(ref, version=_version(request), **said, **given)

    return _small(
        request,
        form,
        ref,
        _("Decide anew"),
        _("What was booked stays, and is met by counter-entries. The report waits for a decision again."),
        act,
        _("The approval is taken back. The report waits to be decided anew."),
    )


@asks(Act.BOOK_REPAYMENT, of=Claim, keeps=True)
def claim_repaid(request: Asked, ref: str) -> HttpResponse:
    """Book that the actor has paid something back."""
    return _small(
        request,
        RepaidForm(request.POST or None),
        ref,
        _("Paid back"),
        _("Book what the actor has paid back of what it was paid for this report."),
        lambda said: claims.repaid(ref, **said, by=request.viewer, at=clock.now()),
        _("What was paid back is booked."),
    )


def _small(request: Asked, form: forms.Form, ref: str, heading: str, lead: str, act: Any, done: str) -> HttpResponse:
    """A page with one short form about a report."""
    page = claim_page(ref, request.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
            messages.success(request, done)
            return redirect("claim", ref=ref)
        except Invalid as error:
            for name, sentence in error.fields.items():
                form.add_error(name or None, sentence)
        except (Conflict, WrongState, Refused) as error:
            return _too_late(request, page, error)
    context = {"page": page, "form": form, "heading": heading, "lead": lead, "back": reverse("claim", args=[ref])}
    return render(request, "cases/claim/small.html", context, status=422 if form.errors else 200)


def _decide_page(request: Asked, page: ClaimPage, form: DecideClaimForm, status: int = 200) -> HttpResponse:
    rows = [(one, form[f"cut-{one.row.id}"], form[f"why-{one.row.id}"]) for one in page.rows]
    return render(request, "cases/claim/decide.html", {"page": page, "form": form, "rows": rows}, status=status)


def _too_late(request: Asked, page: ClaimPage, error: Exception | None = None) -> HttpResponse:
    """Somebody else was first, or it is not the viewer's to decide: who and when, and what was typed."""
    why = getattr(error, "why", "")
    context = {"page": page, "kept": request.POST.get("words", ""), "why": why}
    return render(request, "cases/claim/late.html", context, status=403 if page.conflict else 409)


def _version(request: Asked) -> int:
    return whole_number(request.POST.get("version", ""), most=999_999_999) or 0
