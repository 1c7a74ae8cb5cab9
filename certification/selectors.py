"""Questions about certifications. No persons here, so nothing to scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accounts.errors import NotFound
from accounts.models import Actor
from accounts.queries import queries
from certification.models import Certification, Permit


def certifications_of(actor_id: UUID) -> list[Certification]:
    """All certifications of an actor, newest first."""
    return list(Certification.objects.filter(actor_id=actor_id).order_by("-valid_from"))


def permits_of(actor_id: UUID) -> list[Permit]:
    """All permits that an actor has had for its home, newest first."""
    return list(Permit.objects.filter(actor_id=actor_id).order_by("-valid_from"))


@dataclass(frozen=True)
class Home:
    """Whether an actor runs a home, and the permits that it has had, newest first."""

    is_home: bool
    permits: tuple[Permit, ...]


@queries(2)
def home_of(ref: str) -> Home:
    """What is noted of an actor's home (the door has said that the viewer may read of the actor)."""
    actor = Actor.objects.get(ref=ref)
    return Home(actor.is_home, tuple(permits_of(actor.pk)))


@queries(1)
def runs_home(ref: str) -> bool:
    """Whether the actor runs a home that needs a permit."""
    return Actor.objects.filter(ref=ref, is_home=True).exists()


@queries(1)
def permit_now(ref: str, permit: str) -> dict[str, Any]:
    """What the form about a permit starts from. Raises NotFound."""
    names = ("valid_from", "valid_to", "withdrawn_on")
    found = Permit.objects.filter(actor__ref=ref, ref=permit).values(*names).first()
    if found is None:
        raise NotFound
    return dict(found)


def is_certified(actor_id: UUID, *, on: date) -> bool:
    """Whether the actor may apply for anything that day (domain §1: certified actor)."""
    return any(c.valid_on(on) for c in certifications_of(actor_id))


def certified_actors(*, on: date) -> list[Actor]:
    """Every actor that is certified that day."""
    rows = Certification.objects.filter(valid_from__lte=on, valid_to__gte=on)
    return list(Actor.objects.filter(pk__in={row.actor_id for row in rows if row.valid_on(on)}))
