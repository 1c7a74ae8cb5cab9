"""Periods and items that are over, to be reported back: made through the services."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.clock import day
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import Case, Intervention
from cases.services import decision
from cases.services.claims import approve
from cases.services.report_back import Reported, report_back
from funding.models import Claim
from funding.services.accounts import ask_account, confirm_account
from funding.services.claims import Spent
from tests.factories import confirmed_case, item_of, sent_item

SEK = Decimal


def rest_of(case: Case, by: Viewer) -> Intervention:
    """The rest period that opened the case."""
    with acting_as(by):
        return Intervention.objects.get(case=case)


def spent(amount: int | str, voucher: str, on: date, what: str = "ITEM") -> Spent:
    """A cost."""
    return Spent(what, SEK(amount), voucher, on)


def journey_of(by: Viewer, decider: Viewer, *, at: datetime, amount: int = 9_000, days: int = 10) -> Intervention:
    """Something of the programme's list, granted for ``amount`` from ``at`` on in a case that was opened before it."""
    case = confirmed_case(by, decider, at=at - timedelta(days=2))
    request = sent_item(case, item_of("SPECIFIC", day(at)), by, at=at, amount=SEK(amount), days=days)
    with acting_as(decider):
        reason = "Behovet är visat."
        decision.confirm(request.ref, version=request.version, reason=reason, by=decider, at=at + timedelta(hours=1))
    with acting_as(by):
        return Intervention.objects.get(request=request)


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


def has_account(actor_ref: str, manager: Viewer, other: Viewer, *, at: datetime, typed: str = "5050-1055") -> str:
    """A manager has written an account, and somebody else confirmed it an hour later; its reference."""
    with acting_as(manager):
        ref = ask_account(actor_ref, "BANKGIRO", typed, by=manager, at=at).ref
    with acting_as(other):
        return confirm_account(ref, by=other, at=at + timedelta(hours=1)).ref
