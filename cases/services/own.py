"""For which actor somebody writes a person down."""

from __future__ import annotations

from datetime import date

from accounts.acts import STAFF
from accounts.models import Actor
from accounts.models.actor import ActorKind
from accounts.viewer import Viewer
from certification.selectors import is_certified


def own_actor(*, by: Viewer, on: date) -> Actor | None:
    """Whom the viewer identifies for: a member that they are staff of, a certified one before others."""
    members = Actor.objects.filter(kind=ActorKind.MEMBER).in_bulk(by.actors_as(*STAFF))
    own = [members[pk] for pk in by.actors_as(*STAFF) if pk in members]
    return next((actor for actor in own if is_certified(actor.pk, on=on)), own[0] if own else None)
