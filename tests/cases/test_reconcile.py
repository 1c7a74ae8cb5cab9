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
from cases.models import Intervention
from cases.models.choices import DeclineReason, EndReason
from cases.services.claims import approve, repaid
from cases.services.decision import confirm, decline
from cases.services.intervention import end_early
from cases.services.report_back import Reported, report_back
from funding.models import Cause, ClaimCost
from funding.selectors.year import lines_of
from funding.services import booking
from funding.services.booking import Why
from funding.services.claims import Cut
from funding.services.commitments import commit_more, release
from funding.services.payments import make_batch, mark_paid
from funding.services.year_end import return_unspent
from tests.cases.reporting import has_account
from tests.factories import confirmed_case, item_of, sent_item, sent_request

FORCED = ("cases_intervention", "cases_admissiondecision", "funding_repayment")
TABLES = (
    *FORCED,
    "funding_ledgerline",
    "funding_budgetline",
    "funding_claim",
    "funding_commitment",
    "funding_paymentbatch",
    "funding_yearend",
)


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
                force = "FORCE" if table in FORCED else "NO FORCE"
                cursor.execute(f"ALTER TABLE {table} {force} ROW LEVEL SECURITY")


def _everything(alma: Viewer, maj: Viewer, dag: Viewer, disa: Viewer, at: datetime) -> None:
    """One of each thing that books: granted, ended early, a night after a no, reported with a cut, paid, paid back, a
    booking that was met by its reversal, and what was left of the year gone back to the funder."""
    has_account("A-LINDEN", maj, disa, at=at - timedelta(days=9))
    given = confirmed_case(alma, dag, at=at - timedelta(days=60))
    ended = confirmed_case(alma, dag, at=at - timedelta(days=20))
    night = sent_request(alma, at=at, urgent=True)
    with acting_as(alma):
        row = Intervention.objects.get(case=ended)
        last = row.start + timedelta(days=9)
        end_early(row.ref, last=last, reason=EndReason.LEFT, note="", by=alma, at=at)
        rest = Intervention.objects.get(case=given)
        claim = report_back(rest.ref, Reported(days=20), by=alma, at=at)
    with acting_as(dag):
        said = {"decline_reason": DeclineReason.values[0], "reason": "Prövat.", "version": night.version}
        decline(night.ref, paid_until=day(at), by=dag, at=at, **said)  # type: ignore[arg-type]
        cost = ClaimCost.objects.get(claim=claim)
        cuts = {cost.pk: Cut(Decimal(500), "WRONG_SUM")}
        approve(claim.ref, cuts, words="Fel summa.", version=claim.version, by=dag, at=at)
        batch = make_batch(claim.commitment.programme, by=dag, at=at)
        mark_paid(batch.ref, day(at), by=dag, at=at)
        repaid(claim.ref, Decimal(700), day(at), by=dag, at=at)
        more = commit_more(row.pk, {at.year: Decimal(70)}, by=dag, at=at)
        (booked,) = more.lines.filter(cause=Cause.SUPPLEMENT)
        booking.reverse(booked.pk, why=Why(Cause.WRONG, booked.pk, dag, at))
        after = at.replace(year=at.year + 1)
        left = sum((line.left for line in lines_of(at.year)), Decimal(0))
        return_unspent(at.year, left, on=day(after), by=dag, at=after)


LINE = "UPDATE funding_ledgerline SET "
DIFFERENT = {
    "a booking that was changed": (LINE + "amount = amount + 1 WHERE kind = 'COMMIT'", "committed: "),
    "a decision that is not booked": ("DELETE FROM funding_ledgerline WHERE kind = 'COMMIT'", "committed: "),
    "days given back that are not booked": (
        "DELETE FROM funding_ledgerline WHERE kind = 'RELEASE' AND cause = 'ENDED_EARLY'",
        "released: ",
    ),
    "what was not used after a claim and not released": (
        "DELETE FROM funding_ledgerline WHERE kind = 'RELEASE' AND cause = 'CLAIM' AND amount < -1000",
        "released: ",
    ),
    "what was paid back and not released": (
        "DELETE FROM funding_ledgerline WHERE kind = 'RELEASE' AND cause = 'CLAIM' AND amount = -700",
        "released: ",
    ),
    "a budget that was written up": (
        "UPDATE funding_budgetline SET allocated = allocated + 1",
        "allocated of a line: ",
    ),
    "a grant that is not booked": ("DELETE FROM funding_ledgerline WHERE kind = 'ALLOCATE'", "allocated of a line: "),
    "more left than there is": (
        "UPDATE funding_budgetline SET committed = committed - 1 WHERE committed > 0",
        "committed of a line: ",
    ),
    "money gone back that nobody booked": ("UPDATE funding_budgetline SET returned = 1", "returned of a line: "),
    "money gone back that no year's end says": ("UPDATE funding_yearend SET returned = 0", "returned: "),
    "a year's end that is not booked": (
        "DELETE FROM funding_ledgerline WHERE kind = 'REPAY' AND commitment_id IS NULL",
        "returned: ",
    ),
    "a last day that nobody booked": (
        "UPDATE cases_intervention SET last = last - 1 WHERE last > start",
        "released: ",
    ),
    "another rate": ("UPDATE cases_intervention SET day_rate = day_rate + 1", "cost: "),
    "another cost": (
        """UPDATE cases_admissiondecision SET cost = jsonb_set(cost, '{by_year}', '{"2026": "1.00"}')
           WHERE kind = 'CONFIRM'""",
        "cost: ",
    ),
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
    "a claim that is not booked": ("DELETE FROM funding_ledgerline WHERE kind = 'REPORT'", "reported: "),
    "a booking of a claim that nobody approved": (
        "UPDATE funding_claim SET state = 'SENT', approved = NULL, batch_id = NULL",
        "reported: ",
    ),
    "more approved than is left of what was granted": (
        "UPDATE cases_intervention SET last = start WHERE state = 'REPORTED'",
        "rows of a claim: ",
    ),
    "a payment that is not booked": ("DELETE FROM funding_ledgerline WHERE kind = 'PAY'", "paid: "),
    "a booking of a payment that nobody marked as paid": (
        "UPDATE funding_paymentbatch SET state = 'MADE', paid_on = NULL, marked_by_id = NULL",
        "paid: ",
    ),
    "something paid back that is not booked": (
        "DELETE FROM funding_ledgerline WHERE kind = 'REPAY' AND commitment_id IS NOT NULL",
        "repaid: ",
    ),
    "a booking of something that nobody paid back": ("DELETE FROM funding_repayment", "repaid: "),
    "more paid than reported": (
        LINE + "amount = amount - 1 WHERE kind = 'REPORT'",
        "paid, reported, committed: ",
    ),
    "a reversal of another sum": (LINE + "amount = amount + 1 WHERE reverses_id IS NOT NULL", "reversal: "),
} | {
    f"a booking by {cause} that names nothing": (
        LINE + f"cause_id = gen_random_uuid() WHERE cause = '{cause}'",
        "booked without its source: ",
    )
    for cause in ("GRANT", "DECISION", "ENDED_EARLY", "CLAIM", "BATCH", "YEAR_END")
}


@pytest.mark.django_db(transaction=True)
def test_each_kind_of_difference_is_named_and_without_one_nothing_is(
    alma: Viewer, maj: Viewer, dag: Viewer, disa: Viewer, march: datetime
) -> None:
    _everything(alma, maj, dag, disa, march)
    assert _told() == ""
    unnamed = {}
    for name, (statement, told) in DIFFERENT.items():
        with _planted(statement):
            if told not in (found := _told()):
                unnamed[name] = found
    assert unnamed == {}
    assert _told() == ""


@pytest.mark.parametrize("cause", [Cause.CLAIM, Cause.YEAR_END])
def test_what_is_released_without_a_claim_is_named_by_its_sum_and_by_its_booking(
    alma: Viewer, dag: Viewer, cause: Cause
) -> None:
    case = confirmed_case(alma, dag, at=now())
    with acting_as(dag):
        row = Intervention.objects.get(case=case)
        release(row.pk, {row.start.year: Decimal(100)}, by=dag, at=now(), cause=cause)
    told = _told()
    assert f"{row.start.year}: decided 0, stands 100.00" in told
    assert f"decided nothing, stands RELEASE -100.00 by {cause}" in told
    assert told.count("\n") == 2


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
