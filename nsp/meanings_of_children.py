"""What each column about a concern report and a child's standing means: a part of ``nsp/meanings.py``."""

from __future__ import annotations

from collections.abc import Mapping

OF_CHILDREN: Mapping[str, Mapping[str, str]] = {
    "cases_concernreport": {
        "dependant": "about whom of those close; empty: the person",
        "made": "whether a concern is reported to social services",
        "note": "in words",
        "on": "the day it was reported",
        "reported_by": "who reported, as a role",
        "stated_at": "when it was stated",
        "stated_by": "who stated it",
        "why_not": "why none is reported, a code",
    },
    "cases_childstanding": {
        "custody": "who has custody",
        "guardian": "whether a guardian is needed, asked for or appointed",
        "guardian_on": "the day the guardian was appointed",
        "note": "in words",
        "on": "from which day it is so",
        "school": "whether the child goes to school",
        "stated_at": "when it was stated",
        "stated_by": "who stated it",
    },
}
