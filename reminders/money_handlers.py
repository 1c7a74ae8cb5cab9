"""What people are told of reports, payments and accounts, run by the outbox (at least once: twice is once)."""

from __future__ import annotations

from uuid import UUID

from accounts.acts import Role
from accounts.clock import day
from accounts.deadlines import Due, To
from accounts.models import Actor, Appointment
from audit.models import Outbox
from audit.record import Event, on
from cases.models import Person
from funding.models import Claim, ClaimState
from reminders.services.events import stands, tell_of
from reminders.services.telling import settle, tell
from reminders.wordings import CLAIM_CUT


@on(Event.CLAIM_SENT)
def ask_for_a_look(event: Outbox) -> None:
    """The coordinators have a report to look at; what its actor was asked is answered."""
    settle(event.ref, [Event.CLAIM_ASKED], at=event.at)
    if stands(Claim, event, ClaimState.SENT):
        tell_of(event, To(roles=(Role.COORDINATOR,)), facts={"actor": event.facts["actor"]})


@on(Event.CLAIM_ASKED, Event.CLAIM_APPROVED, Event.CLAIM_REVERSED)
def tell_who_reported(event: Outbox) -> None:
    """Who sent the report and the person's caseworker; no coordinator need look at it any longer."""
    settle(event.ref, [Event.CLAIM_SENT], at=event.at)
    if event.event == Event.CLAIM_ASKED and not stands(Claim, event, ClaimState.ASKED):
        return
    assert event.person_id
    worker = Person.objects.filter(pk=event.person_id).values_list("caseworker_id", flat=True).first()
    users = tuple(user for user in (UUID(event.facts["sent_by"]), worker) if user)
    kind = CLAIM_CUT if event.facts.get("cut") else event.event
    tell_of(event, To(users=users, staff_of=UUID(event.facts["actor"])), kind=kind, facts={})


@on(Event.ACCOUNT_ASKED, Event.ACCOUNT_CONFIRMED, Event.ACCOUNT_ENDED)
def tell_of_an_account(event: Outbox) -> None:
    """All of the actor's managers and the coordinators, and whoever did it too: it may have been done in their name."""
    actor = Actor.objects.get(pk=UUID(event.facts["actor"]))
    managers = Appointment.objects.filter(role=Role.MANAGER, actor=actor).order_by("user_id")
    users = tuple(managers.values_list("user_id", flat=True).distinct())
    if event.event != Event.ACCOUNT_ASKED:
        settle(actor.ref, [Event.ACCOUNT_ASKED], at=event.at)
    due = Due(
        kind=event.event,
        deadline=f"event:{event.pk}",
        day=day(event.at),
        to=To(users=users, roles=(Role.COORDINATOR,)),
        ref=actor.ref,
        facts={name: event.facts[name] for name in ("actor", "from") if name in event.facts},
    )
    tell([due], at=event.at)
