"""Whether somebody's case is closed: asked by every service that changes what stands on record."""

from __future__ import annotations

from uuid import UUID

from cases.models import Case, Closing


def closed_now(person_id: UUID) -> Closing | None:
    """The closing that holds: the newest that nobody has opened again, of a person with no open case."""
    row = Closing.objects.filter(person_id=person_id, reopened_at=None).select_related("closed_by").first()
    return None if row is None or Case.objects.filter(person_id=person_id, closed_on=None).exists() else row
