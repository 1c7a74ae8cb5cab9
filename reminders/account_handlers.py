"""What follows from what happens to accounts: links that go out, second people who are asked, owners who are told."""

from __future__ import annotations

from uuid import UUID

from accounts.acts import GOVERNS, Role
from accounts.clock import day
from accounts.deadlines import Due, To
from accounts.models import Absence, User
from accounts.staff import confirms_recovery, places_of
from accounts.viewer import viewer_of
from audit.models import Outbox
from audit.record import Event, on
from reminders.models import Letter
from reminders.services.events import tell_of
from reminders.services.telling import settle, tell, write
from reminders.wordings import WRITTEN_AWAY

TO_CONFIRM = (Event.INVITATION_PROPOSED, Event.RECOVERY_OPENED)


@on(Event.INVITED)
def send_invitation(event: Outbox) -> None:
    """The link goes to the address that was invited; a second coordinator need not be asked any longer."""
    settle(event.ref, TO_CONFIRM, at=event.at)
    write(Letter.INVITED, about=event.pk, at=event.at, link=UUID(event.facts["link"]))


@on(Event.RECOVERY_CONFIRMED)
def send_recovery(event: Outbox) -> None:
    """The link goes to the account's own address."""
    settle(event.ref, TO_CONFIRM, at=event.at)
    user, link = UUID(event.facts["user"]), UUID(event.facts["link"])
    write(Letter.LET_IN, about=event.pk, at=event.at, user=user, link=link)


@on(Event.INVITATION_OVER, Event.RECOVERY_OVER)
def nothing_to_confirm(event: Outbox) -> None:
    """Used or taken back."""
    settle(event.ref, TO_CONFIRM, at=event.at)


@on(Event.SIGN_IN_CHANGED)
def tell_the_owner(event: Outbox) -> None:
    """The account's owner hears that something changed, not what."""
    write(Letter.CHANGED, about=event.pk, at=event.at, user=UUID(event.facts["user"]))


@on(Event.STAND_IN_NAMED)
def tell_who_stands_in(event: Outbox) -> None:
    """Whoever stands in, and whoever is away where somebody else wrote it down; unless the days were taken away again.
    Nobody's reminders go to somebody else without a word."""
    facts = event.facts
    if not Absence.objects.filter(ref=event.ref).exists():
        return
    for kind, to, other in ((event.event, facts["to"], facts["user"]), (WRITTEN_AWAY, facts["user"], facts["to"])):
        said = {"user": other, "first": facts["first"], "last": facts["last"]}
        tell_of(event, To(users=(UUID(to),)), kind=kind, facts=said, also="" if kind == event.event else ":away")


@on(Event.STAND_IN_OVER)
def nobody_stands_in(event: Outbox) -> None:
    """The days were taken away."""
    settle(event.ref, [Event.STAND_IN_NAMED, WRITTEN_AWAY], at=event.at)


@on(Event.INVITATION_PROPOSED)
def ask_a_second_coordinator(event: Outbox) -> None:
    """The other coordinators."""
    due = Due(event.event, f"event:{event.pk}", day(event.at), To(roles=(Role.COORDINATOR,)), ref=event.ref)
    tell([due], at=event.at, but=event.by_user)


@on(Event.RECOVERY_OPENED)
def ask_a_second_person(event: Outbox) -> None:
    """Everybody who may confirm that somebody is let in again (accounts/staff.py); never themselves."""
    concerned = User.objects.get(pk=UUID(event.facts["user"]))
    places = places_of(concerned)
    govern = User.objects.filter(appointments__role__in=[*GOVERNS, Role.ADMINISTRATOR]).distinct().order_by("pk")
    users = tuple(user.pk for user in govern if confirms_recovery(viewer_of(user), concerned.pk, places))
    due = Due(event.event, f"event:{event.pk}", day(event.at), To(users=users), ref=event.ref)
    tell([due], at=event.at, but=event.by_user)
