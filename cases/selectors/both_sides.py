"""Both sides of the clock of an application: by when a coordinator answers, and until when the person's period runs."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from cases.answering import answer_due
from cases.models import AdmissionRequest, Intervention
from cases.models.choices import Kind
from cases.states import AdmissionState, InterventionState


def _running() -> QuerySet[Intervention]:
    kinds = (Kind.REST, Kind.SUPPORT)
    rows = Intervention.objects.filter(kind__in=kinds, state=InterventionState.GRANTED, last__gte=F("start"))
    return rows.order_by("-last")


RUNS_UNTIL = Subquery(_running().filter(person_id=OuterRef("person_id")).values("last")[:1])
"""The last day of the newest rest or support that a person was granted and that is not reported back."""


def runs_until(person_id: UUID) -> date | None:
    """The same of one person. One query."""
    return _running().filter(person_id=person_id).values_list("last", flat=True).first()


def answer_due_of(row: AdmissionRequest) -> datetime | None:
    """By when a coordinator answers a request that waits for one; None for any other."""
    waits = row.sent_at if row.state == AdmissionState.SENT else None
    return answer_due(waits, urgent=row.urgent) if waits else None
