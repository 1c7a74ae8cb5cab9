"""Thin first version; see docs/states.md."""
from __future__ import annotations
from collections.abc import Mapping
from enum import StrEnum
from accounts.errors import WrongState


class AdmissionState(StrEnum):
    DRAFT = "DRAFT"; SENT = "SENT"; RETURNED = "RETURNED"; CONFIRMED = "CONFIRMED"; DECLINED = "DECLINED"; WITHDRAWN = "WITHDRAWN"


class HandOverState(StrEnum):
    RECEIVED = "RECEIVED"; OFFERED = "OFFERED"; SENT_BACK = "SENT_BACK"; ACCEPTED = "ACCEPTED"; CLOSED = "CLOSED"


class ReceiptState(StrEnum):
    RECEIVED = "RECEIVED"; PASSED_ON = "PASSED_ON"; CLOSED = "CLOSED"


class IdentificationState(StrEnum):
    OPEN = "OPEN"; ADMISSION_ASKED = "ADMISSION_ASKED"; REFERRED = "REFERRED"; DECLINED = "DECLINED"; LEFT = "LEFT"; NO_GROUND = "NO_GROUND"


class InterventionState(StrEnum):
    GRANTED = "GRANTED"; ENDED_EARLY = "ENDED_EARLY"; REPORTED = "REPORTED"


Moves = Mapping[tuple[str, str], str]
S, H, I, V = AdmissionState, HandOverState, IdentificationState, InterventionState
ADMISSION_MOVES: Moves = {(S.DRAFT, "send"): S.SENT, (S.RETURNED, "send"): S.SENT, (S.SENT, "return"): S.RETURNED, (S.SENT, "confirm"): S.CONFIRMED, (S.SENT, "decline"): S.DECLINED, (S.DRAFT, "withdraw"): S.WITHDRAWN, (S.SENT, "withdraw"): S.WITHDRAWN, (S.RETURNED, "withdraw"): S.WITHDRAWN}
HAND_OVER_MOVES: Moves = {(H.RECEIVED, "offer"): H.OFFERED, (H.SENT_BACK, "offer"): H.OFFERED, (H.OFFERED, "accept"): H.ACCEPTED, (H.OFFERED, "send_back"): H.SENT_BACK, (H.RECEIVED, "close"): H.CLOSED, (H.SENT_BACK, "close"): H.CLOSED}
IDENTIFICATION_MOVES: Moves = {(a, b): c for a in (I.OPEN, I.REFERRED, I.DECLINED, I.LEFT, I.NO_GROUND) for b, c in (("ask", I.ADMISSION_ASKED), ("refer", I.REFERRED), ("decline", I.DECLINED), ("leave", I.LEFT), ("no_ground", I.NO_GROUND)) if a != c}
INTERVENTION_MOVES: Moves = {(V.GRANTED, "end_early"): V.ENDED_EARLY}


def after(table: Moves, state: str, act: str) -> str:
    try:
        return table[(state, act)]
    except KeyError:
        raise WrongState(str(state), act) from None
