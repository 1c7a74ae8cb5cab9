"""What each column about risk and safety means: a part of ``nsp/meanings.py``."""

from __future__ import annotations

from collections.abc import Mapping

OF_SAFETY: Mapping[str, Mapping[str, str]] = {
    "cases_safetyreview": {
        "level": "how great the risk is as the actor sees it, a code",
        "next_on": "the day of the next safe contact",
        "on": "the day of the contact",
        "plan": "what the person and the actor do if it gets worse; empty: as before",
        "reasons": "why the risk is as it is, in words",
        "stated_at": "when it was stated",
        "stated_by": "who stated it",
    },
}
