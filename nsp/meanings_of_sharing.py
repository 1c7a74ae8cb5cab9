"""What each column about consents, and about who sees a person means: a part of ``nsp/meanings.py``."""

from __future__ import annotations

from collections.abc import Mapping

OF_SHARING: Mapping[str, Mapping[str, str]] = {
    "cases_brokenglass": {
        "reason": "why the coordinator has to read; the actor reads it",
        "until": "when it closes by itself",
    },
    "cases_consentgiven": {
        "how": "how the person said yes, a code",
        "language": "in which language the person was told before (ISO 639-3)",
        "note": "in words: what was said, or what else the yes is to",
        "on": "the day it was given",
        "stated_at": "when it was noted",
        "stated_by": "who noted it",
        "to_actor": "the actor that it is about; empty where it is a role",
        "to_role": "to whom, as a role; empty where it is an actor",
        "until": "last day on which it holds, inclusive; empty: until it is taken back",
        "what": "what the person says yes to, a code",
        "withdrawn_at": "when it was taken back",
        "withdrawn_by": "who noted that it was taken back",
    },
    "cases_restriction": {
        "code": "the person's code, for managers who do not see the person",
        "named": "who of the actor's staff sees the person",
    },
    "cases_share": {
        "consent": "the person's consent that it rests on; empty where it is older than consents",
        "may_write": "whether the actor may change, too",
    },
    "cases_transferoffer": {
        "consent": "the person's yes that it rests on",
        "errand": "what the other actor is asked for, a code",
        "extract": "what the sender takes with it: the printed summary of that day; destroyed when it is taken out",
        "extract_taken_at": "when the extract was taken out",
        "extract_taken_by": "who took it out",
        "extract_until": "last day on which it can be taken out",
        "from_actor": "who offers",
        "moved_at": "when it was answered, or ended",
        "moved_by": "who answered, or took it back",
        "to_actor": "who is asked",
        "until": "last day on which it can be accepted, inclusive",
        "why": "why the other actor says no, a code",
        "without_consent": "why it is offered without the person's yes, a code",
        "words": "what the sender chose to say to the other actor",
        "wrapped": "the offer's own data key, encrypted by the ring",
    },
}
