"""A voucher counts once for an actor: refused beside its field, naming nothing of another person, also in a race."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from accounts.clock import day
from accounts.door import acting_as
from accounts.errors import Invalid
from accounts.viewer import Viewer
from cases.selectors.granted import granted_by
from cases.services.report_back import Reported, report_back, throw_away, voucher_number
from funding.models import Claim, ClaimCost
from tests.at_once import at_once
from tests.cases.reporting import journey_of, reported, spent


@pytest.fixture
def over(march: datetime) -> datetime:
    """When an item of ten days is over."""
    return march + timedelta(days=11)


def test_a_number_that_was_reported_before_is_refused_and_says_nothing_of_where(
    alma: Viewer, bo: Viewer, dag: Viewer, march: datetime, over: datetime
) -> None:
    first, second = (journey_of(alma, dag, at=march) for _n in range(2))
    reported(first, alma, at=over, said=Reported(costs=(spent(100, "A-214", day(over)),)))
    costs = (spent(100, "A-213", day(over)), spent(100, "A-214", day(over)))
    with pytest.raises(Invalid) as wrong:
        reported(second, bo, at=over, said=Reported(costs=costs))
    assert set(wrong.value.fields) == {"cost-1-voucher"}
    told = str(wrong.value.fields)
    with acting_as(alma):
        known = granted_by(first.ref)
        assert known is not None
        claim = Claim.objects.get()
    assert not [word for word in (known.code, known.code_name, known.ref, claim.ref) if word in told]


def test_two_rows_of_one_report_with_the_same_number_are_refused(
    alma: Viewer, dag: Viewer, march: datetime, over: datetime
) -> None:
    row = journey_of(alma, dag, at=march)
    costs = (spent(100, "7", day(over)), spent(200, "7", day(over)))
    with pytest.raises(Invalid) as wrong:
        reported(row, alma, at=over, said=Reported(costs=costs))
    assert set(wrong.value.fields) == {"cost-1-voucher"}


def test_the_same_number_at_another_actor_is_another_voucher(
    alma: Viewer, cia: Viewer, dag: Viewer, march: datetime, over: datetime
) -> None:
    said = Reported(costs=(spent(100, "7", day(over)),))
    for by in (alma, cia):
        reported(journey_of(by, dag, at=march), by, at=over, said=said)


def test_a_report_keeps_its_own_numbers_when_it_is_written_again_and_a_draft_that_is_thrown_away_lets_them_go(
    alma: Viewer, dag: Viewer, march: datetime, over: datetime
) -> None:
    first, second = (journey_of(alma, dag, at=march) for _n in range(2))
    said = Reported(costs=(spent(100, "7", day(over)),))
    with acting_as(alma):
        draft = report_back(first.ref, said, send=False, by=alma, at=over)
        draft = report_back(first.ref, said, version=draft.version, send=False, by=alma, at=over)
        what = granted_by(first.ref)
        assert what is not None
        throw_away(what, version=draft.version, by=alma, at=over)
        report_back(second.ref, said, by=alma, at=over)
        report_back(first.ref, Reported(costs=(spent(100, "8", day(over)),)), by=alma, at=over)


def test_spaces_and_small_letters_are_no_other_number() -> None:
    assert {voucher_number(typed) for typed in ("a 214", "A214", " A 2 14 ")} == {"A214"}


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_report_the_same_voucher_at_once_and_one_of_them_is_refused(
    alma: Viewer, bo: Viewer, dag: Viewer, march: datetime, over: datetime
) -> None:
    first, second = (journey_of(alma, dag, at=march) for _n in range(2))

    def report(ref: str, by: Viewer) -> object:
        with acting_as(by):
            return report_back(ref, Reported(costs=(spent(100, "77", day(over)),)), by=by, at=over)

    told = at_once(lambda: report(first.ref, alma), lambda: report(second.ref, bo))
    assert sorted(type(one).__name__ for one in told) == ["Claim", "Invalid"]
    (late,) = [one for one in told if isinstance(one, Invalid)]
    assert set(late.fields) == {"cost-0-voucher"}
    with acting_as(alma):
        assert ClaimCost.objects.filter(voucher="77").count() == 1
