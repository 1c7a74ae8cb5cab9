"""The closed list of shapes in which a table's rows are tied to who may see them (architecture.md, Data)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


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
    RESTRICTION = "by person, and by the actor's managers"


READ, ADD = "SELECT", "SELECT, INSERT"
CHANGE, TAKE = f"{ADD}, UPDATE", f"{ADD}, UPDATE, DELETE"
OR_NOT = f"{ADD}, DELETE"  # written down, or taken away: never changed
CUT = "SELECT, UPDATE (cut, cut_reason)"
CONFIRM = f"{ADD}, UPDATE (confirmed_at, confirmed_by_id, usable_from, ended_at, ended_by_id)"
# What an actor's own people may write of its money: they give back, and report what is theirs to report.
GIVES_BACK = "kind = 'RELEASE' AND amount < 0"
OWN_CLAIM = "state <> 'APPROVED' AND approved IS NULL AND batch_id IS NULL"
OWN_COST = "cut = 0 AND EXISTS (SELECT 1 FROM funding_claim c WHERE c.id = claim_id AND c.state IN ('DRAFT', 'ASKED'))"
OWN_WORK = "actor_id = ANY ((SELECT nsp_my_actors())::uuid[])"
MANAGES = "actor_id = ANY ((SELECT nsp_my_managed_actors())::uuid[])"


@dataclass(frozen=True)
class Table:
    """One table's policy: its shape, the column that ties it, and what the scoped and the all-seeing role may do.

    What is ``ADD`` for both is append-only for the program, whoever asks.
    """

    shape: Shape
    column: str = "person_id"
    scoped: str = CHANGE
    everything: str = CHANGE
    scoped_check: str = ""
    officer: bool = False
    """Whether the data protection officer has rows of their own here."""
    log: str = ""
    """What the data protection officer reads of every row: the columns by which the log can be understood."""
    system_changes: bool = False
    """Whether only the system changes a row, of those who see every one: keys, which it wraps anew."""
    own_too: bool = False
    """Whether somebody who sees every row, and works for an actor besides, writes that actor's as its staff does."""
    forced: bool = True
    """Whether the owner is bound too. Not where a SECURITY DEFINER function of the owner must read the table."""
