"""Cases of the demo that are over are closed, most of the people asked afterwards; a few are left to close."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

from accounts.door import acting_as
from accounts.viewer import Viewer, system
from cases.closing import follow_up_due
from cases.models import AdmissionRequest, Intervention, ReturnPlan
from cases.models.closing import Asked, Helped, Outcome
from cases.services.closing import Ended, Viewed, close_case, note_view, reopen
from cases.states import ON_ITS_WAY, InterventionState
from nsp.seed.lives import World

OPEN_DAYS = 45
"""What ended later than so many days ago is not closed yet."""
_OUTCOMES = (Outcome.INDEPENDENT, Outcome.SOCIETY, Outcome.SOCIETY, Outcome.LEFT, Outcome.OTHER)
_VIEWS = (
    (Asked.ANSWERED, Helped.YES, "Fick lugn och ro. Tolken var bra."),
    (Asked.ANSWERED, Helped.PARTLY, "Boendet var bra, men det tog lång tid att få vård."),
    (Asked.UNREACHABLE, Helped.UNKNOWN, ""),
    (Asked.NOT_SAFE, Helped.UNKNOWN, ""),
)
UNASKED = 2


def seed_closings(here: World) -> None:
    """Every case whose periods ended long ago and are reported back; one of them is opened again."""
    staff = {viewer.id: viewer for viewer in here.viewers.values()}
    over = [one for one in _over(here) if one[1] in staff]
    for number, (code, caseworker, last) in enumerate(over):
        _close(here, code, last, number, by=staff[caseworker], is_asked=number < len(over) - UNASKED)
    if over:
        with acting_as(here.viewers["disa"]) as by:
            why = "Personen har hört av sig igen och behöver hjälp med kontakten med socialtjänsten."
            reopen(over[-1][0], why, by=by, at=here.now - timedelta(days=2))


def _over(here: World) -> list[tuple[str, UUID, date]]:
    """(code, caseworker, last day) of each person whose case can be closed, the oldest first."""
    with acting_as(system("seed")):
        rows = Intervention.objects.filter(case__closed_on=None).select_related("person").order_by("last")
        periods: dict[UUID, list[Intervention]] = defaultdict(list)
        for row in rows.defer("end_note"):
            periods[row.person_id].append(row)
        waits = set(AdmissionRequest.objects.filter(state__in=ON_ITS_WAY).values_list("person_id", flat=True))
        waits |= set(ReturnPlan.objects.values_list("person_id", flat=True))
    before = here.today - timedelta(days=OPEN_DAYS)
    found = []
    for key, mine in periods.items():
        begun = [row for row in mine if row.last >= row.start]
        worker = mine[0].person.caseworker_id
        if worker is None or key in waits or not begun or any(row.state != InterventionState.REPORTED for row in begun):
            continue
        last = max(row.last for row in begun)
        if last <= before:
            found.append((mine[0].person.code, worker, last))
    return sorted(found, key=lambda one: one[2])


def _close(here: World, code: str, last: date, number: int, *, by: Viewer, is_asked: bool) -> None:
    on = last + timedelta(days=20)
    with acting_as(by):
        said = Ended(_OUTCOMES[number % len(_OUTCOMES)], on, "Har kontakt med socialtjänsten och egen bostad.")
        close_case(code, said, by=by, at=here.moment(on))
        due = follow_up_due(on)
        if is_asked and due <= here.today:
            asked, helped, view = _VIEWS[number % len(_VIEWS)]
            note_view(code, Viewed(due, asked, helped, view), by=by, at=here.moment(due))
