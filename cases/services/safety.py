"""Reviewing the risk and the safety plan, and agreeing on the next safe contact (domain §4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.errors import Conflict, Invalid
from accounts.services.saving import by_whom
from accounts.viewer import Viewer
from cases import guard
from cases.models import SafetyReview
from cases.models.person import Threat
from cases.services.facts import changeable, not_ahead

LONGEST_WAIT = 92
"""So many days ahead the next contact lies at most: what is later is no plan for somebody at risk."""


@dataclass(frozen=True)
class Reviewed:
    """The risk on a day. ``reasons`` and ``plan`` in words, sealed; an empty ``plan``, or the same once more, leaves
    what stands there."""

    on: date
    level: str
    reasons: str = ""
    plan: str = ""
    next_on: date | None = None


def review_safety(
    code: str, what: Reviewed, *, by: Viewer, at: datetime, answered: Collection[str] = (), seen: str = ""
) -> SafetyReview:
    """Add a review; its level stands in the banner from now on. ``seen``: the key of the newest review that the page
    showed, or ``-`` where there was none; empty asks for nothing.

    Raises NotFound, Conflict (somebody has reviewed it since), Invalid (no level; a day ahead; a next contact that has
    passed, or lies further off than 92 days), PointsOut.
    """
    person = changeable(code, by=by, after_closing=True)
    newest = SafetyReview.objects.filter(person=person).select_related("stated_by").first()
    if seen and seen != (str(newest.pk) if newest else "-"):
        first = {"at": newest.stated_at} if newest else {}
        raise Conflict("changed", **by_whom(newest.stated_by if newest else None), **first, what="saved")
    if what.level not in Threat.values:
        raise Invalid({"level": _("Choose how great the risk is.")})
    not_ahead(what.on, at, _("The date is in the future. Write the day of the contact."))
    if what.next_on and what.next_on < day(at):
        raise Invalid({"next_on": _("The day has passed. Write the day of the next contact.")})
    if what.next_on and what.next_on > day(at) + timedelta(days=LONGEST_WAIT):
        raise Invalid({"next_on": _("The day is more than three months off. Agree on an earlier one.")})
    guard.refuse_unanswered({"reasons": what.reasons, "plan": what.plan}, answered)
    row = SafetyReview(person=person, on=what.on, level=what.level, next_on=what.next_on)
    row.stated_at, row.stated_by_id = at, by.id
    held = next((one.plan.open() for one in SafetyReview.objects.filter(person=person) if one.plan), "")
    row.reasons, row.plan = what.reasons.strip(), "" if what.plan.strip() == held else what.plan.strip()
    row.save(force_insert=True)
    if person.threat != what.level:
        person.threat, person.changed_at, person.changed_by_id = what.level, at, by.id
        person.save(update_fields=["threat", "changed_at", "changed_by"])
    return row
