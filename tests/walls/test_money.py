"""Money goes where two persons have said, once: what somebody who means ill may try, alone or with SQL in a request."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.acts import Role
from accounts.clock import day, now
from accounts.door import acting_as
from accounts.errors import PointsOut, Refused
from accounts.models import Actor, Appointment, User
from accounts.viewer import Viewer, viewer_of
from cases.services.report_back import Reported, report_back
from funding.models import Claim, PaymentBatch
from funding.selectors.accounts import accounts_at
from funding.services.accounts import end_account
from funding.services.payments import leave_out, make_batch, mark_paid
from tests.cases.reporting import SEK, approved, has_account, journey_of, reported, spent
from tests.signing import signed_in_client

OLD, NEW = "5050-1055", "991-2346"


@pytest.fixture
def at() -> datetime:
    """Now: a file is taken out by a page, and that asks the clock."""
    return now()


def _used(by: Viewer, at: datetime) -> str:
    with acting_as(by):
        row = accounts_at([Actor.objects.get(ref="A-LINDEN").pk], at).get(Actor.objects.get(ref="A-LINDEN").pk)
        return row.typed if row else ""


def _batch(by: Viewer, claim: Claim, at: datetime) -> PaymentBatch:
    with acting_as(by):
        return make_batch(claim.commitment.programme, by=by, at=at)


def test_nobody_brings_an_older_account_back_alone(maj: Viewer, disa: Viewer, at: datetime) -> None:
    has_account("A-LINDEN", maj, disa, at=at - timedelta(days=60), typed=OLD)
    newest = has_account("A-LINDEN", maj, disa, at=at - timedelta(days=30), typed=NEW)
    assert _used(disa, at) == NEW
    with acting_as(maj):
        end_account(newest, by=maj, at=at)
    assert _used(disa, at) == "", "the older one was replaced by two; one alone does not make it hold again"
    assert _used(disa, at + timedelta(days=90)) == ""
    has_account("A-LINDEN", maj, disa, at=at, typed=OLD)
    assert _used(disa, at + timedelta(days=4)) == OLD, "two have said so anew, and it has waited"


def test_what_is_taken_back_before_it_held_leaves_the_one_in_use(maj: Viewer, disa: Viewer, at: datetime) -> None:
    has_account("A-LINDEN", maj, disa, at=at - timedelta(days=60), typed=OLD)
    newest = has_account("A-LINDEN", maj, disa, at=at - timedelta(hours=2), typed=NEW)
    with acting_as(disa):
        end_account(newest, by=disa, at=at)
    assert _used(disa, at + timedelta(days=30)) == OLD


def test_a_coordinator_who_works_for_an_actor_does_not_take_its_account_back(
    maj: Viewer, disa: Viewer, dag: Viewer, at: datetime
) -> None:
    ref = has_account("A-LINDEN", maj, disa, at=at - timedelta(days=30))
    User.objects.filter(pk=dag.id).update(employer=Actor.objects.get(ref="A-LINDEN"))
    colleague = viewer_of(User.objects.get(pk=dag.id))
    with pytest.raises(Refused, match="conflict_of_interest"), acting_as(colleague):
        end_account(ref, by=colleague, at=at)


def test_no_file_sends_money_to_an_account_that_was_taken_back(
    users: dict[str, User], alma: Viewer, maj: Viewer, dag: Viewer, disa: Viewer, at: datetime
) -> None:
    ref = has_account("A-LINDEN", maj, disa, at=at - timedelta(days=9))
    batch = _batch(dag, approved(alma, dag, at=at - timedelta(days=2)), at - timedelta(minutes=1))
    browser = signed_in_client(users["dag"])
    assert OLD in browser.post(f"/payments/{batch.ref}/file/").content.decode()
    with acting_as(maj):
        end_account(ref, by=maj, at=at)
    answer = browser.post(f"/payments/{batch.ref}/file/", follow=True)
    assert OLD not in answer.content.decode()
    assert "Linden" in answer.content.decode()


def test_nobody_pays_an_actor_of_their_own(
    cia: Viewer, gerd: Viewer, dag: Viewer, disa: Viewer, users: dict[str, User], at: datetime
) -> None:
    noor = Actor.objects.get(ref="A-NOOR")
    manager = _manager_of(noor, users)
    has_account("A-NOOR", manager, disa, at=at - timedelta(days=9))
    claim = approved(cia, dag, at=at - timedelta(days=2))
    with pytest.raises(Refused, match="conflict_of_interest"):
        _batch(gerd, claim, at)
    batch = _batch(dag, claim, at)
    with acting_as(gerd):
        with pytest.raises(Refused, match="conflict_of_interest"):
            leave_out(batch.ref, claim.ref, by=gerd, at=at)
        with pytest.raises(Refused, match="conflict_of_interest"):
            mark_paid(batch.ref, day(at), by=gerd, at=at)
    with acting_as(disa):
        assert mark_paid(batch.ref, day(at), by=disa, at=at).marked_by_id == disa.id


def _manager_of(actor: Actor, users: dict[str, User]) -> Viewer:
    user = users["mona"] = User.objects.create_user("mona@example.org", "Mona Mo", employer=actor)
    user.groups.add(actor.group)
    Appointment.objects.create(user=user, role=Role.MANAGER, actor=actor)
    return viewer_of(user)


def test_a_claim_that_is_paid_stays_in_its_payment_whoever_asks(
    alma: Viewer, maj: Viewer, dag: Viewer, disa: Viewer, at: datetime
) -> None:
    has_account("A-LINDEN", maj, disa, at=at - timedelta(days=9))
    claim = approved(alma, dag, at=at - timedelta(days=2))
    batch = _batch(dag, claim, at)
    with acting_as(disa):
        mark_paid(batch.ref, day(at), by=disa, at=at)
    for sql in (
        "UPDATE funding_claim SET batch_id = NULL",
        "UPDATE funding_claim SET state = 'SENT', approved = NULL, batch_id = NULL",
        "UPDATE funding_claim SET approved = approved + 1",
        "DELETE FROM funding_claim",
    ):
        with pytest.raises(DatabaseError), acting_as(dag), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_an_actors_sql_does_not_change_a_report_that_lies_before_a_coordinator(
    alma: Viewer, dag: Viewer, at: datetime
) -> None:
    row = journey_of(alma, dag, at=at - timedelta(days=20))
    claim = reported(row, alma, at=at, said=Reported(costs=(spent(900, "214", day(at - timedelta(days=15))),)))
    for sql in (
        "UPDATE funding_claim SET state = 'DRAFT'",
        "UPDATE funding_claim SET state = 'TAKEN_BACK'",
        "UPDATE funding_claimcost SET amount = 8000",
    ):
        with acting_as(alma):
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(sql)
            except DatabaseError:
                continue
    with acting_as(dag):
        claim.refresh_from_db()
        assert (claim.state, claim.costs.get().amount) == ("SENT", SEK(900))


def test_no_identity_or_phone_number_stands_as_a_voucher(alma: Viewer, dag: Viewer, at: datetime) -> None:
    row = journey_of(alma, dag, at=at - timedelta(days=20))
    on = day(at - timedelta(days=15))
    for number in ("19900101-0017", "070-1740605"):
        with pytest.raises(PointsOut), acting_as(alma):
            report_back(row.ref, Reported(costs=(spent(900, number, on),)), by=alma, at=at)
    with acting_as(alma):
        report_back(row.ref, Reported(costs=(spent(900, "A-214", on),)), by=alma, at=at)
