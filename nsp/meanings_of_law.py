"""What each column means of where the law stands and of a return."""

from __future__ import annotations

from collections.abc import Mapping

OF_LAW: Mapping[str, Mapping[str, str]] = {
    "cases_legalstep": {
        "amount": "SEK, where damages are asked for, awarded or paid",
        "details": "more about it, as codes: what is granted, who applied, why it was closed, of what",
        "note": "in words",
        "on": "the day it happened",
        "replaces": "the row that this one puts right, which holds no longer",
        "roughly": "whether the day is only as near as anybody knew",
        "since": "from which day it lasts, where it lasts",
        "step": "what happened; STRUCK: the row it replaces was noted by mistake",
        "subject": "which part of where the law stands",
        "until": "last day it lasts, inclusive; empty: until something else is noted",
    },
    "cases_policereport": {
        "by_whom": "who made the report, as a role",
        "made": "whether a police report was made",
        "offence": "the class of offence; nothing about suspects",
        "on": "day of the report",
    },
    "cases_returnfollowup": {
        "done_on": "the day of the follow-up",
        "how": "how the person was found to be, or that they could not be reached",
        "months": "which of the follow-ups: after 1, 3 or 6 months",
        "note": "in words",
        "plan": "the return",
    },
    "cases_returnplan": {
        "arrived_on": "day of arrival",
        "assessed_on": "the day of the risk assessment",
        "assessment": "the risk assessment in words",
        "called_off_on": "the day it was called off; empty: it holds",
        "left_on": "day of leaving Sweden",
        "planned_on": "the day it is planned for",
        "receiver": "who receives, as a role",
        "route": "in the state-funded return programme, or by the platform's own contacts",
        "saved_by": "who wrote it last",
    },
}
