"""Who may do something about budgets, an actor's account and payments. A claim leads to a person: see cases."""

from __future__ import annotations

from uuid import UUID

from accounts.access import About, answers, locates
from accounts.acts import Act, Role
from accounts.viewer import Viewer
from funding.models import BankAccount, Budget, PaymentBatch


@locates(Budget)
def locate_budget(viewer: Viewer, act: Act, ref: str) -> About | None:
    """A budget by its random key. The log remembers its year: the key says nothing."""
    row = Budget.objects.filter(pk=UUID(ref)).first() if answer_budget(viewer, act, None) and _is_key(ref) else None
    return About("Budget", str(row)) if row else None


@answers(Budget)
def answer_budget(viewer: Viewer, act: Act, row: Budget | None) -> bool:
    """Others may not even read the table."""
    return viewer.is_(Role.COORDINATOR) and act in (Act.SEE_BUDGETS, Act.WRITE_BUDGET)


def _is_key(ref: str) -> bool:
    try:
        UUID(ref)
    except ValueError:
        return False
    return True


@locates(BankAccount)
def locate_account(viewer: Viewer, act: Act, ref: str) -> About | None:
    """An account by its reference, for those who may confirm it or take it back."""
    row = BankAccount.objects.select_related("actor").filter(ref=ref).first()
    if row is None or not answer_account(viewer, act, row):
        return None
    return About("BankAccount", row.ref, None, "bank_account", row.actor.ref)


@answers(BankAccount)
def answer_account(viewer: Viewer, act: Act, row: BankAccount) -> bool:
    """The actor's managers and coordinators; that nobody confirms what they wrote is asked when it is done."""
    governs = viewer.is_(Role.COORDINATOR) or row.actor_id in viewer.actors_as(Role.MANAGER)
    return act is Act.CONFIRM_BANK_ACCOUNT and governs


@locates(PaymentBatch)
def locate_payment(viewer: Viewer, act: Act, ref: str) -> About | None:
    """A payment by its reference, for coordinators."""
    if not viewer.is_(Role.COORDINATOR):
        return None
    row = PaymentBatch.objects.filter(ref=ref).only("ref").first()
    return About("PaymentBatch", row.ref, None, "payment", row.ref) if row else None


@answers(PaymentBatch)
def answer_payment(viewer: Viewer, act: Act, row: PaymentBatch) -> bool:
    """Coordinators'."""
    return viewer.is_(Role.COORDINATOR)
