"""A year is signed by two coordinators, one after the other, when nothing of it is open."""

from __future__ import annotations

from datetime import datetime

from accounts.clock import day
from accounts.errors import Conflict, WrongState
from accounts.viewer import Viewer
from audit.record import Event, record
from funding.models import YearEnd, YearEndState
from funding.selectors.year_end import ended
from funding.services.year_end import hold_year, sign
from reports.snapshot import fingerprint
from reports.year_checks import year_checks
from reports.year_figures import figures_of


def sign_year(year: int, *, digest: str, by: Viewer, at: datetime) -> YearEnd:
    """Sign the figures whose fingerprint ``by`` has seen: as the first of two, or as the second. With the second the
    figures are frozen, and the database takes no more bookings on the year.

    Raises Conflict("year_not_done", names=…) with what is open, Conflict("changed") where the figures are others than
    those on the page, WrongState (signed already), Refused("made_by_yourself").
    """
    hold_year(year)
    before = ended(year)
    if before and before.signed:
        raise WrongState(YearEndState.SIGNED, "sign", is_done=True)
    if open_ := [check.name for check in year_checks(year, on=day(at)) if not check.done]:
        raise Conflict("year_not_done", names=open_)
    figures = figures_of(year)
    if fingerprint(figures) != digest:
        raise Conflict("changed")
    row = sign(year, figures, digest, by=by, at=at)
    event = Event.YEAR_SIGNED if row.state == YearEndState.SIGNED else Event.YEAR_TO_SIGN
    record(event, at=at, by=by.id, ref=str(year), facts={"year": year})
    return row
