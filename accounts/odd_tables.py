"""What is granted on the tables that fit no common shape: seals, links to sign in by, marks, and what is only added."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from accounts.acts import NOT_TOLD
from accounts.shapes import (
    ADD,
    ALL,
    APP,
    IS_SYSTEM,
    LOG,
    MANAGED,
    MINE,
    MINE_TO_CHANGE,
    MY_ACTORS,
    MYSELF,
    SCOPED,
    TAKE,
    Shape,
    Table,
)


def seals(table: str) -> list[str]:
    """The system adds them and nobody changes them; whoever reads the whole log reads them too."""
    return [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'GRANT SELECT ON "{table}" TO {ALL}, {LOG}',
        f'GRANT INSERT ON "{table}" TO {ALL}',
        f'CREATE POLICY p_read ON "{table}" FOR SELECT TO {ALL}, {LOG} USING (true)',
        f'CREATE POLICY p_add ON "{table}" FOR INSERT TO {ALL} WITH CHECK ({IS_SYSTEM})',
    ]


def links(table: str, columns: Sequence[str]) -> list[str]:
    """Invitations and recoveries: the login's own; the system reads them but for their secret."""
    return [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'GRANT {TAKE} ON "{table}" TO {APP}',
        f'GRANT SELECT ({", ".join(columns)}) ON "{table}" TO {ALL}',
        f'CREATE POLICY p_login ON "{table}" TO {APP} USING (true) WITH CHECK (true)',
        f'CREATE POLICY p_system ON "{table}" FOR SELECT TO {ALL} USING ({IS_SYSTEM})',
    ]


def marks(table: str, how: Table) -> list[str]:
    """What the system compares and takes away, and nobody else reads, whatever they may see of the person."""
    return [
        f'GRANT INSERT ON "{table}" TO {SCOPED}, {ALL}',
        f'GRANT SELECT, DELETE ON "{table}" TO {ALL}',
        f'CREATE POLICY p_add ON "{table}" FOR INSERT TO {SCOPED} WITH CHECK ({how.column} {MINE_TO_CHANGE})',
        f'CREATE POLICY p_add_all ON "{table}" FOR INSERT TO {ALL} WITH CHECK (true)',
        f'CREATE POLICY p_system ON "{table}" FOR SELECT TO {ALL} USING ({IS_SYSTEM})',
        f'CREATE POLICY p_system_takes ON "{table}" FOR DELETE TO {ALL} USING ({IS_SYSTEM})',
    ]


def drafts(table: str) -> list[str]:
    """The writer's alone, a coordinator's too; of a person only while the writer sees them. The system tidies."""
    own = f"user_id {MYSELF}"
    seen, tidies = f"{own} AND (person_id IS NULL OR person_id {MINE})", f"{own} OR {IS_SYSTEM}"
    return [
        f'GRANT {TAKE} ON "{table}" TO {SCOPED}, {ALL}',
        f'CREATE POLICY p_own ON "{table}" TO {SCOPED} USING ({seen}) WITH CHECK ({seen})',
        f'CREATE POLICY p_all ON "{table}" TO {ALL} USING ({tidies}) WITH CHECK ({tidies})',
    ]


def choices(table: str) -> list[str]:
    """What somebody has chosen for themselves, whatever their role: nobody else reads or writes it, and the system
    reads it."""
    own = f"user_id {MYSELF}"
    return [
        f'GRANT {ADD}, UPDATE ON "{table}" TO {SCOPED}, {ALL}, {LOG}',
        f'CREATE POLICY p_own ON "{table}" TO {SCOPED}, {ALL}, {LOG} USING ({own}) WITH CHECK ({own})',
        f'CREATE POLICY p_system ON "{table}" FOR SELECT TO {ALL} USING ({IS_SYSTEM})',
    ]


def tasks(table: str) -> list[str]:
    """A task is read on the side where it was given: by the actor's staff who see the person; about nobody, by who gave
    it and who has it. Those two change it, who stands in for the second today (about a person), and the actor's
    managers; what it says and who gave it stay. Coordinators have no part in an actor's."""
    own = f"(by_id {MYSELF} OR doer_id {MYSELF})"
    instead = f"(person_id {MINE} AND nsp_stands_in_for(doer_id, actor_id))"
    reads = f"actor_id {MY_ACTORS} AND (person_id {MINE} OR (person_id IS NULL AND {own}))"
    gives = f"{reads} AND by_id {MYSELF} AND state = 'OPEN'"
    moves = f"{reads} AND ({own} OR {instead} OR actor_id {MANAGED})"
    theirs = f"actor_id IS NULL OR actor_id {MY_ACTORS} OR {IS_SYSTEM}"
    moved = "state, doer_id, due, moved_at, moved_by_id, word, why"
    return [
        f'GRANT {ADD}, UPDATE ({moved}) ON "{table}" TO {SCOPED}',
        f'GRANT {ADD}, UPDATE ({moved}, ring, wrapped) ON "{table}" TO {ALL}',
        f'CREATE POLICY p_all ON "{table}" TO {ALL} USING ({theirs}) WITH CHECK ({theirs})',
        f'CREATE POLICY p_moves ON "{table}" AS RESTRICTIVE FOR UPDATE TO {ALL}'
        f" USING ({own} OR {instead} OR actor_id {MANAGED} OR {IS_SYSTEM})",
        f'CREATE POLICY p_scoped_see ON "{table}" FOR SELECT TO {SCOPED} USING ({reads})',
        f'CREATE POLICY p_scoped_add ON "{table}" FOR INSERT TO {SCOPED} WITH CHECK ({gives})',
        f'CREATE POLICY p_scoped_change ON "{table}" FOR UPDATE TO {SCOPED} USING ({moves}) WITH CHECK ({reads})',
    ]


def add_only(table: str) -> list[str]:
    """Everybody adds, in their own name. Access events are read by person; the outbox is the system's alone. Nobody
    changes an event."""
    who = "by_user" if table == "audit_outbox" else "user_id"
    statements = [
        f'GRANT INSERT ON "{table}" TO {SCOPED}, {ALL}, {LOG}',
        f'CREATE POLICY p_add ON "{table}" FOR INSERT TO {SCOPED}, {ALL}, {LOG} WITH CHECK ({who} {MYSELF})',
    ]
    if table == "audit_outbox":
        return [
            *statements,
            f'GRANT SELECT, UPDATE ON "{table}" TO {ALL}',
            f'CREATE POLICY p_system ON "{table}" TO {ALL} USING ({IS_SYSTEM}) WITH CHECK ({IS_SYSTEM})',
        ]
    told = f"act NOT IN ({', '.join(repr(act) for act in NOT_TOLD)})"
    return [
        *statements,
        f'GRANT SELECT ON "{table}" TO {SCOPED}, {ALL}, {LOG}',
        f'CREATE POLICY p_read_all ON "{table}" FOR SELECT TO {ALL}, {LOG} USING (true)',
        f'CREATE POLICY p_read ON "{table}" FOR SELECT TO {SCOPED} USING (person_id {MINE} AND {told})',
        # Whoever may see a person also sees who was refused: such a look knows the code that was asked for, no person.
        f"CREATE POLICY p_read_refused ON \"{table}\" FOR SELECT TO {SCOPED} USING (outcome = 'REFUSED'"
        " AND person_id IS NULL AND kind = 'Person' AND ref = ANY ((SELECT nsp_my_codes())::text[]))",
    ]


ODD: Mapping[Shape, Callable[[str, Table], list[str]]] = {
    Shape.ADD_ONLY: lambda table, how: add_only(table),
    Shape.TASK: lambda table, how: tasks(table),
    Shape.MARK: marks,
    Shape.DRAFT: lambda table, how: drafts(table),
    Shape.CHOICE: lambda table, how: choices(table),
}
"""The shapes whose policies are not those that the others have in common."""
