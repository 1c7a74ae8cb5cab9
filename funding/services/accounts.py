"""Where an actor is paid: a manager writes it, somebody else confirms it, and some days pass before it holds."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act, Role
from accounts.clock import day
from accounts.errors import Invalid, NotFound, Refused, WrongState
from accounts.models import Actor
from accounts.refs import new_ref
from accounts.staff import who_has_no_part_in
from accounts.viewer import Viewer
from audit.record import Event, record
from funding.account_numbers import holds, plain_number
from funding.models import AccountKind, BankAccount
from funding.selectors.accounts import accounts_at


def ask_account(actor_ref: str, kind: str, typed: str, *, by: Viewer, at: datetime) -> BankAccount:
    """Write another account for the actor. The one that is used holds until this one does.

    Raises NotFound, Invalid (``kind``; ``typed``: not such a number, its check digits do not fit, or it is in use; "":
    another one waits to be confirmed).
    """
    actor = allowed(by, Act.WRITE_BANK_ACCOUNT, Actor.objects.filter(ref=actor_ref).first())
    if kind not in AccountKind.values:
        raise Invalid({"kind": _("Choose what kind of number it is.")})
    typed = " ".join(typed.split())
    if len(typed) > 40 or not holds(kind, typed):
        raise Invalid({"typed": _("That is no such number. Check the digits.")})
    row = BankAccount(actor=actor, ref=new_ref("G"), kind=kind, typed=typed, number=plain_number(typed))
    row.asked_at, row.asked_by_id = at, by.id
    now = accounts_at([actor.pk], at).get(actor.pk)
    if now is not None and (now.kind, now.number) == (row.kind, row.number):
        raise Invalid({"typed": _("You are paid to this account already.")})
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "one_account_to_confirm" not in str(error):
            raise
        raise Invalid(
            {"": _("An account waits to be confirmed already. Take it back first, or confirm it.")}
        ) from error
    _tell(Event.ACCOUNT_ASKED, row, by=by, at=at)
    return row


def confirm_account(ref: str, *, by: Viewer, at: datetime) -> BankAccount:
    """Confirm an account that somebody else has written: it holds when ``NSP_ACCOUNT_DAYS`` have passed.

    Raises NotFound, Refused("made_by_yourself", "conflict_of_interest"), WrongState (confirmed or taken back already).
    """
    row = _held(ref, by=by)
    _refuse_done(row, "confirm")
    if row.asked_by_id == by.id:
        raise Refused("made_by_yourself")
    _refuse_colleague(row, by)
    row.confirmed_at, row.confirmed_by_id = at, by.id
    row.usable_from = day(at) + timedelta(days=settings.NSP_ACCOUNT_DAYS)
    row.save(update_fields=["confirmed_at", "confirmed_by", "usable_from"])
    _tell(Event.ACCOUNT_CONFIRMED, row, by=by, at=at)
    return row


def end_account(ref: str, *, by: Viewer, at: datetime) -> BankAccount:
    """Take an account back: one that waits, or one that is used; then the actor is paid nowhere until two have said
    another, also where it is the one before.

    Raises NotFound, Refused("conflict_of_interest"), WrongState (taken back already).
    """
    row = _held(ref, by=by)
    _refuse_colleague(row, by)
    if row.ended_at is not None:
        raise WrongState("ENDED", "end", is_done=True)
    row.ended_at, row.ended_by_id = at, by.id
    row.save(update_fields=["ended_at", "ended_by"])
    _tell(Event.ACCOUNT_ENDED, row, by=by, at=at)
    return row


def _held(ref: str, *, by: Viewer) -> BankAccount:
    row = BankAccount.objects.select_for_update(of=("self",)).filter(ref=ref).first()
    if row is None:
        raise NotFound
    return allowed(by, Act.CONFIRM_BANK_ACCOUNT, row)


def _refuse_colleague(row: BankAccount, by: Viewer) -> None:
    """A coordinator who belongs to the actor has no say, unless as one of its managers."""
    if row.actor_id not in by.actors_as(Role.MANAGER) and by.belongs_to(row.actor_id):
        raise Refused("conflict_of_interest", others=who_has_no_part_in(row.actor_id))


def _refuse_done(row: BankAccount, act: str) -> None:
    if row.confirmed_at is not None or row.ended_at is not None:
        raise WrongState("ENDED" if row.ended_at else "CONFIRMED", act, is_done=row.confirmed_at is not None)


def _tell(event: Event, row: BankAccount, *, by: Viewer, at: datetime) -> None:
    facts = {"actor": str(row.actor_id)}
    if row.usable_from and not row.ended_at:
        facts["from"] = row.usable_from.isoformat()
    record(event, at=at, by=by.id, ref=row.ref, facts=facts)
