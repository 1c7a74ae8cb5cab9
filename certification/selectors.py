"""Questions about certifications. No persons here, so nothing to scope."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from accounts.models import Actor
from certification.models import Certification, Permit


def certifications_of(actor_id: UUID) -> list[Certification]:
    """All certifications of an actor, newest first."""
    return list(Certification.objects.filter(actor_id=actor_id).order_by("-valid_from"))


def permits_of(actor_id: UUID) -> list[Permit]:
    """All permits that an actor has had for its home, newest first."""
    return list(Permit.objects.filter(actor_id=actor_id).order_by("-valid_from"))


def is_certified(actor_id: UUID, *, on: date) -> bool:
    """Whether the actor may apply for anything that day (domain §1: certified actor)."""
    return any(c.valid_on(on) for c in certifications_of(actor_id))


def certified_actors(*, on: date) -> list[Actor]:
    """Every actor that is certified that day."""
    rows = Certification.objects.filter(valid_from__lte=on, valid_to__gte=on)
    return list(Actor.objects.filter(pk__in={row.actor_id for row in rows if row.valid_on(on)}))
