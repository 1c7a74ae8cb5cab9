"""What each column about children and others close means: a part of ``nsp/meanings.py``."""

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
    "cases_dependant": {
        "became": "the person whom they turned out to be, exposed themselves",
        "birth_year": "year of birth, known or worked out from an estimate",
        "country": "in which country, of somebody abroad",
        "custody": "who has custody",
        "directly_exposed": "whether they are presumed exposed themselves",
        "estimated_age": "age in years, as it was estimated",
        "estimated_on": "the day of the estimate",
        "in_sweden": "whether they are in Sweden",
        "needs": "what they need, codes",
        "note": "their needs in words",
        "relation": "what they are to the person",
        "same_as": "the mark of the same child at several persons",
        "threatened": "whether somebody threatens them",
    },
    "cases_familylink": {
        "ended_at": "when it was taken away",
        "ended_by": "who took it away",
        "made_by": "who wrote it down",
        "other": "the other person",
        "person": "one of the two",
        "relation": "what the one is to the other",
    },
}
