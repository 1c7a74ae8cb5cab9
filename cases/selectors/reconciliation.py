"""Every balance worked out again from what was decided: days and rates of interventions, claims, batches.

What differs is named, never mended: somebody has to understand it first. Read as the system, which sees all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from cases.costs import as_kept
from cases.models import AdmissionDecision, Intervention
from cases.periods import Period
from funding.models import STANDS, BudgetLine, Cause, Claim, ClaimState, Commitment, LedgerLine, LineKind
from funding.models.claims import BatchState
from funding.selectors.balances import SUMS

NOTHING = Decimal(0)
AFTERWARDS = (Cause.CLAIM, Cause.YEAR_END)
"""What is released then was decided, and not used."""
ByYear = dict[int, Decimal]


@dataclass(frozen=True)
class Difference:
    """``what`` differs for ``ref`` (a commitment's, an intervention's, a line's): SEK as decided, and as it stands."""

    what: str
    ref: str
    decided: Decimal | str
    stands: Decimal | str
    year: int | None = None

    def __str__(self) -> str:
        where = f"{self.ref} {self.year}" if self.year else self.ref
        return f"{self.what}: {where}: decided {self.decided}, stands {self.stands}"


def differences() -> list[Difference]:
    """Everything that differs, in a stable order; empty where all balances are what was decided."""
    return [*_decided(), *_lines(), *_claims(), *_paid(), *_in_order()]


def _decided() -> Iterator[Difference]:
    """What is committed is what the interventions cost, year by year, to the actor, of the kind, that was decided."""
    stands = _committed()
    kept = {row.cause_id: row for row in Commitment.objects.select_related("actor")}
    rows = Intervention.objects.select_related("programme", "actor").prefetch_related("supplements")
    for row in rows.order_by("ref").iterator(chunk_size=500):
        commitment, booked = kept.pop(row.pk, None), stands.pop(row.pk, {})
        if commitment is None:
            yield Difference("decided without a commitment", row.ref, _sum(_cost(row)), NOTHING)
            continue
        yield from _same_promise(row, commitment)
        if row.amount is not None:
            yield from _item(row, commitment, booked)
            continue
        cost = _cost(row)
        for year in sorted(cost.keys() | booked.keys()):
            due, is_booked = cost.get(year, NOTHING), booked.get(year, NOTHING)
            if due != is_booked:
                yield Difference("committed", commitment.ref, due, is_booked, year)
    yield from _nights(kept, stands)
    for cause, commitment in sorted(kept.items(), key=lambda pair: pair[1].ref):
        yield Difference("committed without a decision", commitment.ref, NOTHING, _sum(stands.get(cause, {})))


def _nights(kept: dict[UUID, Commitment], stands: dict[UUID, ByYear]) -> Iterator[Difference]:
    """What refusals pay of a bed that was given before them, as each worked it out; its cause is the refusal."""
    refused = AdmissionDecision.objects.filter(paid_until__isnull=False).select_related("request")
    for row in refused.order_by("at", "pk").iterator(chunk_size=500):
        cost = as_kept(row.cost).by_year if row.cost else {}
        commitment, booked = kept.pop(row.pk, None), stands.pop(row.pk, {})
        if commitment is None:
            yield Difference("decided without a commitment", row.request.ref, _sum(cost), NOTHING)
            continue
        for year in sorted(cost.keys() | booked.keys()):
            due, is_booked = cost.get(year, NOTHING), booked.get(year, NOTHING)
            if due != is_booked:
                yield Difference("committed", commitment.ref, due, is_booked, year)


def _same_promise(row: Intervention, commitment: Commitment) -> Iterator[Difference]:
    for what, decided, kept in (
        ("actor", row.actor.ref, commitment.actor.ref),
        ("kind", row.kind, commitment.kind),
        ("programme", row.programme.code, commitment.programme),
    ):
        if decided != kept:
            yield Difference(what, commitment.ref, decided, kept)


def _item(row: Intervention, commitment: Commitment, booked: ByYear) -> Iterator[Difference]:
    """An item is granted by its sum, beside its children's days: all of it, or a part where it ended early."""
    of_children, stands = _sum(_cost(row)), _sum(booked)
    due = of_children + (row.amount or NOTHING)
    if not of_children <= stands <= due or (row.ended_at is None and stands != due):
        yield Difference("committed", commitment.ref, due, stands)


def _committed() -> dict[UUID, ByYear]:
    """What decisions have committed, by cause and year; a reversal counts where the booking that it meets did."""
    rows = LedgerLine.objects.filter(kind__in=STANDS).annotate(made=Coalesce("reverses__cause", "cause"))
    found: dict[UUID, ByYear] = defaultdict(dict)
    for cause, year, amount in (
        rows.exclude(made__in=AFTERWARDS)
        .values_list("commitment__cause_id", "year")
        .annotate(sum=Sum("amount"))
        .values_list("commitment__cause_id", "year", "sum")
    ):
        found[cause][year] = amount
    return found


def _cost(row: Intervention) -> ByYear:
    """What the days that stand cost, at the rates of the decision."""
    parts = [
        (row.start, row.last, row.day_rate),
        *((s.start, s.last, row.child_day_rate) for s in row.supplements.all()),
    ]
    found: ByYear = defaultdict(Decimal)
    for first, last, rate in parts:
        if last >= first and rate:
            for year, days in Period.until(first, last).by_year().items():
                found[year] += days * rate
    return dict(found)


def _lines() -> Iterator[Difference]:
    """What stands on a budget's lines is what was booked on them."""
    booked = {
        "allocated": Q(bookings__kind=LineKind.ALLOCATE),
        "committed": Q(bookings__kind__in=STANDS),
        "returned": Q(bookings__kind=LineKind.REPAY, bookings__commitment=None),
    }
    sums = {f"sum_{name}": Sum("bookings__amount", filter=which, default=NOTHING) for name, which in booked.items()}
    rows: QuerySet[BudgetLine] = BudgetLine.objects.select_related("budget").annotate(**sums)
    for row in rows.order_by("budget__year", "budget__order", "kind"):
        for name in booked:
            due = getattr(row, f"sum_{name}") * (-1 if name == "returned" else 1)
            if getattr(row, name) != due:
                yield Difference(f"{name} of a line", str(row.pk), due, getattr(row, name), row.budget.year)


def _claims() -> Iterator[Difference]:
    """What is reported is what was approved, and that is what the costs come to, less what was cut."""
    approved = Claim.objects.filter(state=ClaimState.APPROVED)
    for row in approved.annotate(due=Sum(F("costs__amount") - F("costs__cut"), default=NOTHING)).order_by("ref"):
        if row.approved != row.due:
            yield Difference("approved", row.ref, row.due, row.approved or NOTHING)
    reported = _by_commitment(LedgerLine.objects.filter(kind=LineKind.REPORT))
    yield from _compared("reported", _approved(approved), reported)


def _paid() -> Iterator[Difference]:
    """What is paid is what stood in the batches that are marked as paid."""
    batches = Claim.objects.filter(state=ClaimState.APPROVED, batch__state=BatchState.PAID)
    paid = _by_commitment(LedgerLine.objects.filter(kind=LineKind.PAY))
    yield from _compared("paid", _approved(batches), paid)


def _approved(rows: QuerySet[Claim]) -> dict[str, Decimal]:
    found = rows.values_list("commitment__ref").annotate(sum=Sum("approved", default=NOTHING))
    return {ref: amount for ref, amount in found.order_by("commitment__ref") if amount}


def _by_commitment(rows: QuerySet[LedgerLine]) -> dict[str, Decimal]:
    found = rows.values_list("commitment__ref").annotate(sum=Sum("amount")).order_by("commitment__ref")
    return {ref: amount for ref, amount in found if amount}


def _compared(what: str, decided: dict[str, Decimal], stands: dict[str, Decimal]) -> Iterator[Difference]:
    for ref in sorted(decided.keys() | stands.keys()):
        due, booked = decided.get(ref, NOTHING), stands.get(ref, NOTHING)
        if due != booked:
            yield Difference(what, ref, due, booked)


def _in_order() -> Iterator[Difference]:
    """On no line more paid than reported, or more reported than committed; nothing below zero."""
    rows: Any = LedgerLine.objects.exclude(commitment=None).values("commitment__ref", "year", "line_id")
    for row in rows.annotate(**SUMS).order_by("commitment__ref", "year"):
        if not NOTHING <= row["paid"] <= row["reported"] <= row["committed"]:
            told = f"committed {row['committed']}, reported {row['reported']}, paid {row['paid']}"
            yield Difference("paid, reported, committed", row["commitment__ref"], "in that order", told, row["year"])
    wrong = LedgerLine.objects.exclude(reverses=None).exclude(amount=-F("reverses__amount"))
    for line in wrong.select_related("reverses"):
        due = -line.reverses.amount if line.reverses else NOTHING
        yield Difference("reversal", str(line.pk), due, line.amount, line.year)


def _sum(by_year: ByYear) -> Decimal:
    return sum(by_year.values(), NOTHING)
