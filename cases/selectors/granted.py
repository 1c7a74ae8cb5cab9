"""From what money knows (the id of a cause) to what was granted, and back: interventions, and nights after a no."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.clock import day
from cases.costs import NOT_PAID
from cases.granted import OWN, Granted, Part
from cases.models import AdmissionDecision, AdmissionRequest, ChildSupplement, Dependant, Intervention
from cases.models.admission import DecisionKind, RequestedChild
from cases.models.choices import Kind
from cases.models.programme import InterventionRule
from cases.periods import Period
from cases.selectors.kinds import child_words
from cases.selectors.standing import PERIOD_NAMES
from cases.selectors.steps import REPORT_DAYS


def granted(causes: Collection[UUID]) -> dict[UUID, Granted]:
    """What these causes granted, as far as the viewer sees it. Six queries at most, however many they are."""
    rows = list(Intervention.objects.filter(pk__in=causes).select_related("request__person", "item"))
    left = set(causes) - {row.pk for row in rows}
    refused = AdmissionDecision.objects.filter(pk__in=left, kind=DecisionKind.DECLINE, paid_until__isnull=False)
    nights = list(refused.select_related("request__person", "programme")) if left else []
    within = _within({row.programme_id for row in rows} | {row.programme_id for row in nights if row.programme_id})
    found = {row.pk: _of_intervention(row, parts, within) for row, parts in _with_children(rows)}
    found |= {row.pk: _of_nights(row, children, within) for row, children in _with_asked(nights)}
    return found


def granted_by(ref: str) -> Granted | None:
    """What an intervention granted, by its reference."""
    pk = Intervention.objects.filter(ref=ref).values_list("pk", flat=True).first()
    return granted([pk]).get(pk) if pk else None


def nights_of(request_ref: str) -> Granted | None:
    """The nights that are paid although a request was declined, by the request's reference."""
    rows = AdmissionDecision.objects.filter(request__ref=request_ref, kind=DecisionKind.DECLINE)
    pk = rows.filter(paid_until__isnull=False).values_list("pk", flat=True).first()
    return granted([pk]).get(pk) if pk else None


_Within = dict[tuple[UUID, str], int]


def _within(programmes: set[UUID]) -> _Within:
    rows = InterventionRule.objects.filter(programme_id__in=programmes, report_back_days__isnull=False)
    found = rows.values_list("programme_id", "kind", "report_back_days") if programmes else ()
    return {(programme, kind): days for programme, kind, days in found if days is not None}


def _with_children(rows: list[Intervention]) -> Iterable[tuple[Intervention, list[ChildSupplement]]]:
    found: dict[UUID, list[ChildSupplement]] = {row.pk: [] for row in rows}
    supplements = ChildSupplement.objects.filter(intervention_id__in=found).select_related("dependant")
    for one in supplements.order_by("dependant__birth_year", "dependant__ref") if rows else ():
        found[one.intervention_id].append(one)
    return [(row, found[row.pk]) for row in rows]


def _with_asked(rows: list[AdmissionDecision]) -> Iterable[tuple[AdmissionDecision, list[RequestedChild]]]:
    found: dict[UUID, list[RequestedChild]] = {row.request_id: [] for row in rows}
    asked = RequestedChild.objects.filter(request_id__in=found).select_related("dependant")
    for one in asked.order_by("dependant__birth_year", "dependant__ref") if rows else ():
        found[one.request_id].append(one)
    return [(row, found[row.request_id]) for row in rows]


def _of_intervention(row: Intervention, supplements: list[ChildSupplement], within: _Within) -> Granted:
    parts: list[Part] = []
    if row.day_rate and row.period:
        parts.append(Part(OWN, row.period.days, row.day_rate))
    for one in supplements:
        if row.child_day_rate and one.last >= one.start:
            days = Period.until(one.start, one.last).days
            parts.append(Part(one.dependant.ref, days, row.child_day_rate, _child(one.dependant)))
    return Granted(
        row.pk,
        row.ref,
        False,
        **_about(row.request),
        kind=row.kind,
        name=str(PERIOD_NAMES[Kind(row.kind)][1]),
        start=row.start,
        last=row.last,
        report_by=row.last + timedelta(days=within.get((row.programme_id, row.kind), REPORT_DAYS)),
        parts=tuple(parts),
        amount=row.amount,
        item=row.item.name if row.item else "",
    )


def _of_nights(row: AdmissionDecision, asked: list[RequestedChild], within: _Within) -> Granted:
    request, until = row.request, row.paid_until
    assert request.start and until
    days = Period.until(request.start, until).days
    own, of_children = _rates(row)
    asked = [one for one in asked if str(one.dependant_id) not in (row.cost or {}).get(NOT_PAID, ())]
    parts = [Part(OWN, days, own)] if own else []
    if of_children:
        parts += [Part(one.dependant.ref, min(one.days, days), of_children, _child(one.dependant)) for one in asked]
    rule = within.get((row.programme_id, request.kind), REPORT_DAYS) if row.programme_id else REPORT_DAYS
    return Granted(
        row.pk,
        request.ref,
        True,
        **_about(request),
        kind=request.kind,
        name=_("Nights before the decision"),
        start=request.start,
        last=until,
        # Nobody could report before it was said that they are paid.
        report_by=max(until, day(row.at)) + timedelta(days=rule),
        parts=tuple(parts),
    )


def _about(request: AdmissionRequest) -> dict[str, Any]:
    return {
        "person_id": request.person_id,
        "request_id": request.pk,
        "request_ref": request.ref,
        "actor_id": request.actor_id,
        "code": request.person.code,
        "code_name": request.person.code_name,
    }


def _rates(row: AdmissionDecision) -> tuple[Decimal, Decimal]:
    """The day rate and the children's, as the decision stored them with its cost."""
    steps = row.cost["steps"] if row.cost else []
    own = next((step["rate"] for step in steps if not step.get("children")), "0")
    child = next((step["rate"] for step in steps if step.get("children")), "0")
    return Decimal(own), Decimal(child)


def _child(row: Dependant) -> str:
    return child_words(row.birth_year, in_sweden=row.in_sweden)
