"""Deadlines of applications that a coordinator has answered without granting: a question that waits for its answer, and
a place in the budget that somebody waits for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.clock import day
from accounts.clocks import Clock, Own, keeps
from accounts.deadlines import Wording
from accounts.words import lower_first
from cases.deadlines_of_persons import of_person
from cases.models import AdmissionDecision
from cases.models.admission import DecisionKind
from cases.models.choices import Kind
from cases.states import AdmissionState

ANSWER_DAYS = 7
"""Within so many days a question from the coordinator is answered."""
WAITED_DAYS = 30
"""So often somebody who waits for a place is looked at again."""
_within: Any = lazy(lower_first, str)
KIND_LABELS = {kind.value: _within(kind.label) for kind in Kind}
"""What an application is for, as it stands within a sentence: of several about one person each says which it is."""


def newest_decisions(kind: str, state: str) -> Any:
    """Decisions of a kind that are the newest about their request, which stands so still."""
    newer = AdmissionDecision.objects.filter(request_id=OuterRef("request_id"), at__gt=OuterRef("at"))
    rows = AdmissionDecision.objects.filter(~Exists(newer), kind=kind, request__state=state)
    return rows.select_related("request", "person").defer("reason", "motivations")


@keeps(
    "COMPLETION",
    _("The coordinator's question about an application is answered"),
    until=_("Before a coordinator's question is to be answered (days)"),
    source="domain §2.3, return for completion; seven days",
    rows=lambda: newest_decisions(DecisionKind.RETURN, AdmissionState.RETURNED),
    column="at",
    moment=True,
    plus=lambda on: (ANSWER_DAYS,),
    before=(2, 0),
    after=(1,),
    managers=(3,),
    office=(7,),
    ref="request__ref",
    before_words=Wording(
        _("%(who)s: answer the coordinator's question (%(kind)s) by %(last)s"),
        _("Answer"),
        "request",
        "ref",
        "soon",
        KIND_LABELS,
        office=_("See"),
    ),
    late_words=Wording(
        _("%(who)s: the coordinator's question (%(kind)s) should have been answered by %(last)s"),
        _("See the request"),
        "request",
        "ref",
        "late",
        KIND_LABELS,
    ),
)
def _asked(row: AdmissionDecision, on: date) -> Clock | None:
    facts = {"kind": row.request.kind}
    last = day(row.at) + timedelta(days=ANSWER_DAYS)
    return of_person(row.person, row.request.ref, last, begun=day(row.at), facts=facts)


@keeps(
    "PLACE_WAITED_FOR",
    _("Somebody who waits for a place in the budget is looked at again"),
    source="domain §2.3, waiting list; every thirty days",
    rows=lambda: newest_decisions(DecisionKind.WAIT, AdmissionState.WAITING),
    column="at",
    moment=True,
    plus=lambda on: (WAITED_DAYS,),
    before=(0,),
    after=(WAITED_DAYS, 2 * WAITED_DAYS, 3 * WAITED_DAYS),
    own=Own.NOBODY,
    for_office=True,
    ref="request__ref",
    before_words=Wording(
        _("%(who)s has waited for a place in the budget (%(kind)s) since %(since)s"),
        _("See the request"),
        "request",
        "ref",
        "soon",
        KIND_LABELS,
    ),
)
def _waits(row: AdmissionDecision, on: date) -> Clock | None:
    """For the coordinators alone: the actor can do nothing about it."""
    last = day(row.at) + timedelta(days=WAITED_DAYS)
    facts = {"since": day(row.at).isoformat(), "kind": row.request.kind}
    return Clock(row.request.ref, last, person_id=row.person_id, begun=day(row.at), facts=facts)
