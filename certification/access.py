"""The page of an actor: for coordinators and for its own staff."""

from __future__ import annotations

from accounts.access import About, answers, locates
from accounts.acts import Act, Role
from accounts.models import Actor
from accounts.viewer import Viewer


@locates(Actor)
def locate_actor(viewer: Viewer, act: Act, ref: str) -> About | None:
    """An actor by its reference."""
    row = Actor.objects.filter(ref=ref).first()
    return About("Actor", row.ref) if row and answer_actor(viewer, act, row) else None


@answers(Actor)
def answer_actor(viewer: Viewer, act: Act, row: Actor) -> bool:
    """Coordinators read about all of them, staff about their own. What is noted of its home is the coordinators'; that
    nobody notes it of an actor of their own is the service's to say. Where it is paid is written by its managers."""
    if act is Act.NOTE_PERMIT:
        return viewer.is_(Role.COORDINATOR)
    if act is Act.WRITE_BANK_ACCOUNT:
        return row.pk in viewer.actors_as(Role.MANAGER)
    if act is Act.SEE_BANK_ACCOUNT:
        return viewer.is_(Role.COORDINATOR) or row.pk in viewer.actors
    return act is Act.SEE_ACTORS and (viewer.is_(Role.COORDINATOR) or viewer.belongs_to(row.pk))
