"""Somebody close to a person, as it is written down."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.errors import NotFound
from accounts.queries import queries
from cases import codes
from cases.models import Dependant, RequestedChild
from cases.models.choices import Relation
from cases.services.dependant import has_supplement, is_applied_for


@dataclass(frozen=True)
class DependantNow:
    """What the form starts from. ``stays``: it cannot be taken away, since something rests on it."""

    ref: str
    words: str
    initial: dict[str, object]
    stays: bool


@queries(4)
def dependant_now(code: str, ref: str) -> DependantNow:
    """One of the person's. For those who may change the person. Raises NotFound."""
    row = Dependant.objects.filter(person__code=codes.parse(code) or "", ref=ref).first()
    if row is None:
        raise NotFound
    initial: dict[str, object] = {
        "relation": row.relation,
        "birth_year": row.birth_year,
        "in_sweden": "yes" if row.in_sweden else "no",
        "directly_exposed": row.directly_exposed,
    }
    asked = RequestedChild.objects.filter(dependant=row)
    stays = asked.exists() or has_supplement(row) or is_applied_for(row)
    return DependantNow(row.ref, str(Relation(row.relation).label), initial, stays)
