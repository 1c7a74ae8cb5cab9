"""What each column means of the same human on record twice: a part of ``nsp/meanings.py``."""

from __future__ import annotations

from collections.abc import Mapping

OF_SAME_PERSON: Mapping[str, Mapping[str, str]] = {
    "cases_identitymark": {
        "made_at": "when a number was typed",
        "mark": "keyed hash of an identity number: equal ones are found, and without the key nothing is read back",
    },
    "cases_samepersonlink": {
        "decided_at": "when a coordinator decided",
        "decided_by": "the coordinator who decided",
        "made_at": "when it was first asked",
        "other": "the other person of the pair, the larger key",
        "person": "one person of the pair, the smaller key",
        "sign": "why they may be one human",
        "state": "to be looked at, the same, not the same, or a link taken away",
        "why": "what the coordinator went by, a code",
    },
}
