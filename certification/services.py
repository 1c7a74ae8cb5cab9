"""What a coordinator notes of a home: that an actor runs one, and the authority's permits for it (domain §3)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.errors import Invalid, NotFound, Refused
from accounts.links import new_ref
from accounts.locks import one_at_a_time
from accounts.models import Actor
from accounts.viewer import Viewer
from accounts.words import span_words
from audit.record import Event, record
from certification.models import Permit


@dataclass(frozen=True)
class Noted:
    """The days of a permit, both inclusive; ``withdrawn_on``: from that day it does not hold."""

    valid_from: date
    valid_to: date
    withdrawn_on: date | None = None


def set_home(ref: str, is_home: bool, *, by: Viewer, at: datetime) -> Actor:
    """Say whether the actor runs a home that needs a permit. Raises NotFound, Refused("conflict_of_interest")."""
    actor = _actor(ref, by)
    if actor.is_home != is_home:
        actor.is_home = is_home
        actor.save(update_fields=["is_home"])
        record(Event.HOME_STATED, at=at, by=by.id, ref=ref, facts={"is_home": is_home})
    return actor


def note_permit(ref: str, what: Noted, *, by: Viewer, at: datetime, permit: str = "") -> Permit:
    """Note a permit of an actor's home, or other days of one that is noted (``permit``: its reference).

    What has been decided stands: an application rests on the permits as they were noted when it was decided. Raises
    NotFound, Refused("conflict_of_interest"), Invalid (days that cannot be; a permit for the same days).
    """
    one_at_a_time("permit", ref)
    actor = _actor(ref, by)
    row = actor.permits.filter(ref=permit).first() if permit else Permit(ref=new_ref("P"), actor=actor)
    if row is None:
        raise NotFound
    _refuse_wrong(row, what)
    for name, value in asdict(what).items():
        setattr(row, name, value)
    row.noted_at, row.noted_by_id = at, by.id
    row.save()
    facts = {name: value.isoformat() for name, value in asdict(what).items() if value}
    record(Event.PERMIT_NOTED, at=at, by=by.id, ref=row.ref, facts={"actor": str(actor.pk), **facts})
    return row


def _actor(ref: str, by: Viewer) -> Actor:
    """Nobody notes what opens the programme to an actor that they work for or belong to."""
    actor = Actor.objects.filter(ref=ref).first()
    if actor is None:
        raise NotFound
    if by.belongs_to(actor.pk):
        raise Refused("conflict_of_interest")
    return actor


def _refuse_wrong(row: Permit, what: Noted) -> None:
    wrong = {}
    if what.valid_to < what.valid_from:
        wrong["valid_to"] = _("The last day lies before the first.")
    elif what.withdrawn_on and not what.valid_from <= what.withdrawn_on <= what.valid_to:
        wrong["withdrawn_on"] = _("Choose a day of the permit.")
    same_days = Q(valid_from__lte=what.valid_to, valid_to__gte=what.valid_from)
    other = Permit.objects.filter(same_days, actor_id=row.actor_id).exclude(pk=row.pk).first()
    if other and not wrong:
        wrong["valid_from"] = _("A permit for %(span)s is noted already. Change the days of that one first.") % {
            "span": span_words(other.valid_from, other.valid_to)
        }
    if wrong:
        raise Invalid(wrong)
