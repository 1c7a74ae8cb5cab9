"""What actors have reported back is approved, asked about and paid in the demo; most of them have an account."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.acts import Role
from accounts.clock import day
from accounts.door import acting_as
from accounts.models import Actor
from accounts.viewer import Viewer
from cases.services import claims
from funding.models import Claim, ClaimState
from funding.selectors.payments import ready_to_pay
from funding.services.accounts import ask_account, confirm_account
from funding.services.claims import Cut
from funding.services.payments import make_batch, mark_paid
from nsp.seed.lives import World

ACCOUNTS = {
    "linden": ("BANKGIRO", "5050-1055"),
    "noor": ("PLUSGIRO", "12 34 56-6"),
    "ankaret": ("BANKGIRO", "991-2346"),
    "bjorkvik": ("BANKGIRO", "5120-3453"),
    "hamnljus": ("BANKGIRO", "5231-8763"),
    "stigen": ("BANKGIRO", "5310-9278"),
    "norrsken": ("BANKGIRO", "5488-0125"),
    "videt": ("IBAN", "SE45 5000 0000 0583 9825 7466"),
}
WAITING, ASKED, MADE = 5, 2, 10
PAID_DAYS, MADE_DAYS = 25, 9


def seed_payments(here: World) -> None:
    """Old reports approved and paid, newer ones in a payment that is made, the newest waiting or asked about."""
    _accounts(here)
    with acting_as(here.viewers["disa"]):
        rows = list(Claim.objects.filter(state=ClaimState.SENT).select_related("actor").order_by("sent_at"))
    waiting, older = rows[-WAITING:], rows[:-WAITING]
    paid = [row for row in older if _sent(row) <= here.now - timedelta(days=PAID_DAYS + 5)][:-MADE]
    for number, row in enumerate(paid):
        _approve(here, row, at=_sent(row) + timedelta(days=4), cut=number % 23 == 7)
    _pay(here, at=here.now - timedelta(days=PAID_DAYS), mark=True)
    for row in older[len(paid) :]:
        _approve(here, row, at=max(_sent(row), here.now - timedelta(days=MADE_DAYS, hours=2)))
    _pay(here, at=here.now - timedelta(days=MADE_DAYS), mark=False)
    for row in waiting[:ASKED]:
        with acting_as(_other(here, row)) as by:
            question = "Perioden slutade tidigare än vi trodde. Stämmer antalet dygn?"
            at = min(_sent(row) + timedelta(days=1), here.now)
            claims.ask(row.ref, version=row.version, question=question, by=by, at=at)
    if len(waiting) > ASKED:
        _approve(here, waiting[ASKED], at=min(_sent(waiting[ASKED]) + timedelta(hours=5), here.now))


def _accounts(here: World) -> None:
    """Written by the actor's manager and confirmed by a coordinator; one that somebody still has to confirm."""
    at = here.now - timedelta(days=300)
    for key, (kind, typed) in ACCOUNTS.items():
        manager, actor = _manager(here, key), _ref(here, key)
        if manager is None:
            continue
        with acting_as(manager) as by:
            ref = ask_account(actor, kind, typed, by=by, at=at).ref
        with acting_as(here.viewers["disa"]) as by:
            confirm_account(ref, by=by, at=at + timedelta(days=1))
    linden = _ref(here, "linden")
    with acting_as(here.viewers["maj"]) as by:
        ask_account(linden, "BANKGIRO", "5402-9681", by=by, at=here.now - timedelta(days=1, hours=3))


def _manager(here: World, key: str) -> Viewer | None:
    with acting_as(here.viewers["disa"]):
        actor = Actor.objects.get(group__name=f"actor:{key}")
    return next((one for one in here.viewers.values() if actor.pk in one.actors_as(Role.MANAGER)), None)


def _ref(here: World, key: str) -> str:
    with acting_as(here.viewers["disa"]):
        return Actor.objects.get(group__name=f"actor:{key}").ref


def _sent(row: Claim) -> datetime:
    assert row.sent_at
    return row.sent_at


def _other(here: World, row: Claim) -> Viewer:
    """A coordinator who does not belong to the actor."""
    first, second = here.viewers["dag"], here.viewers["disa"]
    return second if first.belongs_to(row.actor_id) else first


def _approve(here: World, row: Claim, *, at: datetime, cut: bool = False) -> None:
    with acting_as(_other(here, row), on=day(at)) as by:
        rows = list(row.costs.order_by("what")) if cut else []
        off = {one.pk: Cut(one.amount / 10, "WRONG_SUM") for one in rows[:1]}
        words = "Ett dygn räknades två gånger." if off else ""
        claims.approve(row.ref, off, version=row.version, words=words, by=by, at=at)


def _pay(here: World, *, at: datetime, mark: bool) -> None:
    """A payment for each programme that has something to pay, by a coordinator who belongs to no actor."""
    with acting_as(here.viewers["disa"], on=day(at)) as by:
        for one in ready_to_pay(at):
            if not one.amount:  # nobody in it has an account
                continue
            batch = make_batch(one.programme, by=by, at=at)
            if mark:
                mark_paid(batch.ref, day(at), by=by, at=at + timedelta(hours=2))
