"""What handlers of events share: telling of one, and looking whether what it asks for is still to be done."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Model

from accounts.clock import day
from accounts.deadlines import Due, To
from audit.models import Outbox
from reminders.services.telling import tell


def tell_of(
    event: Outbox,
    to: To,
    *,
    kind: str = "",
    facts: dict[str, str] | None = None,
    but: UUID | None = None,
    also: str = "",
) -> None:
    """Tell somebody of an event, once; never whoever did it (or ``but``). ``also``: of the same event in other words,
    to others."""
    due = Due(
        kind=str(kind or event.event),
        deadline=f"event:{event.pk}{also}",
        day=day(event.at),
        to=to,
        ref=event.ref,
        person_id=event.person_id,
        facts=event.facts if facts is None else facts,
    )
    tell([due], at=event.at, but=but or event.by_user)


def stands(model: type[Model], event: Outbox, state: str, **also: object) -> bool:
    """Whether what an event asks for is still to be done.

    Events may come late and out of order: to ask for what has been done already leaves an errand that nothing settles.
    """
    return model._default_manager.filter(ref=event.ref, state=state, **also).exists()
