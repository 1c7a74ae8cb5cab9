"""A ledger where every line points at its decision, and what an actor has: its staff's page of money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.queries import queries
from accounts.viewer import Viewer
from cases.models import AdmissionDecision, Intervention
from funding.models import Cause, LineKind
from funding.selectors.budgets import years_with_budget
from funding.selectors.ledger import ActorMoney, Line, by_actor, ledger, years_booked

# What makes a booking as a rule; the page says another cause, and these go without saying.
OF_COURSE = {(LineKind.COMMIT, Cause.DECISION), (LineKind.REPORT, Cause.CLAIM), (LineKind.PAY, Cause.BATCH)}


@dataclass(frozen=True)
class MoneyLine:
    """A booking and the request that it was decided on, as far as the viewer sees it."""

    on: date
    words: str
    amount: Decimal
    actor: str
    code: str
    request: str


@dataclass(frozen=True)
class MoneyPage:
    """A year of money."""

    year: int
    years: tuple[int, ...]
    actors: tuple[ActorMoney, ...]
    lines: tuple[MoneyLine, ...]
    older: str
    newer: str


@queries(10)
def money_page(
    viewer: Viewer, *, year: int, only: Mapping[str, str] | None = None, older: str = "", newer: str = ""
) -> MoneyPage:
    """For a coordinator the whole programme; for an actor's staff what is theirs (the database sees to it). ``only``:
    bookings of a kind, a county or an actor."""
    found = ledger(year, only=only, older=older, newer=newer)
    office = viewer.db_role == "nsp_all"
    causes = [line.granted_id for line in found.lines if line.granted_id]
    rows = Intervention.objects.filter(pk__in=causes).select_related("person", "request")
    decided = {row.pk: (row.person.code, row.request.ref) for row in rows}
    refused = AdmissionDecision.objects.filter(pk__in=causes).select_related("person", "request")
    decided |= {row.pk: (row.person.code, row.request.ref) for row in refused}
    return MoneyPage(
        year=year,
        years=tuple(years_with_budget() if office else years_booked()),
        actors=tuple(by_actor(year)),
        lines=tuple(
            MoneyLine(
                line.booked_on,
                _said(line),
                line.amount,
                line.actor,
                *(decided.get(line.granted_id, ("", "")) if line.granted_id else ("", "")),
            )
            for line in found.lines
        ),
        older=found.older,
        newer=found.newer,
    )


def _said(line: Line) -> str:
    return line.words if (line.kind, line.cause) in OF_COURSE else f"{line.words}: {line.cause_words}"
