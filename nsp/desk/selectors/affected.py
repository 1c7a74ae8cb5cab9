"""Who is affected where an actor may apply for nothing more: what runs goes on, and coordinators see for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.words import short_day_words
from cases.models import Intervention
from cases.models.choices import Kind
from cases.selectors.standing import PERIOD_NAMES
from nsp.desk.links import address


@dataclass(frozen=True)
class AffectedRow:
    """Somebody in an intervention of the actor's that goes on: which, and until when, in words."""

    code: str
    code_name: str
    words: str
    url: str


def running_at(actor_id: UUID, on: date) -> list[AffectedRow]:
    """Everybody in an intervention of the actor's that runs on a day or is still to begin, the last day first."""
    rows = Intervention.objects.filter(actor_id=actor_id, last__gte=on).filter(last__gte=F("start"))
    return [_row(row, on) for row in rows.select_related("person").order_by("last", "start")]


def _row(row: Intervention, on: date) -> AffectedRow:
    words = {"kind": PERIOD_NAMES[Kind(row.kind)][0], "day": short_day_words(row.last, on)}
    url = address(("person", row.person.code))
    return AffectedRow(row.person.code, row.person.code_name, _("%(kind)s until %(day)s") % words, url)
