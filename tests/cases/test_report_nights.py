"""Nights that are paid although a request was declined are reported back as a period is, through the request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, WrongState
from accounts.viewer import Viewer
from cases.models import AdmissionRequest, Dependant
from cases.services import decision
from cases.services.admission import AskedChild
from cases.services.claims import approve
from cases.services.report_back import Reported, report_nights
from funding.selectors.balances import balances
from tests.factories import sent_request

RATE, CHILD_RATE = 1450, 400


def _declined(alma: Viewer, dag: Viewer, at: datetime, *, nights: int) -> AdmissionRequest:
    request = sent_request(alma, at=at, urgent=True, children=(AskedChild(birth_year=2019),))
    until = day(at) + timedelta(days=nights - 1) if nights else None
    with acting_as(dag):
        given: dict[str, Any] = {"decline_reason": "NOT_ELIGIBLE", "reason": "Samhället ger skydd."}
        given |= {"paid_until": until, "by": dag, "at": at + timedelta(days=3)}
        return decision.decline(request.ref, version=request.version, **given)


def test_fewer_nights_than_were_promised_are_paid_and_the_rest_goes_back(
    alma: Viewer, cia: Viewer, dag: Viewer, march: datetime
) -> None:
    request, at = _declined(alma, dag, march, nights=3), march + timedelta(days=5)
    with acting_as(alma):
        child = Dependant.objects.get(person_id=request.person_id).ref
    with pytest.raises(NotFound), acting_as(cia):
        report_nights(request.ref, Reported(days=1), by=cia, at=at)
    with acting_as(alma):
        with pytest.raises(Invalid):
            report_nights(request.ref, Reported(days=4), by=alma, at=at)
        claim = report_nights(request.ref, Reported(days=2, children={child: 1}), by=alma, at=at)
    with acting_as(dag):
        approve(claim.ref, version=claim.version, by=dag, at=at)
        (sums,) = balances(claim.commitment_id)
    assert (sums.committed, sums.reported) == (Decimal(2 * RATE + CHILD_RATE),) * 2


def test_where_no_night_is_paid_there_is_nothing_to_report(alma: Viewer, dag: Viewer, march: datetime) -> None:
    request = _declined(alma, dag, march, nights=0)
    with pytest.raises(WrongState), acting_as(alma):
        report_nights(request.ref, Reported(days=0), by=alma, at=march + timedelta(days=5))


def test_the_caseworker_finds_them_on_the_start_page_and_reports_them(
    alma: Viewer, dag: Viewer, signed_in: Callable[[str], Client]
) -> None:
    request, browser = _declined(alma, dag, now() - timedelta(days=6), nights=3), signed_in("alma")
    address = f"/requests/{request.ref}/report/"
    assert address in browser.get("/").content.decode()
    page = browser.get(address).content.decode()
    assert "5\u00a0550\u00a0kr" in page
    typed = {"version": "0", "costs": "3", "days": "3", "go": "send"}
    sent = browser.post(address, typed)
    assert sent.status_code == 302
    assert sent["Location"].startswith("/claims/")
    assert address not in browser.get("/").content.decode()
