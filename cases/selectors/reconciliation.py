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

from cases.costs import as_kept, spread
from cases.models import AdmissionDecision, Intervention
from cases.periods import Period
from funding.models import STANDS, BudgetLine, Cause, Claim, ClaimState, Commitment, LedgerLine, LineKind
from funding.selectors.balances import SUMS
from funding.states import BatchState

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
    """What is committed is what was decided, year by year, to the actor, of the kind: interventions as they stand, and
    nights that are paid after a refusal."""
    stands = _committed()
    kept = {row.cause_id: row for row in Commitment.objects.select_related("actor")}
    for what in (*_granted(), *_refused()):
        commitment, booked = kept.pop(what.cause_id, None), stands.pop(what.cause_id, {})
        if commitment is None:
            yield Difference("decided without a commitment", what.ref, _sum(what.by_year), NOTHING)
            continue
        yield from _same_promise(what, commitment)
        for year in sorted(what.by_year.keys() | booked.keys()):
            due, is_booked = what.by_year.get(year, NOTHING), booked.get(year, NOTHING)
            if due != is_booked:
                yield Difference("committed", commitment.ref, due, is_booked, year)
    for cause, commitment in sorted(kept.items(), key=lambda pair: pair[1].ref):
        yield Difference("committed without a decision", commitment.ref, NOTHING, _sum(stands.get(cause, {})))


@dataclass(frozen=True)
class _Due:
    """What a decision promises today, in SEK by year."""

    cause_id: UUID
    ref: str
    actor: str
    kind: str
    programme: str
    by_year: ByYear


def _granted() -> Iterator[_Due]:
    rows = Intervention.objects.select_related("programme", "actor").prefetch_related("supplements")
    for row in rows.order_by("ref").iterator(chunk_size=500):
        yield _Due(row.pk, row.ref, row.actor.ref, row.kind, row.programme.code, _cost(row))


def _refused() -> Iterator[_Due]:
    rows = AdmissionDecision.objects.filter(paid_until__isnull=False).select_related("request__actor", "programme")
    for row in rows.order_by("request__ref").iterator(chunk_size=500):
        asked, programme = row.request, row.programme.code if row.programme else ""
        yield _Due(
            row.pk, asked.ref, asked.actor.ref, asked.kind, programme, as_kept(row.cost).by_year if row.cost else {}
        )


def _same_promise(what: _Due, commitment: Commitment) -> Iterator[Difference]:
    for name, decided, kept in (
        ("actor", what.actor, commitment.actor.ref),
        ("kind", what.kind, commitment.kind),
        ("programme", what.programme, commitment.programme),
    ):
        if decided != kept:
            yield Difference(name, commitment.ref, decided, kept)


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
