"""What each column about talking and about tasks means: a part of ``nsp/meanings.py``."""

from __future__ import annotations

from collections.abc import Mapping

OF_TALK: Mapping[str, Mapping[str, str]] = {
    "cases_mention": {
        "actor": "the actor for which it was written; empty: written by a coordinator",
        "at": "when",
        "by": "who names them",
        "message": "the message in which they are named",
        "note": "the note in which they are named",
        "user": "the colleague who is named",
    },
    "cases_mentionseen": {
        "at": "when the one who is named had seen it",
        "mention": "where they are named",
        "user": "who is named",
    },
    "cases_message": {
        "actor": "the actor for which it was written; empty: written by a coordinator",
        "asks": "who should answer, a code; empty: nobody",
        "asks_actor": "the actor that should answer, where it sees the person by a share",
        "at": "when it was written",
        "by": "who wrote it",
        "role": "as what the writer wrote: caseworker, manager or coordinator",
        "text": "what it says",
    },
    "cases_messagedraft": {
        "data": "what was typed and not sent",
        "made_at": "when it was begun",
        "user": "who types it; nobody else is shown it",
    },
    "cases_messageread": {
        "actor": "the actor for which the reader read; empty: as a coordinator",
        "at": "when its text was open for the first time",
        "message": "which message",
        "user": "who read it",
    },
    "cases_task": {
        "actor": "within which actor it was given; empty: among the coordinators",
        "by": "who gave it",
        "doer": "who is to do it",
        "due": "by which day; empty: when there is time",
        "kind": "what is to be done, a code",
        "made_at": "when it was given",
        "moved_at": "when it was last done, moved, given on, declined or taken away",
        "moved_by": "who did that; empty: the system, when who had it was gone",
        "person": "about whom; empty: about nobody",
        "ring": "which key of the ring wraps the key of a task about nobody",
        "text": "what is to be done",
        "why": "why whoever was given it does not take it on",
        "word": "what whoever did it said of it",
        "wrapped": "the key of a task about nobody, wrapped",
    },
    "cases_questionover": {
        "actor": "for which actor; empty: as a coordinator",
        "answer": "the message that answered it; empty: it was said to be no question any longer",
        "at": "when nobody had to answer any longer",
        "by": "who answered, or said so",
        "question": "the message that asked",
        "why": "why it closed by itself; empty: it did not",
    },
}
