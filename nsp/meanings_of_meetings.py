"""What each column about those who left means: a part of ``nsp/meanings.py``."""

from __future__ import annotations

from collections.abc import Mapping

OF_MEETINGS: Mapping[str, Mapping[str, str]] = {
    "cases_leftfollowup": {
        "identification": "the identification that ended with the person leaving",
        "note": "in words",
        "on": "the day somebody looked for the person",
        "result": "what they found, a code",
        "stated_at": "when it was stated",
        "stated_by": "who stated it",
    },
}
