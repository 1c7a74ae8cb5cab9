"""The file of a report: a tagged PDF (PDF/UA-1) in Swedish, drawn from the frozen figures and from nothing else.

The same snapshot gives the same bytes. The file says who made it only as "Nationella stödprogrammet"; it has no links
out, no attachments and no script. Chart and table show the same banded numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from accounts.words import day_words
from reports.assets import Bundle
from reports.charts import Bar, bar_chart
from reports.reading import PartView, TableView, parts_of
from reports.snapshot import fingerprint

LANGUAGE = "sv"
#: Figures that stand in "the year in short", in this order.
IN_SHORT = (
    ("persons", "persons"),
    ("left", "left"),
    ("rest", "persons"),
    ("indirect", "children"),
    ("money", "granted"),
)


def render(snapshot: Mapping[str, Any]) -> tuple[bytes, int]:
    """The file of a snapshot, and how many pages it has. Pure: no clock, no database, no network."""
    mark = fingerprint(dict(snapshot))
    parts = parts_of(snapshot, LANGUAGE)
    charts = {f"{part.id}-{table.id}.svg": _chart(table) for part in parts for table in part.shown_tables}
    with override(LANGUAGE):
        html = render_to_string("reports/pdf/report.html", _context(snapshot, parts, mark))
    document = HTML(string=html, base_url="asset:", url_fetcher=Bundle(charts)).render(
        font_config=FontConfiguration(), pdf_variant="pdf/ua-1", pdf_identifier=mark.encode()
    )
    return document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=mark.encode()), len(document.pages)


def _context(snapshot: Mapping[str, Any], parts: list[PartView], mark: str) -> dict[str, Any]:
    programme = snapshot.get("programme", {})
    return {
        "ref": snapshot.get("ref", ""),
        "year": snapshot["year"],
        "counted_on": day_words(date.fromisoformat(snapshot["counted_on"]), weekday=False),
        "programme": programme.get(LANGUAGE, ""),
        "funder": programme.get("funder", ""),
        "example": programme.get("example", False),
        "comment": [line for line in snapshot["comment"].splitlines() if line.strip()],
        "parts": parts,
        "short": _in_short(parts),
        "without_facts": [pair[LANGUAGE] for pair in snapshot["without_facts"]],
        "not_reported": [pair[LANGUAGE] for pair in snapshot["not_reported"]],
        "mark": mark,
        "short_mark": " ".join(mark[i : i + 4] for i in range(0, 16, 4)),
    }


def _chart(table: TableView) -> str:
    bars = [Bar(row.name, row.value, row.words) for row in table.rows]
    return bar_chart(bars, title=table.title, description=table.in_words, printed=True)


def _in_short(parts: list[PartView]) -> list[dict[str, str]]:
    found = {(part.id, figure.key): (part, figure) for part in parts for figure in part.figures}
    return [
        {"title": found[key][0].title, "label": found[key][1].label, "words": found[key][1].words, "id": key[0]}
        for key in IN_SHORT
        if key in found
    ]
