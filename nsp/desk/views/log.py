"""The data protection officer's pages: the access log, its standing checks, and taking a part of it out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.clock import STOCKHOLM
from accounts.spreadsheet import csv_file
from accounts.words import moment_words
from nsp.desk.log_form import LogFilter
from nsp.desk.selectors.access_log import MOST, LogRow, log_count, log_page, people_to_choose, reads_the_log
from nsp.desk.selectors.access_log import log_export as rows_to_export
from nsp.desk.selectors.log_checks import newest_seal, standing_checks


@asks(Act.SEE_LOG)
@require_safe
def log(request: Asked) -> HttpResponse:
    """All events, newest first, filtered by codes."""
    reads_the_log(request.viewer)
    form = LogFilter(request.GET, people=people_to_choose())
    here = reverse("log")
    context: dict[str, Any] = {"form": form, "clear_url": here}
    if form.is_valid():
        older, newer = request.GET.get("older", ""), request.GET.get("newer", "")
        page = log_page(request.viewer, form.wanted(today=clock.today(), older=older, newer=newer))
        context |= {
            "page": page,
            "chips": [(words, form.address(here, **{name: ""})) for name, words in form.words()],
            "older_url": form.address(here, older=page.older) if page.older else "",
            "newer_url": form.address(here, newer=page.newer) if page.newer else "",
            "export_url": form.address(reverse("log_export")),
        }
    return render(request, "desk/log/log.html", context)


@asks(Act.SEE_LOG)
@require_safe
def log_checks(request: Asked) -> HttpResponse:
    """What should be looked at."""
    here, found = reverse("log"), standing_checks(request.viewer, on=clock.today())
    checks = [
        {
            "check": check,
            "url": f"{here}?{urlencode(check.query)}" if check.query else "",
            "lines": [(line, f"{here}?{urlencode(line.query)}") for line in check.lines],
        }
        for check in found
    ]
    sealed = newest_seal(request.viewer, at=clock.now())
    return render(
        request, "desk/log/checks.html", {"checks": checks, "sealed": sealed, "days": settings.NSP_LOG_CHECKS["days"]}
    )


@asks(Act.EXPORT_LOG)
def log_export(request: Asked) -> HttpResponse:
    """How many events the filter lets through, and on a POST the file with them."""
    reads_the_log(request.viewer)
    form = LogFilter(request.POST or request.GET, people=people_to_choose())
    if not form.is_valid():
        return redirect(f"{reverse('log')}?{request.GET.urlencode()}")  # which says what is wrong
    wanted = form.wanted(today=clock.today())
    count = log_count(request.viewer, wanted)
    if request.method == "POST" and 0 < count <= MOST:
        return _file(request, form)
    context = {"form": form, "count": count, "most": MOST, "too_many": count > MOST}
    context |= {"log_url": form.address(reverse("log")), "words": [words for _name, words in form.words()]}
    return render(request, "desk/log/export.html", context, status=422 if request.method == "POST" else 200)


def _file(request: Asked, form: LogFilter) -> HttpResponse:
    """The events as a file, watermarked; the log says that it was taken out, and how many events."""
    now = clock.now()
    rows = rows_to_export(request.viewer, form.wanted(today=clock.day(now)))
    request.done, request.why = True, f"events:{len(rows)}"
    watermark = [
        _("Taken out of the access log by %(name)s, %(at)s.") % {"name": request.viewer.name, "at": moment_words(now)},
        "; ".join(words for _name, words in form.words()) or _("The whole log."),
        _("%(n)s events. Not to be handed on.") % {"n": len(rows)},
    ]
    heads = [
        _("When"),
        _("Who"),
        _("Role"),
        _("What"),
        _("Outcome"),
        _("Person"),
        _("Reference"),
        _("Kind"),
        _("Account"),
    ]
    heads += [_("Act"), _("Why"), _("Request id"), _("Event")]
    content = csv_file(watermark, heads, (_cells(row) for row in rows))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="logg-{clock.day(now).isoformat()}.csv"'
    return response


def _cells(row: LogRow) -> tuple[object, ...]:
    at = row.at.astimezone(STOCKHOLM).isoformat(timespec="seconds")
    known = (row.outcome, row.code, row.ref, row.kind, row.about, row.act, row.why, row.request_id, row.id)
    return (at, row.who.name, row.who.place, row.what, *known)
