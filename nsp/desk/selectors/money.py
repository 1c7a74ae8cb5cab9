"""A ledger where every line points at its decision, and what an actor has: its staff's page of money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from accounts.acts import Act
from accounts.queries import queries
from accounts.viewer import Viewer
from cases.models import AdmissionDecision, Intervention
from funding.models import Cause, Claim, LineKind, PaymentBatch
from funding.selectors.budgets import years_with_budget
from funding.selectors.ledger import ActorMoney, Line, by_actor, ledger, years_booked
from nsp.desk.links import address

# What makes a booking as a rule; the page says another cause, and these go without saying.
OF_COURSE = {(LineKind.COMMIT, Cause.DECISION), (LineKind.REPORT, Cause.CLAIM), (LineKind.PAY, Cause.BATCH)}


@dataclass(frozen=True)
class MoneyLine:
    """A booking and the request that it was decided on, as far as the viewer sees it. ``url``: where the report, the
    payment or the year's end stands that made it, for those who may go there."""

    on: date
    words: str
    amount: Decimal
    actor: str
    url: str
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
    made_by = _pages(viewer, found.lines)
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
                made_by.get(line.cause_id, ""),
                *(decided.get(line.granted_id, ("", "")) if line.granted_id else ("", "")),
            )
            for line in found.lines
        ),
        older=found.older,
        newer=found.newer,
    )


def _pages(viewer: Viewer, lines: Sequence[Line]) -> dict[UUID, str]:
    """The address of what made each booking: the database shows nobody another actor's reports."""
    of = {cause: {line.cause_id for line in lines if line.cause == cause} for cause in (Cause.CLAIM, Cause.BATCH)}
    found: dict[UUID, str] = {}
    if of[Cause.CLAIM] and viewer.may_ask(Act.SEE_CLAIM):
        claims = Claim.objects.filter(pk__in=of[Cause.CLAIM]).values_list("pk", "ref")
        found |= {pk: address(("claim", ref)) for pk, ref in claims}
    if of[Cause.BATCH] and viewer.may_ask(Act.SEE_PAYMENTS):
        batches = PaymentBatch.objects.filter(pk__in=of[Cause.BATCH]).values_list("pk", "ref")
        found |= {pk: address(("payment", ref)) for pk, ref in batches}
    if viewer.may_ask(Act.SEE_YEAR):
        end = address(("year_end",))
        found |= {line.cause_id: f"{end}?year={line.year}" for line in lines if line.cause == Cause.YEAR_END}
    return found


def _said(line: Line) -> str:
    return line.words if (line.kind, line.cause) in OF_COURSE else f"{line.words}: {line.cause_words}"
