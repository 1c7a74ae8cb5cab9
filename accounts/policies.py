"""Row-level security: which rows each PostgreSQL role may see and write, table by table.

Every table of the database stands in exactly one of the lists below; a house test fails on one that stands in none.
``lay(connection)`` writes roles' grants, functions and policies from these lists, idempotently, after every
``migrate`` on the owner's alias. The shapes are a closed list (architecture.md, Data); the form
``= ANY ((SELECT f())::uuid[])`` is the measured one: evaluated once per query (access.md, Walls 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.odd_tables import ODD, links, seals
from accounts.shapes import (
    ADD,
    ALL,
    APP,
    CHANGE,
    CONFIRM,
    CUT,
    GIVES_BACK,
    IS_SYSTEM,
    LOG,
    MANAGED,
    MANAGES,
    MINE,
    MINE_TO_CHANGE,
    MY_ACTORS,
    MYSELF,
    NEW_CONSENT,
    NEW_OFFER,
    NOTHING,
    OF_ITS_NOTE,
    OR_NOT,
    OWN_ABSENCE,
    OWN_CLAIM,
    OWN_CLOSING,
    OWN_COST,
    OWN_MENTION,
    OWN_NOTE,
    OWN_OVER,
    OWN_PUT_OFF,
    OWN_READ,
    OWN_SEEN,
    OWN_WORDS,
    OWN_WORK,
    OWNER,
    READ,
    SCOPED,
    TAKE,
    Shape,
    Table,
)

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

FUNCTIONS = Path(__file__).parent / "sql" / "functions.sql"


def _history(*models: str) -> dict[str, Table]:
    return {f"cases_{m}event": Table(Shape.HISTORY, "id" if m == "person" else "person_id", READ, READ) for m in models}


ABOUT_SOMEBODY: dict[str, Table] = {
    "cases_person": Table(Shape.ANCHOR, "id", log="id, code, responsible_actor_id, protection"),
    "cases_personkey": Table(Shape.KEY, scoped=ADD, system_changes=True),
    "cases_personuserobjectpermission": Table(Shape.PERMISSION, "content_object_id", READ, READ),
    "cases_persongroupobjectpermission": Table(Shape.PERMISSION, "content_object_id", READ, READ),
    "cases_dependant": Table(Shape.PERSON, "person_id", TAKE, TAKE),
    "cases_familylink": Table(Shape.TWO_PERSONS, "person_id,other_id"),
    "cases_familylinkevent": Table(Shape.HISTORY, "person_id,other_id", READ, READ),
    "cases_identitymark": Table(Shape.MARK),
    "cases_samepersonlink": Table(Shape.TWO_PERSONS, "person_id,other_id", NOTHING),
    "cases_samepersonlinkevent": Table(Shape.HISTORY, "person_id,other_id", NOTHING, READ),
    "cases_identification": Table(Shape.PERSON),
    "cases_indicatorseen": Table(Shape.PERSON, "person_id", TAKE, TAKE),
    "cases_leftfollowup": Table(Shape.PERSON, "person_id", ADD, ADD),
    "cases_exploitationform": Table(Shape.PERSON, "person_id", TAKE, TAKE),
    "cases_exploitation": Table(Shape.PERSON),
    "cases_handover": Table(Shape.PERSON),
    "cases_receipt": Table(Shape.ACTOR, "actor_id"),
    "cases_admissionrequest": Table(Shape.PERSON),
    "cases_requestedchild": Table(Shape.PERSON, "person_id", TAKE, TAKE),
    "cases_admissiondecision": Table(Shape.PERSON, "person_id", READ, ADD),
    "cases_case": Table(Shape.PERSON, scoped=READ, forced=False),
    "cases_closing": Table(Shape.PERSON, "person_id", ADD, CHANGE, OWN_CLOSING),
    "cases_closingfollowup": Table(Shape.PERSON, "person_id", ADD, ADD),
    "cases_intervention": Table(Shape.PERSON),
    "cases_childsupplement": Table(Shape.PERSON),
    "cases_safetyreview": Table(Shape.PERSON, "person_id", ADD, ADD),
    "cases_policereport": Table(Shape.PERSON, "person_id", ADD, ADD),
    "cases_protectionstatement": Table(Shape.PERSON, "person_id", ADD, ADD),
    "cases_returnstatement": Table(Shape.PERSON, "person_id", ADD, ADD),
    "cases_legalstep": Table(Shape.PERSON, "person_id", ADD, ADD),
    "cases_returnplan": Table(Shape.PERSON),
    "cases_returnfollowup": Table(Shape.PERSON, "person_id", ADD, ADD),
    "cases_lastdayproposal": Table(Shape.PERSON, "person_id", ADD, CHANGE),
    "cases_informationgiven": Table(Shape.PERSON, "person_id", ADD, ADD),
    "cases_concernreport": Table(Shape.PERSON, "person_id", ADD, ADD),
    "cases_childstanding": Table(Shape.PERSON, "person_id", ADD, ADD),
    "cases_reportnote": Table(Shape.PERSON, "person_id", ADD, ADD),
    "cases_rightentry": Table(Shape.PERSON, "person_id", ADD, ADD),
    "cases_servicegiven": Table(Shape.PERSON, "person_id", OR_NOT, OR_NOT, scoped_check=OWN_WORK),
    "cases_serviceofactor": Table(Shape.ACTOR, "actor_id", OR_NOT, OR_NOT),
    "cases_groupevent": Table(Shape.ACTOR, "actor_id", ADD, READ),
    "cases_outreach": Table(Shape.ACTOR, "actor_id", OR_NOT, OR_NOT),
    "cases_consentgiven": Table(Shape.PERSON, "person_id", ADD, READ, scoped_check=NEW_CONSENT, forced=False),
    "cases_journalnote": Table(Shape.PERSON, scoped_check=OWN_NOTE, forced=False),
    "cases_journaldraft": Table(Shape.PERSON, "person_id", TAKE, TAKE, f"user_id {MYSELF}", forced=False),
    "cases_striking": Table(Shape.PERSON, scoped_check=OF_ITS_NOTE, forced=False),
    "cases_journalnoteevent": Table(Shape.HISTORY, "person_id", READ, READ, forced=False),
    "cases_message": Table(Shape.PERSON, "person_id", ADD, ADD, OWN_WORDS, readers_write=True),
    "cases_questionover": Table(Shape.PERSON, "person_id", ADD, ADD, OWN_OVER, readers_write=True),
    "cases_messageread": Table(Shape.PERSON, "person_id", ADD, ADD, OWN_READ, readers_write=True),
    "cases_messagedraft": Table(Shape.PERSON, "person_id", TAKE, TAKE, f"user_id {MYSELF}", readers_write=True),
    "cases_task": Table(Shape.TASK, forced=False),
    "cases_taskevent": Table(Shape.HISTORY, "person_id", NOTHING, READ),
    "cases_mention": Table(Shape.PERSON, "person_id", ADD, ADD, OWN_MENTION, readers_write=True),
    "cases_mentionseen": Table(Shape.PERSON, "person_id", ADD, ADD, OWN_SEEN, readers_write=True),
    "cases_transferoffer": Table(
        Shape.OFFER, "person_id", ADD, "SELECT, UPDATE", scoped_check=NEW_OFFER, system_changes=True, forced=False
    ),
    "cases_share": Table(Shape.PERSON, "person_id", READ, READ, forced=False),
    "cases_restriction": Table(Shape.RESTRICTION, "person_id", READ, READ, forced=False),
    "cases_brokenglass": Table(Shape.PERSON, "person_id", READ, ADD),
    **_history(
        *("person", "dependant", "identification", "indicatorseen", "exploitationform", "exploitation", "handover"),
        "admissionrequest",
        "requestedchild",
        "admissiondecision",
        "case",
        "closing",
        "closingfollowup",
        "intervention",
        "childsupplement",
        *("policereport", "safetyreview", "protectionstatement", "returnstatement", "legalstep", "returnplan"),
        *("returnfollowup", "lastdayproposal"),
        "leftfollowup",
        "reportnote",
        "concernreport",
        "childstanding",
        "rightentry",
        "servicegiven",
        "informationgiven",
        "consentgiven",
        "striking",
    ),
    "funding_commitment": Table(Shape.ACTOR, "actor_id", READ, ADD, forced=False),
    "funding_ledgerline": Table(Shape.ACTOR, "actor_id", ADD, ADD, scoped_check=GIVES_BACK, forced=False),
    "funding_claim": Table(Shape.ACTOR, "actor_id", scoped_check=OWN_CLAIM, forced=False),
    "funding_claimcost": Table(Shape.ACTOR, "actor_id", TAKE, CUT, scoped_check=OWN_COST, forced=False, own_too=True),
    "funding_papersseen": Table(Shape.ACTOR, "actor_id", READ, ADD),
    "funding_repayment": Table(Shape.ACTOR, "actor_id", READ, ADD),
    "funding_bankaccount": Table(Shape.ACTOR, "actor_id", CONFIRM, CONFIRM, scoped_check=MANAGES),
    "cases_savedfilter": Table(Shape.USER, "user_id", TAKE, TAKE),
    "cases_putoff": Table(Shape.PERSON, "person_id", ADD, ADD, scoped_check=OWN_PUT_OFF, scoped_see=OWN_WORK),
    "cases_reminding": Table(Shape.PERSON, "person_id", NOTHING, ADD),
    "accounts_absence": Table(Shape.ACTOR, "actor_id", OR_NOT, READ, scoped_check=OWN_ABSENCE, own_too=True),
    "accounts_draft": Table(Shape.DRAFT, "user_id", TAKE, TAKE),
    "accounts_userkey": Table(Shape.USER, "user_id", ADD, system_changes=True),
    "reminders_notice": Table(Shape.USER, "user_id", officer=True),
    "reminders_postingread": Table(Shape.USER, "user_id", ADD, ADD),
    "reminders_ways": Table(Shape.CHOICE, "user_id"),
    "audit_accessevent": Table(Shape.ADD_ONLY),
    "audit_outbox": Table(Shape.ADD_ONLY, forced=False),
}

# Tables that hold no exposed person. Those for signing in are the app's own login's, before the door is opened: no
# role behind the door reads a session, a second factor or (SECRET) a password's hash.
SIGN_IN = frozenset(
    {
        "accounts_session",
        "accounts_freeze",
        "account_emailaddress",
        "account_emailconfirmation",
        "mfa_authenticator",
        "socialaccount_socialaccount",
        "socialaccount_socialapp",
        "socialaccount_socialtoken",
        "accounts_cache",
    }
)
# Ways in by a link: the login's too, and the system reads them to write the e-mail. It learns no link from them.
LINKS = frozenset({"accounts_invitation", "accounts_recovery"})
ACCOUNTS = frozenset(
    {
        "accounts_user",
        "accounts_user_groups",
        "accounts_user_user_permissions",
        "accounts_appointment",
        "accounts_actor",
        "auth_group",
        "auth_group_permissions",
    }
)
SECRET = {
    "accounts_user": ("password",),
    "accounts_invitation": ("digest",),
    "accounts_recovery": ("digest",),
}
REFERENCE = frozenset(
    {
        "cases_programme",
        "cases_interventionrule",
        "cases_catalogueitem",
        "cases_right",
        "cases_servicecategory",
        "cases_indicator",
        "cases_informationsheet",
        "certification_certification",
        "certification_permit",
        "funding_budget",
        "funding_budgetline",
        "funding_paymentbatch",
        "funding_paymentfile",
        "funding_yearend",
        "reports_funderreport",
        "reminders_mail",
        "reminders_posting",
        "reminders_pulse",
        "reminders_told",
    }
)
SEALS = frozenset({"audit_seal"})
INTERNAL = frozenset({"django_migrations", "pghistory_context"})
VOCABULARY = frozenset({"auth_permission", "django_content_type"})
# Guardian's own generic tables: not used here (our permissions stand in direct tables), so nobody gets a grant.
UNUSED = frozenset({"guardian_userobjectpermission", "guardian_groupobjectpermission"})
WITHOUT_PERSONS = SIGN_IN | LINKS | ACCOUNTS | REFERENCE | SEALS | VOCABULARY | INTERNAL | UNUSED

# What scoped viewers may not read among the tables without persons.
_OFFICE_ONLY = frozenset(
    {
        "funding_budget",
        "funding_budgetline",
        "funding_paymentbatch",
        "funding_paymentfile",
        "funding_yearend",
        "reminders_mail",
        "reminders_told",
    }
)
STATED = {"accounts_actor": "is_home"}  # the one column of accounts that is written behind the door, by coordinators
# What others than the all-seeing role read of a table, where it is not the whole of it.
_SHOWN = {"reports_funderreport": "state = 'PUBLISHED'"}
# Of which it may take rows away: drafts of a programme; a trigger keeps what is in force.
_TAKEN_AWAY = frozenset({"cases_programme", "cases_interventionrule", "cases_catalogueitem"})
# What the all-seeing role may change of a row, where it is not the whole of it: triggers keep the rest.
_CHANGEABLE: dict[str, tuple[str, ...]] = {
    "funding_budget": ('"funder"', '"programme"', '"order"'),
    "funding_budgetline": (),
    "reminders_posting": ('"taken_at"', '"taken_by_id"'),
    "funding_paymentbatch": ('"state"', '"paid_on"', '"marked_by_id"'),
    "funding_paymentfile": ('"unused_at"', '"unused_by_id"', '"unused_why"'),
}


def lay(connection: BaseDatabaseWrapper) -> None:
    """Write functions, grants and policies for every table that exists: all of them or none, and without waiting long
    for a table that a busy program holds (then it is run again). Idempotent; run by the owner's login."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        cursor.execute("SET LOCAL check_function_bodies = off")  # going back, a table that they name may be gone
        cursor.execute(FUNCTIONS.read_text())
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        existing = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public'")
        for table, policy in cursor.fetchall():
            cursor.execute(f'DROP POLICY "{policy}" ON "{table}"')
        for table in sorted(existing):
            cursor.execute(f'REVOKE ALL ON "{table}" FROM {APP}, {SCOPED}, {ALL}, {LOG}, PUBLIC')
        columns = _columns(cursor)
        for table in sorted(existing & WITHOUT_PERSONS):
            for statement in _open_table(table, columns[table]):
                cursor.execute(statement)
        for table in sorted(existing & ABOUT_SOMEBODY.keys()):
            for statement in _closed_table(table, ABOUT_SOMEBODY[table]):
                cursor.execute(statement)
        cursor.execute("SELECT nsp_secure_history()")


def _columns(cursor: Any) -> dict[str, list[str]]:
    """The columns of every table that a role behind the door may be shown."""
    cursor.execute("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
    found: dict[str, list[str]] = {}
    for table, column in sorted(cursor.fetchall()):
        if column not in SECRET.get(table, ()):
            found.setdefault(table, []).append(f'"{column}"')
    return found


def _open_table(table: str, columns: Sequence[str]) -> list[str]:
    statements = [f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY']
    if table in UNUSED:
        return statements
    if table in INTERNAL:
        return [*statements, f'GRANT SELECT ON "{table}" TO {APP}, {ALL}']
    if table in VOCABULARY:
        return [*statements, f'GRANT SELECT ON "{table}" TO {APP}, {SCOPED}, {ALL}, {LOG}']
    if table in LINKS:
        return [*statements[1:], *links(table, columns)]
    if table in SIGN_IN | ACCOUNTS:
        return statements + _logins(table, columns)
    if table in SEALS:
        return statements + seals(table)
    if table in _SHOWN:
        return statements + _partly_shown(table, _SHOWN[table])
    readers = ALL if table in _OFFICE_ONLY else f"{APP}, {SCOPED}, {ALL}, {LOG}"
    take = ", DELETE" if table in _TAKEN_AWAY else ""
    write = f'GRANT INSERT{_changes(table, columns)}{take} ON "{table}" TO {ALL}'
    return [*statements, f'GRANT SELECT ON "{table}" TO {readers}', write]


def _changes(table: str, columns: Sequence[str]) -> str:
    """The columns of a row that may be changed; going back, one may be gone."""
    if table not in _CHANGEABLE:
        return ", UPDATE"
    names = [name for name in _CHANGEABLE[table] if name in columns]
    return f", UPDATE ({', '.join(names)})" if names else ""


def _logins(table: str, columns: Sequence[str]) -> list[str]:
    see = f'GRANT SELECT ({", ".join(columns)}) ON "{table}" TO {SCOPED}, {ALL}, {LOG}'
    say = f'GRANT UPDATE ({STATED.get(table)}) ON "{table}" TO {ALL}'
    return [f'GRANT {TAKE} ON "{table}" TO {APP}', *[see] * (table in ACCOUNTS), *[say] * (table in STATED)]


def _partly_shown(table: str, shown: str) -> list[str]:
    return [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'GRANT SELECT ON "{table}" TO {SCOPED}, {LOG}',
        f'GRANT {CHANGE} ON "{table}" TO {ALL}',
        f'CREATE POLICY p_all ON "{table}" TO {ALL} USING (true) WITH CHECK (true)',
        f'CREATE POLICY p_shown ON "{table}" FOR SELECT TO {SCOPED}, {LOG} USING ({shown})',
    ]


def _closed_table(table: str, how: Table) -> list[str]:
    force = how.forced and how.shape not in (Shape.PERMISSION, Shape.KEY)
    statements = [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" {"FORCE" if force else "NO FORCE"} ROW LEVEL SECURITY',
    ]
    if how.shape in ODD:
        return statements + ODD[how.shape](table, how)
    statements += [
        f'GRANT {how.everything} ON "{table}" TO {ALL}',
        *[f'GRANT {how.scoped} ON "{table}" TO {SCOPED}'] * bool(how.scoped),
        f'CREATE POLICY p_all ON "{table}" TO {ALL} USING (true) WITH CHECK (true)',
    ]
    if how.system_changes:
        bar = f'ON "{table}" AS RESTRICTIVE FOR UPDATE TO {ALL} USING ({IS_SYSTEM})'
        statements.append(f"CREATE POLICY p_system_changes {bar}")
    if how.own_too:
        own = f"{how.column} {MY_ACTORS} AND {how.scoped_check}"
        statements += [
            f'GRANT INSERT, DELETE ON "{table}" TO {ALL}',
            f'CREATE POLICY p_own_add ON "{table}" AS RESTRICTIVE FOR INSERT TO {ALL} WITH CHECK ({own})',
            f'CREATE POLICY p_own_take ON "{table}" AS RESTRICTIVE FOR DELETE TO {ALL} USING ({own})',
        ]
    if how.shape is Shape.HISTORY:
        statements.append(f'CREATE POLICY p_trigger ON "{table}" FOR INSERT TO {OWNER} WITH CHECK (true)')
    return statements + (_scoped(table, how) if how.scoped else [])


def _scoped(table: str, how: Table) -> list[str]:
    own = {Shape.ACTOR: (MY_ACTORS, MY_ACTORS), Shape.USER: (MYSELF, MYSELF)}
    see, change = own.get(how.shape, (MINE, MINE if how.readers_write else MINE_TO_CHANGE))
    if "," in how.column:  # two persons: whoever sees both
        first, second = how.column.split(",")
        reads, writes = f"{first} {see} AND {second} {see}", f"{first} {change} AND {second} {change}"
    else:
        reads, writes = f"{how.column} {see}", f"{how.column} {change}"
    if how.shape is Shape.RESTRICTION:
        reads = f"{reads} OR actor_id {MANAGED}"
    if how.shape is Shape.OFFER:
        reads = f"{reads} OR to_actor_id {MY_ACTORS} OR from_actor_id {MANAGED}"
    reads = f"({reads}) AND ({how.scoped_see})" if how.scoped_see else reads
    if how.scoped_check:
        writes += f" AND ({how.scoped_check})"
    whose, statements = f"{SCOPED}, {LOG}" if how.officer else SCOPED, []
    if how.officer:
        statements.append(f'GRANT SELECT, UPDATE ON "{table}" TO {LOG}')
    if how.log:
        statements.append(f'GRANT SELECT ({how.log}) ON "{table}" TO {LOG}')
        statements.append(f'CREATE POLICY p_log ON "{table}" FOR SELECT TO {LOG} USING (true)')
    statements.append(f'CREATE POLICY p_scoped_see ON "{table}" FOR SELECT TO {whose} USING ({reads})')
    if "INSERT" in how.scoped:
        statements.append(f'CREATE POLICY p_scoped_add ON "{table}" FOR INSERT TO {SCOPED} WITH CHECK ({writes})')
    if "UPDATE" in how.scoped:
        holds = f"USING ({writes}) WITH CHECK ({writes})"
        statements.append(f'CREATE POLICY p_scoped_change ON "{table}" FOR UPDATE TO {whose} {holds}')
    if "DELETE" in how.scoped:
        statements.append(f'CREATE POLICY p_scoped_take ON "{table}" FOR DELETE TO {SCOPED} USING ({writes})')
    return statements
