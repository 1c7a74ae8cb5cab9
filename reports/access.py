"""Who may know of a report: coordinators of all, the funder of those that are published."""

from __future__ import annotations

from accounts.access import About, answers, locates
from accounts.acts import Act, Role
from accounts.viewer import Viewer
from cases.states import ReportState
from reports.models import FunderReport


@locates(FunderReport)
def locate_report(viewer: Viewer, act: Act, ref: str) -> About | None:
    """A report by its reference."""
    row = FunderReport.objects.filter(ref=ref).only("id", "ref", "state").first()
    return About("FunderReport", row.ref) if row and answer_report(viewer, act, row) else None


@answers(FunderReport)
def answer_report(viewer: Viewer, act: Act, row: FunderReport) -> bool:
    """The funder reads what is published, and nothing before."""
    if viewer.is_system or viewer.is_(Role.COORDINATOR):
        return True
    return not act.writes and row.state == ReportState.PUBLISHED
