"""The proposal of a last day: society begins to pay for what a running period pays (domain §3).

Never automatic: the program proposes, a coordinator sets the day or lets the period go on. Whatever is stated of
society's protection later closes what was proposed before (``cases/access.py``: ``open_proposals``).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.errors import Conflict, Invalid, Refused, WrongState
from accounts.staff import who_has_no_part_in
from accounts.viewer import Viewer
from audit.record import Event, record
from cases import codes, guard
from cases.access import open_proposals
from cases.models import Intervention, LastDayProposal, Person, ProtectionStatement
from cases.models.choices import EndReason
from cases.rules import INSIDE_MMM, NEVER_OVERLAP
from cases.services.intervention import check_last, shorten
from cases.states import INTERVENTION_MOVES, PROPOSAL_MOVES, ProposalState, acts_from, after


def propose(
    statement: ProtectionStatement, *, by: Viewer, at: datetime, but: UUID | None = None
) -> list[LastDayProposal]:
    """Follow a statement that was just made: what was proposed on an older one lapses; where society protects from a
    day, the day before it is proposed as the last of every rest and support that runs past it.

    A day that a coordinator has let the period go on past already is not proposed again. ``but``: the period that was
    granted with the statement before the coordinator's eyes. Does nothing where a newer statement stands.
    """
    theirs = ProtectionStatement.objects.filter(person_id=statement.person_id)
    if theirs.filter(stated_at__gt=statement.stated_at).exists():
        return []
    _let_lapse(statement, by=by, at=at)
    if statement.answer not in INSIDE_MMM:
        return []
    rows = Intervention.objects.filter(person_id=statement.person_id, kind__in=NEVER_OVERLAP, last__gte=statement.on)
    return [
        made
        for row in (rows.exclude(pk=but) if but else rows).order_by("start")
        if "end_early" in acts_from(INTERVENTION_MOVES, row.state) and (made := _propose(row, statement, by=by, at=at))
    ]


def _let_lapse(statement: ProtectionStatement, *, by: Viewer, at: datetime) -> None:
    older = LastDayProposal.objects.filter(person_id=statement.person_id, state=ProposalState.OPEN)
    for ref in older.exclude(statement=statement).values_list("ref", flat=True):
        record(Event.LAST_DAY_LAPSED, at=at, by=by.id, ref=ref, person_id=statement.person_id)


def _propose(row: Intervention, statement: ProtectionStatement, *, by: Viewer, at: datetime) -> LastDayProposal | None:
    last = max(statement.on, row.start) - timedelta(days=1)
    if row.last <= last or row.proposals.filter(state=ProposalState.KEPT, last=last).exists():
        return None
    made = LastDayProposal(
        pk=uuid4(),
        person_id=row.person_id,
        ref=codes.new_ref("S"),
        intervention=row,
        statement=statement,
        last=last,
        made_at=at,
    )
    made.save(force_insert=True)
    facts = {"kind": row.kind, "last": last.isoformat(), "actor": str(row.actor_id)}
    record(Event.LAST_DAY_PROPOSED, at=at, by=by.id, ref=made.ref, person_id=row.person_id, facts=facts)
    return made


def set_last_day(
    ref: str, *, last: date, reason: str, by: Viewer, at: datetime, answered: Collection[str] = ()
) -> Intervention:
    """End the period with ``last`` as its last day, since society has taken over; days and money come back.

    Raises NotFound, Refused("conflict_of_interest"), WrongState or Conflict (somebody was first, or what it rests on
    holds no longer), Invalid(last), PointsOut.
    """
    row = _to_answer(ref, "set", by=by)
    period = Intervention.objects.select_for_update(of=("self",)).get(pk=row.intervention_id)
    check_last(period.start, period.last, last=last)
    guard.refuse_unanswered({"reason": reason}, answered)
    _answer(row, "set", reason=reason, by=by, at=at)
    shorten(period, last=last, reason=EndReason.SOCIETY, note="", by=by, at=at)
    _tell(Event.LAST_DAY_SET, row, period, last=last, by=by, at=at)
    return period


def let_go_on(ref: str, *, reason: str, by: Viewer, at: datetime, answered: Collection[str] = ()) -> LastDayProposal:
    """Let the period go on as it was granted. The reason is for the actor. Raises as ``set_last_day``;
    Invalid where no reason is given."""
    if not reason.strip():
        raise Invalid({"reason": _("Write why. The actor reads it.")})
    row = _to_answer(ref, "keep", by=by)
    guard.refuse_unanswered({"reason": reason}, answered)
    _answer(row, "keep", reason=reason, by=by, at=at)
    _tell(Event.LAST_DAY_KEPT, row, row.intervention, last=row.intervention.last, by=by, at=at)
    return row


def _to_answer(ref: str, act: str, *, by: Viewer) -> LastDayProposal:
    """The proposal, locked with its person, so that no statement and no other answer comes between."""
    found = allowed(by, Act.SET_LAST_DAY, LastDayProposal.objects.filter(ref=ref).first())
    Person.objects.select_for_update(of=("self",)).get(pk=found.person_id)
    rows = LastDayProposal.objects.select_for_update(of=("self",)).select_related("intervention", "answered_by")
    row = rows.get(pk=found.pk)
    actor = row.intervention.actor_id
    if by.belongs_to(actor):
        raise Refused("conflict_of_interest", others=who_has_no_part_in(actor))
    if (row.state, act) not in PROPOSAL_MOVES:
        raise WrongState(row.state, act, who=row.answered_by.name if row.answered_by else "", at=row.answered_at)
    if not open_proposals().filter(pk=row.pk).exists():
        raise Conflict("changed")
    return row


def _answer(row: LastDayProposal, act: str, *, reason: str, by: Viewer, at: datetime) -> None:
    row.state = after(PROPOSAL_MOVES, row.state, act)
    row.answered_at, row.answered_by_id, row.reason = at, by.id, reason.strip()
    row.save(update_fields=["state", "answered_at", "answered_by", "reason"])


def _tell(event: Event, row: LastDayProposal, period: Intervention, *, last: date, by: Viewer, at: datetime) -> None:
    facts = {"kind": period.kind, "last": last.isoformat(), "actor": str(period.actor_id)}
    record(event, at=at, by=by.id, ref=row.ref, person_id=row.person_id, facts=facts)
