"""Which persons on record are one human: over the same-person links that stand, worked out when it is asked."""

from __future__ import annotations

from uuid import UUID

from cases.models import SamePersonLink
from cases.models.same_person import SameState
from cases.same_person import Pair, others_linked


def linked_pairs() -> list[Pair]:
    """Every link that stands. For coordinators and the system, who see them all. One query."""
    return list(SamePersonLink.objects.filter(state=SameState.LINKED).values_list("person_id", "other_id"))


def others_of(person_id: UUID) -> frozenset[UUID]:
    """Everybody who is the same human as the person, over all links. One query."""
    return others_linked(person_id, linked_pairs())
