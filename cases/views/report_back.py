"""An actor reports back what it gave: the form, the summary to check, sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Conflict, Invalid, WrongState
from accounts.inputs import whole_number
from cases.forms.report_back import COUNT, EMPTY_ROWS, ReportForm
from cases.models import AdmissionRequest, Intervention
from cases.selectors.claims import ReportPage, report_page
from cases.selectors.person import banner
from cases.services.report_back import refuse_wrong, report_back, report_nights, throw_away
from cases.views.stale import in_words, stale_page
from funding.models import Claim
from funding.services.claims import too_much

Writes = Callable[..., Claim]


@asks(Act.REPORT_BACK, of=Intervention, keeps=True)
def intervention_report(request: Asked, ref: str) -> HttpResponse:
    """Days and costs of an intervention."""
    return _report(request, report_page(ref, nights=False, on=clock.today()), report_back)


@asks(Act.REPORT_BACK, of=AdmissionRequest, keeps=True)
def request_report(request: Asked, ref: str) -> HttpResponse:
    """The nights that are paid although the request was declined."""
    return _report(request, report_page(ref, nights=True, on=clock.today()), report_nights)


def _report(request: Asked, page: ReportPage, write: Writes) -> HttpResponse:
    go = request.POST.get("go", "")
    if page.is_done and page.claim:
        if request.method == "POST" and COUNT not in request.POST:  # nothing was typed that could be lost
            raise WrongState(page.claim.state, "send", is_done=True)
        if request.method != "POST":
            return redirect("claim", ref=page.claim.ref)
    if request.method != "POST":
        return _form(request, page, _filled(page, page.typed))
    if go in ("more", "change"):
        rows = (whole_number(request.POST.get(COUNT, ""), most=99) or 0) + (EMPTY_ROWS if go == "more" else 0)
        return _form(request, page, _filled(page, request.POST.dict() | {COUNT: str(rows)}))
    form = ReportForm(request.POST, what=page.what, asked=page.asked)
    if go != "throw" and not form.is_valid():
        return _form(request, page, form)
    try:
        return _do(request, page, form, go, write)
    except Invalid as error:
        form.refuse(error.fields)
        return _form(request, page, form)
    except (Conflict, WrongState) as error:
        kept = in_words(form, {field.html_name: field.value() for field in form}, page.typed)
        return stale_page(request, error, kept=kept, url=reverse(page.what.key[0], args=[page.what.ref]))


def _do(request: Asked, page: ReportPage, form: ReportForm, go: str, write: Writes) -> HttpResponse:
    given: dict[str, Any] = {"version": _version(request), "by": request.viewer, "at": clock.now()}
    if go == "throw":
        throw_away(page.what, **given)
        messages.success(request, _("The draft is thrown away."))
        return redirect("person", code=page.what.code)
    said, given = form.reported(), given | {"answered": form.not_so}
    if go == "send":
        claim = write(page.what.ref, said, **given)
        messages.success(request, _("The report is sent. The coordinator looks at it."))
        return redirect("claim", ref=claim.ref)
    if go == "save":
        write(page.what.ref, said, send=False, **given)
        messages.success(request, _("The draft is saved. Your colleagues can go on with it."))
        return redirect(page.what.key[0], ref=page.what.ref)
    refuse_wrong(page.what, said, send=True, asked=page.asked, at=clock.now())
    days = {"own": said.days or 0, **said.children}
    sums = [(part, days[part.key], part.rate * days[part.key]) for part in page.what.parts]
    total = sum((row[2] for row in sums), sum((cost.amount for cost in said.costs), page.stands * 0))
    if total > page.stands:
        raise Invalid({"": too_much(total, page.stands)})
    context = {"said": said, "sums": sums, "total": total, "left": page.stands - total}
    return render(request, "cases/report/check.html", _around(request, page, form) | context)


def _form(request: Asked, page: ReportPage, form: ReportForm) -> HttpResponse:
    wrong = form.is_bound and bool(form.errors)
    return render(request, "cases/report/form.html", _around(request, page, form), status=422 if wrong else 200)


def _around(request: Asked, page: ReportPage, form: ReportForm) -> dict[str, Any]:
    return {
        "page": page,
        "form": form,
        "version": _version(request) if request.method == "POST" else page.version,
        "banner": banner(request.viewer, page.what.code, on=clock.today()),
        "back": reverse("person", args=[page.what.code]),
        "over": page.what.last < clock.today(),
    }


def _filled(page: ReportPage, typed: Any) -> ReportForm:
    return ReportForm(what=page.what, asked=page.asked, initial=typed)


def _version(request: Asked) -> int:
    return whole_number(request.POST.get("version", ""), most=999_999_999) or 0
