"""What a case still lacks before it can be closed (domain §2.6). Pure: facts in, codes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cases.models.closing import Outcome
from cases.models.law import Receiver, ReturnRoute
from cases.returning import months_after
from cases.states import InterventionState

FOLLOW_UP_MONTHS = 3
"""So many months after a closing the person is asked for their own view of the help (domain §2.6)."""


@dataclass(frozen=True)
class Stretch:
    """An intervention as closing reads it: its reference, kind and days, and whether it is reported back."""

    ref: str
    kind: str
    start: date
    last: date
    state: str


@dataclass(frozen=True)
class PlannedReturn:
    """The newest plan of a return that is not called off."""

    route: str
    assessed_on: date | None
    receiver: str


@dataclass(frozen=True)
class CaseFacts:
    """Everything that closing asks about. ``requests``: references of applications on their way."""

    opened_on: date
    periods: Sequence[Stretch] = ()
    requests: Sequence[str] = ()
    plan: PlannedReturn | None = None


@dataclass(frozen=True)
class Lack:
    """One thing that is missing. ``ref``: of what it is about; ``kind`` and ``last``: of the intervention."""

    code: str
    ref: str = ""
    kind: str = ""
    last: date | None = None
    level: str = "stop"

    @property
    def key(self) -> str:
        """What it is known by among those of one case."""
        return f"{self.code}:{self.ref}" if self.ref else self.code


def lacks(facts: CaseFacts, outcome: str, *, on: date) -> Iterator[Lack]:
    """What keeps a case from being closed with an outcome and ``on`` as its last day. Empty outcome: not chosen yet.

    An intervention that never began has no day, and nothing to report.
    """
    for row in facts.periods:
        if row.last < row.start:
            continue
        if row.last > on:
            yield Lack("runs", row.ref, row.kind, row.last)
        elif row.state != InterventionState.REPORTED:
            yield Lack("unreported", row.ref, row.kind, row.last)
    for ref in facts.requests:
        yield Lack("on_its_way", ref)
    if outcome == Outcome.RETURN_OWN:
        yield from _of_return(facts.plan)


def _of_return(plan: PlannedReturn | None) -> Iterator[Lack]:
    if plan is None or plan.route != ReturnRoute.OWN:
        yield Lack("no_plan")
        return
    if plan.assessed_on is None:
        yield Lack("no_assessment")
    if plan.receiver in (Receiver.UNKNOWN, Receiver.NOBODY):
        yield Lack("no_receiver")


def follow_up_due(on: date) -> date:
    """The day three months after a case's last day; the month's last where it has no such day."""
    return months_after(on, FOLLOW_UP_MONTHS)
