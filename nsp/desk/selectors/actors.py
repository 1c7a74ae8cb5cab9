"""The list of actors with their certification as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from accounts.counties import County
from accounts.models import Actor
from accounts.models.actor import ActorKind
from accounts.queries import queries
from accounts.sorting import swedish_key
from accounts.words import short_day_words
from certification.models import Certification

SOON_DAYS = 60


@dataclass(frozen=True)
class ActorRow:
    """An organisation and what its certification allows today."""

    name: str
    county: str
    words: str
    kind: str


@queries(2)
def actor_list(*, on: date) -> list[ActorRow]:
    """All actors in Swedish order."""
    certified: dict[object, Certification] = {}
    for row in Certification.objects.order_by("valid_from"):
        if row.valid_from <= on:
            certified[row.actor_id] = row
    rows = [_row(actor, certified.get(actor.pk), on) for actor in Actor.objects.all()]
    return sorted(rows, key=lambda row: swedish_key(row.name))


def _row(actor: Actor, valid: Certification | None, on: date) -> ActorRow:
    county = County(actor.county).label
    if actor.kind == ActorKind.COOPERATING:
        return ActorRow(actor.name, county, _("Cooperates"), "idle")
    if valid is None:
        return ActorRow(actor.name, county, _("Not certified"), "idle")
    if valid.suspended_on and valid.suspended_on <= on:
        return ActorRow(
            actor.name, county, _("Suspended since %(day)s") % {"day": short_day_words(valid.suspended_on, on)}, "late"
        )
    words = {"day": short_day_words(valid.valid_to, on)}
    if valid.valid_to < on:
        return ActorRow(actor.name, county, _("Ran out %(day)s") % words, "late")
    kind = "soon" if valid.valid_to <= on + timedelta(days=SOON_DAYS) else "done"
    return ActorRow(actor.name, county, _("Certified until %(day)s") % words, kind)
