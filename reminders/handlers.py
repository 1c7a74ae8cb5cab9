"""What people are told when something has happened, run by the outbox (at least once: twice is once)."""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import transaction

from accounts.acts import Role
from accounts.clock import day
from accounts.deadlines import Due, Span, To, finders
from audit.models import Outbox
from audit.record import Event, on
from cases.access import open_proposals
from cases.deadlines import OFFER_WAITS, WAITS
from cases.deadlines_of_periods import ABOUT_PERIODS
from cases.handlers import RECEIPT_STATUS
from cases.models import (
    AdmissionRequest,
    Closing,
    HandOver,
    Intervention,
    LastDayProposal,
    Message,
    Person,
    Receipt,
    Share,
    Striking,
    TransferOffer,
)
from cases.models.reminding import Waits
from cases.models.talk import Asks
from cases.selectors.sharing import managers_who_see
from cases.states import AdmissionState, HandOverState, InterventionState, StrikingState, TransferState
from reminders.away import raise_where_away
from reminders.models import Notice
from reminders.services.events import stands, tell_of
from reminders.services.telling import ask_again, settle, tell
from reminders.wordings import (
    FURTHER,
    NOT_STRUCK,
    OWN_LAST_DAY_PROPOSED,
    RECEIPT_MOVED,
    REMINDED_ANSWER,
    REMINDED_REPORT,
    STRUCK,
    URGENT_REQUEST,
)

log = logging.getLogger("nsp.reminders")

COORDINATORS = To(roles=(Role.COORDINATOR,))
TO_DECIDE = (
    *(Event.ADMISSION_SENT, URGENT_REQUEST, *WAITS),
    *(FURTHER + Event.ADMISSION_SENT, FURTHER + URGENT_REQUEST),
)
REPORTED_BACK = (*ABOUT_PERIODS, REMINDED_REPORT)
LAST_DAY_ASKED = (Event.LAST_DAY_PROPOSED, OWN_LAST_DAY_PROPOSED)
TO_ROUTE = (Event.HANDED_OVER, Event.HAND_OVER_SENT_BACK)


@on(Event.ADMISSION_SENT)
def ask_for_a_decision(event: Outbox) -> None:
    """The coordinators, at once; an urgent request in other words."""
    asked = [Event.ADMISSION_RETURNED, FURTHER + Event.ADMISSION_RETURNED, REMINDED_ANSWER]
    settle(event.ref, asked, at=event.at)
    if stands(AdmissionRequest, event, AdmissionState.SENT):
        tell_of(event, COORDINATORS, kind=_kind(event, URGENT_REQUEST if event.facts.get("urgent") else event.event))


def _kind(event: Outbox, kind: str) -> str:
    """Which notice: one about admission, or one that names the further intervention."""
    return FURTHER + kind if event.facts.get("further") else kind


@on(Event.ADMISSION_RETURNED, Event.ADMISSION_CONFIRMED, Event.ADMISSION_DECLINED, Event.ADMISSION_WAITS)
def tell_the_applicant(event: Outbox) -> None:
    """Who sent the request and the person's caseworker are told; nobody has to decide any longer."""
    settle(event.ref, TO_DECIDE, at=event.at)
    if event.event == Event.ADMISSION_RETURNED and not stands(AdmissionRequest, event, AdmissionState.RETURNED):
        return
    assert event.person_id
    worker = Person.objects.filter(pk=event.person_id).values_list("caseworker_id", flat=True).first()
    users = tuple(user for user in (UUID(event.facts["sent_by"]), worker) if user)
    tell_of(event, To(users=users, staff_of=UUID(event.facts["actor"])), kind=_kind(event, event.event))


@on(Event.ADMISSION_WITHDRAWN)
def nothing_to_decide(event: Outbox) -> None:
    """A request that was taken back is nobody's errand."""
    settle(event.ref, TO_DECIDE, at=event.at)


@on(Event.INTERVENTION_ENDED, Event.INTERVENTION_REPORTED)
def nothing_due_any_longer(event: Outbox) -> None:
    """What was told of the end of an intervention holds no longer: it has another, or is reported back."""
    settle(event.ref, ABOUT_PERIODS if event.event == Event.INTERVENTION_ENDED else REPORTED_BACK, at=event.at)
    waiting = set(open_proposals().filter(intervention__ref=event.ref).values_list("ref", flat=True))
    for ref in LastDayProposal.objects.filter(intervention__ref=event.ref).values_list("ref", flat=True):
        if ref not in waiting:
            settle(ref, LAST_DAY_ASKED, at=event.at)


@on(Event.LAST_DAY_PROPOSED)
def ask_for_a_last_day(event: Outbox) -> None:
    """The coordinators set it; the actor hears that it is proposed."""
    if not open_proposals().filter(ref=event.ref).exists():
        return
    tell_of(event, COORDINATORS)
    tell_of(event, _actor(event), kind=OWN_LAST_DAY_PROPOSED, also=":own")


@on(Event.LAST_DAY_SET, Event.LAST_DAY_KEPT)
def tell_the_last_day(event: Outbox) -> None:
    """The person's caseworker hears what the coordinator answered."""
    settle(event.ref, LAST_DAY_ASKED, at=event.at)
    tell_of(event, _actor(event))


@on(Event.LAST_DAY_LAPSED)
def no_last_day_to_set(event: Outbox) -> None:
    """Something else was stated since: nobody has to answer."""
    settle(event.ref, LAST_DAY_ASKED, at=event.at)


def _actor(event: Outbox) -> To:
    """The person's caseworker; the actor's staff where there is none."""
    assert event.person_id
    worker = Person.objects.filter(pk=event.person_id).values_list("caseworker_id", flat=True).first()
    return To(users=(worker,) if worker else (), staff_of=UUID(event.facts["actor"]))


@on(Event.ADMISSION_SENT, Event.ADMISSION_CONFIRMED, Event.INTERVENTION_ENDED)
@on(Event.HAND_OVER_ACCEPTED, Event.CASE_REOPENED)
def tell_what_is_due_already(event: Outbox) -> None:
    """A period granted late or ended long ago, a request that lay in the queue, a person whom nobody was responsible
    for, a case that was closed meanwhile: what is due by then is told now, and what the closing had settled asks again.
    A finder that fails holds up neither the others nor the event: the sweep asks it again."""
    assert event.person_id, "all that is due is not asked for"
    closings = Closing.objects.filter(ref=event.ref, person_id=event.person_id)
    closed = closings.values_list("closed_at", flat=True).first()
    for name, finder in finders().items():
        try:
            with transaction.atomic():
                due = finder(Span(None, event.at, event.person_id), "").due
                tell(due, at=event.at)
                if closed:
                    ask_again(due, since=closed)
        except Exception as error:
            raise_where_away(error)
            log.error("%s failed: %s", name, type(error).__name__)


@on(Event.HANDED_OVER)
def ask_for_an_actor(event: Outbox) -> None:
    """The coordinators have a person to route."""
    row = HandOver.objects.filter(ref=event.ref, state=HandOverState.RECEIVED).only("from_actor_id").first()
    if row:
        tell_of(event, COORDINATORS, facts={"from_actor": str(row.from_actor_id)})


@on(Event.HAND_OVER_OFFERED)
def ask_the_actor(event: Outbox) -> None:
    """The staff of the actor that the person is offered to."""
    settle(event.ref, TO_ROUTE, at=event.at)
    to_actor = UUID(event.facts["to_actor"])
    if stands(HandOver, event, HandOverState.OFFERED, to_actor=to_actor):
        tell_of(event, To(staff_of=to_actor))


@on(Event.HAND_OVER_SENT_BACK)
def ask_for_another_actor(event: Outbox) -> None:
    """The coordinators have it again."""
    settle(event.ref, [Event.HAND_OVER_OFFERED, OFFER_WAITS], at=event.at)
    if stands(HandOver, event, HandOverState.SENT_BACK):
        tell_of(event, COORDINATORS)


@on(Event.HAND_OVER_TAKEN_BACK)
def nothing_to_answer(event: Outbox) -> None:
    """The actor is not asked any longer: what asked it goes. It sees nothing of the person, so nothing else is told."""
    settle(event.ref, [Event.HAND_OVER_OFFERED, OFFER_WAITS], at=event.at)


@on(Event.HAND_OVER_ACCEPTED, Event.HAND_OVER_CLOSED)
def nothing_to_route(event: Outbox) -> None:
    """The hand-over has come to its end."""
    settle(event.ref, [*TO_ROUTE, Event.HAND_OVER_OFFERED, OFFER_WAITS], at=event.at)


@on(Event.PERSON_SHARED)
def tell_the_guests(event: Outbox) -> None:
    """The staff of the actor that a person is shared with."""
    if Share.objects.filter(ref=event.ref, ended_at=None).exists():
        facts = {name: event.facts[name] for name in ("from_actor", "until")}
        tell_of(event, To(staff_of=UUID(event.facts["to_actor"])), facts=facts)


@on(Event.SHARE_ENDED)
def tell_the_guests_that_it_ended(event: Outbox) -> None:
    """The same, who see the person no more."""
    settle(event.ref, [Event.PERSON_SHARED], at=event.at)
    facts = {"from_actor": event.facts["from_actor"]}
    tell_of(event, To(staff_of=UUID(event.facts["to_actor"])), facts=facts)


@on(Event.TRANSFER_OFFERED)
def ask_the_other_actor(event: Outbox) -> None:
    """The staff of the actor that somebody is offered to; of whom, nobody is told."""
    to_actor = UUID(event.facts["to_actor"])
    if stands(TransferOffer, event, TransferState.OPEN, to_actor=to_actor):
        tell_of(event, To(staff_of=to_actor), facts={"from_actor": event.facts["from_actor"]})


@on(Event.TRANSFER_ANSWERED)
def tell_who_offered(event: Outbox) -> None:
    """Whoever made the offer hears that it is answered, their colleagues where they work there no longer; nobody at the
    other actor has to any longer."""
    settle(event.ref, [Event.TRANSFER_OFFERED], at=event.at)
    made_by = To(users=(UUID(event.facts["made_by"]),), staff_of=UUID(event.facts["from_actor"]))
    tell_of(event, made_by, facts={"to_actor": event.facts["to_actor"]})


@on(Event.TRANSFER_TAKEN_BACK)
def nobody_is_asked(event: Outbox) -> None:
    """What asked goes; nothing else is told."""
    settle(event.ref, [Event.TRANSFER_OFFERED], at=event.at)


@on(Event.WORK_HANDED_ON)
def tell_who_takes_over(event: Outbox) -> None:
    """Whoever has taken over what a colleague had in hand."""
    facts = {"n": str(event.facts["n"]), "from": event.facts["from"]}
    tell_of(event, To(users=(UUID(event.facts["to"]),)), facts=facts)


@on(Event.PERSONS_GIVEN)
def tell_whose_they_are(event: Outbox) -> None:
    """Whoever was given persons, unless they gave them to themselves."""
    tell_of(event, To(users=(UUID(event.facts["to"]),)), facts={"n": str(event.facts["n"])})


@on(Event.REMINDED)
def remind_the_actor(event: Outbox) -> None:
    """The person's caseworker; the actor's staff where there is none. Nothing where it waits no longer."""
    if event.facts["waits"] == Waits.ANSWER:
        if stands(AdmissionRequest, event, AdmissionState.RETURNED):
            tell_of(event, _actor(event), kind=REMINDED_ANSWER)
    elif not stands(Intervention, event, InterventionState.REPORTED):
        tell_of(event, _actor(event), kind=REMINDED_REPORT)


@on(Event.PERSON_RESTRICTED)
def tell_the_named(event: Outbox) -> None:
    """Who sees the person from now on, when others do not. Nobody is told that they are not named."""
    tell_of(event, To(users=tuple(UUID(one) for one in event.facts["named"])), facts={})


@on(Event.RESTRICTION_LIFTED)
def tell_who_were_named(event: Outbox) -> None:
    """Those who kept the person to themselves: no manager opens one to all of the staff unnoticed."""
    tell_of(event, To(users=tuple(UUID(one) for one in event.facts["named"])), facts={})


@on(Event.GLASS_BROKEN)
def tell_whose_glass_it_is(event: Outbox) -> None:
    """The caseworker at once, and those who manage the actor and see the person; the staff where there is neither. A
    caseworker who is away hears of it too: it is of no use to them that somebody else did."""
    assert event.person_id
    actor, worker = event.facts["actor"], event.facts["caseworker"]
    managers = managers_who_see(event.person_id, UUID(actor)) if actor else ()
    users = tuple(dict.fromkeys([*([UUID(worker)] if worker else []), *managers]))
    tell_of(event, To(users=users, staff_of=UUID(actor) if actor else None), facts={})
    if worker and actor and not Notice.objects.filter(deadline=f"event:{event.pk}", user_id=worker).exists():
        tell_of(event, To(users=(UUID(worker),), staff_of=UUID(actor), alone=True), facts={}, also=":away")


@on(Event.STRIKING_ASKED)
def ask_the_second_person(event: Outbox) -> None:
    """The responsible actor's managers but for the asker; where there is none, the coordinators."""
    managers = tuple(UUID(one) for one in event.facts["managers"])
    if stands(Striking, event, StrikingState.OPEN):
        tell_of(event, To(users=managers) if managers else COORDINATORS, facts={})


@on(Event.STRIKING_OVER)
def tell_who_asked(event: Outbox) -> None:
    """Nobody has to answer any longer; the asker hears what was answered, never what was struck."""
    settle(event.ref, [Event.STRIKING_ASKED], at=event.at)
    kinds = {StrikingState.STRUCK: STRUCK, StrikingState.REFUSED: NOT_STRUCK}
    if kind := kinds.get(StrikingState(event.facts["state"])):
        tell_of(event, To(users=(UUID(event.facts["asked_by"]),)), kind=kind, facts={})


@on(Event.QUESTION_ASKED)
def ask_who_should_answer(event: Outbox) -> None:
    """The coordinators; of the responsible actor the person's caseworker, of another its staff. Not what is asked."""
    if not Message.objects.filter(ref=event.ref, over=None).exists():
        return
    asks = event.facts["asks"]
    if asks == Asks.OFFICE:
        tell_of(event, COORDINATORS, facts={})
    else:
        to = _actor(event) if asks == Asks.HOME else To(staff_of=UUID(event.facts["actor"]))
        tell_of(event, to, facts={})


@on(Event.QUESTION_OVER)
def nobody_has_to_answer(event: Outbox) -> None:
    """It is answered, or no question any longer."""
    settle(event.ref, [Event.QUESTION_ASKED], at=event.at)


@on(Event.CASE_REOPENED)
def tell_who_can_change_it_again(event: Outbox) -> None:
    """The person's caseworker; the actor's staff where there is none."""
    if event.facts["actor"]:
        tell_of(event, _actor(event), facts={})


@on(Event.READING_STOPPED)
def tell_of_much_reading(event: Outbox) -> None:
    """The coordinators, also where it is one of them."""
    tell_of(event, COORDINATORS)


@on(*RECEIPT_STATUS)
def tell_who_handed_over(event: Outbox) -> None:
    """Whoever handed somebody over hears that the receipt has a new status: once for each, and nothing more."""
    status = RECEIPT_STATUS[Event(event.event)]
    receipt = Receipt.objects.filter(pk=UUID(event.facts["receipt"])).only("number", "made_by_id", "made_at").first()
    if receipt is None:
        return
    # Known by receipt and status, not by the event: another actor that is asked later is no news to them.
    due = Due(
        kind=RECEIPT_MOVED,
        deadline=f"receipt:{receipt.pk}:{status}",
        day=day(receipt.made_at),
        to=To(users=(receipt.made_by_id,)),
        ref=receipt.number,
        facts={"number": receipt.number},
    )
    tell([due], at=event.at)
