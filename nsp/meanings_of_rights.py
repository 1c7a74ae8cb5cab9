"""What each column of the ledger of rights and of the service log means: a part of ``nsp/meanings.py``."""

from __future__ import annotations

from collections.abc import Mapping

_SERVICE = {
    "actor": "the organisation that did it",
    "amount": "SEK that it cost; empty: not counted",
    "category": "what was done, from the list of categories",
    "hours": "hours that it took; empty: not counted",
    "on": "the day when it was done",
    "paid_by": "who paid for it",
}
_OUTREACH = {
    "actor": "the organisation that did it",
    "county": "in which county; empty: not known",
    "informed": "how many of those met got information; empty: not counted",
    "met": "how many were met",
    "on": "the day of the outing",
    "place": "what kind of place, a code; never which one",
}
_GROUP = {
    "actor": "the organisation whose staff met them",
    "branch": "for labour, in which branch (section of ISIC); empty: not known",
    "county": "in which county; empty: not known",
    "forms": "presumed forms of exploitation that they share",
    "indicators": "signs that they share: the indicator's code and how it is known",
    "met": "how many there were, written down or not",
    "on": "the day of the meeting",
    "route": "how contact came about",
}
OF_RIGHTS: Mapping[str, Mapping[str, str]] = {
    "cases_rightentry": {
        "dependant": "the child whose right it is; empty: the person",
        "gap": "why nobody meets the need, a code; empty: not known, or it is met",
        "intervention": "the intervention that meets it",
        "note": "in words",
        "on": "from which day it is so",
        "payer": "who pays for what meets it",
        "refused_on": "the day on which society refused it",
        "right": "which right",
        "service": "the line of the service log that meets it",
        "state": "not assessed, not wanted, needed and not met, or met",
    },
    "cases_servicecategory": {"code": "the category's code", "field": "which of the four fields of work"},
    "cases_servicegiven": _SERVICE | {"note": "in words", "person": "for whom it was done"},
    "cases_groupevent": _GROUP,
    "cases_outreach": _OUTREACH,
    "cases_serviceofactor": _SERVICE | {"people": "how many it reached; empty: not counted"},
}
