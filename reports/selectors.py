"""What the pages about reports show. Reports hold no person; the funder's list holds what is published only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models.functions import Length
from django.utils.translation import get_language

from accounts import progress
from accounts.acts import Role
from accounts.errors import NotFound
from accounts.progress import Progress
from accounts.queries import queries
from accounts.viewer import Viewer
from cases.states import REPORT_MOVES, ReportState, acts_from
from reports.models import FunderReport
from reports.reading import PartView, parts_of
from reports.statistics import ALL
from reports.statistics.base import in_words
from reports.years import years_with_facts


@dataclass(frozen=True)
class ReportLine:
    """A report in the list."""

    ref: str
    year: int
    state: str
    made_by: str
    made_at: datetime
    published_at: datetime | None


@dataclass(frozen=True)
class ReportView:
    """A report's page: where it is, its figures, and what the viewer can do with it now."""

    ref: str
    year: int
    state: str
    version: int
    asked_parts: list[str]
    comment: str
    made_by: str
    made_at: datetime
    finished_at: datetime | None
    published_by: str
    published_at: datetime | None
    failed_with: str
    sha256: str
    snapshot_sha256: str
    pages: int
    size: int
    parts: list[PartView]
    without_facts: list[str]
    not_reported: list[str]
    example: bool
    progress: Progress | None
    can_publish: bool
    made_by_viewer: bool
    can_make_anew: bool


@dataclass(frozen=True)
class ReportChoices:
    """What a new report can be about: years, and those whose report is out; parts with their first words."""

    years: list[int]
    published: list[int]
    parts: list[tuple[str, str, str]]


@queries(1)
def reports_for(viewer: Viewer) -> list[ReportLine]:
    """All reports for a coordinator, the published ones for the funder; the newest year first."""
    rows = FunderReport.objects.select_related("made_by").defer("snapshot", "pdf", "comment")
    if not viewer.is_(Role.COORDINATOR):
        rows = rows.filter(state=ReportState.PUBLISHED)
    return [
        ReportLine(row.ref, row.year, row.state, row.made_by.name, row.made_at, row.published_at)
        for row in rows.order_by("-year", "-made_at")
    ]


@queries(2)
def report_view(ref: str, viewer: Viewer) -> ReportView:
    """One report. The viewer has been let in by ``access.py``."""
    row = FunderReport.objects.select_related("made_by", "published_by").defer("pdf").get(ref=ref)
    size = FunderReport.objects.filter(ref=ref).values_list(Length("pdf"), flat=True).get() or 0
    office = viewer.is_(Role.COORDINATOR)
    acts = acts_from(REPORT_MOVES, row.state) if office else ()
    mine = row.made_by_id == viewer.id
    snapshot: dict[str, Any] = row.snapshot
    return ReportView(
        ref=row.ref,
        year=row.year,
        state=row.state,
        version=row.version,
        asked_parts=row.parts,
        comment=row.comment,
        made_by=row.made_by.name,
        made_at=row.made_at,
        finished_at=row.finished_at,
        published_by=row.published_by.name if row.published_by else "",
        published_at=row.published_at,
        failed_with=row.failed_with,
        sha256=row.sha256,
        snapshot_sha256=row.snapshot_sha256,
        pages=row.pages,
        size=size,
        parts=parts_of(snapshot, _language()),
        without_facts=_said(snapshot, "without_facts"),
        not_reported=_said(snapshot, "not_reported"),
        example=bool(snapshot.get("programme", {}).get("example")),
        progress=progress.of(f"report:{ref}") if row.state == ReportState.MAKING else None,
        can_publish="publish" in acts and not mine,
        made_by_viewer=mine,
        can_make_anew="make" in acts,
    )


@queries(2)
def report_choices(*, on: date) -> ReportChoices:
    """The ended years with facts that have no published report, those that have one, and the parts."""
    published = set(FunderReport.objects.filter(state=ReportState.PUBLISHED).values_list("year", flat=True))
    years = years_with_facts(on=on)
    return ReportChoices(
        years=[year for year in years if year not in published],
        published=[year for year in years if year in published],
        parts=[(s.id, in_words(s.title), in_words(s.population)) for s in ALL],
    )


@queries(1)
def report_file(ref: str) -> tuple[bytes, str]:
    """The file of a report and its SHA-256; NotFound while there is none."""
    row = FunderReport.objects.filter(ref=ref).only("pdf", "sha256").first()
    if row is None or row.pdf is None:
        raise NotFound
    return bytes(row.pdf), row.sha256


@queries(1)
def state_of(ref: str) -> str:
    """Where a report is: what a page that waits for it asks."""
    return FunderReport.objects.values_list("state", flat=True).get(ref=ref)


def _language() -> str:
    return "en" if get_language() == "en" else "sv"


def _said(snapshot: dict[str, Any], key: str) -> list[str]:
    return [pair[_language()] for pair in snapshot.get(key, [])]
