"""That somebody has a role, for an actor where it is one of an actor's: given by an invitation, ended by hand."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from accounts.acts import FIELD, GOVERNS, Act, Role
from accounts.errors import Conflict, NotFound
from accounts.models import Actor, Appointment, User
from accounts.services.freezing import account, in_turn, withdraw_what_waits
from accounts.staff import ends, other_coordinators
from accounts.viewer import Viewer


def appoint(user: User, role: Role, actor: Actor | None) -> None:
    """Give the role; once, however often it is given. The actor's group follows, and with it what its staff may see.

    Only invitations, commands and tests call this.
    """
    Appointment.objects.get_or_create(user=user, role=role, actor=actor)
    if actor is not None and role in FIELD:
        user.groups.add(actor.group_id)


def end_appointment(user: UUID, appointment: UUID, *, by: Viewer, at: datetime) -> None:
    """End one of somebody's appointments: from their next request on they no longer have the role.

    The account stays. The actor's group goes with the last appointment there; what they let others in by goes with the
    role that governs. Raises NotFound, Conflict (the only other coordinator: else somebody could make themselves the
    only one, who needs no second person).
    """
    by = in_turn(by=by)
    person = account(user, act=Act.END_APPOINTMENT, by=by)
    row = Appointment.objects.filter(user=person, pk=appointment).select_related("actor").first()
    if row is None or not ends(by, person.pk, row.role, row.actor_id):
        raise NotFound
    if row.role == Role.COORDINATOR and not other_coordinators(by.id, at=at).exclude(pk=row.pk).exists():
        raise Conflict("only_coordinator")
    row.delete()
    if row.role in GOVERNS:
        withdraw_what_waits(person, at=at)
    if row.actor is not None and not person.appointments.filter(actor=row.actor).exists():
        person.groups.remove(row.actor.group_id)
