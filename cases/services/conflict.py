"""Nobody decides for an actor that they work for or belong to; the page says who can."""

from __future__ import annotations

from uuid import UUID

from accounts.acts import Role
from accounts.models import Appointment


def who_has_no_part_in(actor_id: UUID) -> list[str]:
    """Names of coordinators who neither work for nor belong to the actor: they can decide for it."""
    coordinators = Appointment.objects.filter(role=Role.COORDINATOR, user__is_active=True)
    barred = Appointment.objects.filter(actor_id=actor_id).values("user_id")
    rows = coordinators.exclude(user__employer_id=actor_id).exclude(user_id__in=barred)
    return sorted(rows.values_list("user__name", flat=True))
