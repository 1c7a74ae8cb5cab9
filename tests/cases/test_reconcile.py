"""Every balance is worked out again from the decisions; whatever differs is named, and nothing else."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import Case, Intervention
from cases.models.choices import EndReason
from cases.services.decision import confirm
from cases.services.intervention import end_early
from funding.models import Cause, Claim, ClaimCost, Commitment, PaymentBatch
from funding.services import booking
from funding.services.booking import Why
from funding.services.commitments import commit_more, release
from tests.factories import confirmed_case, item_of, sent_item

TABLES = ("cases_intervention", "funding_ledgerline", "funding_budgetline", "funding_claim", "funding_commitment")


def _told() -> str:
    out = io.StringIO()
    try:
        call_command("reconcile", stdout=out)
    except CommandError:
        return out.getvalue()
    assert out.getvalue() == "No difference: every balance is what was decided.\n"
    return ""


@contextmanager
def _planted(*statements: str) -> Iterator[None]:
    """The owner writes past every promise, and takes it back afterwards: rows are copied before."""
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            cursor.execute(f"CREATE TABLE kept_{table} AS TABLE {table}")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    with connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    try:
        yield
    finally:
        with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for table in TABLES:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
            for table in TABLES:
                cursor.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")  # noqa: S608
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
                cursor.execute(f"DROP TABLE kept_{table}")
                force = "FORCE" if table == "cases_intervention" else "NO FORCE"
                cursor.execute(f"ALTER TABLE {table} {force} ROW LEVEL SECURITY")


def _paid(dag: Viewer, alma: Viewer, case: Case, at: datetime) -> None:
    """A claim of the case's first days: approved, in a batch that is paid."""
    with acting_as(dag):
        kept = Commitment.objects.get(cause_id=Intervention.objects.get(case=case).pk)
        batch = PaymentBatch(ref="U-1", made_at=at, made_by_id=dag.id)
        batch.save(force_insert=True)
        claim = Claim(ref="C-1", commitment=kept, actor_id=kept.actor_id, made_at=at, made_by_id=alma.id)
        claim.save(force_insert=True)
    with acting_as(alma):
        ClaimCost(claim=claim, actor_id=kept.actor_id, what="DAYS", amount=Decimal(5_000)).save(force_insert=True)
    with acting_as(dag):
        ClaimCost.objects.filter(claim=claim).update(cut=Decimal(500), cut_reason="WRONG_SUM")
        claim.state, claim.approved, claim.decided_by_id, claim.batch = "APPROVED", Decimal(4_500), dag.id, batch
        claim.save()
        PaymentBatch.objects.update(state="PAID", paid_on=at.date(), marked_by_id=dag.id)
        amounts = {at.year: Decimal(4_500)}
        booking.report(kept, amounts, why=Why(Cause.CLAIM, claim.pk, dag, at))
        booking.pay(kept, amounts, why=Why(Cause.BATCH, batch.pk, dag, at))


DIFFERENT = {
    "a booking that was changed": (
        "UPDATE funding_ledgerline SET amount = amount + 1 WHERE kind = 'COMMIT'",
        "committed: ",
    ),
    "a booking that is gone": ("DELETE FROM funding_ledgerline WHERE kind = 'RELEASE'", "committed: "),
    "a budget that was written up": (
        "UPDATE funding_budgetline SET allocated = allocated + 1",
        "allocated of a line: ",
    ),
    "more left than there is": (
        "UPDATE funding_budgetline SET committed = committed - 1 WHERE committed > 0",
        "committed of a line: ",
    ),
    "money gone back that nobody booked": ("UPDATE funding_budgetline SET returned = 1", "returned of a line: "),
    "a last day that nobody booked": (
        "UPDATE cases_intervention SET last = last - 1 WHERE last > start",
        "committed: ",
    ),
    "another rate": ("UPDATE cases_intervention SET day_rate = day_rate + 1", "committed: "),
    "another kind": ("UPDATE funding_commitment SET kind = 'SUPPORT'", "kind: "),
    "another programme": ("UPDATE funding_commitment SET programme = 'X'", "programme: "),
    "another actor": (
        "UPDATE funding_commitment SET actor_id = (SELECT id FROM accounts_actor WHERE ref = 'A-NOOR')",
        "actor: ",
    ),
    "a commitment of nothing": (
        "UPDATE funding_commitment SET cause_id = gen_random_uuid()",
        "committed without a decision: ",
    ),
    "a decision without money": (
        "UPDATE funding_commitment SET cause_id = gen_random_uuid()",
        "decided without a commitment: ",
    ),
    "a claim that says more than its costs": ("UPDATE funding_claim SET approved = approved + 1", "approved: "),
    "a claim that is not booked": ("DELETE FROM funding_ledgerline WHERE kind IN ('REPORT', 'PAY')", "reported: "),
    "a batch that is not booked": ("DELETE FROM funding_ledgerline WHERE kind = 'PAY'", "paid: "),
    "more paid than reported": (
        "UPDATE funding_ledgerline SET amount = amount - 1 WHERE kind = 'REPORT'",
        "paid, reported, committed: ",
    ),
    "a reversal of another sum": (
        "UPDATE funding_ledgerline SET amount = amount + 1 WHERE reverses_id IS NOT NULL",
        "reversal: ",
    ),
}


@pytest.mark.django_db(transaction=True)
def test_each_kind_of_difference_is_named_and_without_one_nothing_is(
    alma: Viewer, dag: Viewer, march: datetime
) -> None:
    at = march
    running = confirmed_case(alma, dag, at=at)
    ended = confirmed_case(alma, dag, at=at - timedelta(days=20))
    with acting_as(alma):
        row = Intervention.objects.get(case=ended)
        last = row.start + timedelta(days=9)
        end_early(row.ref, last=last, reason=EndReason.LEFT, note="", by=alma, at=at)
    _paid(dag, alma, running, at)
    with acting_as(dag):
        more = commit_more(row.pk, {at.year: Decimal(70)}, by=dag, at=at)
        (booked,) = more.lines.filter(cause=Cause.SUPPLEMENT)
        booking.reverse(booked.pk, why=Why(Cause.WRONG, booked.pk, dag, at))
    assert _told() == ""
    unnamed = {}
    for name, (statement, told) in DIFFERENT.items():
        with _planted(statement):
            if told not in (found := _told()):
                unnamed[name] = found
    assert unnamed == {}
    assert _told() == ""


def test_what_is_released_after_a_claim_or_at_the_years_end_was_decided_all_the_same(alma: Viewer, dag: Viewer) -> None:
    case = confirmed_case(alma, dag, at=now())
    with acting_as(dag):
        row = Intervention.objects.get(case=case)
        for cause in (Cause.CLAIM, Cause.YEAR_END):
            release(row.pk, {row.start.year: Decimal(100)}, by=dag, at=now(), cause=cause)
    assert _told() == ""


@pytest.mark.django_db(transaction=True)
def test_an_items_sum_is_known_to_the_ore_in_each_year(alma: Viewer, dag: Viewer, march: datetime) -> None:
    case = confirmed_case(alma, dag, at=march)
    request = sent_item(case, item_of("SPECIFIC", day(march)), alma, at=march)
    with acting_as(dag):
        confirm(request.ref, version=request.version, reason="Prövat.", by=dag, at=march)
    with acting_as(alma):
        row = Intervention.objects.get(request=request)
        end_early(row.ref, last=row.start, reason=EndReason.LEFT, note="", by=alma, at=march)
    assert _told() == ""
    with _planted("UPDATE funding_ledgerline SET amount = 4999 WHERE kind = 'COMMIT' AND amount = 5000"):
        assert "decided 5000.00, stands 4999.00" in _told()
