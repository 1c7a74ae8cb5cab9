"""Every state that a thing can be in, and the one table per state field that says how it moves.

A service asks ``after(table, state, act)``, a page asks ``acts_from(table, state)`` which buttons fit
(``accounts/moves.py``). Money's own stand in ``funding/states.py``. No ``if`` on states stands anywhere else.
"""

from __future__ import annotations

from enum import StrEnum

from accounts.moves import Machine, Moves, acts_from, after, leads_to, mermaid
from funding.states import BATCH_MOVES, CLAIM_MOVES, BatchState, ClaimState


class AdmissionState(StrEnum):
    """Where an application is, for admission or for a further intervention (domain §2.2-3). Waiting: for money."""

    DRAFT = "DRAFT"
    SENT = "SENT"
    RETURNED = "RETURNED"
    WAITING = "WAITING"
    CONFIRMED = "CONFIRMED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


class HandOverState(StrEnum):
    """Where a person whom a cooperating actor met is, on the way to a certified actor (domain §2.1)."""

    RECEIVED = "RECEIVED"
    OFFERED = "OFFERED"
    SENT_BACK = "SENT_BACK"
    ACCEPTED = "ACCEPTED"
    CLOSED = "CLOSED"


class ReceiptState(StrEnum):
    """What a cooperating actor is told of its hand-over, and no more (domain §2.1)."""

    RECEIVED = "RECEIVED"
    PASSED_ON = "PASSED_ON"
    CLOSED = "CLOSED"


class IdentificationState(StrEnum):
    """What became of an identification (domain §2.1). A person who left or declined may come back."""

    OPEN = "OPEN"
    ADMISSION_ASKED = "ADMISSION_ASKED"
    REFERRED = "REFERRED"
    DECLINED = "DECLINED"
    LEFT = "LEFT"
    NO_GROUND = "NO_GROUND"


class InterventionState(StrEnum):
    """Where a granted intervention is. Running or past is a question of the day, not of the state."""

    GRANTED = "GRANTED"
    ENDED_EARLY = "ENDED_EARLY"
    REPORTED = "REPORTED"


class ProposalState(StrEnum):
    """Where the proposal of a last day is: a coordinator sets a day, or lets the period go on. Whether an open one
    still holds is a question of what was stated since (``cases/access.py``: ``open_proposals``), not of the state."""

    OPEN = "OPEN"
    SET = "SET"
    KEPT = "KEPT"


class StrikingState(StrEnum):
    """Where a question is whether a passage of the journal should be struck: a second person answers it."""

    OPEN = "OPEN"
    STRUCK = "STRUCK"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"


class TransferState(StrEnum):
    """Where the offer of a person to another certified actor is (domain §2)."""

    OPEN = "OPEN"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    TAKEN_BACK = "TAKEN_BACK"
    EXPIRED = "EXPIRED"


class TaskState(StrEnum):
    """Where a task is. Declined: it is with whoever gave it again. Ended: whoever had it may not see the person now."""

    OPEN = "OPEN"
    DONE = "DONE"
    DECLINED = "DECLINED"
    TAKEN_BACK = "TAKEN_BACK"
    ENDED = "ENDED"


class ReportState(StrEnum):
    """Where a report to the funder is: made in the background, read by two, frozen when published."""

    MAKING = "MAKING"
    FAILED = "FAILED"
    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"


__all__ = ["Machine", "Moves", "acts_from", "after", "leads_to", "mermaid"]

_A, _H, _R, _I, _V, _P, _F = (
    AdmissionState,
    HandOverState,
    ReceiptState,
    IdentificationState,
    InterventionState,
    ProposalState,
    ReportState,
)

ADMISSION_MOVES: Moves = {
    (_A.DRAFT, "send"): _A.SENT,
    (_A.RETURNED, "send"): _A.SENT,
    (_A.SENT, "return"): _A.RETURNED,
    (_A.SENT, "confirm"): _A.CONFIRMED,
    (_A.SENT, "decline"): _A.DECLINED,
    (_A.SENT, "wait"): _A.WAITING,
    (_A.WAITING, "return"): _A.RETURNED,
    (_A.WAITING, "confirm"): _A.CONFIRMED,
    (_A.WAITING, "decline"): _A.DECLINED,
    (_A.WAITING, "wait"): _A.WAITING,
    (_A.WAITING, "withdraw"): _A.WITHDRAWN,
    (_A.DRAFT, "withdraw"): _A.WITHDRAWN,
    (_A.SENT, "withdraw"): _A.WITHDRAWN,
    (_A.RETURNED, "withdraw"): _A.WITHDRAWN,
    (_A.WITHDRAWN, "bring_back"): _A.DRAFT,
}

ON_ITS_WAY = (_A.DRAFT, _A.SENT, _A.RETURNED, _A.WAITING)
"""An application that can still lead somewhere."""
UNDECIDED = (_A.SENT, _A.RETURNED, _A.WAITING)
"""One that was sent and is not decided: the coordinators' errand, or the actor's to answer."""
TO_DECIDE = (_A.SENT, _A.WAITING)
"""One that a coordinator can decide now."""

HAND_OVER_MOVES: Moves = {
    (_H.RECEIVED, "offer"): _H.OFFERED,
    (_H.SENT_BACK, "offer"): _H.OFFERED,
    (_H.OFFERED, "accept"): _H.ACCEPTED,
    (_H.OFFERED, "send_back"): _H.SENT_BACK,
    (_H.OFFERED, "take_back"): _H.RECEIVED,
    (_H.RECEIVED, "close"): _H.CLOSED,
    (_H.SENT_BACK, "close"): _H.CLOSED,
}

RECEIPT_MOVES: Moves = {
    (_R.RECEIVED, "pass_on"): _R.PASSED_ON,
    (_R.RECEIVED, "close"): _R.CLOSED,
    (_R.PASSED_ON, "close"): _R.CLOSED,
}

_OUTCOMES = {
    "ask": _I.ADMISSION_ASKED,
    "refer": _I.REFERRED,
    "decline": _I.DECLINED,
    "leave": _I.LEFT,
    "no_ground": _I.NO_GROUND,
}

# Every outcome but an admission asked for can change: somebody who left may come back the same night. An admission
# that is declined or taken back leaves the person as they were met.
IDENTIFICATION_MOVES: Moves = {
    (state, act): outcome
    for state in IdentificationState
    if state != _I.ADMISSION_ASKED
    for act, outcome in _OUTCOMES.items()
    if outcome != state
} | {(_I.ADMISSION_ASKED, "reopen"): _I.OPEN}

INTERVENTION_MOVES: Moves = {
    (_V.GRANTED, "end_early"): _V.ENDED_EARLY,
    (_V.ENDED_EARLY, "end_early"): _V.ENDED_EARLY,
    (_V.GRANTED, "report"): _V.REPORTED,
    (_V.ENDED_EARLY, "report"): _V.REPORTED,
}

PROPOSAL_MOVES: Moves = {
    (_P.OPEN, "set"): _P.SET,
    (_P.OPEN, "keep"): _P.KEPT,
}

STRIKING_MOVES: Moves = {
    (StrikingState.OPEN, "strike"): StrikingState.STRUCK,
    (StrikingState.OPEN, "refuse"): StrikingState.REFUSED,
    (StrikingState.OPEN, "withdraw"): StrikingState.WITHDRAWN,
}

TRANSFER_MOVES: Moves = {
    (TransferState.OPEN, "accept"): TransferState.ACCEPTED,
    (TransferState.OPEN, "refuse"): TransferState.REFUSED,
    (TransferState.OPEN, "take_back"): TransferState.TAKEN_BACK,
    (TransferState.OPEN, "expire"): TransferState.EXPIRED,
}

TASK_MOVES: Moves = {
    (TaskState.OPEN, "do"): TaskState.DONE,
    (TaskState.OPEN, "move"): TaskState.OPEN,
    (TaskState.OPEN, "give"): TaskState.OPEN,
    (TaskState.OPEN, "decline"): TaskState.DECLINED,
    (TaskState.OPEN, "take_back"): TaskState.TAKEN_BACK,
    (TaskState.OPEN, "end"): TaskState.ENDED,
    (TaskState.DECLINED, "give"): TaskState.OPEN,
    (TaskState.DECLINED, "take_back"): TaskState.TAKEN_BACK,
    (TaskState.DECLINED, "end"): TaskState.ENDED,
    (TaskState.DONE, "undo"): TaskState.OPEN,
    (TaskState.TAKEN_BACK, "undo"): TaskState.OPEN,
}

REPORT_MOVES: Moves = {
    (_F.MAKING, "finish"): _F.DRAFT,
    (_F.MAKING, "fail"): _F.FAILED,
    (_F.FAILED, "make"): _F.MAKING,
    (_F.DRAFT, "make"): _F.MAKING,
    (_F.DRAFT, "publish"): _F.PUBLISHED,
}

MACHINES = (
    Machine("AdmissionRequest", AdmissionState, _A.DRAFT, ADMISSION_MOVES),
    Machine("HandOver", HandOverState, _H.RECEIVED, HAND_OVER_MOVES),
    Machine("Receipt", ReceiptState, _R.RECEIVED, RECEIPT_MOVES),
    Machine("Identification", IdentificationState, _I.OPEN, IDENTIFICATION_MOVES),
    Machine("Intervention", InterventionState, _V.GRANTED, INTERVENTION_MOVES),
    Machine("LastDayProposal", ProposalState, _P.OPEN, PROPOSAL_MOVES),
    Machine("Striking", StrikingState, StrikingState.OPEN, STRIKING_MOVES),
    Machine("TransferOffer", TransferState, TransferState.OPEN, TRANSFER_MOVES),
    Machine("Task", TaskState, TaskState.OPEN, TASK_MOVES),
    Machine("FunderReport", ReportState, _F.MAKING, REPORT_MOVES),
    Machine("Claim", ClaimState, ClaimState.DRAFT, CLAIM_MOVES),
    Machine("PaymentBatch", BatchState, BatchState.MADE, BATCH_MOVES),
)


def diagrams() -> str:
    """The whole of ``docs/states.md``; a test compares it with the file."""
    head = (
        "# States\n\nDrawn from `cases/states.py`. After a change there, write this file anew with\n"
        "`python -m cases.states > docs/states.md`.\n"
    )
    parts = [f"\n## {m.name}\n\n```mermaid\n{mermaid(m)}\n```\n" for m in MACHINES]
    return head + "".join(parts)


if __name__ == "__main__":
    print(diagrams(), end="")  # noqa: T201 - a command's output
