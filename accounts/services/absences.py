"""Days of absence, and who stands in on them: for oneself, or by a manager for somebody who fell ill."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Invalid, NotFound
from accounts.locks import one_at_a_time
from accounts.models import Absence
from accounts.refs import new_ref, parse_ref
from accounts.selectors.absences import not_over, overlapping, staff_of_handle
from accounts.staff import managed_by
from accounts.viewer import Viewer
from audit.record import Event, record

LONGEST = timedelta(days=366)
MOST = 20
"""So many absences of somebody, at an actor, are written down at a time: each tells a colleague."""


@dataclass(frozen=True)
class Away:
    """Who is away from which day to which, both inclusive, and who stands in: handles of staff of the same actor."""

    away: UUID
    first: date
    last: date
    stand_in: UUID


def set_absence(said: Away, *, by: Viewer, at: datetime) -> Absence:
    """Write it down; the same twice (a form that is sent again) is once. From the first day on reminders go to whoever
    stands in.

    Raises NotFound (an appointment of somebody whom the viewer may not write down), Invalid (days that are over, in
    the wrong order, longer than a year or so far off, or written down already; too many; nobody, oneself or another
    actor's as stand-in).
    """
    row = staff_of_handle(by, said.away)
    if row is None or not (row.user_id == by.id or row.actor_id in managed_by(by)):
        raise NotFound
    assert row.actor_id
    stand_in = staff_of_handle(by, said.stand_in)
    if stand_in is None or stand_in.actor_id != row.actor_id or stand_in.user_id == row.user_id:
        raise Invalid({"stand_in": _("Choose a colleague who works for the same actor.")})
    if said.last < said.first:
        raise Invalid({"last": _("The last day is before the first.")})
    if said.last < day(at):
        raise Invalid({"last": _("The days are over already.")})
    if said.last - said.first > LONGEST:
        raise Invalid({"last": _("At most a year at a time.")})
    if said.first - day(at) > LONGEST:
        raise Invalid({"first": _("The day is more than a year off. Check the year.")})
    one_at_a_time("absence", f"{row.user_id}{row.actor_id}")
    same = {"first": said.first, "last": said.last, "stand_in_id": stand_in.user_id}
    if there := Absence.objects.filter(user_id=row.user_id, actor_id=row.actor_id, **same).first():
        return there
    if overlapping(row.user_id, row.actor_id, said.first, said.last):
        raise Invalid({"first": _("Some of these days are written down already. Take them away first.")})
    if not_over(row.user_id, row.actor_id, on=day(at)) >= MOST:
        raise Invalid({"first": _("So many absences are not written down ahead. Take one away first.")})
    made = Absence(ref=new_ref("V"), user_id=row.user_id, actor_id=row.actor_id, first=said.first, last=said.last)
    made.stand_in_id, made.made_by_id, made.made_at = stand_in.user_id, by.id, at
    made.save(force_insert=True)
    facts = {"user": str(row.user_id), "to": str(stand_in.user_id)}
    days = {"first": said.first.isoformat(), "last": said.last.isoformat()}
    record(Event.STAND_IN_NAMED, at=at, by=by.id, ref=made.ref, facts=facts | days)
    return made


def take_absence_back(ref: str, *, by: Viewer, at: datetime) -> None:
    """Take days of absence away, also while they run: reminders go to whoever was away again. Raises NotFound."""
    row = allowed(by, Act.SET_ABSENCE, Absence.objects.filter(ref=parse_ref(ref) or "").first())
    record(Event.STAND_IN_OVER, at=at, by=by.id, ref=row.ref)
    row.delete()
