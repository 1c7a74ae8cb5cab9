"""What must hold after every step of a walk, worked out from the rows alone, another way than the services do it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from accounts.door import acting_as
from cases.access import open_proposals
from cases.models import (
    AdmissionRequest,
    Case,
    ChildSupplement,
    Intervention,
    InterventionRule,
    LastDayProposal,
    ProtectionStatement,
)
from cases.models.choices import EndReason
from cases.selectors.reconciliation import differences
from cases.states import AdmissionState, InterventionState, ProposalState
from funding.models import BudgetLine, Claim, ClaimState, LedgerLine, LineKind, Repayment
from tests.walk import Walk

BEDS = ("REST", "SUPPORT")
INSIDE = ("PARTLY", "YES")


def one_open_case(walk: Walk) -> None:
    """A human has one open case."""
    counted = Counter(Case.objects.filter(closed_on=None).values_list("person_id", flat=True))
    assert all(n == 1 for n in counted.values()), counted


def one_admission_on_its_way(walk: Walk) -> None:
    """One application for admission at a time, and none beside an open case."""
    on_its_way = ["DRAFT", "SENT", "RETURNED", "WAITING"]
    rows = AdmissionRequest.objects.filter(case=None, state__in=on_its_way).values_list("person_id", flat=True)
    counted = Counter(rows)
    assert all(n == 1 for n in counted.values()), counted


def beds_never_overlap(walk: Walk) -> None:
    """Rest and support of a case share no day."""
    taken: dict[tuple[UUID, date], str] = {}
    for row in Intervention.objects.filter(kind__in=BEDS):
        for on in _days(row.start, row.last):
            assert (row.case_id, on) not in taken, (row.ref, on, taken[row.case_id, on])
            taken[row.case_id, on] = row.ref


def days_within_what_the_rules_gave(walk: Walk) -> None:
    """Each period, all of a kind and their number are within the rules of the period's own first day, as they were
    when it was granted; from then on days are only given back."""
    rules = {(rule.programme_id, rule.kind): rule for rule in InterventionRule.objects.all()}
    before: dict[tuple[UUID, str], list[Intervention]] = defaultdict(list)
    for row in Intervention.objects.select_related("programme").order_by("granted_at"):
        rule = rules[row.programme_id, row.kind]
        assert row.programme.valid_from <= row.start <= row.programme.valid_to
        earlier = [one for one in before[row.case_id, row.kind] if one.last >= one.start]
        used = sum((one.last - one.start).days + 1 for one in earlier)
        assert rule.max_days_per_period is None or row.granted_days <= rule.max_days_per_period, row.ref
        if row.last >= row.start:
            days = (row.last - row.start).days + 1
            assert rule.max_days_total is None or used + days <= rule.max_days_total, row.ref
            assert rule.max_periods is None or len(earlier) < rule.max_periods, row.ref
        before[row.case_id, row.kind].append(row)


def children_within_their_period(walk: Walk) -> None:
    """A child's supplement lies within its period, and a child has one a day."""
    taken: set[tuple[UUID, date]] = set()
    for row in ChildSupplement.objects.select_related("intervention"):
        assert row.start == row.intervention.start
        assert row.last <= max(row.intervention.last, row.start - timedelta(days=1))
        for on in _days(row.start, row.last):
            assert (row.dependant_id, on) not in taken
            taken.add((row.dependant_id, on))


def money_follows_the_days(walk: Walk) -> None:
    """What is committed for a period is what its days cost in the year that each lies in: no more was granted than
    decided, and what ended early came back to the öre. What a report came to is asked of its own."""
    sums: dict[UUID, dict[int, Decimal]] = defaultdict(dict)
    rows = LedgerLine.objects.filter(kind__in=(LineKind.COMMIT, LineKind.RELEASE), commitment__isnull=False)
    for cause, year, amount in rows.values_list("commitment__cause_id", "year").annotate(sum=Sum("amount")):
        sums[cause][year] = amount
    approved = set(Claim.objects.filter(state=ClaimState.APPROVED).values_list("commitment__cause_id", flat=True))
    for row in Intervention.objects.exclude(pk__in=approved).prefetch_related("supplements"):
        if row.item_id is not None:
            began = row.last >= row.start  # a sum is for a cost and not for days: it comes back if nothing began
            assert sum(sums[row.pk].values()) == (row.amount if began else 0), row.ref
            continue
        cost: dict[int, Decimal] = defaultdict(Decimal)
        for on in _days(row.start, row.last):
            cost[on.year] += row.day_rate or Decimal(0)
        for child in row.supplements.all():
            for on in _days(child.start, child.last):
                cost[on.year] += row.child_day_rate or Decimal(0)
        held = {year: amount for year, amount in sums[row.pk].items() if amount}
        assert held == {year: amount for year, amount in cost.items() if amount}, (row.ref, held, dict(cost))


def what_is_approved_is_what_stands(walk: Walk) -> None:
    """An approved report comes to its rows less what was cut; that is booked as reported and is all that still stands,
    never more than was granted; what the actor paid back stands no longer. Of any other report nothing is booked."""
    for claim in Claim.objects.select_related("commitment").prefetch_related("costs"):
        lines = LedgerLine.objects.filter(commitment=claim.commitment)
        booked = lines.filter(kind=LineKind.REPORT).aggregate(sum=Sum("amount", default=Decimal(0)))["sum"]
        if claim.state != ClaimState.APPROVED:
            assert booked == 0, claim.ref
            continue
        total = sum((cost.amount - cost.cut for cost in claim.costs.all()), Decimal(0))
        stands = lines.filter(kind__in=(LineKind.COMMIT, LineKind.RELEASE))
        stands_now = stands.aggregate(sum=Sum("amount", default=Decimal(0)))["sum"]
        granted = stands.filter(kind=LineKind.COMMIT).aggregate(sum=Sum("amount"))["sum"]
        back = Repayment.objects.filter(claim=claim).aggregate(sum=Sum("amount", default=Decimal(0)))["sum"]
        assert claim.approved == total == booked <= granted, (claim.ref, total, booked, granted)
        assert stands_now == total - back, (claim.ref, total, back, stands_now)


def ledger_sums_are_the_balances(walk: Walk) -> None:
    """Each line of a budget holds what its bookings say, and never more than was given."""
    rows = LedgerLine.objects.filter(kind__in=(LineKind.COMMIT, LineKind.RELEASE)).values_list("line_id")
    sums = dict(rows.annotate(sum=Sum("amount")))
    for line in BudgetLine.objects.all():
        assert line.committed == sums.get(line.pk, Decimal(0)), (line.pk, line.committed)
        assert line.committed + line.returned <= line.allocated


def proposals_are_as_the_statement_says(walk: Walk) -> None:
    """Whoever has a last day to set is protected by the newest statement beside a period that runs past it, and each
    such period granted before the statement has one, answered or not; what was set is a period that was ended."""
    newest: dict[UUID, list[ProtectionStatement]] = {}
    for statement in ProtectionStatement.objects.order_by("stated_at"):  # two applications may say it in one moment
        before = newest.get(statement.person_id, [])
        newest[statement.person_id] = [one for one in before if one.stated_at == statement.stated_at] + [statement]
    held = {(row.intervention_id, row.last) for row in open_proposals()}
    assert len(held) == open_proposals().count(), "one day a period"
    answered = set(
        LastDayProposal.objects.exclude(state=ProposalState.OPEN).values_list("intervention_id", "statement_id")
    )
    kept = set(LastDayProposal.objects.filter(state=ProposalState.KEPT).values_list("intervention_id", "last"))
    can, must = set(), set()
    for row in Intervention.objects.filter(kind__in=BEDS).exclude(state=InterventionState.REPORTED):
        said = newest.get(row.person_id, [])
        for one in said:
            last = max(one.on, row.start) - timedelta(days=1)
            if one.answer not in INSIDE or row.last <= last:
                continue
            can.add((row.pk, last))
            is_sure = len(said) == 1 and row.granted_at <= one.stated_at
            if is_sure and (row.pk, one.pk) not in answered and (row.pk, last) not in kept:
                must.add((row.pk, last))
    assert must <= held <= can, (must - held, held - can)
    for proposal in LastDayProposal.objects.filter(state=ProposalState.SET).select_related("intervention"):
        assert proposal.intervention.state != InterventionState.GRANTED
        assert proposal.intervention.end_reason in EndReason.values


def books_are_what_was_decided(walk: Walk) -> None:
    """What ``manage.py reconcile`` asks: each booking has its source, each source its booking, to the öre."""
    assert differences() == []


def decided_once(walk: Walk) -> None:
    """A confirmed application has one period and, for admission, its case; no other has any."""
    for row in AdmissionRequest.objects.all():
        granted = Intervention.objects.filter(request=row).count()
        assert granted == (row.state == AdmissionState.CONFIRMED), (row.ref, row.state, granted)


HOLDS: tuple[Callable[[Walk], None], ...] = (
    one_open_case,
    one_admission_on_its_way,
    beds_never_overlap,
    days_within_what_the_rules_gave,
    children_within_their_period,
    money_follows_the_days,
    what_is_approved_is_what_stands,
    ledger_sums_are_the_balances,
    proposals_are_as_the_statement_says,
    decided_once,
    books_are_what_was_decided,
)
"""Everything that must hold."""


def all_hold(walk: Walk) -> None:
    """Ask every one of them, of all that there is."""
    with acting_as(walk.viewers["system"]):
        for holds in HOLDS:
            holds(walk)


def _days(start: date, last: date) -> Iterator[date]:
    on = start
    while on <= last:
        yield on
        on += timedelta(days=1)
