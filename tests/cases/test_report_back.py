"""Reporting a period back: days at the rates of the decision, never more than granted; what is not used goes back."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from accounts.clock import STOCKHOLM
from accounts.door import acting_as
from accounts.errors import Conflict, Invalid, NotFound, WrongState
from accounts.viewer import Viewer
from cases.models import Case, Dependant, Intervention, ReportNote
from cases.services.admission import AskedChild
from cases.services.claims import approve, ask
from cases.services.intervention import end_early
from cases.services.report_back import Reported, report_back
from cases.states import InterventionState
from funding.models import Claim, ClaimCost, ClaimState, LedgerLine
from funding.selectors.balances import balances
from tests.cases.reporting import reported, rest_of
from tests.factories import confirmed_case
from tests.money import committed

RATE, CHILD_RATE = 1450, 400


@pytest.fixture
def over(march: datetime) -> datetime:
    """The day after thirty days of rest from the first of March."""
    return march + timedelta(days=30)


def _sums(claim: Claim, by: Viewer) -> list[tuple[int, Decimal, Decimal]]:
    with acting_as(by):
        return [(one.year, one.committed, one.reported) for one in balances(claim.commitment_id)]


def test_who_coordinates_and_works_for_an_actor_reports_its_periods_and_writes_in_no_other_report(
    alma: Viewer, cia: Viewer, dag: Viewer, gerd: Viewer, march: datetime, over: datetime
) -> None:
    own, others = (rest_of(confirmed_case(by, dag, at=march), by) for by in (cia, alma))
    claim = reported(own, gerd, at=over)
    theirs = reported(others, alma, at=over)
    with acting_as(dag):
        ask(claim.ref, version=claim.version, question="Vilka dagar?", by=dag, at=over)
        ask(theirs.ref, version=theirs.version, question="Vilka dagar?", by=dag, at=over)
        claim.refresh_from_db()
    with acting_as(gerd):
        said = Reported(days=20, answer="De första tjugo.")
        again = report_back(own.ref, said, version=claim.version, by=gerd, at=over)
        assert again.costs.get().amount == Decimal(20 * RATE)
        assert theirs.costs.all().delete()[0] == 0, "asked about, and not theirs"
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            ClaimCost(claim=theirs, actor_id=theirs.actor_id, what="DAYS", amount=1).save(force_insert=True)
        assert again.costs.all().delete()[0] == 0, "sent is sent"


def test_days_that_were_not_given_are_not_paid_and_go_back(
    alma: Viewer, dag: Viewer, march: datetime, over: datetime
) -> None:
    case = confirmed_case(alma, dag, at=march, children=(AskedChild(birth_year=2019),))
    row = rest_of(case, alma)
    with acting_as(alma):
        child = Dependant.objects.get(person=case.person).ref
    claim = reported(row, alma, at=over, said=Reported(days=20, children={child: 12}, note="Sov borta tio nätter."))
    with acting_as(alma):
        assert Intervention.objects.get(pk=row.pk).state == InterventionState.REPORTED
        amounts = sorted(claim.costs.values_list("what", "amount"))
        assert amounts == [("CHILD_DAYS", Decimal(12 * CHILD_RATE)), ("DAYS", Decimal(20 * RATE))]
        assert ReportNote.objects.get(claim_id=claim.pk).text.open() == "Sov borta tio nätter."
    with acting_as(dag):
        done = approve(claim.ref, version=claim.version, by=dag, at=over)
    total = Decimal(20 * RATE + 12 * CHILD_RATE)
    assert (done.state, done.approved) == (ClaimState.APPROVED, total)
    assert _sums(claim, dag) == [(2026, total, total)]
    assert committed(2026) == total


def test_a_period_that_gave_nothing_is_reported_with_nought(
    alma: Viewer, dag: Viewer, march: datetime, over: datetime
) -> None:
    row = rest_of(confirmed_case(alma, dag, at=march), alma)
    claim = reported(row, alma, at=over, said=Reported(days=0))
    with acting_as(dag):
        assert approve(claim.ref, version=claim.version, by=dag, at=over).approved == 0
    assert committed(2026) == 0


@pytest.mark.parametrize(
    ("days", "child", "field"), [(31, 30, "days"), (-1, 0, "days"), (30, 31, "child"), (None, 0, "days")]
)
def test_more_days_than_were_granted_or_none_said_are_refused_beside_their_field(
    alma: Viewer, dag: Viewer, march: datetime, over: datetime, days: int | None, child: int, field: str
) -> None:
    case = confirmed_case(alma, dag, at=march, children=(AskedChild(birth_year=2019),))
    row = rest_of(case, alma)
    with acting_as(alma):
        ref = Dependant.objects.get(person=case.person).ref
    with pytest.raises(Invalid) as wrong:
        reported(row, alma, at=over, said=Reported(days=days, children={ref: child}))
    assert [name.removesuffix(f"-{ref}") for name in wrong.value.fields] == [field]
    with acting_as(alma):
        assert not Claim.objects.exists()
    reported(row, alma, at=over, said=Reported(days=30, children={ref: 30}))


def test_it_is_sent_after_the_last_day_and_kept_until_then(
    alma: Viewer, bo: Viewer, dag: Viewer, march: datetime, over: datetime
) -> None:
    row = rest_of(confirmed_case(alma, dag, at=march), alma)
    early = over - timedelta(days=1)
    with pytest.raises(Invalid):
        reported(row, alma, at=early, said=Reported(days=30))
    with acting_as(alma):
        draft = report_back(row.ref, Reported(note="Två nätter saknas."), send=False, by=alma, at=early)
        assert draft.state == ClaimState.DRAFT
        assert Intervention.objects.get(pk=row.pk).state == InterventionState.GRANTED
    with acting_as(bo):
        with pytest.raises(Conflict, match="changed"):
            report_back(row.ref, Reported(days=28), by=bo, at=over)
        sent = report_back(row.ref, Reported(days=28), version=draft.version, by=bo, at=over)
    assert (sent.pk, sent.state, sent.days) == (draft.pk, ClaimState.SENT, 28)


def test_what_is_sent_is_not_sent_again_nor_ended_earlier(
    alma: Viewer, dag: Viewer, march: datetime, over: datetime
) -> None:
    row = rest_of(confirmed_case(alma, dag, at=march), alma)
    claim = reported(row, alma, at=over)
    for version in (0, claim.version):
        with pytest.raises(WrongState), acting_as(alma):
            report_back(row.ref, Reported(days=1), version=version, by=alma, at=over)
    with pytest.raises(WrongState), acting_as(alma):
        end_early(row.ref, last=row.start, reason="LEFT", note="", by=alma, at=over)


def test_days_lie_in_the_years_in_which_they_were_granted(alma: Viewer, dag: Viewer) -> None:
    december = datetime(2025, 12, 20, 10, 0, tzinfo=STOCKHOLM)
    row = rest_of(confirmed_case(alma, dag, at=december), alma)
    claim = reported(row, alma, at=december + timedelta(days=31), said=Reported(days=20))
    with acting_as(dag):
        approve(claim.ref, version=claim.version, by=dag, at=december + timedelta(days=32))
    of_2025, of_2026 = Decimal(12 * RATE), Decimal(8 * RATE)
    assert _sums(claim, dag) == [(2025, of_2025, of_2025), (2026, of_2026, of_2026)]


def test_a_draft_of_more_than_stands_after_an_early_end_is_not_sent(
    alma: Viewer, dag: Viewer, march: datetime, over: datetime
) -> None:
    row = rest_of(confirmed_case(alma, dag, at=march), alma)
    with acting_as(alma):
        draft = report_back(row.ref, Reported(days=30), send=False, by=alma, at=march)
        end_early(row.ref, last=row.start + timedelta(days=9), reason="LEFT", note="", by=alma, at=march)
        with pytest.raises(Invalid) as wrong:
            report_back(row.ref, Reported(days=30), version=draft.version, by=alma, at=over)
    assert set(wrong.value.fields) == {"days"}


def test_a_colleague_reports_and_another_actor_or_a_coordinator_does_not(
    alma: Viewer, bo: Viewer, cia: Viewer, dag: Viewer, march: datetime, over: datetime
) -> None:
    row = rest_of(confirmed_case(alma, dag, at=march), alma)
    for somebody in (cia, dag):
        with pytest.raises(NotFound):
            reported(row, somebody, at=over)
    reported(row, bo, at=over)


def test_what_never_began_is_not_reported(alma: Viewer, dag: Viewer, march: datetime, over: datetime) -> None:
    case: Case = confirmed_case(alma, dag, at=march)
    row = rest_of(case, alma)
    with acting_as(alma):
        end_early(row.ref, last=row.start - timedelta(days=1), reason="NOT_STARTED", note="", by=alma, at=march)
    with pytest.raises(WrongState):
        reported(row, alma, at=over)
    with acting_as(alma):
        assert not LedgerLine.objects.filter(kind="REPORT").exists()
