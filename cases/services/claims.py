"""What a coordinator says of a report: approve (less what is cut), ask, take an approval back, note the papers, book
what was paid back. Nobody does any of it for an actor that they belong to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Invalid, NotFound, Refused
from accounts.staff import who_has_no_part_in
from accounts.viewer import Viewer
from audit.record import Event, record
from cases import guard
from cases.granted import Granted, added, wanted
from cases.models import Person
from cases.models.reporting import ReportNoteKind
from cases.selectors.granted import granted
from cases.services.report_back import add_note
from funding.models import Cause, Claim
from funding.selectors.balances import balances
from funding.selectors.claims import Row, rows_of
from funding.services import booking, claims
from funding.services.booking import Why
from funding.services.claims import Cut
from funding.spreading import spread


def ask(ref: str, *, version: int, question: str, by: Viewer, at: datetime, answered: Collection[str] = ()) -> Claim:
    """Send a report back with a question.

    Raises NotFound, Refused, WrongState, Conflict, PointsOut, Invalid (also where the person has moved over from the
    actor: it could not answer).
    """
    if not question.strip():
        raise Invalid({"words": _("Write what you need to know. The caseworker reads it.")})
    claim, what = _to_decide(ref, "ask", version=version, by=by)
    if not Person.objects.filter(pk=what.person_id, responsible_actor_id=claim.actor_id).exists():
        raise Invalid({"words": _("The person has moved over, so the actor cannot answer. Approve it, or cut it.")})
    guard.refuse_unanswered({"words": question}, answered)
    claims.ask(claim, by=by, at=at)
    add_note(what, claim.pk, ReportNoteKind.QUESTION, question, by=by, at=at)
    _tell(Event.CLAIM_ASKED, claim, what, by=by, at=at)
    return claim


def approve(
    ref: str,
    cuts: Mapping[UUID, Cut] | None = None,
    *,
    version: int,
    words: str = "",
    by: Viewer,
    at: datetime,
    answered: Collection[str] = (),
) -> Claim:
    """Approve a report, less ``cuts`` by row; then ``words`` tell the actor why. What is not needed is released.

    Raises NotFound, Refused("conflict_of_interest"), WrongState or Conflict (with who was first), PointsOut, Invalid.
    """
    claim, what = _to_decide(ref, "approve", version=version, by=by)
    guard.refuse_unanswered({"words": words}, answered)
    rows, cuts = rows_of(claim.pk), dict(cuts or {})
    _refuse_cuts(rows, cuts, words)
    off = {pk: cut.amount for pk, cut in cuts.items()}
    claims.approve(claim, cuts, wanted(what, claim.pk, rows, off), by=by, at=at)
    add_note(what, claim.pk, ReportNoteKind.CUT, words, by=by, at=at)
    _tell(Event.CLAIM_APPROVED, claim, what, by=by, at=at, cut="yes" if cuts else "")
    return claim


def check_cuts_of(claim_id: UUID, cuts: Mapping[UUID, Cut], words: str) -> None:
    """What ``approve`` would refuse of the cuts, for the summary before it. Raises Invalid."""
    _refuse_cuts(rows_of(claim_id), cuts, words)


def _refuse_cuts(rows: Collection[Row], cuts: Mapping[UUID, Cut], words: str) -> None:
    claims.check_cuts(rows, cuts)
    if cuts and not words.strip():
        raise Invalid({"words": _("Write why. The actor reads it.")})


def reverse(ref: str, *, version: int, words: str, by: Viewer, at: datetime, answered: Collection[str] = ()) -> Claim:
    """Take an approval back by counter-entries, so that it is decided anew. Raises as ``approve``;
    Conflict("in_a_payment"), Conflict("ledger") where the budget has no room for what was released."""
    if not words.strip():
        raise Invalid({"words": _("Write why. The actor reads it.")})
    claim, what = _to_decide(ref, "reverse", version=version, by=by)
    guard.refuse_unanswered({"words": words}, answered)
    claims.reverse(claim, by=by, at=at)
    add_note(what, claim.pk, ReportNoteKind.CUT, words, by=by, at=at)
    _tell(Event.CLAIM_REVERSED, claim, what, by=by, at=at)
    return claim


def papers_seen(ref: str, on: date, *, by: Viewer, at: datetime) -> None:
    """Note on which day the papers were seen at the actor. Raises NotFound, Refused, Invalid."""
    claim, _what = _held(ref, by=by, act=Act.DECIDE_CLAIM)
    claims.papers_seen(claim, on, by=by, at=at)


def repaid(ref: str, amount: Decimal, on: date, *, by: Viewer, at: datetime) -> None:
    """Book that the actor paid back ``amount`` SEK of a claim's commitment, on a day.

    Raises NotFound, Refused, Invalid (``amount``: more than was paid; ``on``: a day to come).
    """
    claim, _what = _held(ref, by=by, act=Act.BOOK_REPAYMENT)
    paid: dict[int, Decimal] = {}
    for balance in balances(claim.commitment_id):
        paid = added(paid, {balance.year: balance.paid})
    if on > day(at):
        raise Invalid({"on": _("That day has not come yet.")})
    if amount <= 0:
        raise Invalid({"amount": _("Write what was paid back.")})
    try:
        back = spread({max(paid, default=on.year): amount}, paid)
    except ValueError as error:
        raise Invalid({"amount": _("That is more than was paid.")}) from error
    claims.keep_repayment(claim, amount, on, by=by, at=at)
    booking.repay(claim.commitment, back, why=Why(Cause.CLAIM, claim.pk, by, at, on))


def _held(ref: str, *, by: Viewer, act: Act) -> tuple[Claim, Granted]:
    claim = allowed(by, act, claims.held(ref))
    if by.belongs_to(claim.actor_id):
        raise Refused("conflict_of_interest", others=who_has_no_part_in(claim.actor_id))
    what = granted([claim.commitment.cause_id]).get(claim.commitment.cause_id)
    if what is None:
        raise NotFound
    return claim, what


def _to_decide(ref: str, act: str, *, version: int, by: Viewer) -> tuple[Claim, Granted]:
    claim, what = _held(ref, by=by, act=Act.DECIDE_CLAIM)
    claims.refuse_late(claim, act, version=version)
    return claim, what


def _tell(event: Event, claim: Claim, what: Granted, *, by: Viewer, at: datetime, **also: str) -> None:
    facts = {"actor": str(claim.actor_id), "sent_by": str(claim.sent_by_id), **also}
    record(event, at=at, by=by.id, ref=claim.ref, person_id=what.person_id, facts=facts)
