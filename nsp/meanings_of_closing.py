"""What each column about closing a case means: a part of ``nsp/meanings.py``."""

from __future__ import annotations

from collections.abc import Mapping

OF_CLOSING: Mapping[str, Mapping[str, str]] = {
    "cases_closing": {
        "case": "the case that was closed",
        "closed_at": "when somebody closed it",
        "closed_by": "who closed it",
        "note": "how it went, in words",
        "on": "the last day of the case",
        "outcome": "how the case ended, a code",
        "ref": "reference in addresses and the log",
        "reopen_reason": "why a coordinator opened it again, in words; the actor reads it",
        "reopened_at": "when it was opened again; empty: it still holds",
        "reopened_by": "the coordinator who opened it again",
    },
    "cases_closingfollowup": {
        "asked": "what became of asking the person, a code",
        "closing": "the closing that it follows",
        "helped": "whether the help helped, as the person sees it, a code",
        "on": "the day somebody asked",
        "stated_at": "when it was stated",
        "stated_by": "who stated it",
        "view": "the person's own words",
    },
}
