"""A hand-over on its way: the coordinator routes it, a certified actor accepts it or sends it back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Invalid
from accounts.functions import call
from accounts.locks import one_at_a_time
from accounts.models import Actor
from accounts.viewer import Viewer
from audit.record import Event, record
from cases import guard
from cases.models import HandOver, Identification, Person
from cases.states import HAND_OVER_MOVES, IDENTIFICATION_MOVES, after
from certification.selectors import is_certified

OFFER_DAYS = 7
"""How long an offered actor can see the person before it has answered (days, inclusive)."""


def offer(ref: str, actor_ref: str, *, note: str, by: Viewer, at: datetime, answered: Collection[str] = ()) -> HandOver:
    """Route a hand-over to a certified actor, which sees the person until it answers, seven days at most.

    Raises NotFound, WrongState (already offered or accepted), Invalid (the actor is not certified today), PointsOut.
    """
    row = _locked(ref, by=by, act=Act.ROUTE_HAND_OVER)
    row.state = after(HAND_OVER_MOVES, row.state, "offer")
    guard.refuse_unanswered({"note": note}, answered)
    actor = Actor.objects.filter(ref=actor_ref).first()
    if actor is None or not is_certified(actor.pk, on=day(at)):
        raise Invalid({"actor": _("Choose an actor that is certified today.")})
    row.to_actor, row.note, row.moved_at = actor, note, at
    row.save(update_fields=["state", "to_actor", "note", "moved_at"])
    call("nsp_grant", row.person_id, actor.group_id, day(at) + timedelta(days=OFFER_DAYS), False)
    record(Event.HAND_OVER_OFFERED, at=at, by=by.id, ref=row.ref, person_id=row.person_id, facts=_facts(row))
    return row


def take_back(ref: str, *, by: Viewer, at: datetime) -> HandOver:
    """Take the question back from an actor that has not answered: it sees the person no more, another can be asked.

    Possible before the offer runs out and after. Raises NotFound, WrongState (answered meanwhile).
    """
    row = _locked(ref, by=by, act=Act.ROUTE_HAND_OVER)
    row.state = after(HAND_OVER_MOVES, row.state, "take_back")
    assert row.to_actor is not None  # it was offered to one
    facts, group_id = _facts(row), row.to_actor.group_id
    row.to_actor, row.note, row.moved_at = None, "", at
    row.save(update_fields=["state", "to_actor", "note", "moved_at"])
    call("nsp_revoke", row.person_id, group_id)
    record(Event.HAND_OVER_TAKEN_BACK, at=at, by=by.id, ref=row.ref, person_id=row.person_id, facts=facts)
    return row


def accept(ref: str, *, by: Viewer, at: datetime) -> Person:
    """Take the person on: the viewer's actor is responsible from now, the viewer is the caseworker.

    Raises NotFound (also where it is no longer offered to the viewer's actor), WrongState.
    """
    row = _locked(ref, by=by, act=Act.ANSWER_HAND_OVER)
    row.state = after(HAND_OVER_MOVES, row.state, "accept")
    call("nsp_accept", row.person_id)
    row.moved_at = at
    row.save(update_fields=["state", "moved_at"])
    person = Person.objects.select_for_update().get(pk=row.person_id)
    person.responsible_actor_id, person.caseworker_id = row.to_actor_id, by.id
    person.changed_at, person.changed_by_id = at, by.id
    person.save(update_fields=["responsible_actor", "caseworker", "changed_at", "changed_by"])
    record(Event.HAND_OVER_ACCEPTED, at=at, by=by.id, ref=row.ref, person_id=row.person_id, facts=_facts(row))
    return person


def send_back(ref: str, *, reason: str, by: Viewer, at: datetime, answered: Collection[str] = ()) -> None:
    """Say no, with a reason for the coordinators; the viewer's actor sees the person no more.

    Only an actor with the right to change may write on the hand-over, so the right is taken on, used, and given up,
    in one transaction. Raises NotFound, WrongState, Invalid (no reason), PointsOut.
    """
    if not reason.strip():
        raise Invalid({"reason": _("Write a reason. The coordinators read it.")})
    row = _locked(ref, by=by, act=Act.ANSWER_HAND_OVER)
    row.state = after(HAND_OVER_MOVES, row.state, "send_back")
    guard.refuse_unanswered({"reason": reason}, answered)
    call("nsp_accept", row.person_id)
    group_id = row.to_actor.group_id if row.to_actor else None
    row.note, row.moved_at = reason, at
    row.save(update_fields=["state", "note", "moved_at"])
    record(Event.HAND_OVER_SENT_BACK, at=at, by=by.id, ref=row.ref, person_id=row.person_id, facts=_facts(row))
    call("nsp_revoke", row.person_id, group_id)


def close(ref: str, outcome: str, *, note: str, by: Viewer, at: datetime, answered: Collection[str] = ()) -> None:
    """A coordinator ends the errand without an actor: the person ``leave``s, ``decline``s, is ``refer``red elsewhere,
    or there is ``no_ground``. Raises NotFound, WrongState, PointsOut."""
    row = _locked(ref, by=by, act=Act.ROUTE_HAND_OVER)
    row.state = after(HAND_OVER_MOVES, row.state, "close")
    guard.refuse_unanswered({"note": note}, answered)
    row.note, row.moved_at = note, at
    row.save(update_fields=["state", "note", "moved_at"])
    first = Identification.objects.select_for_update().filter(person_id=row.person_id).earliest("made_at")
    first.state = after(IDENTIFICATION_MOVES, first.state, outcome)
    first.outcome_on, first.outcome_note = day(at), note
    first.save(update_fields=["state", "outcome_on", "outcome_note"])
    record(Event.HAND_OVER_CLOSED, at=at, by=by.id, ref=row.ref, person_id=row.person_id, facts=_facts(row))


def _locked(ref: str, *, by: Viewer, act: Act) -> HandOver:
    # A viewer with only the right to see cannot lock a row (that needs the right to change it). So whoever moves a
    # hand-over takes this lock first, and reads the state that the one before left.
    one_at_a_time("hand-over", ref)
    return allowed(by, act, HandOver.objects.filter(ref=ref).first())


def _facts(row: HandOver) -> dict[str, str]:
    to_actor: UUID | None = row.to_actor_id
    return {"receipt": str(row.receipt_id), "to_actor": str(to_actor or ""), "from_actor": str(row.from_actor_id)}
