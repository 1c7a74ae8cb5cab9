"""Outreach without a person on record: written down and taken away by the actor's own staff (domain §2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.acts import STAFF
from accounts.clock import day
from accounts.counties import County
from accounts.errors import Invalid, NotFound, Refused
from accounts.viewer import Viewer
from cases import codes
from cases.models import Outreach
from cases.models.outreach import PlaceKind

YEARS_BACK = 5
MOST_MET = 2_000
"""More in one day is a slip of the pen."""


@dataclass(frozen=True)
class Outing:
    """One day at one kind of place: how many were met, and of them how many got information (None: not counted)."""

    on: date
    met: int
    county: str = ""
    place: str = PlaceKind.UNKNOWN
    informed: int | None = None


def note_outreach(said: Outing, *, by: Viewer, at: datetime) -> Outreach:
    """Write down an outing of the viewer's actor. Raises Invalid; Refused for somebody without an actor."""
    actors = by.actors_as(*STAFF)
    if not actors:
        raise Refused("no_actor")
    _check(said, day(at))
    row = Outreach(ref=codes.new_ref("V"), actor_id=actors[0], made_at=at, made_by_id=by.id)
    row.on, row.county, row.place, row.met, row.informed = said.on, said.county, said.place, said.met, said.informed
    row.save(force_insert=True)
    return row


def take_outreach(ref: str, *, by: Viewer, at: datetime) -> None:
    """Take away an outing that was written by mistake. Raises NotFound (also another actor's)."""
    row = Outreach.objects.filter(ref=ref, actor_id__in=by.actors_as(*STAFF)).first()
    if row is None:
        raise NotFound
    row.delete()


def _check(said: Outing, today: date) -> None:
    wrong: dict[str, str] = {}
    if said.on > today:
        wrong["on"] = _("The date is in the future. Write the day when it was done.")
    elif said.on.year < today.year - YEARS_BACK:
        wrong["on"] = _("The date is more than five years ago. Check the year.")
    if said.county not in {"", *County.values}:
        wrong["county"] = _("Take an answer that can be chosen, and each of them once.")
    if said.place not in PlaceKind.values:
        wrong["place"] = _("Take an answer that can be chosen, and each of them once.")
    if not 0 <= said.met <= MOST_MET:
        wrong["met"] = _("Write how many you met, at most 2 000. Nobody is 0.")
    elif said.informed is not None and not 0 <= said.informed <= said.met:
        wrong["informed"] = _("No more can have got information than those whom you met.")
    if wrong:
        raise Invalid(wrong)
