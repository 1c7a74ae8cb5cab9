"""On which days granted money is used, and what applications that wait for a decision would use. SEK.

``funding`` knows a commitment's cause by id and no more: what lies behind it is read here, for coordinators.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from accounts.queries import queries
from cases.costs import Cost
from cases.models import AdmissionDecision, AdmissionRequest, Intervention
from cases.models.admission import WAITING_SINCE
from cases.periods import Period
from cases.selectors.verdicts import cost_of_request, programmes_in_force
from cases.states import TO_DECIDE
from funding.curves import Part


@dataclass(frozen=True)
class Behind:
    """What a commitment is for: its person's code, its application, its days and what each of them weighs."""

    code: str
    request: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Asked:
    """An application that waits for a decision: its cost in each calendar year, by the rates of its first day."""

    ref: str
    code: str
    state: str
    kind: str
    programme: str
    actor: str
    actor_ref: str
    county: str
    start: date
    by_year: dict[int, Decimal]
    parts: tuple[Part, ...]


@queries(3)
def behind(causes: Collection[UUID]) -> dict[UUID, Behind]:
    """What lies behind commitments, by their causes: interventions, and nights that a refusal paid."""
    rows = Intervention.objects.filter(pk__in=list(causes)).select_related("person", "request")
    found = {
        row.pk: Behind(row.person.code, row.request.ref, tuple(_of_intervention(row)))
        for row in rows.prefetch_related("supplements")
    }
    paid = AdmissionDecision.objects.filter(pk__in=set(causes) - found.keys()).select_related("person", "request")
    for row in paid:
        start, last = row.request.start, row.paid_until
        parts = (Part(start, last),) if start and last else ()
        found[row.pk] = Behind(row.person.code, row.request.ref, parts)
    return found


def _of_intervention(row: Intervention) -> Iterator[Part]:
    rate = row.day_rate if row.amount is None else row.amount / row.granted_days
    if rate:
        yield Part(row.start, row.last, rate)
    if row.child_day_rate:
        yield from (Part(child.start, child.last, row.child_day_rate) for child in row.supplements.all())


@queries(4)
def asked_money(years: Collection[int]) -> tuple[Asked, ...]:
    """Applications that wait for a decision and have days in these years, in the order of the queue."""
    last = date(max(years), 12, 31)
    rows = AdmissionRequest.objects.filter(state__in=TO_DECIDE, start__lte=last, days__gt=0)
    rows = rows.select_related("person", "actor").prefetch_related("children")
    among = programmes_in_force()
    found = []
    for row in rows.order_by("-urgent", WAITING_SINCE, "id"):
        cost = cost_of_request(row, among=among)
        if row.start and row.days and set(Period(row.start, row.days).by_year()) & set(years):
            programme = next((one.code for one in among if one.valid_from <= row.start <= one.valid_to), "")
            found.append(_asked(row, row.start, cost, programme))
    return tuple(found)


def _asked(row: AdmissionRequest, start: date, cost: Cost, programme: str) -> Asked:
    return Asked(
        ref=row.ref,
        code=row.person.code,
        state=row.state,
        kind=row.kind,
        programme=programme,
        actor=row.actor.name,
        actor_ref=row.actor.ref,
        county=row.actor.county,
        start=start,
        by_year=dict(cost.by_year),
        parts=tuple(Part(start, start + timedelta(days=step.days - 1), step.amount / step.days) for step in cost.steps),
    )
