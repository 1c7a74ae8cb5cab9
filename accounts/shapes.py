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
    CHOICE = "by user alone, whatever their role; the system reads"
    DRAFT = "by user alone, coordinators' too, and by person where there is one"
    ADD_ONLY = "add only"
    TWO_PERSONS = "by two persons"
    MARK = "by person: whoever may change the person adds, the system alone reads"
    OFFER = "by person, by the actor that is asked, and by the sender's managers"
    RESTRICTION = "by person, and by the actor's managers"
    TASK = "by person and actor; about nobody, by who gave it and who has it"


OWNER, APP, SCOPED, ALL, LOG = "nsp_owner", "nsp_app", "nsp_scoped", "nsp_all", "nsp_log"
NOTHING, READ, ADD = "", "SELECT", "SELECT, INSERT"
CHANGE, TAKE = f"{ADD}, UPDATE", f"{ADD}, UPDATE, DELETE"
OR_NOT = f"{ADD}, DELETE"  # written down, or taken away: never changed
CUT = "SELECT, UPDATE (cut, cut_reason)"
CONFIRM = f"{ADD}, UPDATE (confirmed_at, confirmed_by_id, usable_from, ended_at, ended_by_id)"
MINE = "= ANY ((SELECT nsp_mine())::uuid[])"
MINE_TO_CHANGE = "= ANY ((SELECT nsp_mine_to_change())::uuid[])"
MANAGED = "= ANY ((SELECT nsp_my_managed_actors())::uuid[])"
MY_ACTORS = "= ANY ((SELECT nsp_my_actors())::uuid[])"
MYSELF = "= (SELECT nsp_user())"
IS_SYSTEM = "(SELECT current_setting('nsp.system', true)) = 'on'"
# What an actor's own people may write of its money: they give back, and report what is theirs to report.
GIVES_BACK = "kind = 'RELEASE' AND amount < 0"
OWN_CLAIM = "state <> 'APPROVED' AND approved IS NULL AND batch_id IS NULL"
OWN_COST = "cut = 0 AND EXISTS (SELECT 1 FROM funding_claim c WHERE c.id = claim_id AND c.state IN ('DRAFT', 'ASKED'))"
OWN_WORK = "actor_id = ANY ((SELECT nsp_my_actors())::uuid[])"
OWN_WORDS = f"by_id = (SELECT nsp_user()) AND {OWN_WORK}"
OWN_LOOK = f"user_id = (SELECT nsp_user()) AND {OWN_WORK}"
# What hangs on a row of somebody else's is about the same person: by a person of one's own one reaches no other.
_SAME = "EXISTS (SELECT 1 FROM {of} o WHERE o.id = {by} AND o.person_id = {table}.person_id)"
OWN_OVER = f"{OWN_WORDS} AND {_SAME.format(of='cases_message', by='question_id', table='cases_questionover')}"
OWN_READ = f"{OWN_LOOK} AND {_SAME.format(of='cases_message', by='message_id', table='cases_messageread')}"
_IN_MESSAGE = _SAME.format(of="cases_message", by="message_id", table="cases_mention")
_IN_NOTE = _SAME.format(of="cases_journalnote", by="note_id", table="cases_mention")
OWN_MENTION = f"{OWN_WORDS} AND ({_IN_MESSAGE} OR {_IN_NOTE})"
_ITS_MENTION = _SAME.format(of="cases_mention", by="mention_id", table="cases_mentionseen")
OWN_SEEN = f"user_id = (SELECT nsp_user()) AND {_ITS_MENTION}"
OF_ITS_NOTE = _SAME.format(of="cases_journalnote", by="note_id", table="cases_striking")
OWN_NOTE = "writer_id = (SELECT nsp_user()) AND written_at < clock_timestamp() + interval '1 minute'"
_AT_HOME = (
    "EXISTS (SELECT 1 FROM cases_person p WHERE p.id = cases_closing.person_id"
    " AND p.responsible_actor_id = ANY ((SELECT nsp_my_actors())::uuid[]))"
)
_CLOSED_NOW = "closed_by_id = (SELECT nsp_user()) AND reopened_at IS NULL AND reopened_by_id IS NULL"
OWN_CLOSING = f"{_CLOSED_NOW} AND {_AT_HOME} AND {_SAME.format(of='cases_case', by='case_id', table='cases_closing')}"
NEW_CONSENT = "withdrawn_at IS NULL AND withdrawn_by_id IS NULL AND stated_by_id = (SELECT nsp_user())"
NEW_OFFER = (
    "state = 'OPEN' AND extract IS NULL AND moved_by_id IS NULL AND made_by_id = (SELECT nsp_user())"
    " AND from_actor_id = ANY ((SELECT nsp_my_actors())::uuid[]) AND from_actor_id <> to_actor_id"
    " AND until <= (SELECT nsp_today()) + 7"
)
OWN_PUT_OFF = f"by_id {MYSELF} AND actor_id {MY_ACTORS}"
OWN_ABSENCE = f"(user_id {MYSELF} OR actor_id {MANAGED})"
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
    scoped_see: str = ""
    """What holds of a row besides, for those who see the person to read it."""
    officer: bool = False
    """Whether the data protection officer has rows of their own here."""
    log: str = ""
    """What the data protection officer reads of every row: the columns by which the log can be understood."""
    system_changes: bool = False
    """Whether only the system changes a row, of those who see every one: keys, which it wraps anew."""
    readers_write: bool = False
    """Whether whoever sees the person writes, also where they may not change the person."""
    own_too: bool = False
    """Whether somebody who sees every row, and works for an actor besides, writes that actor's as its staff does."""
    forced: bool = True
    """Whether the owner is bound too. Not where a SECURITY DEFINER function of the owner must read the table."""
