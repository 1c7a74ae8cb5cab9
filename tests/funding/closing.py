"""A year in which everything is done: granted, reported back, approved, paid, and what is left returned."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.clock import STOCKHOLM, now
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.granted import OWN
from cases.models import Case, Intervention
from cases.states import InterventionState
from funding.models import Cause, Claim, ClaimCost, ClaimState, Commitment, CostOf, PaymentBatch
from funding.selectors.balances import standing
from funding.selectors.year import lines_of
from funding.services import booking
from funding.services.booking import Why
from funding.services.claims import row_of
from funding.services.year_end import return_unspent
from funding.states import BatchState
from tests.factories import confirmed_case

YEAR = 2025


def moment(month: int, day: int = 1) -> datetime:
    """Ten in the morning of a day of the year."""
    return datetime(YEAR, month, day, 10, 0, tzinfo=STOCKHOLM)


def granted(alma: Viewer, dag: Viewer, month: int = 3) -> Case:
    """Thirty days of rest from the first of a month."""
    return confirmed_case(alma, dag, at=moment(month))


def claimed(case: Case, alma: Viewer, dag: Viewer, *, state: ClaimState = ClaimState.APPROVED) -> Claim:
    """Reported back as granted, and approved unless ``state`` says otherwise."""
    at = moment(6)
    with acting_as(alma):
        row = Intervention.objects.get(case=case)
        commitment = Commitment.objects.get(cause_id=row.pk)
        amounts = standing(row.pk)
        whole = sum(amounts.values(), Decimal(0))
        ref = f"R-{commitment.ref[2:]}"
        claim = Claim(ref=ref, commitment=commitment, actor_id=row.actor_id, made_at=at, made_by_id=alma.id, days=30)
        claim.save(force_insert=True)
        days = ClaimCost(pk=row_of(claim.pk, OWN), claim=claim, actor_id=row.actor_id, what=CostOf.DAYS, amount=whole)
        days.save(force_insert=True)
        Claim.objects.filter(pk=claim.pk).update(state=ClaimState.SENT, sent_at=at, sent_by_id=alma.id)
        Intervention.objects.filter(pk=row.pk).update(state=InterventionState.REPORTED)
    if state == ClaimState.APPROVED:
        with acting_as(dag):
            said = {"state": state, "approved": whole, "decided_at": at, "decided_by_id": dag.id}
            Claim.objects.filter(pk=claim.pk).update(**said)
            booking.report(commitment, amounts, why=Why(Cause.CLAIM, claim.pk, dag, at))
    return claim


def batch_of(claim: Claim, by: Viewer, *, paid: bool = True) -> PaymentBatch:
    """The claim in a payment, marked as paid unless said otherwise."""
    at = moment(7)
    with acting_as(by):
        batch = PaymentBatch(ref=f"B-{claim.ref[2:]}", made_at=at, made_by_id=by.id)
        batch.save(force_insert=True)
        Claim.objects.filter(pk=claim.pk).update(batch=batch)
        if paid:
            amounts = standing(claim.commitment.cause_id)
            booking.pay(claim.commitment, amounts, why=Why(Cause.BATCH, batch.pk, by, at))
            PaymentBatch.objects.filter(pk=batch.pk).update(
                state=BatchState.PAID, paid_on=date(YEAR, 7, 2), marked_by_id=by.id
            )
    return batch


def all_done(alma: Viewer, dag: Viewer, month: int = 3) -> Case:
    """One period, all the way to its payment."""
    case = granted(alma, dag, month)
    batch_of(claimed(case, alma, dag), dag)
    return case


def returned(by: Viewer, *, at: datetime | None = None) -> Decimal:
    """What is left goes back to the funder."""
    at = at or now() - timedelta(hours=1)
    with acting_as(by):
        left = sum((line.left for line in lines_of(YEAR)), Decimal(0))
        return return_unspent(YEAR, left, on=date(YEAR + 1, 1, 15), by=by, at=at)
