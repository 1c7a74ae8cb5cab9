"""Writing what happened: access events by the door, events for upper floors by services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from audit import hashing
from audit.models import AccessEvent, Outbox, Outcome


class Event(StrEnum):
    """What upper floors can hear of."""

    PERSON_IDENTIFIED = "PERSON_IDENTIFIED"
    HANDED_OVER = "HANDED_OVER"
    HAND_OVER_OFFERED = "HAND_OVER_OFFERED"
    HAND_OVER_TAKEN_BACK = "HAND_OVER_TAKEN_BACK"
    HAND_OVER_ACCEPTED = "HAND_OVER_ACCEPTED"
    HAND_OVER_SENT_BACK = "HAND_OVER_SENT_BACK"
    HAND_OVER_CLOSED = "HAND_OVER_CLOSED"
    ADMISSION_SENT = "ADMISSION_SENT"
    ADMISSION_RETURNED = "ADMISSION_RETURNED"
    ADMISSION_CONFIRMED = "ADMISSION_CONFIRMED"
    ADMISSION_DECLINED = "ADMISSION_DECLINED"
    ADMISSION_WAITS = "ADMISSION_WAITS"
    ADMISSION_WITHDRAWN = "ADMISSION_WITHDRAWN"
    INTERVENTION_ENDED = "INTERVENTION_ENDED"
    INTERVENTION_REPORTED = "INTERVENTION_REPORTED"
    CASE_CLOSED = "CASE_CLOSED"
    CASE_REOPENED = "CASE_REOPENED"
    LAST_DAY_PROPOSED = "LAST_DAY_PROPOSED"
    LAST_DAY_LAPSED = "LAST_DAY_LAPSED"
    LAST_DAY_SET = "LAST_DAY_SET"
    LAST_DAY_KEPT = "LAST_DAY_KEPT"
    CLAIM_SENT = "CLAIM_SENT"
    CLAIM_ASKED = "CLAIM_ASKED"
    CLAIM_APPROVED = "CLAIM_APPROVED"
    CLAIM_REVERSED = "CLAIM_REVERSED"
    BATCH_MADE = "BATCH_MADE"
    BATCH_FILE_TAKEN = "BATCH_FILE_TAKEN"
    BATCH_FILE_UNUSED = "BATCH_FILE_UNUSED"
    BATCH_PAID = "BATCH_PAID"
    ACCOUNT_ASKED = "ACCOUNT_ASKED"
    ACCOUNT_CONFIRMED = "ACCOUNT_CONFIRMED"
    ACCOUNT_ENDED = "ACCOUNT_ENDED"
    IDENTITY_NOTED = "IDENTITY_NOTED"
    IDENTITY_ENDS = "IDENTITY_ENDS"
    PERSON_SHARED = "PERSON_SHARED"
    SHARE_ENDED = "SHARE_ENDED"
    TRANSFER_OFFERED = "TRANSFER_OFFERED"
    TRANSFER_ANSWERED = "TRANSFER_ANSWERED"
    TRANSFER_TAKEN_BACK = "TRANSFER_TAKEN_BACK"
    PERSONS_GIVEN = "PERSONS_GIVEN"
    REMINDED = "REMINDED"
    WORK_HANDED_ON = "WORK_HANDED_ON"
    PERSON_RESTRICTED = "PERSON_RESTRICTED"
    RESTRICTION_LIFTED = "RESTRICTION_LIFTED"
    GLASS_BROKEN = "GLASS_BROKEN"
    READING_STOPPED = "READING_STOPPED"
    STRIKING_ASKED = "STRIKING_ASKED"
    STRIKING_OVER = "STRIKING_OVER"
    QUESTION_ASKED = "QUESTION_ASKED"
    QUESTION_OVER = "QUESTION_OVER"
    TASK_GIVEN = "TASK_GIVEN"
    TASK_DONE = "TASK_DONE"
    TASK_OPEN_AGAIN = "TASK_OPEN_AGAIN"
    TASK_MOVED = "TASK_MOVED"
    TASK_DECLINED = "TASK_DECLINED"
    TASK_TAKEN_BACK = "TASK_TAKEN_BACK"
    MENTIONED = "MENTIONED"
    MENTION_SEEN = "MENTION_SEEN"
    POSTED = "POSTED"
    POSTING_REMINDED = "POSTING_REMINDED"
    YEAR_TO_SIGN = "YEAR_TO_SIGN"
    YEAR_SIGNED = "YEAR_SIGNED"
    PROGRAMME_IN_FORCE = "PROGRAMME_IN_FORCE"
    HOME_STATED = "HOME_STATED"
    PERMIT_NOTED = "PERMIT_NOTED"
    LIST_CHANGED = "LIST_CHANGED"
    DEADLINE_DUE = "DEADLINE_DUE"
    REPORT_ASKED = "REPORT_ASKED"
    REPORT_MADE = "REPORT_MADE"
    REPORT_PUBLISHED = "REPORT_PUBLISHED"
    INVITATION_PROPOSED = "INVITATION_PROPOSED"
    INVITED = "INVITED"
    INVITATION_OVER = "INVITATION_OVER"
    RECOVERY_OPENED = "RECOVERY_OPENED"
    RECOVERY_CONFIRMED = "RECOVERY_CONFIRMED"
    RECOVERY_OVER = "RECOVERY_OVER"
    SIGN_IN_CHANGED = "SIGN_IN_CHANGED"
    STAND_IN_NAMED = "STAND_IN_NAMED"
    STAND_IN_OVER = "STAND_IN_OVER"


def access(
    *,
    at: datetime,
    user_id: UUID,
    act: str,
    outcome: Outcome,
    request_id: UUID,
    kind: str = "",
    ref: str = "",
    person_id: UUID | None = None,
    why: str = "",
) -> None:
    """Write one access event with its keyed hash. Inside an open door; contentless by its arguments."""
    event = AccessEvent(
        at=at,
        user_id=user_id,
        act=act,
        outcome=outcome,
        kind=kind,
        ref=ref[:24],
        person_id=person_id,
        why=why[:40],
        request_id=request_id,
    )
    hashing.sign(event)
    event.save(force_insert=True)


def record(
    event: Event,
    *,
    at: datetime,
    by: UUID,
    ref: str = "",
    person_id: UUID | None = None,
    facts: dict[str, Any] | None = None,
) -> None:
    """Write an event in the transaction of the act that made it. ``facts`` are codes and ids, never text."""
    Outbox.objects.create(at=at, event=event, ref=ref, person_id=person_id, by_user=by, facts=facts or {})


Handler = Callable[[Outbox], None]
_handlers: dict[Event, list[Handler]] = {}


def on(*events: Event) -> Callable[[Handler], Handler]:
    """Register a handler: run by the system after commit, at least once, so it must be idempotent."""

    def register(function: Handler) -> Handler:
        for event in events:
            if function not in _handlers.setdefault(event, []):
                _handlers[event].append(function)
        return function

    return register


def handlers_of(event: str) -> tuple[Handler, ...]:
    """The handlers of an event, in the order they were registered."""
    return tuple(_handlers.get(Event(event), ()))
