"""Where actors are paid, and what is about to change there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.acts import Role
from accounts.clock import day
from accounts.errors import NotFound
from accounts.models import Actor
from accounts.queries import queries
from accounts.viewer import Viewer
from funding.account_numbers import grouped, last_four
from funding.models import AccountKind, BankAccount


@dataclass(frozen=True)
class Account:
    """An account as the viewer is shown it: whole for the actor's managers and where it is confirmed, else its last
    four digits. ``state``: WAITS (to be confirmed) · RESTS (confirmed, not yet usable) · USED · OLD · ENDED."""

    ref: str
    kind: str
    number: str
    state: str
    asked_at: datetime
    asked_by: str
    confirmed_at: datetime | None
    confirmed_by: str
    usable_from: date | None
    ended_at: datetime | None
    ended_by: str
    is_mine: bool
    """Whether the viewer wrote it, and somebody else has to confirm it."""


@dataclass(frozen=True)
class ActorAccounts:
    """An actor's accounts, newest first."""

    actor_ref: str
    actor: str
    rows: tuple[Account, ...]
    may_write: bool
    may_confirm: bool

    @property
    def waits(self) -> Account | None:
        """The one that somebody has to confirm."""
        return next((row for row in self.rows if row.state == "WAITS"), None)

    @property
    def used(self) -> Account | None:
        """The one that is used today."""
        return next((row for row in self.rows if row.state == "USED"), None)

    @property
    def past(self) -> tuple[Account, ...]:
        """Those that are used no more."""
        return tuple(row for row in self.rows if row.state in ("OLD", "ENDED"))


@queries(1)
def accounts_at(actors: Collection[UUID], at: datetime) -> dict[UUID, BankAccount]:
    """Where each actor is paid at a moment: the newest that is confirmed and has waited.

    Where that was taken back by then the actor is paid nowhere: an older one, which it had replaced, holds again only
    when two have said so. What was taken back while it still waited has replaced nothing.
    """
    rows = BankAccount.objects.filter(actor_id__in=list(actors), usable_from__lte=day(at), confirmed_at__lte=at)
    newest = {row.actor_id: row for row in rows.order_by("usable_from", "confirmed_at") if _has_held(row)}
    return {actor: row for actor, row in newest.items() if row.ended_at is None or row.ended_at > at}


def _has_held(row: BankAccount) -> bool:
    return row.ended_at is None or (row.usable_from is not None and day(row.ended_at) >= row.usable_from)


@queries(4)
def accounts_of(viewer: Viewer, actor_ref: str, *, at: datetime) -> ActorAccounts:
    """The page of an actor's account. Raises NotFound."""
    actor = Actor.objects.filter(ref=actor_ref).first()
    if actor is None:
        raise NotFound
    manages = actor.pk in viewer.actors_as(Role.MANAGER)
    confirms = manages or (viewer.is_(Role.COORDINATOR) and not viewer.belongs_to(actor.pk))
    used = accounts_at([actor.pk], at).get(actor.pk)
    rows = BankAccount.objects.filter(actor=actor).select_related("asked_by", "confirmed_by", "ended_by")
    return ActorAccounts(
        actor.ref,
        actor.name,
        tuple(_account(viewer, row, used, whole=manages, named=confirms, at=at) for row in rows.order_by("-asked_at")),
        may_write=manages,
        may_confirm=confirms,
    )


@queries(2)
def account_to_confirm(viewer: Viewer, ref: str, *, at: datetime) -> tuple[str, str, Account]:
    """(reference of the actor, its name, the account, whole: who confirms it compares it with the actor's papers)."""
    row = BankAccount.objects.select_related("actor", "asked_by", "confirmed_by", "ended_by").filter(ref=ref).first()
    if row is None:
        raise NotFound
    used = accounts_at([row.actor_id], at).get(row.actor_id)
    return row.actor.ref, row.actor.name, _account(viewer, row, used, whole=True, at=at)


@queries(1)
def accounts_to_confirm(viewer: Viewer) -> list[tuple[str, str, datetime, bool]]:
    """(reference, actor, since when, whether the viewer wrote it) of those that wait for the viewer or a colleague."""
    rows = BankAccount.objects.filter(confirmed_at=None, ended_at=None).select_related("actor").order_by("asked_at")
    if not viewer.is_(Role.COORDINATOR):
        rows = rows.filter(actor_id__in=viewer.actors_as(Role.MANAGER))
    return [
        (row.ref, row.actor.name, row.asked_at, row.asked_by_id == viewer.id)
        for row in rows
        if not viewer.belongs_to(row.actor_id) or row.actor_id in viewer.actors_as(Role.MANAGER)
    ]


def _account(
    viewer: Viewer, row: BankAccount, used: BankAccount | None, *, whole: bool, named: bool = True, at: datetime
) -> Account:
    return Account(
        ref=row.ref if named else "",
        kind=str(AccountKind(row.kind).label),
        number=grouped(row.kind, row.number) if whole else last_four(row.number),
        state=_state(row, used, at),
        asked_at=row.asked_at,
        asked_by=row.asked_by.name,
        confirmed_at=row.confirmed_at,
        confirmed_by=row.confirmed_by.name if row.confirmed_by else "",
        usable_from=row.usable_from,
        ended_at=row.ended_at,
        ended_by=row.ended_by.name if row.ended_by else "",
        is_mine=row.asked_by_id == viewer.id,
    )


def _state(row: BankAccount, used: BankAccount | None, at: datetime) -> str:
    if row.ended_at is not None:
        return "ENDED"
    if row.confirmed_at is None or row.usable_from is None:
        return "WAITS"
    if row.usable_from > day(at):
        return "RESTS"
    return "USED" if used is not None and used.pk == row.pk else "OLD"
