"""Money that was paid though the answer was no, and sums of items: counted with the year's money."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from accounts.clock import day
from accounts.door import acting_as
from accounts.viewer import Viewer, system
from cases.services import decision
from reports.statistics.money import MONEY
from tests.factories import confirmed_case, item_of, sent_item, sent_request


def _numbers(at: datetime) -> dict[str, object]:
    with acting_as(system("test")):
        return dict(MONEY.count(2026, day(at)).numbers)


def test_nights_that_are_paid_after_a_no_are_money_of_the_year(alma: Viewer, dag: Viewer, march: datetime) -> None:
    request = sent_request(alma, at=march, urgent=True)
    assert not _numbers(march)["granted"]
    with acting_as(dag):
        decision.decline(
            request.ref,
            version=request.version,
            decline_reason="OTHER",
            reason="Annan hjälp finns.",
            paid_until=day(march) + timedelta(days=1),
            by=dag,
            at=march + timedelta(days=1),
        )
    assert _numbers(march)["granted"] == Decimal(2 * 1450)


def test_an_item_is_asked_for_with_its_sum(alma: Viewer, dag: Viewer, march: datetime) -> None:
    case = confirmed_case(alma, dag, at=march - timedelta(days=40))
    before = _numbers(march)["asked"]
    sent_item(case, item_of("SPECIFIC", day(march)), alma, at=march, amount=Decimal(5_000))
    assert _numbers(march)["asked"] == Decimal(str(before)) + 5_000
