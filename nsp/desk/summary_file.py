"""The printed summary of a person as a file: a tagged PDF (PDF/UA-1) that says on every page who took it out, and when.

It names nobody, has no links out, no attachments and no script, and its metadata say nothing of the person.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import cast
from uuid import UUID
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from accounts.asks import Asked
from accounts.words import moment_words
from nsp.desk.selectors.summary import Summary
from reports.assets import Bundle

STYLE = Path(__file__).parent / "summary.css"


def render(page: Summary, *, by: str, at: datetime, mark: UUID) -> bytes:
    """The file. ``by``: who takes it out, as the watermark says it; ``mark``: the access event that it belongs to."""
    taken = f"{by} · {moment_words(at)}"
    charts = {"mark.svg": _watermark(taken)}
    html = render_to_string(
        "desk/summary/file.html",
        {"page": page, "taken": taken, "mark": mark.hex[:8].upper(), "language": get_language()},
    )
    document = HTML(string=html, base_url="asset:", url_fetcher=Bundle(charts, style=STYLE))
    found: bytes = document.write_pdf(
        pdf_variant="pdf/ua-1", pdf_identifier=mark.bytes, font_config=FontConfiguration()
    )
    return found


def as_response(page: Summary, request: HttpRequest, *, at: datetime) -> HttpResponse:
    """The file as an answer, under a name that says nothing; the request's own event is the mark on it."""
    asked = cast(Asked, request)
    response = HttpResponse(
        render(page, by=asked.viewer.name, at=at, mark=asked.request_id), content_type="application/pdf"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="underlag.pdf"'
    asked.done = True
    return response


def _watermark(words: str) -> str:
    lines = "".join(
        f'<text x="105" y="{y}" text-anchor="middle" transform="rotate(-32 105 {y})">{escape(words)}</text>'
        for y in (75, 150, 225)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297">'
        f'<g font-family="Atkinson Hyperlegible Next, sans-serif" font-size="8" fill="#ece9e2">{lines}</g></svg>'
    )
