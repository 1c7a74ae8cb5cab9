"""Who is told of what is said about a person: never what is said."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from accounts.clock import day
from accounts.deadlines import To
from audit.models import Outbox
from audit.record import Event, on
from cases.models import Mention
from cases.selectors.mention import sees_now
from cases.services.talk import close_unanswerable
from reminders.services.events import tell_of
from reminders.services.telling import settle
from reminders.wordings import MENTIONED_IN_NOTE


@on(Event.MENTIONED)
def tell_who_is_named(event: Outbox) -> None:
    """The one who is named, unless they have seen it already, or see the person no longer."""
    assert event.person_id
    user = UUID(event.facts["to"])
    waits = Mention.objects.filter(ref=event.ref, seen=None, note__taken_at=None).exists()
    if waits and sees_now(user, event.person_id, on=day(event.at)):
        kind = MENTIONED_IN_NOTE if event.facts["in_note"] else Event.MENTIONED
        tell_of(event, To(users=(user,)), kind=kind, facts={"user": event.facts["user"]})


@on(Event.MENTION_SEEN)
def seen_already(event: Outbox) -> None:
    """What told them asks for nothing any longer."""
    settle(event.ref, [Event.MENTIONED, MENTIONED_IN_NOTE], at=event.at)


@on(Event.SHARE_ENDED)
def nobody_to_answer(event: Outbox) -> None:
    """Questions to a guest who sees the person no longer close themselves."""
    close_by_themselves(at=event.at)


def close_by_themselves(*, at: datetime) -> int:
    """The same for shares that have run out, or ended with a move: how many. By the system, inside its door."""
    closed = close_unanswerable(at=at)
    for ref in closed:
        settle(ref, [Event.QUESTION_ASKED], at=at)
    return len(closed)
