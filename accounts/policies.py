"""Row-level security: which rows each PostgreSQL role may see and write, table by table.

Every table of the database stands in exactly one of the lists below; a house test fails on one that stands in none.
``lay(connection)`` writes roles' grants, functions and policies from these lists, idempotently, after every
``migrate`` on the owner's alias. The shapes are a closed list (architecture.md, Data); the form
``= ANY ((SELECT f())::uuid[])`` is the measured one: evaluated once per query (access.md, Walls 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

OWNER, APP, SCOPED, ALL, LOG = "nsp_owner", "nsp_app", "nsp_scoped", "nsp_all", "nsp_log"
FUNCTIONS = Path(__file__).parent / "sql" / "functions.sql"


class Shape(Enum):
    """How a table's rows are tied to who may see them."""

    PERSON = "by person"
    ANCHOR = "the person itself"
    KEY = "the person's key"
    PERMISSION = "guardian's permissions on a person"
    HISTORY = "history of a row about a person"
    ACTOR = "by actor"
    USER = "by user"
    ADD_ONLY = "add only"
    TWO_PERSONS = "by two persons"


@dataclass(frozen=True)
class Table:
    """One table's policy: its shape, the column that ties it, and whether rows may be taken away by the program."""

    shape: Shape
    column: str = "person_id"
    deletes: bool = False
    scoped_check: str = ""
    scoped_writes: bool = True
    forced: bool = True
    """Whether the owner is bound too. Not where a SECURITY DEFINER function of the owner must read the table."""


def _history(*models: str) -> dict[str, Table]:
    return {f"cases_{m}event": Table(Shape.HISTORY, "id" if m == "person" else "person_id") for m in models}


ABOUT_SOMEBODY: dict[str, Table] = {
    "cases_person": Table(Shape.ANCHOR, "id"),
    "cases_personkey": Table(Shape.KEY),
    "cases_personuserobjectpermission": Table(Shape.PERMISSION, "content_object_id"),
    "cases_persongroupobjectpermission": Table(Shape.PERMISSION, "content_object_id"),
    "cases_dependant": Table(Shape.PERSON, deletes=True),
    "cases_identification": Table(Shape.PERSON),
    "cases_indicatorseen": Table(Shape.PERSON),
    "cases_exploitationform": Table(Shape.PERSON, deletes=True),
    "cases_handover": Table(Shape.PERSON),
    "cases_receipt": Table(Shape.ACTOR, "actor_id"),
    "cases_admissionrequest": Table(Shape.PERSON),
    "cases_requestedchild": Table(Shape.PERSON, deletes=True),
    "cases_admissiondecision": Table(Shape.PERSON, scoped_writes=False),
    "cases_case": Table(Shape.PERSON, scoped_writes=False),
    "cases_intervention": Table(Shape.PERSON),
    "cases_childsupplement": Table(Shape.PERSON),
    "cases_policereport": Table(Shape.PERSON),
    "cases_protectionstatement": Table(Shape.PERSON),
    **_history(
        "person",
        "dependant",
        "identification",
        "indicatorseen",
        "exploitationform",
        "handover",
        "admissionrequest",
        "requestedchild",
        "admissiondecision",
        "case",
        "intervention",
        "childsupplement",
        "policereport",
        "protectionstatement",
    ),
    "funding_commitment": Table(Shape.ACTOR, "actor_id", scoped_writes=False, forced=False),
    "funding_ledgerline": Table(Shape.ACTOR, "actor_id", scoped_check="amount < 0", forced=False),
    "accounts_draft": Table(Shape.USER, "user_id", deletes=True),
    "accounts_userkey": Table(Shape.USER, "user_id"),
    "reminders_notice": Table(Shape.USER, "user_id"),
    "audit_accessevent": Table(Shape.ADD_ONLY),
    "audit_outbox": Table(Shape.ADD_ONLY),
}

# Tables that hold no person. "sign-in" tables are written by the app's own login before the door is opened.
SIGN_IN = frozenset(
    {
        "accounts_user",
        "accounts_user_groups",
        "accounts_user_user_permissions",
        "accounts_appointment",
        "accounts_actor",
        "auth_group",
        "auth_group_permissions",
        "django_session",
        "account_emailaddress",
        "account_emailconfirmation",
        "mfa_authenticator",
    }
)
REFERENCE = frozenset(
    {
        "auth_permission",
        "django_content_type",
        "cases_programme",
        "cases_interventionrule",
        "cases_right",
        "cases_indicator",
        "certification_certification",
        "funding_budget",
        "reports_funderreport",
        "reminders_mail",
        "reminders_told",
    }
)
INTERNAL = frozenset({"django_migrations", "pghistory_context"})
# Guardian's own generic tables: not used here (our permissions stand in direct tables), so nobody gets a grant.
UNUSED = frozenset({"guardian_userobjectpermission", "guardian_groupobjectpermission"})
WITHOUT_PERSONS = SIGN_IN | REFERENCE | INTERNAL | UNUSED

# What scoped viewers may not read among the tables without persons.
_OFFICE_ONLY = frozenset({"reminders_mail", "reminders_told"})


def lay(connection: BaseDatabaseWrapper) -> None:
    """Write functions, grants and policies for every table that exists. Idempotent; run by the owner's login."""
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS.read_text())
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        existing = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public'")
        for table, policy in cursor.fetchall():
            cursor.execute(f'DROP POLICY "{policy}" ON "{table}"')
        for table in sorted(existing):
            cursor.execute(f'REVOKE ALL ON "{table}" FROM {APP}, {SCOPED}, {ALL}, {LOG}, PUBLIC')
        for table in sorted(existing & WITHOUT_PERSONS):
            for statement in _open_table(table):
                cursor.execute(statement)
        for table in sorted(existing & ABOUT_SOMEBODY.keys()):
            for statement in _closed_table(table, ABOUT_SOMEBODY[table]):
                cursor.execute(statement)
        cursor.execute("SELECT nsp_secure_history()")


def _open_table(table: str) -> list[str]:
    statements = [f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY']
    if table in UNUSED:
        return statements
    if table in INTERNAL:
        return [*statements, f'GRANT SELECT ON "{table}" TO {APP}, {ALL}']
    if table in SIGN_IN:
        return [
            *statements,
            f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO {APP}',
            f'GRANT SELECT ON "{table}" TO {SCOPED}, {ALL}, {LOG}',
            f'GRANT INSERT, UPDATE ON "{table}" TO {ALL}',
        ]
    readers = ALL if table in _OFFICE_ONLY else f"{APP}, {SCOPED}, {ALL}, {LOG}"
    return [*statements, f'GRANT SELECT ON "{table}" TO {readers}', f'GRANT INSERT, UPDATE ON "{table}" TO {ALL}']


_MINE = "= ANY ((SELECT nsp_mine())::uuid[])"
_MINE_TO_CHANGE = "= ANY ((SELECT nsp_mine_to_change())::uuid[])"
_MY_ACTORS = "= ANY ((SELECT nsp_my_actors())::uuid[])"
_MYSELF = "= (SELECT nsp_user())"


def _closed_table(table: str, how: Table) -> list[str]:
    force = how.forced and how.shape not in (Shape.PERMISSION, Shape.KEY)
    grants = "SELECT" if how.shape in (Shape.PERMISSION, Shape.HISTORY) else "SELECT, INSERT, UPDATE"
    if how.deletes:
        grants += ", DELETE"
    statements = [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" {"FORCE" if force else "NO FORCE"} ROW LEVEL SECURITY',
    ]
    if how.shape is Shape.ADD_ONLY:
        return statements + _add_only(table)
    statements += [
        f'GRANT {grants} ON "{table}" TO {ALL}',
        f'GRANT {grants if how.scoped_writes else "SELECT"} ON "{table}" TO {SCOPED}',
        f'CREATE POLICY p_all ON "{table}" TO {ALL} USING (true) WITH CHECK (true)',
    ]
    if how.shape is Shape.HISTORY:
        statements.append(f'CREATE POLICY p_trigger ON "{table}" FOR INSERT TO {OWNER} WITH CHECK (true)')
    return statements + _scoped(table, how)


def _scoped(table: str, how: Table) -> list[str]:
    see, change = {
        Shape.ACTOR: (_MY_ACTORS, _MY_ACTORS),
        Shape.USER: (_MYSELF, _MYSELF),
    }.get(how.shape, (_MINE, _MINE_TO_CHANGE))
    if how.shape is Shape.TWO_PERSONS:
        first, second = how.column.split(",")
        reads, writes = f"{first} {see} AND {second} {see}", f"{first} {change} AND {second} {change}"
    else:
        reads, writes = f"{how.column} {see}", f"{how.column} {change}"
    if how.scoped_check:
        writes += f" AND ({how.scoped_check})"
    statements = [f'CREATE POLICY p_scoped_see ON "{table}" FOR SELECT TO {SCOPED} USING ({reads})']
    if how.shape in (Shape.PERMISSION, Shape.HISTORY) or not how.scoped_writes:
        return statements
    statements += [
        f'CREATE POLICY p_scoped_add ON "{table}" FOR INSERT TO {SCOPED} WITH CHECK ({writes})',
        f'CREATE POLICY p_scoped_change ON "{table}" FOR UPDATE TO {SCOPED} USING ({writes}) WITH CHECK ({writes})',
    ]
    if how.deletes:
        statements.append(f'CREATE POLICY p_scoped_take ON "{table}" FOR DELETE TO {SCOPED} USING ({writes})')
    return statements


def _add_only(table: str) -> list[str]:
    """Everybody adds. Access events are read by person; the outbox is the system's alone. Nobody changes an event."""
    statements = [
        f'GRANT INSERT ON "{table}" TO {SCOPED}, {ALL}, {LOG}',
        f'CREATE POLICY p_add ON "{table}" FOR INSERT TO {SCOPED}, {ALL}, {LOG} WITH CHECK (true)',
    ]
    if table == "audit_outbox":
        is_system = "(SELECT current_setting('nsp.system', true)) = 'on'"
        return [
            *statements,
            f'GRANT SELECT, UPDATE ON "{table}" TO {ALL}',
            f'CREATE POLICY p_system ON "{table}" TO {ALL} USING ({is_system}) WITH CHECK (true)',
        ]
    return [
        *statements,
        f'GRANT SELECT ON "{table}" TO {SCOPED}, {ALL}, {LOG}',
        f'CREATE POLICY p_read_all ON "{table}" FOR SELECT TO {ALL}, {LOG} USING (true)',
        f'CREATE POLICY p_read ON "{table}" FOR SELECT TO {SCOPED} USING (person_id {_MINE})',
    ]
