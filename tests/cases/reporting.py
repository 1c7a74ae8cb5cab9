"""Periods and items that are over, to be reported back: made through the services."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from accounts.door import acting_as
from accounts.viewer import Viewer, system
from cases.models import AdmissionRequest, Case, Intervention
from cases.services.claims import approve
from cases.services.report_back import Reported, report_back
from cases.states import AdmissionState, InterventionState
from funding.models import Claim
from funding.services.claims import Spent
from funding.services.commitments import commit
from tests.factories import confirmed_case

SEK = Decimal


def rest_of(case: Case, by: Viewer) -> Intervention:
    """The rest period that opened the case."""
    with acting_as(by):
        return Intervention.objects.get(case=case)


def spent(amount: int | str, voucher: str, on: date, what: str = "ITEM") -> Spent:
    """A cost."""
    return Spent(what, SEK(amount), voucher, on)


def item_of(alma: Viewer, dag: Viewer, *, at: datetime, amount: int = 9_000, days: int = 10) -> Intervention:
    """Something of the programme's list, granted for ``amount`` from ``at`` on in a case that was opened before it."""
    case = confirmed_case(alma, dag, at=at - timedelta(days=2))
    with acting_as(system("test")):
        opened = case.interventions.get()
        request = AdmissionRequest(
            person_id=case.person_id,
            ref=f"T-{uuid4().hex[:8]}",
            actor_id=case.actor_id,
            state=AdmissionState.CONFIRMED,
            made_by_id=alma.id,
            made_at=at,
            saved_at=at,
            sent_at=at,
            sent_by_id=alma.id,
            case=case,
            kind="SPECIFIC",
        )
        request.save(force_insert=True)
        row = Intervention(
            person_id=case.person_id,
            case=case,
            request=request,
            ref=f"N-{uuid4().hex[:8]}",
            actor_id=case.actor_id,
            kind="SPECIFIC",
            amount=SEK(amount),
            programme=opened.programme,
            state=InterventionState.GRANTED,
            start=at.date(),
            last=at.date() + timedelta(days=days - 1),
            granted_days=days,
            granted_at=at,
        )
        row.save(force_insert=True)
        about: dict[str, Any] = {"kind": "SPECIFIC", "programme": opened.programme.code}
        with_year = {at.year: SEK(amount)}
        commit(row.pk, with_year, actor_id=case.actor_id, by=system("test"), at=at, **about)
    return row


def reported(row: Intervention, by: Viewer, *, at: datetime, said: Reported | None = None) -> Claim:
    """It is reported back, as it stands unless ``said``."""
    with acting_as(by):
        return report_back(row.ref, said, by=by, at=at)


def approved(alma: Viewer, dag: Viewer, *, at: datetime) -> Claim:
    """Thirty days of rest, reported after the last and approved an hour later."""
    row = rest_of(confirmed_case(alma, dag, at=at - timedelta(days=31)), alma)
    claim = reported(row, alma, at=at)
    with acting_as(dag):
        return approve(claim.ref, version=claim.version, by=dag, at=at + timedelta(hours=1))
