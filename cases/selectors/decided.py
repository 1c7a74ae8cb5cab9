"""What everybody is promised and has used, worked out again from decisions, claims, payments and what was paid back.

Nothing here reads the ledger: it is what the ledger is compared with (``cases.selectors.reconciliation``). SEK by year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from cases.costs import as_kept, cost, spread
from cases.granted import wanted
from cases.models import AdmissionDecision, Intervention
from cases.models.admission import DecisionKind
from cases.periods import Period
from cases.selectors.granted import granted
from funding import spreading
from funding.models import Claim, ClaimState, Repayment
from funding.selectors.claims import rows_of_each
from funding.spreading import NOTHING
from funding.states import BatchState

ByYear = dict[int, Decimal]


@dataclass(frozen=True)
class Decided:
    """One decision that promises money. ``committed``: as it stored the cost; ``worked_out``: the same from its days
    and rates; ``stands``: what the days that are left of it cost, before anything is reported back."""

    cause_id: UUID
    ref: str
    actor: str
    kind: str
    programme: str
    committed: ByYear
    worked_out: ByYear
    stands: ByYear


@dataclass(frozen=True)
class Used:
    """What was approved of a commitment, paid, and paid back. ``rest``: what stands when that is done."""

    rest: ByYear
    reported: ByYear = field(default_factory=dict)
    paid: ByYear = field(default_factory=dict)
    repaid: ByYear = field(default_factory=dict)


def decided() -> Iterator[Decided]:
    """Every decision that promises money: interventions, and nights that are paid after a refusal."""
    rows = Intervention.objects.select_related("programme", "actor", "request")
    rows = rows.prefetch_related("supplements", "request__children", "request__decisions")
    for row in rows.order_by("ref").iterator(chunk_size=500):
        by_days = without_zeros(_whole(row))
        said = [one.cost for one in row.request.decisions.all() if one.kind == DecisionKind.CONFIRM and one.cost]
        kept = without_zeros(as_kept(said[-1]).by_year) if said else by_days
        names = (row.pk, row.ref, row.actor.ref, row.kind, row.programme.code)
        yield Decided(*names, kept, by_days, without_zeros(_left(row)))
    nights = AdmissionDecision.objects.filter(paid_until__isnull=False).select_related("request__actor", "programme")
    for one in nights.order_by("request__ref").iterator(chunk_size=500):
        asked, programme = one.request, one.programme.code if one.programme else ""
        kept = without_zeros(as_kept(one.cost).by_year) if one.cost else {}
        yield Decided(one.pk, asked.ref, asked.actor.ref, asked.kind, programme, kept, kept, kept)


def used(what: Mapping[UUID, Decided]) -> tuple[dict[UUID, Used], list[str]]:
    """What was used of each of them; and the claims whose rows fit nothing that was decided (their references)."""
    approved = Claim.objects.filter(state=ClaimState.APPROVED).select_related("commitment", "batch").order_by("ref")
    claims = [claim for claim in approved if claim.commitment.cause_id in what]
    whats = granted({claim.commitment.cause_id for claim in claims})
    rows = rows_of_each([claim.pk for claim in claims])
    back: dict[UUID, list[Decimal]] = defaultdict(list)
    for one in Repayment.objects.order_by("at", "id"):
        back[one.claim_id].append(one.amount)
    found, unfit = {}, []
    for claim in claims:
        cause, of_claim = claim.commitment.cause_id, rows.get(claim.pk, [])
        stands = what[cause].stands
        try:
            asked = wanted(whats[cause], claim.pk, of_claim, {row.id: row.cut for row in of_claim})
            taken = spreading.spread(asked, stands)
            is_paid = claim.batch is not None and claim.batch.state == BatchState.PAID
            repaid = _repaid(back[claim.pk], taken, what[cause].committed)
        except (AssertionError, KeyError, ValueError):
            unfit.append(claim.ref)
            continue
        rest = {year: amount - repaid.get(year, NOTHING) for year, amount in taken.items()}
        found[cause] = Used(rest, taken, taken if is_paid else {}, repaid)
    return found, unfit


def _repaid(back: list[Decimal], taken: ByYear, committed: ByYear) -> ByYear:
    """On which years what was paid back falls: the last of the commitment first, as it was booked."""
    left, total = {year: taken.get(year, NOTHING) for year in committed}, dict[int, Decimal]()
    for amount in back:
        for year, part in spreading.spread({max(left): amount}, left).items():
            left[year] -= part
            total[year] = total.get(year, NOTHING) + part
    return total


def _whole(row: Intervention) -> ByYear:
    """What was granted, from the days and rates that stand with the intervention and the children asked for."""
    children = [min(child.days, row.granted_days) for child in row.request.children.all()]
    whole = Period(row.start, row.granted_days)
    return cost(whole, row.day_rate, children, row.child_day_rate, amount=row.amount).by_year


def _left(row: Intervention) -> ByYear:
    """What the days that stand cost, at the rates of the decision; of an item its sum, unless it never began."""
    parts = [
        (row.start, row.last, row.day_rate),
        *((s.start, s.last, row.child_day_rate) for s in row.supplements.all()),
    ]
    found: ByYear = defaultdict(Decimal)
    if row.amount is not None and row.period:
        found |= spread(Period(row.start, row.granted_days), row.amount)
    for first, last, rate in parts:
        if last >= first and rate:
            for year, days in Period.until(first, last).by_year().items():
                found[year] += days * rate
    return found


def without_zeros(by_year: Mapping[int, Decimal]) -> ByYear:
    """The years that have an amount."""
    return {year: amount for year, amount in by_year.items() if amount}
