"""Small changes to a person's record."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.errors import Invalid
from accounts.viewer import Viewer
from cases import guard
from cases.models import Person
from cases.models.choices import Protection
from cases.services.facts import changeable


@dataclass(frozen=True)
class Described:
    """What staff keep up to date about a person: how to meet them safely, and what to think of."""

    interpreter: bool | None = None
    protection: str = Protection.UNKNOWN
    threatened: bool = False
    safe_contact: str = ""


def describe(code: str, what: Described, *, by: Viewer, at: datetime, answered: Collection[str] = ()) -> Person:
    """Write interpreter, protection, threat and the safe way to reach the person; a new way counts as checked today.

    Raises NotFound, Invalid, PointsOut.
    """
    person = changeable(code, by=by)
    guard.refuse_unanswered({"safe_contact": what.safe_contact}, answered)
    if what.protection not in Protection.values:
        raise Invalid({"protection": _("Choose an answer.")})
    person.interpreter, person.protection, person.threatened = what.interpreter, what.protection, what.threatened
    fields = ["interpreter", "protection", "threatened"]
    if what.safe_contact.strip() != person.safe_contact.open():
        person.safe_contact = what.safe_contact.strip()
        person.safe_contact_checked_on = day(at) if what.safe_contact.strip() else None
        fields += ["safe_contact", "safe_contact_checked_on"]
    person.save(update_fields=fields)
    return person


def check_safe_contact(code: str, *, by: Viewer, at: datetime) -> Person:
    """Say that the safe way to reach the person holds today. Raises NotFound, Invalid (none is written)."""
    person = changeable(code, by=by)
    if not person.safe_contact:
        raise Invalid({"safe_contact": _("Write the safe way to reach the person first.")})
    person.safe_contact_checked_on = day(at)
    person.save(update_fields=["safe_contact_checked_on"])
    return person
