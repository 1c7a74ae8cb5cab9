"""The service log: what an actor did outside the programme's money, for a person or for nobody on record."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.acts import STAFF
from accounts.clock import day
from accounts.errors import Invalid, NotFound, Refused
from accounts.viewer import Viewer
from cases import codes, guard
from cases.models import RightEntry, ServiceCategory, ServiceGiven, ServiceOfActor
from cases.models.service import PaidBy
from cases.services.facts import changeable

YEARS_BACK = 5
MOST_HOURS = Decimal(240)
"""More hours than ten whole days in one line is a slip of the pen."""
MOST_SEK = Decimal(1_000_000)
MOST_PEOPLE = 5_000


@dataclass(frozen=True)
class Done:
    """What was done: a category's code, the day, hours or SEK or neither (not counted), who paid."""

    category: str
    on: date
    paid_by: str = PaidBy.ACTOR
    hours: Decimal | None = None
    amount: Decimal | None = None
    note: str = ""
    people: int | None = None
    """How many it reached, where nobody on record is named."""


def log_for_person(code: str, done: Done, *, by: Viewer, at: datetime, answered: Collection[str] = ()) -> ServiceGiven:
    """Write down what the viewer's actor did for a person. ``note``: in words, sealed.

    Raises NotFound, Invalid, PointsOut (what ``answered`` does not say is not so).
    """
    person = changeable(code, by=by, after_closing=True)
    actor = _own_actor(by, prefer=person.responsible_actor_id)
    _check(done, day(at))
    guard.refuse_unanswered({"note": done.note}, answered)
    row = ServiceGiven(person=person, ref=codes.new_ref("E"), actor_id=actor)
    _fill(row, done, by=by, at=at)
    row.note = done.note.strip()
    row.save(force_insert=True)
    return row


def log_for_actor(done: Done, *, by: Viewer, at: datetime) -> ServiceOfActor:
    """Write down what the viewer's actor did without a person on record: outreach, a course. It has no words.

    Raises Invalid; Refused for somebody without an actor.
    """
    actor = _own_actor(by)
    _check(done, day(at))
    row = ServiceOfActor(ref=codes.new_ref("E"), actor_id=actor, people=done.people)
    _fill(row, done, by=by, at=at)
    row.save(force_insert=True)
    return row


def take_from_person(code: str, ref: str, *, by: Viewer, at: datetime) -> None:
    """Take away a line that was written by mistake; the history keeps it.

    Raises NotFound (also another actor's line), Invalid (an entry of the ledger of rights rests on it).
    """
    person = changeable(code, by=by, after_closing=True)
    row = ServiceGiven.objects.filter(person=person, ref=ref, actor_id__in=by.actors).first()
    if row is None:
        raise NotFound
    if RightEntry.objects.filter(service=row).exists():
        raise Invalid({"": _("A right is noted as met by this, so it stays.")})
    row.delete()


def take_from_actor(ref: str, *, by: Viewer, at: datetime) -> None:
    """Take away a line without a person that was written by mistake. Raises NotFound."""
    row = ServiceOfActor.objects.filter(ref=ref, actor_id__in=by.actors_as(*STAFF)).first()
    if row is None:
        raise NotFound
    row.delete()


def _own_actor(by: Viewer, *, prefer: UUID | None = None) -> UUID:
    """For whom the viewer writes: the one that is responsible, if it is theirs; else their employer first."""
    own = by.actors_as(*STAFF)
    if not own:
        raise Refused("no_actor")
    return prefer if prefer in own and prefer is not None else own[0]


def _fill(row: ServiceGiven | ServiceOfActor, done: Done, *, by: Viewer, at: datetime) -> None:
    row.category_id, row.on, row.paid_by = done.category, done.on, done.paid_by
    row.hours, row.amount = done.hours, done.amount
    row.made_at, row.made_by_id = at, by.id


def _check(done: Done, today: date) -> None:
    wrong: dict[str, str] = {}
    if not ServiceCategory.objects.filter(code=done.category).exists():
        wrong["category"] = _("Choose what you did.")
    if done.paid_by not in PaidBy.values:
        wrong["paid_by"] = _("Say who paid.")
    if done.on > today:
        wrong["on"] = _("The date is in the future. Write the day when it was done.")
    elif done.on.year < today.year - YEARS_BACK:
        wrong["on"] = _("The date is more than five years ago. Check the year.")
    if done.hours is not None and not 0 < done.hours <= MOST_HOURS:
        wrong["hours"] = _("Write the hours in digits, more than 0 and at most 240.")
    if done.amount is not None and not 0 < done.amount <= MOST_SEK:
        wrong["amount"] = _("Write an amount of more than 0 and at most one million kronor.")
    if done.people is not None and not 0 <= done.people <= MOST_PEOPLE:
        wrong["people"] = _("Write how many, at most 5 000.")
    if wrong:
        raise Invalid(wrong)
