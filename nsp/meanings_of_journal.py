"""What each column of the journal means: a part of ``nsp/meanings.py``."""

from __future__ import annotations

from collections.abc import Mapping

OF_JOURNAL: Mapping[str, Mapping[str, str]] = {
    "cases_journaldraft": {
        "data": "what was typed and not saved",
        "made_at": "when it was begun",
        "note": "the note that is changed or added to; empty: a new one",
        "user": "who types it; nobody else is shown it",
    },
    "cases_journalnote": {
        "actor": "the actor for which the writer wrote",
        "adds_to": "the note that it stands under; empty: a note of its own",
        "after_closing": "whether it was written when the case was closed",
        "contact": "how there was contact that day, a code",
        "on": "the day it is about",
        "role": "as what the writer wrote: caseworker or manager",
        "taken_at": "when its writer took it away; a minute later its texts are gone, out of the history too",
        "text": "what has happened, and what the writer makes of it",
        "words": "the person's own words",
        "writer": "who wrote it, and alone changes it for 24 hours",
        "written_at": "when it was written; 24 hours later it is locked",
    },
    "cases_striking": {
        "actor": "the actor for which it was asked",
        "answered_at": "when it was answered or taken back",
        "answered_by": "the second person, or who took it back",
        "asked_at": "when it was asked",
        "asked_by": "who asked",
        "note": "in which note",
        "passage": "what should be struck; gone as soon as it is answered",
        "reason": "why it should never have been written, a code",
        "role": "as what the asker asked: caseworker or manager",
        "why": "the same in words; gone as soon as it is answered",
    },
}
