"""What falls due in cases by hours and working days: a request and a hand-over that wait, an offer that runs out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.acts import Role
from accounts.clock import dawn, day
from accounts.deadlines import PAGE, Due, Page, Span, To, Wording, finds, reads
from cases.answering import longest_wait, waited_moments
from cases.models import AdmissionRequest, HandOver, Identification, TransferOffer
from cases.services.handover import OFFER_DAYS
from cases.states import AdmissionState, HandOverState, TransferState

REQUEST_WAITS, OWN_REQUEST_WAITS = "REQUEST_WAITS", "OWN_REQUEST_WAITS"
URGENT_WAITS, OWN_URGENT_WAITS = "URGENT_WAITS", "OWN_URGENT_WAITS"
WAITS = (REQUEST_WAITS, OWN_REQUEST_WAITS, URGENT_WAITS, OWN_URGENT_WAITS)
OFFER_WAITS = "OFFER_WAITS"
TRANSFER_RAN_OUT, ASKED_RAN_OUT = "TRANSFER_RAN_OUT", "ASKED_RAN_OUT"
OFFER_WAITS_DAYS = 2
"""So many days after the question the coordinators are told that there is no answer; in danger, half as many."""

reads(
    OWN_REQUEST_WAITS,
    Wording(
        _("Nobody has decided on the request for %(who)s, sent on %(sent)s"), _("See the request"), "request", "ref"
    ),
)
reads(
    REQUEST_WAITS,
    Wording(
        _("%(actor)s has waited for a decision on %(who)s since %(sent)s"), _("Decide"), "request_decide", "ref", "late"
    ),
)

reads(
    OWN_URGENT_WAITS,
    Wording(
        _("Urgent: nobody has decided on the request for %(who)s, sent on %(sent)s"),
        _("See the request"),
        "request",
        "ref",
        "late",
        urgent=True,
    ),
)
reads(
    URGENT_WAITS,
    Wording(
        _("Urgent: %(actor)s has waited for a decision on %(who)s since %(sent)s"),
        _("Decide"),
        "request_decide",
        "ref",
        "late",
        urgent=True,
    ),
)
reads(
    OFFER_WAITS,
    Wording(_("%(to_actor)s has not answered about %(who)s since %(asked)s"), _("See"), "hand_over", "ref", "late"),
)

reads(
    TRANSFER_RAN_OUT,
    Wording(
        _("%(to_actor)s has not answered in time whether they take over %(who)s"),
        _("Ask again"),
        "person_transfer",
        "person",
        "soon",
    ),
)
reads(
    ASKED_RAN_OUT,
    Wording(_("The question from %(from_actor)s, to take a person over, has run out without an answer")),
)


@finds("waiting_requests")
def due_requests(span: Span, after: str) -> Page:
    """Requests that have waited for a decision for as many working days as ``NSP_WAIT_WORKING_DAYS`` says, urgent ones
    for as many hours as ``NSP_WAIT_URGENT_HOURS`` says: told to those who decide, and to those who asked; the last time
    to the actor's managers as well.

    One that was returned and sent again begins anew. Of several such days that passed while nothing was told, the
    newest alone is: the others would say the same.
    """
    rows = AdmissionRequest.objects.filter(state=AdmissionState.SENT, sent_at__lte=span.until)
    if span.person_id:
        rows = rows.filter(person_id=span.person_id)
    elif span.since is not None:
        rows = rows.filter(sent_at__gt=span.since - longest_wait())
    if after:
        rows = rows.filter(pk__gt=UUID(after))
    page = list(rows.select_related("person").order_by("pk")[:PAGE])
    due = [one for row in page for one in _waits(row, span)]
    return Page(tuple(due), str(page[-1].pk) if len(page) == PAGE else None)


def _waits(row: AdmissionRequest, span: Span) -> Iterator[Due]:
    assert row.sent_at is not None
    facts = {"actor": str(row.actor_id), "sent": day(row.sent_at).isoformat()}
    users = tuple(user for user in (row.sent_by_id, row.person.caseworker_id) if user)
    theirs, own = (URGENT_WAITS, OWN_URGENT_WAITS) if row.urgent else (REQUEST_WAITS, OWN_REQUEST_WAITS)
    waited = waited_moments(row.sent_at, urgent=row.urgent)
    for moment, name in [one for one in waited if one[0] in span][-1:]:
        managers = row.actor_id if moment == waited[-1][0] and len(waited) > 1 else None
        for kind, key, to in (
            (theirs, "waits", To(roles=(Role.COORDINATOR,))),
            (own, "own", To(users=users, staff_of=row.actor_id, managers_of=managers)),
        ):
            deadline = f"{key}:{row.ref}:{name}"
            yield Due(kind, deadline, day(moment), to, ref=row.ref, person_id=row.person_id, facts=facts)


@finds("waiting_offers")
def due_offers(span: Span, after: str) -> Page:
    """Hand-overs whose actor has not answered: after two days (in danger one), and when the offer has run out."""
    rows = HandOver.objects.filter(state=HandOverState.OFFERED, moved_at__lte=span.until)
    if span.person_id:
        rows = rows.filter(person_id=span.person_id)
    elif span.since is not None:
        rows = rows.filter(moved_at__gt=span.since - timedelta(days=OFFER_DAYS + 3))
    if after:
        rows = rows.filter(pk__gt=UUID(after))
    page = list(rows.order_by("pk")[:PAGE])
    risky = Identification.objects.filter(person_id__in=[row.person_id for row in page], immediate_risk="YES")
    in_danger = set(risky.values_list("person_id", flat=True))
    due = [one for row in page for one in _unanswered(row, row.person_id in in_danger) if dawn(one.day) in span]
    return Page(tuple(due), str(page[-1].pk) if len(page) == PAGE else None)


def _unanswered(row: HandOver, in_danger: bool) -> Iterator[Due]:
    asked = day(row.moved_at)
    facts = {"to_actor": str(row.to_actor_id), "asked": asked.isoformat()}
    for days in (OFFER_WAITS_DAYS // 2 if in_danger else OFFER_WAITS_DAYS, OFFER_DAYS + 1):
        on, key = asked + timedelta(days=days), f"offer:{row.ref}:{asked.isoformat()}:{days}"
        to = To(roles=(Role.COORDINATOR,))
        yield Due(OFFER_WAITS, key, on, to, ref=row.ref, person_id=row.person_id, facts=facts)


@finds("transfers_that_ran_out")
def due_ends_of_offers(span: Span, after: str) -> Page:
    """Offers to move somebody over that nobody has answered in time: told to both sides when the last day has passed.
    The actor that was asked learns nothing of whom it was about."""
    rows = TransferOffer.objects.filter(
        state__in=(TransferState.OPEN, TransferState.EXPIRED), until__lt=day(span.until)
    )
    if span.person_id:
        rows = rows.filter(person_id=span.person_id)
    elif span.since is not None:
        rows = rows.filter(until__gte=day(span.since) - timedelta(days=1))
    if after:
        rows = rows.filter(pk__gt=UUID(after))
    page = list(rows.defer("words", "extract").order_by("pk")[:PAGE])
    due = [one for row in page for one in _ran_out(row) if dawn(one.day) in span]
    return Page(tuple(due), str(page[-1].pk) if len(page) == PAGE else None)


def _ran_out(row: TransferOffer) -> Iterator[Due]:
    on = row.until + timedelta(days=1)
    maker = To(users=(row.made_by_id,), staff_of=row.from_actor_id)
    to, sender = {"to_actor": str(row.to_actor_id)}, {"from_actor": str(row.from_actor_id)}
    yield Due(TRANSFER_RAN_OUT, f"transfer:{row.ref}", on, maker, ref=row.ref, person_id=row.person_id, facts=to)
    yield Due(ASKED_RAN_OUT, f"asked:{row.ref}", on, To(staff_of=row.to_actor_id), ref=row.ref, facts=sender)
