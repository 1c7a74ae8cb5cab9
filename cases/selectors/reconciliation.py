"""Every balance worked out again from what was decided: decisions, claims, payments, what was paid back, years' ends.

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

from cases.selectors.decided import ByYear, Decided, Used, decided, used, without_zeros
from funding.models import (
    STANDS,
    BudgetLine,
    Cause,
    Claim,
    ClaimState,
    Commitment,
    LedgerLine,
    LineKind,
    PaymentBatch,
    YearEnd,
)
from funding.selectors.balances import SUMS
from funding.spreading import NOTHING
from funding.states import BatchState

SOURCES = {
    LineKind.ALLOCATE: (Cause.GRANT, Cause.AMENDMENT, Cause.MOVED),
    LineKind.COMMIT: (Cause.DECISION, Cause.SUPPLEMENT),
    LineKind.RELEASE: (Cause.ENDED_EARLY, Cause.CLAIM),
    LineKind.REPORT: (Cause.CLAIM,),
    LineKind.PAY: (Cause.BATCH,),
    LineKind.REPAY: (Cause.CLAIM, Cause.YEAR_END),
}
"""What can make a booking of each kind; a wrong one is met by its reversal, whose cause may be just that."""
NAMES = (
    ("committed", LineKind.COMMIT, 1),
    ("released", LineKind.RELEASE, -1),
    ("reported", LineKind.REPORT, 1),
    ("paid", LineKind.PAY, 1),
    ("repaid", LineKind.REPAY, -1),
)
_Sums = dict[UUID, dict[str, ByYear]]


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
    return [*_commitments(), *_lines(), *_returned(), *_claims(), *_without_source(), *_in_order()]


def _commitments() -> Iterator[Difference]:
    """What was committed, released, reported, paid and paid back of each is what was decided, year by year."""
    what = {one.cause_id: one for one in decided()}
    uses, unfit = used(what)
    for ref in unfit:
        yield Difference("rows of a claim", ref, "part of what was granted", "not")
    sums = _booked()
    kept = {row.cause_id: row for row in Commitment.objects.select_related("actor")}
    for cause, one in what.items():
        commitment, booked = kept.pop(cause, None), sums.pop(cause, {})
        if one.committed != one.worked_out:
            yield from _compared("cost", one.ref, one.worked_out, one.committed)
        if commitment is None:
            yield Difference("decided without a commitment", one.ref, _sum(one.committed), NOTHING)
            continue
        yield from _same_promise(one, commitment)
        yield from _of_one(one, uses.get(cause, Used(one.stands)), booked, commitment.ref)
    for cause, commitment in sorted(kept.items(), key=lambda pair: pair[1].ref):
        stands = _sum(sums.get(cause, {}).get(LineKind.COMMIT, {}))
        yield Difference("committed without a decision", commitment.ref, NOTHING, stands)


def _of_one(one: Decided, use: Used, booked: dict[str, ByYear], ref: str) -> Iterator[Difference]:
    years = one.committed.keys() | use.rest.keys()
    released = {year: one.committed.get(year, NOTHING) - use.rest.get(year, NOTHING) for year in years}
    due = {
        LineKind.COMMIT: one.committed,
        LineKind.RELEASE: released,
        LineKind.REPORT: use.reported,
        LineKind.PAY: use.paid,
        LineKind.REPAY: use.repaid,
    }
    for name, kind, sign in NAMES:
        stands = {year: sign * amount for year, amount in booked.get(kind, {}).items()}
        yield from _compared(name, ref, due[kind], stands)


def _compared(what: str, ref: str, due: ByYear, stands: ByYear) -> Iterator[Difference]:
    due, stands = without_zeros(due), without_zeros(stands)
    for year in sorted(due.keys() | stands.keys()):
        if due.get(year) != stands.get(year):
            yield Difference(what, ref, due.get(year, NOTHING), stands.get(year, NOTHING), year)


def _same_promise(what: Decided, commitment: Commitment) -> Iterator[Difference]:
    for name, due, kept in (
        ("actor", what.actor, commitment.actor.ref),
        ("kind", what.kind, commitment.kind),
        ("programme", what.programme, commitment.programme),
    ):
        if due != kept:
            yield Difference(name, commitment.ref, due, kept)


def _booked() -> _Sums:
    """What is booked on each commitment, by kind and year; a reversal counts where the booking that it meets did."""
    rows = LedgerLine.objects.exclude(commitment=None).values_list("commitment__cause_id", "kind", "year")
    found: _Sums = defaultdict(lambda: defaultdict(dict))
    for cause, kind, year, amount in rows.annotate(sum=Sum("amount")):
        found[cause][kind][year] = amount
    return found


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


def _returned() -> Iterator[Difference]:
    """What went back to the funder of a year is what its end says."""
    rows = LedgerLine.objects.filter(kind=LineKind.REPAY, commitment=None).values_list("year")
    booked = {year: -amount for year, amount in rows.annotate(sum=Sum("amount"))}
    said = dict(YearEnd.objects.values_list("year", "returned"))
    yield from _compared("returned", "year's end", said, booked)


def _claims() -> Iterator[Difference]:
    """What a claim is approved for is what its costs come to, less what was cut."""
    approved = Claim.objects.filter(state=ClaimState.APPROVED)
    for row in approved.annotate(due=Sum(F("costs__amount") - F("costs__cut"), default=NOTHING)).order_by("ref"):
        if row.approved != row.due:
            yield Difference("approved", row.ref, row.due, row.approved or NOTHING)


def _without_source() -> Iterator[Difference]:
    """Bookings that nothing has made: each names a budget, a decision, a claim, a paid payment or a year's end."""
    claims = dict(Claim.objects.values_list("pk", "commitment_id"))
    batches = set(PaymentBatch.objects.filter(state=BatchState.PAID).values_list("pk", flat=True))
    years = dict(YearEnd.objects.values_list("pk", "year"))
    rows = LedgerLine.objects.select_related("line", "commitment").order_by("at", "id")
    for row in rows.iterator(chunk_size=500):
        if row.cause in (Cause.GRANT, Cause.AMENDMENT, Cause.MOVED):
            has = row.cause_id == row.line.budget_id
        elif row.cause in (Cause.DECISION, Cause.SUPPLEMENT, Cause.ENDED_EARLY):
            has = row.commitment is not None and row.cause_id == row.commitment.cause_id
        elif row.cause == Cause.CLAIM:
            has = row.commitment_id is not None and claims.get(row.cause_id) == row.commitment_id
        elif row.cause == Cause.BATCH:
            has = row.cause_id in batches
        elif row.cause == Cause.YEAR_END:
            has = row.commitment_id is None and years.get(row.cause_id) == row.year
        else:
            has = row.reverses_id is not None
        fits = row.cause in SOURCES[LineKind(row.kind)] or row.reverses_id is not None
        if not (has and fits):
            told = f"{row.kind} {row.amount} by {row.cause}"
            yield Difference("booked without its source", str(row.pk), "nothing", told, row.year)


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
