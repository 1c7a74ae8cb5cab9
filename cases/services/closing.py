"""Closing a case, opening it again, and asking the person afterwards (domain §2.6-7)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.errors import Invalid, Refused, Stopped, WrongState
from accounts.functions import call
from accounts.services.saving import by_whom
from accounts.staff import who_has_no_part_in
from accounts.viewer import Viewer
from audit.record import Event, record
from cases import codes, guard, strange
from cases.closing import lacks
from cases.models import Case, Closing, ClosingFollowUp, Person
from cases.models.closing import Asked, Helped, Outcome
from cases.selectors.closed import closed_now
from cases.selectors.closing import case_facts, lack_words
from cases.services.facts import changeable, not_ahead

SHORTEST_REASON = 15
"""Fewer characters are no reason that an actor could judge."""


@dataclass(frozen=True)
class Ended:
    """How a case ended. ``on``: its last day; ``note`` in words, sealed."""

    outcome: str
    on: date
    note: str = ""


@dataclass(frozen=True)
class Viewed:
    """What became of asking the person, on a day. ``view``: their own words, sealed."""

    on: date
    asked: str
    helped: str = Helped.UNKNOWN
    view: str = ""


def close_case(code: str, said: Ended, *, by: Viewer, at: datetime, answered: Collection[str] = ()) -> Closing:
    """Close the person's case. From then on only what happens afterwards is added.

    Raises NotFound, WrongState (closed already: who and when; no case), Invalid (no outcome, a day ahead or before the
    case was opened), Stopped (something is missing: ``cases/closing.py``), PointsOut.
    """
    person = _locked(code, by=by, act=Act.CLOSE_CASE)
    case = Case.objects.filter(person=person, closed_on=None).first()
    if case is None:
        _refuse_closed(person)
        raise WrongState("NONE", "close_case")
    if said.outcome not in Outcome.values:
        raise Invalid({"outcome": _("Choose how the case ended.")})
    not_ahead(said.on, at, _("The day is in the future. Write the last day of the case."))
    if said.on < case.opened_on:
        raise Invalid({"on": _("The day is before the case was opened. Write the last day of the case.")})
    guard.refuse_unanswered({"note": said.note}, answered)
    if missing := list(lacks(case_facts(case), said.outcome, on=said.on)):
        raise Stopped(missing, [lack_words(person.code, one).sentence for one in missing])
    row = Closing(ref=codes.new_ref("Z"), person=person, case=case, outcome=said.outcome, on=said.on)
    row.closed_at, row.closed_by_id, row.note = at, by.id, said.note.strip()
    row.save(force_insert=True)
    call("nsp_close", case.pk, said.on)
    facts = {"actor": str(person.responsible_actor_id), "outcome": said.outcome}
    record(Event.CASE_CLOSED, at=at, by=by.id, ref=row.ref, person_id=person.pk, facts=facts)
    return row


def reopen(code: str, reason: str, *, by: Viewer, at: datetime, answered: Collection[str] = ()) -> Closing:
    """A coordinator opens the case that was closed last, for a reason that the actor reads. Days used stay used.

    Raises NotFound, WrongState (it is open; nobody has closed one), Refused("conflict_of_interest"), Invalid (no
    reason), PointsOut.
    """
    person = _locked(code, by=by, act=Act.REOPEN_CASE)
    row = closed_now(person.pk)
    if row is None:
        raise WrongState("OPEN", "reopen", is_done=True)
    home = person.responsible_actor_id
    if home and by.belongs_to(home):  # an open case lets its actor apply for more
        raise Refused("conflict_of_interest", others=who_has_no_part_in(home))
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid({"reason": _("Write why it is opened again. The actor will see it.")})
    guard.refuse_unanswered({"reason": reason}, answered)
    row.reopened_at, row.reopened_by_id, row.reopen_reason = at, by.id, reason.strip()
    row.save(update_fields=["reopened_at", "reopened_by", "reopen_reason"])
    call("nsp_reopen", row.case_id)
    facts = {"actor": str(person.responsible_actor_id or ""), "caseworker": str(person.caseworker_id or "")}
    record(Event.CASE_REOPENED, at=at, by=by.id, ref=row.ref, person_id=person.pk, facts=facts)
    return row


def note_view(code: str, said: Viewed, *, by: Viewer, at: datetime, answered: Collection[str] = ()) -> ClosingFollowUp:
    """Note what became of asking the person for their own view after the case was closed; the newest holds.

    Raises NotFound, WrongState (the case is open), Invalid (no answer, a day ahead), Strange (before the last day),
    PointsOut.
    """
    person = changeable(code, by=by, after_closing=True)
    closing = closed_now(person.pk)
    if closing is None:
        raise WrongState("OPEN", "note_view")
    if said.asked not in Asked.values or said.helped not in Helped.values:
        raise Invalid({"asked": _("Choose an answer.")})
    not_ahead(said.on, at, _("The date is in the future. Write the day when you asked."))
    sentence = _("The day is before the case was closed (%(earlier)s). Is it right?")
    strange.refuse_unasked(strange.out_of_order("before_closing", said.on, closing.on, sentence), answered)
    guard.refuse_unanswered({"view": said.view}, answered)
    row = ClosingFollowUp(person=person, closing=closing, on=said.on, asked=said.asked)
    if said.asked == Asked.ANSWERED:
        row.helped, row.view = said.helped, said.view.strip()
    row.stated_at, row.stated_by_id = at, by.id
    row.save(force_insert=True)
    return row


def _locked(code: str, *, by: Viewer, act: Act) -> Person:
    found = Person.objects.select_for_update(of=("self",)).filter(code=codes.parse(code) or "").first()
    return allowed(by, act, found)


def _refuse_closed(person: Person) -> None:
    row = closed_now(person.pk)
    if row is not None:
        raise WrongState("CLOSED", "close_case", is_done=True, **by_whom(row.closed_by), at=row.closed_at)
