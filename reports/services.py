"""Making a report to the funder, and letting it out: one coordinator asks, the program makes, another publishes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import OperationalError, connection
from django.utils.translation import gettext as _

from accounts import progress
from accounts.access import allowed
from accounts.acts import Act
from accounts.clock import day
from accounts.door import acting_as
from accounts.errors import Conflict, Invalid, Refused
from accounts.locks import one_at_a_time
from accounts.progress import Progress
from accounts.viewer import Viewer, system
from audit.record import Event, record
from cases import codes
from cases.states import REPORT_MOVES, ReportState, after
from reports import comment as comments
from reports.models import FunderReport
from reports.snapshot import fingerprint, known_parts, take
from reports.years import years_with_facts

MAKER = system("report")


def ask_report(year: int, parts: Iterable[str], comment: str, *, by: Viewer, at: datetime) -> FunderReport:
    """Ask for the report of an ended year; the program makes it in the background (``make_report``).

    A year has one report under way. Asked for again once it is made, or failed, it is made anew; while it is being
    made, the same again from the same coordinator changes nothing. Raises Invalid; WrongState where it is being made
    for somebody else, or with other parts or comment; Refused("second_release") where the year's report is published
    already: a second one could be subtracted from the first, and waits for the test that nothing can be worked out
    from both.
    """
    one_at_a_time("report", year)
    if FunderReport.objects.filter(year=year, state=ReportState.PUBLISHED).exists():
        raise Refused("second_release", year=year)
    wanted = known_parts(parts)
    _check(year, wanted, comment, on=day(at))
    row = FunderReport.objects.select_for_update().filter(year=year).first()
    if row is None:
        row = FunderReport(ref=codes.new_ref("F"), year=year, state=ReportState.MAKING, version=0)
    elif row.state == ReportState.MAKING and row.parts == wanted and row.comment == comment and row.made_by_id == by.id:
        return row
    else:
        row.state = after(REPORT_MOVES, row.state, "make")
    row.parts, row.comment, row.made_by_id, row.made_at = wanted, comment, by.id, at
    row.version, row.failed_with = row.version + 1, ""
    row.snapshot, row.snapshot_sha256, row.pdf, row.sha256, row.pages = {}, "", None, "", 0
    row.save()
    record(Event.REPORT_ASKED, at=at, by=by.id, ref=row.ref)
    return row


def _check(year: int, parts: list[str], comment: str, *, on: object) -> None:
    wrong: dict[str, str | list[str]] = {}
    if year not in years_with_facts(on=on):  # type: ignore[arg-type]
        wrong["year"] = _("Choose a year that has ended and that there are figures for.")
    if not parts:
        wrong["parts"] = _("Choose at least one part.")
    if faults := comments.faults(comment):
        wrong["comment"] = faults
    if wrong:
        raise Invalid(wrong)


def make_report(ref: str, *, at: datetime) -> FunderReport | None:
    """Count, draw and keep the report that was asked for. Run by the system, outside an open door, any number of times.

    Only one run at a time makes a report; whoever is killed leaves nothing half done and the next run begins anew.
    Returns None where there is nothing to make (made already, being made, gone). Never raises for what the report
    itself made wrong: then it is FAILED, with the name of the fault.
    """
    with _alone(ref) as first:
        if not first:
            return None
        with acting_as(MAKER):
            asked = FunderReport.objects.filter(ref=ref, state=ReportState.MAKING).first()
        if asked is None:
            return None
        try:
            made = _make(asked, at=at)
        except OperationalError:  # the database went away: nothing is known of the report, another run makes it
            raise
        except Exception as error:  # whatever it is, the page must say so, and another try must be possible
            return _fail(asked, type(error).__name__, at=at)
        return _finish(asked, *made, at=at)


def _make(asked: FunderReport, *, at: datetime) -> tuple[dict[str, object], bytes, int]:
    from reports.pdf import render  # here, since it needs Pango: without it all but the report's file must work

    total = len(asked.parts) + 1
    done: list[str] = []

    def step(name: str) -> None:
        done.append(name)
        progress.tell(f"report:{asked.ref}", Progress(len(done), total, name))

    progress.tell(f"report:{asked.ref}", Progress(0, total))
    snapshot = take(asked.year, asked.parts, asked.comment, by=MAKER, on=day(at), progress=step)
    snapshot["ref"] = asked.ref
    file, pages = render(snapshot)
    step("file")
    return snapshot, file, pages


def _finish(
    asked: FunderReport, snapshot: dict[str, object], file: bytes, pages: int, *, at: datetime
) -> FunderReport | None:
    with acting_as(MAKER):
        row = _still_asked(asked)
        if row is None:
            return None
        row.state = after(REPORT_MOVES, row.state, "finish")
        row.snapshot, row.snapshot_sha256 = snapshot, fingerprint(snapshot)
        row.pdf, row.sha256, row.pages = file, hashlib.sha256(file).hexdigest(), pages
        row.finished_at = at
        row.save()
        record(
            Event.REPORT_MADE, at=at, by=MAKER.id, ref=row.ref, facts={"made_by": str(row.made_by_id), "year": row.year}
        )
        return row


def _fail(asked: FunderReport, fault: str, *, at: datetime) -> FunderReport | None:
    with acting_as(MAKER):
        row = _still_asked(asked)
        if row is None:
            return None
        row.state = after(REPORT_MOVES, row.state, "fail")
        row.failed_with, row.finished_at = fault[:60], at
        row.save(update_fields=["state", "failed_with", "finished_at"])
        return row


def _still_asked(asked: FunderReport) -> FunderReport | None:
    """The row, locked, if nobody has asked for it anew meanwhile."""
    return (
        FunderReport.objects.select_for_update()
        .filter(pk=asked.pk, version=asked.version, state=ReportState.MAKING)
        .first()
    )


@contextmanager
def _alone(ref: str) -> Iterator[bool]:
    """Hold the database's lock for the report, on this connection: gone by itself when the process is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('report'), hashtext(%s))", [ref])
        row = cursor.fetchone()
    first = bool(row and row[0])
    try:
        yield first
    finally:
        if first and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('report'), hashtext(%s))", [ref])


def publish(ref: str, *, sha256: str, by: Viewer, at: datetime) -> FunderReport:
    """Let the funder read a report: by another coordinator than the one who made it, and exactly the file they saw.

    Raises NotFound, WrongState, Refused("made_by_yourself"), Refused("second_release"), Conflict where the file is
    another than ``sha256``.
    """
    row = allowed(by, Act.PUBLISH_REPORT, FunderReport.objects.select_for_update().filter(ref=ref).first())
    row.state = after(REPORT_MOVES, row.state, "publish")
    if row.made_by_id == by.id:
        raise Refused("made_by_yourself")
    if row.sha256 != sha256:
        raise Conflict("changed", who=row.made_by.name, at=row.finished_at)
    if FunderReport.objects.filter(year=row.year, state=ReportState.PUBLISHED).exists():
        raise Refused("second_release", year=row.year)
    row.published_by_id, row.published_at = by.id, at
    row.save(update_fields=["state", "published_by", "published_at"])
    record(Event.REPORT_PUBLISHED, at=at, by=by.id, ref=row.ref, facts={"year": row.year})
    return row
