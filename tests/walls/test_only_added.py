"""What is only added stays as it was written, whoever asks: the program's roles cannot change or take it away. And
what is no business of theirs, the roles behind the door do not read."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, ProgrammingError, connection, connections, transaction

from accounts.clock import now
from accounts.door import acting_as
from accounts.models import User
from accounts.viewer import Viewer, system
from audit.models import Outcome
from audit.record import Event, access, record
from cases.models import Case, PersonKey
from funding.models import Budget, BudgetLine
from reports.models import FunderReport
from tests.factories import confirmed_case

REWRITES = (
    "UPDATE funding_ledgerline SET amount = 1",
    "DELETE FROM funding_ledgerline",
    "TRUNCATE funding_ledgerline",
    "UPDATE funding_commitment SET made_at = now()",
    "DELETE FROM funding_commitment",
    "UPDATE cases_admissiondecision SET kind = 'DECLINE'",
    "DELETE FROM cases_admissiondecision",
    "UPDATE cases_policereport SET made = 'NO'",
    "DELETE FROM cases_policereport",
    "UPDATE cases_protectionstatement SET answer = 'NO'",
    "DELETE FROM cases_protectionstatement",
    "UPDATE cases_legalstep SET step = 'STRUCK'",
    "DELETE FROM cases_legalstep",
    "UPDATE cases_returnfollowup SET how = 'WELL'",
    "DELETE FROM cases_returnplan",
    "UPDATE audit_accessevent SET why = ''",
    "DELETE FROM audit_accessevent",
    "UPDATE audit_seal SET count = 0",
    "DELETE FROM audit_seal",
    "TRUNCATE audit_seal",
)
SECRETS = (
    "SELECT session_data FROM accounts_session",
    "SELECT digest FROM accounts_invitation WHERE false",
    "SELECT why FROM accounts_freeze",
    "SELECT data FROM mfa_authenticator",
    "SELECT email FROM account_emailaddress",
    "SELECT password FROM accounts_user",
    "UPDATE accounts_user SET password = ''",
    "UPDATE accounts_user SET is_superuser = true",
    "INSERT INTO accounts_user_groups (user_id, group_id) SELECT user_id, group_id FROM accounts_user_groups",
)


@pytest.fixture
def case(alma: Viewer, dag: Viewer) -> Case:
    """A case with a decision, a commitment and its line."""
    return confirmed_case(alma, dag, at=now())


def _denied(viewer: Viewer, sql: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(viewer), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("sql", REWRITES)
def test_no_role_changes_or_takes_away_what_is_only_added(
    sql: str, case: Case, alma: Viewer, dag: Viewer, olle: Viewer
) -> None:
    for viewer in (alma, dag, olle, system("test")):
        _denied(viewer, sql)


def test_seals_are_added_by_the_system_alone(alma: Viewer, dag: Viewer, olle: Viewer) -> None:
    add = "INSERT INTO audit_seal VALUES (now(), 0, '', '', now(), 'k', '')"
    for viewer, told in ((alma, "permission denied"), (olle, "permission denied"), (dag, "row-level security")):
        with pytest.raises(ProgrammingError, match=told), acting_as(viewer), connection.cursor() as cursor:
            cursor.execute(add)
    with acting_as(system("seal")), connection.cursor() as cursor:
        cursor.execute(add)


def test_a_persons_key_is_changed_by_the_system_alone(case: Case, alma: Viewer, dag: Viewer) -> None:
    _denied(alma, "UPDATE cases_personkey SET ring = 'x'")
    _denied(alma, "DELETE FROM cases_personkey")
    with acting_as(dag):
        assert PersonKey.objects.filter(pk=case.person_id).update(ring="x") == 0
    with acting_as(system("wrap")):
        assert PersonKey.objects.filter(pk=case.person_id).update(ring="x") == 1


def test_nobody_writes_an_event_in_another_name(alma: Viewer, bo: Viewer, dag: Viewer, olle: Viewer) -> None:
    def look(user_id: UUID) -> None:
        access(at=now(), user_id=user_id, act="SEE_PERSON", outcome=Outcome.LOOKED, request_id=uuid4())

    def tell(by: UUID) -> None:
        record(Event.ADMISSION_SENT, at=now(), by=by)

    for viewer in (alma, dag, olle):
        for write in (look, tell):
            with pytest.raises(DatabaseError, match="row-level security"), acting_as(viewer), transaction.atomic():
                write(bo.id)
        with acting_as(viewer):
            look(viewer.id)


@pytest.mark.parametrize("sql", SECRETS)
def test_behind_the_door_nobody_reads_what_signing_in_needs(sql: str, alma: Viewer, dag: Viewer, olle: Viewer) -> None:
    for viewer in (alma, dag, olle, system("test")):
        _denied(viewer, sql)


def test_a_user_read_behind_the_door_comes_without_the_password(users: dict[str, User], alma: Viewer) -> None:
    assert users["alma"].password
    with acting_as(alma):
        assert User.objects.get(pk=alma.id).password == ""


def test_what_is_committed_is_the_ledgers_to_count(dag: Viewer) -> None:
    for viewer in (dag, system("test")):
        for column in ("allocated", "committed", "returned"):
            _denied(viewer, f"UPDATE funding_budgetline SET {column} = 0")  # noqa: S608 - our own names
        _denied(viewer, "DELETE FROM funding_budgetline")
        _denied(viewer, "DELETE FROM funding_budget")
    with acting_as(dag):
        budget = Budget(year=2099)
        budget.save(force_insert=True)
        BudgetLine(budget=budget, allocated=5, committed=5).save(force_insert=True)
        line = BudgetLine.objects.get(budget=budget)
    assert (line.allocated, line.committed) == (Decimal(0), Decimal(0)), "amounts come by bookings"


def test_its_owner_rewrites_the_ledger_neither(case: Case) -> None:
    for sql in ("UPDATE funding_ledgerline SET amount = amount + 1", "DELETE FROM funding_ledgerline"):
        with pytest.raises(ProgrammingError, match="only added to"), transaction.atomic(using="owner"):
            connections["owner"].cursor().execute(sql)


def test_only_coordinators_read_what_funders_give_and_how_actors_are_paid_together(
    alma: Viewer, maj: Viewer, eva: Viewer, frej: Viewer, olle: Viewer, ada: Viewer, dag: Viewer
) -> None:
    for table in ("funding_budget", "funding_budgetline", "funding_paymentbatch", "funding_yearend"):
        look = f"SELECT 1 FROM {table}"  # noqa: S608 - our own names
        for viewer in (alma, maj, eva, frej, olle, ada):
            _denied(viewer, look)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(look)
        with acting_as(dag):
            connection.cursor().execute(look)
    for table in ("funding_ledgerline", "funding_commitment", "funding_claim", "funding_claimcost"):
        _denied(olle, f"SELECT 1 FROM {table}")  # noqa: S608 - our own names


def test_before_a_report_is_published_its_funder_reads_nothing_of_it(
    eva: Viewer, alma: Viewer, olle: Viewer, dag: Viewer, march: datetime
) -> None:
    with acting_as(dag):
        report = FunderReport.objects.create(ref="R-1", year=2025, state="MAKING", made_by_id=dag.id, made_at=march)
    for viewer in (eva, alma, olle):
        with acting_as(viewer):
            assert not FunderReport.objects.filter(pk=report.pk).exists()
    with acting_as(dag):
        assert FunderReport.objects.filter(pk=report.pk).exists()
