"""Pages about reports to the funder."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Invalid
from cases.models.rights import Gap
from cases.states import ReportState
from reports.forms import ReportForm
from reports.gaps import gaps
from reports.models import FunderReport
from reports.selectors import report_choices, report_file, report_view, reports_for, state_of
from reports.services import ask_report, publish
from reports.tasks import wake
from reports.together import together


@asks(Act.SEE_STATISTICS)
@require_safe
def gaps_page(request: Asked) -> HttpResponse:
    """Needs that nobody meets, without persons."""
    labels = [*(str(label) for label in Gap.labels), _("not known")]
    context = {"found": gaps(on=clock.today()), "reasons": labels}
    return render(request, "reports/gaps.html", context)


@asks(Act.SEE_STATISTICS)
@require_safe
def together_page(request: Asked) -> HttpResponse:
    """Events where many were met at one place, without persons."""
    return render(request, "reports/together.html", {"found": together(on=clock.today())})


@asks(Act.READ_REPORT)
@require_safe
def report_list(request: Asked) -> HttpResponse:
    """All reports for a coordinator, the published ones for the funder."""
    context = {"reports": reports_for(request.viewer), "may_make": request.viewer.may_ask(Act.MAKE_REPORT)}
    return render(request, "reports/report_list.html", context)


@asks(Act.MAKE_REPORT, keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def report_new(request: Asked) -> HttpResponse:
    """Ask for the report of a year."""
    choices = report_choices(on=clock.today())
    form = ReportForm(request.POST or None, choices=choices)
    if asked := _asked(request, form):
        return redirect("report", ref=asked.ref)
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/report_new.html", {"form": form, "choices": choices}, status=status)


@asks(Act.MAKE_REPORT, of=FunderReport, keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def report_again(request: Asked, ref: str) -> HttpResponse:
    """Make a draft, or one that failed, anew with what is recorded now; parts and comment can be changed."""
    before = report_view(ref, request.viewer)
    said = {"year": before.year, "parts": before.asked_parts, "comment": before.comment}
    form = ReportForm(request.POST or None, choices=report_choices(on=clock.today()), initial=said)
    if asked := _asked(request, form):
        return redirect("report", ref=asked.ref)
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/report_new.html", {"form": form, "before": before}, status=status)


def _asked(request: Asked, form: ReportForm) -> FunderReport | None:
    """Ask for what the form says; None where it was not sent or cannot be used, with the reasons beside its fields."""
    if request.method != "POST" or not form.is_valid():
        return None
    said = form.cleaned_data
    try:
        asked = ask_report(said["year"], said["parts"], said["comment"], by=request.viewer, at=clock.now())
    except Invalid as error:
        for field, sentences in error.fields.items():
            form.add_error(field or None, [sentences] if isinstance(sentences, str) else list(sentences))
        return None
    wake(asked.ref)
    return asked


@asks(Act.READ_REPORT, of=FunderReport)
@require_safe
def report(request: Asked, ref: str) -> HttpResponse:
    """A report: how far it is, its figures, its file."""
    return render(request, "reports/report.html", {"report": report_view(ref, request.viewer)})


@asks(Act.SEE_REPORT_PROGRESS, of=FunderReport)
@require_safe
def report_progress(request: Asked, ref: str) -> HttpResponse:
    """The piece of the page that waits; when there is nothing more to wait for, the whole page is asked for."""
    if state_of(ref) != ReportState.MAKING:
        response = HttpResponse(status=204)
        response.headers["HX-Refresh"] = "true"
        return response
    return render(request, "reports/_progress.html", {"report": report_view(ref, request.viewer)})


@asks(Act.PUBLISH_REPORT, of=FunderReport)
@require_http_methods(["GET", "HEAD", "POST"])
def report_publish(request: Asked, ref: str) -> HttpResponse:
    """A summary to check, then published: by somebody else than the one who made it."""
    if request.method == "POST":
        publish(ref, sha256=request.POST.get("sha256", ""), by=request.viewer, at=clock.now())
        return redirect(f"{reverse('report', args=[ref])}?published=1")
    return render(request, "reports/report_publish.html", {"report": report_view(ref, request.viewer)})


@asks(Act.DOWNLOAD_REPORT, of=FunderReport)
@require_safe
def report_file_view(request: Asked, ref: str) -> HttpResponse:
    """The file, exactly as it was made, under a name that says nothing."""
    content, sha256 = report_file(ref)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="rapport-{ref.lower()}.pdf"'
    response.headers["X-SHA256"] = sha256
    return response
