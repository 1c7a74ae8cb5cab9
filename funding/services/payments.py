"""Payments: approved claims that are paid together, and marked as paid when the bank has done it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Conflict, Invalid, NotFound, Refused, WrongState
from accounts.moves import after, leads_to
from accounts.refs import new_ref
from accounts.staff import who_has_no_part_in
from accounts.viewer import Viewer
from audit.record import Event, record
from funding.models import Cause, Claim, PaymentBatch, PaymentFile, UnusedWhy
from funding.selectors.accounts import accounts_at
from funding.selectors.balances import balances
from funding.selectors.payments import ready
from funding.services import booking
from funding.services.booking import Why
from funding.states import BATCH_MOVES, BatchState


def make_batch(programme: str, *, by: Viewer, at: datetime) -> PaymentBatch:
    """Take the approved claims of a programme together, of every actor that can be paid today.

    Raises NotFound (for others than coordinators), Invalid where there is none (somebody else may just have taken
    them), Refused("conflict_of_interest") where an actor of one's own would be paid.
    """
    _refuse_others(by)
    seen = {claim.pk: claim.commitment.cause_id for claim in ready(programme)}
    booking.hold(seen.values())
    claims = [claim for claim in ready(programme) if claim.pk in seen]
    accounts = accounts_at({claim.actor_id for claim in claims}, at)
    payable = [claim for claim in claims if claim.actor_id in accounts]
    if not payable:
        raise Invalid({"": _("Nothing is ready to be paid. Somebody else may have taken it just now.")})
    _refuse_own(payable, by)
    batch = PaymentBatch(ref=new_ref("U"), made_at=at, made_by_id=by.id)
    batch.save(force_insert=True)
    for claim in payable:
        claim.batch = batch
        claim.save(update_fields=["batch"])
    record(Event.BATCH_MADE, at=at, by=by.id, ref=batch.ref)
    return batch


def take_out(ref: str, *, by: Viewer, at: datetime) -> PaymentFile:
    """Keep that somebody takes the file of a payment out: from now on the bank may pay by it. Raises NotFound."""
    batch = _locked(ref, by)
    row = PaymentFile(batch=batch, taken_at=at, taken_by_id=by.id)
    row.save(force_insert=True)
    record(Event.BATCH_FILE_TAKEN, at=at, by=by.id, ref=batch.ref)
    return row


def say_unused(ref: str, why: str, *, by: Viewer, at: datetime) -> int:
    """Say that the bank paid nothing by any file of a payment that was taken out until now; how many they are.

    Raises NotFound, WrongState (paid; no file is out), Invalid (``why``), Refused("conflict_of_interest").
    """
    batch = _held(ref, "leave_out", by)
    if why not in UnusedWhy.values:
        raise Invalid({"why": _("Choose how you know it.")})
    _refuse_own(batch.claims.all(), by)
    said = batch.files.filter(unused_at=None).update(unused_at=at, unused_by_id=by.id, unused_why=why)
    if not said:
        raise WrongState(batch.state, "say_unused", is_done=batch.files.exists())
    record(Event.BATCH_FILE_UNUSED, at=at, by=by.id, ref=batch.ref, facts={"why": why})
    return said


def leave_out(ref: str, claim_ref: str, *, by: Viewer, at: datetime) -> None:
    """Take a claim out of a payment that is not paid yet.

    Raises NotFound, WrongState (paid), Invalid (not in it), Refused("conflict_of_interest"), Conflict("file_taken")
    (with who and when) where the bank may pay by a file that is taken out: it would be paid twice.
    """
    batch = _held(ref, "leave_out", by)
    if file := batch.files.filter(unused_at=None).select_related("taken_by").last():
        raise Conflict("file_taken", who=file.taken_by.name, who_id=file.taken_by_id, at=file.taken_at)
    claim = Claim.objects.filter(batch=batch, ref=claim_ref).first()
    if claim is None:
        raise Invalid({"": _("That claim does not stand in this payment.")})
    _refuse_own([claim], by)
    claim.batch = None
    claim.save(update_fields=["batch"])


def mark_paid(ref: str, on: date, *, by: Viewer, at: datetime) -> PaymentBatch:
    """Book that the bank has paid all of it, on a day.

    Raises NotFound, WrongState (paid already), Invalid (``on``), Refused("conflict_of_interest").
    """
    batch = _held(ref, "pay", by)
    if not day(batch.made_at) <= on <= day(at):
        raise Invalid({"on": _("Choose the day on which the bank paid: today, or after the payment was made here.")})
    claims = list(batch.claims.select_related("commitment").order_by("commitment_id"))
    if not claims:
        raise Invalid({"": _("No claim is left in this payment.")})
    _refuse_own(claims, by)
    booking.hold([claim.commitment.cause_id for claim in claims])
    why = Why(Cause.BATCH, batch.pk, by, at, on)
    for claim in claims:
        booking.pay(claim.commitment, _due(claim), why=why)
    batch.state, batch.paid_on, batch.marked_by_id = after(BATCH_MOVES, batch.state, "pay"), on, by.id
    batch.save(update_fields=["state", "paid_on", "marked_by"])
    record(Event.BATCH_PAID, at=at, by=by.id, ref=batch.ref)
    return batch


def _refuse_own(claims: Iterable[Claim], by: Viewer) -> None:
    """Nobody pays an actor that they work for or belong to."""
    for claim in claims:
        if by.belongs_to(claim.actor_id):
            raise Refused("conflict_of_interest", others=who_has_no_part_in(claim.actor_id))


def _refuse_others(by: Viewer) -> None:
    """Payments are the coordinators'."""
    if not by.may_ask(Act.PAY):
        raise NotFound


def _locked(ref: str, by: Viewer) -> PaymentBatch:
    _refuse_others(by)
    batch = PaymentBatch.objects.select_for_update(of=("self",)).filter(ref=ref).first()
    if batch is None:
        raise NotFound
    return batch


def _held(ref: str, act: str, by: Viewer) -> PaymentBatch:
    batch = _locked(ref, by)
    if (batch.state, act) not in BATCH_MOVES:
        raise WrongState(batch.state, act, is_done=leads_to(BATCH_MOVES, batch.state, act), **_who(batch))
    return batch


def _who(batch: PaymentBatch) -> dict[str, object]:
    if batch.state != BatchState.PAID or batch.marked_by is None:
        return {}
    return {"who": batch.marked_by.name, "who_id": batch.marked_by_id}


def _due(claim: Claim) -> dict[int, Decimal]:
    """What is reported and not paid of a claim's commitment, year by year."""
    due: dict[int, Decimal] = {}
    for row in balances(claim.commitment_id):
        due[row.year] = due.get(row.year, Decimal(0)) + row.reported - row.paid
    return due
