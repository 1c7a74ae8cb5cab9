"""Deadlines whose finder tells of them in words and on days of its own: how they stand in calendars, for whoever has to
answer and for whoever waits for it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.clock import day
from accounts.clocks import Clock, Own, keeps
from accounts.deadlines import Wording
from cases.answering import answer_due, last_day, longest_wait
from cases.deadlines_of_persons import of_person
from cases.deadlines_of_requests import ANSWER_DAYS, KIND_LABELS, newest_decisions
from cases.models import AdmissionDecision, AdmissionRequest, HandOver, TransferOffer
from cases.models.admission import DecisionKind
from cases.services.handover import OFFER_DAYS
from cases.states import AdmissionState, HandOverState, TransferState


def _sent() -> Any:
    rows = AdmissionRequest.objects.filter(state=AdmissionState.SENT, sent_at__isnull=False)
    return rows.select_related("person")


def _answer_on(row: AdmissionRequest) -> date:
    assert row.sent_at
    return last_day(answer_due(row.sent_at, urgent=row.urgent))


def _answered_within(on: date) -> range:
    return range(longest_wait().days + 1)


@keeps(
    "DECISION",
    _("A coordinator has decided on a request"),
    source="domain §2.3; NSP_WAIT_WORKING_DAYS, NSP_WAIT_URGENT_HOURS",
    rows=_sent,
    column="sent_at",
    moment=True,
    plus=_answered_within,
    before=(),
    told_by="waiting_requests",
    before_words=Wording(
        _("%(who)s: a coordinator decides on the request (%(kind)s) by %(last)s"),
        _("See the request"),
        "request",
        "ref",
        codes=KIND_LABELS,
    ),
    late_words=Wording(
        _("%(who)s: the request (%(kind)s) should have been decided on by %(last)s"),
        _("See the request"),
        "request",
        "ref",
        "late",
        KIND_LABELS,
    ),
)
def _decision(row: AdmissionRequest, on: date) -> Clock | None:
    return of_person(row.person, row.ref, _answer_on(row), facts={"kind": row.kind})


@keeps(
    "DECISION_OWED",
    _("A request is decided on"),
    source="domain §2.3; NSP_WAIT_WORKING_DAYS, NSP_WAIT_URGENT_HOURS",
    rows=_sent,
    column="sent_at",
    moment=True,
    plus=_answered_within,
    before=(),
    own=Own.NOBODY,
    for_office=True,
    told_by="waiting_requests",
    before_words=Wording(
        _("%(who)s: decide on the request of %(actor)s (%(kind)s) by %(last)s"),
        _("Decide"),
        "request_decide",
        "ref",
        "soon",
        KIND_LABELS,
    ),
)
def _decision_owed(row: AdmissionRequest, on: date) -> Clock | None:
    facts = {"actor": str(row.actor_id), "kind": row.kind}
    return Clock(row.ref, _answer_on(row), row.actor_id, person_id=row.person_id, facts=facts)


@keeps(
    "COMPLETION_AWAITED",
    _("An actor has answered the coordinator's question about an application"),
    source="domain §2.3, return for completion; seven days",
    rows=lambda: newest_decisions(DecisionKind.RETURN, AdmissionState.RETURNED),
    column="at",
    moment=True,
    plus=lambda on: (ANSWER_DAYS,),
    before=(),
    own=Own.NOBODY,
    for_office=True,
    ref="request__ref",
    told_by="completion",
    before_words=Wording(
        _("%(who)s: %(actor)s answers the question about the request (%(kind)s) by %(last)s"),
        _("See the request"),
        "request",
        "ref",
        codes=KIND_LABELS,
    ),
    late_words=Wording(
        _("%(who)s: %(actor)s should have answered the question about the request (%(kind)s) by %(last)s"),
        _("See the request"),
        "request",
        "ref",
        "late",
        KIND_LABELS,
    ),
)
def _completion_awaited(row: AdmissionDecision, on: date) -> Clock | None:
    actor, last = row.request.actor_id, day(row.at) + timedelta(days=ANSWER_DAYS)
    facts = {"actor": str(actor), "kind": row.request.kind}
    return Clock(row.request.ref, last, actor, person_id=row.person_id, facts=facts)


def _offered() -> Any:
    rows = HandOver.objects.filter(state=HandOverState.OFFERED, to_actor__isnull=False)
    return rows.select_related("person").defer("note")


def _offer(row: HandOver) -> Clock:
    last = day(row.moved_at) + timedelta(days=OFFER_DAYS)
    facts = {"to_actor": str(row.to_actor_id)}
    return Clock(row.ref, last, row.to_actor_id, person_id=row.person_id, facts=facts)


@keeps(
    "HAND_OVER_ANSWER",
    _("An actor says whether it takes on a person who was handed over"),
    source="domain §2.2; the offer holds for seven days",
    rows=_offered,
    column="moved_at",
    moment=True,
    plus=lambda on: (OFFER_DAYS,),
    before=(),
    own=Own.STAFF,
    actor="to_actor_id",
    told_by="waiting_offers",
    before_words=Wording(
        _("%(who)s: answer by %(last)s whether you take the person on"),
        _("Read and answer"),
        "hand_over_answer",
        "ref",
        "soon",
    ),
)
def _hand_over(row: HandOver, on: date) -> Clock | None:
    """The offer ends with its last day: then it is the coordinators' again."""
    offer = _offer(row)
    return offer if offer.on >= on else None


@keeps(
    "HAND_OVER_AWAITED",
    _("An actor has answered about a person who was handed over"),
    source="domain §2.2; the offer holds for seven days",
    rows=_offered,
    column="moved_at",
    moment=True,
    plus=lambda on: (OFFER_DAYS,),
    before=(),
    own=Own.NOBODY,
    for_office=True,
    told_by="waiting_offers",
    before_words=Wording(_("%(who)s: %(to_actor)s answers by %(last)s"), _("See"), "hand_over", "ref"),
    late_words=Wording(
        _("%(who)s: %(to_actor)s should have answered by %(last)s"), _("See"), "hand_over", "ref", "late"
    ),
)
def _hand_over_awaited(row: HandOver, on: date) -> Clock | None:
    return _offer(row)


def _transfers() -> Any:
    return TransferOffer.objects.filter(state=TransferState.OPEN).defer("words", "extract")


@keeps(
    "TRANSFER_ANSWER",
    _("An actor says whether it takes a person over"),
    source="domain §2, moving over; the offer holds for seven days",
    rows=_transfers,
    column="until",
    before=(),
    own=Own.STAFF,
    actor="to_actor_id",
    person="",
    told_by="transfers_that_ran_out",
    before_words=Wording(
        _("Answer %(from_actor)s by %(last)s whether you take a person over"),
        _("Read and answer"),
        "transfer",
        "ref",
        "soon",
    ),
)
def _transfer(row: TransferOffer, on: date) -> Clock | None:
    """Nothing of the person, whom the asked actor is not shown."""
    facts = {"from_actor": str(row.from_actor_id)}
    return Clock(row.ref, row.until, row.to_actor_id, facts=facts) if row.until >= on else None


@keeps(
    "TRANSFER_AWAITED",
    _("An actor has answered whether it takes a person over"),
    source="domain §2, moving over; the offer holds for seven days",
    rows=lambda: _transfers().select_related("person"),
    column="until",
    before=(),
    told_by="transfers_that_ran_out",
    before_words=Wording(
        _("%(who)s: %(to_actor)s answers by %(last)s whether they take the person over"),
        _("See"),
        "person_transfer",
        "person",
    ),
)
def _transfer_awaited(row: TransferOffer, on: date) -> Clock | None:
    facts = {"to_actor": str(row.to_actor_id)}
    return of_person(row.person, row.ref, row.until, facts=facts) if row.until >= on else None
