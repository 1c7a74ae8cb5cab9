"""Payments: what is ready to be paid, what is in one, to which account. Coordinators' alone. SEK, and no persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Sum

from accounts.errors import NotFound
from accounts.models import Actor
from accounts.queries import queries
from accounts.sorting import swedish_key
from funding.account_numbers import grouped, last_four
from funding.models import (
    AccountKind,
    BankAccount,
    Cause,
    Claim,
    ClaimState,
    Kind,
    LedgerLine,
    LineKind,
    PaymentBatch,
    PaymentFile,
    UnusedWhy,
)
from funding.selectors.accounts import accounts_at
from funding.spreading import NOTHING


@dataclass(frozen=True)
class Ready:
    """What an actor has approved and unpaid in a programme. ``payable``: it has an account that can be used today."""

    actor_ref: str
    actor: str
    claims: int
    amount: Decimal
    payable: bool


@dataclass(frozen=True)
class ReadyProgramme:
    """The same for a programme as a whole: what a payment would hold, and who is left out of it."""

    programme: str
    actors: tuple[Ready, ...]

    @property
    def amount(self) -> Decimal:
        """SEK that can be paid today."""
        return sum((row.amount for row in self.actors if row.payable), NOTHING)

    @property
    def left_out(self) -> tuple[Ready, ...]:
        """Actors without an account that can be used."""
        return tuple(row for row in self.actors if not row.payable)


@dataclass(frozen=True)
class BatchLine:
    """A payment in the list."""

    ref: str
    state: str
    made_at: datetime
    made_by: str
    paid_on: date | None
    marked_by: str
    claims: int
    amount: Decimal


@dataclass(frozen=True)
class PaidRow:
    """A claim's sum in a year: a line of the file."""

    claim: str
    commitment: str
    kind: str
    programme: str
    year: int
    amount: Decimal


@dataclass(frozen=True)
class Payee:
    """What an actor gets. ``account`` masked; ``number`` whole, for the file. ``ended``: taken back since."""

    ref: str
    name: str
    account_kind: str
    account: str
    number: str
    ended: bool
    rows: tuple[PaidRow, ...]

    @property
    def amount(self) -> Decimal:
        """SEK."""
        return sum((row.amount for row in self.rows), NOTHING)


@dataclass(frozen=True)
class TakenOut:
    """A file that was taken out of a payment; ``unused_why`` (words) says how somebody knows that it was not used."""

    taken_by: str
    taken_at: datetime
    unused_by: str
    unused_at: datetime | None
    unused_why: str


@dataclass(frozen=True)
class Batch:
    """A payment with everybody in it."""

    ref: str
    state: str
    made_at: datetime
    made_by: str
    paid_on: date | None
    marked_by: str
    payees: tuple[Payee, ...]
    files: tuple[TakenOut, ...] = ()

    @property
    def amount(self) -> Decimal:
        """SEK."""
        return sum((payee.amount for payee in self.payees), NOTHING)

    @property
    def file_is_out(self) -> bool:
        """Whether the bank may pay by a file: then no claim leaves the payment."""
        return any(file.unused_at is None for file in self.files)


@queries(1)
def ready(programme: str | None = None) -> list[Claim]:
    """Approved claims that stand in no payment, in the order in which they were approved."""
    rows = Claim.objects.filter(state=ClaimState.APPROVED, batch=None, approved__gt=0)
    if programme is not None:
        rows = rows.filter(commitment__programme=programme)
    return list(rows.select_related("commitment").order_by("decided_at", "id"))


@queries(3)
def ready_to_pay(at: datetime) -> tuple[ReadyProgramme, ...]:
    """What could be paid now, programme by programme."""
    claims = ready()
    actors = {row.pk: row for row in Actor.objects.filter(pk__in={claim.actor_id for claim in claims})}
    accounts = accounts_at(actors.keys(), at)
    found: dict[str, dict[UUID, list[Claim]]] = {}
    for claim in claims:
        found.setdefault(claim.commitment.programme, {}).setdefault(claim.actor_id, []).append(claim)
    return tuple(
        ReadyProgramme(
            programme,
            tuple(
                Ready(actors[pk].ref, actors[pk].name, len(own), _sum(own), pk in accounts)
                for pk, own in sorted(of_actor.items(), key=lambda one: swedish_key(actors[one[0]].name))
            ),
        )
        for programme, of_actor in sorted(found.items(), reverse=True)
    )


@queries(1)
def batches() -> tuple[BatchLine, ...]:
    """Payments, the newest first."""
    rows = PaymentBatch.objects.select_related("made_by", "marked_by")
    rows = rows.annotate(number=Count("claims"), amount=Sum("claims__approved", default=NOTHING))
    return tuple(
        BatchLine(
            ref=row.ref,
            state=row.state,
            made_at=row.made_at,
            made_by=row.made_by.name,
            paid_on=row.paid_on,
            marked_by=row.marked_by.name if row.marked_by else "",
            claims=row.number,
            amount=row.amount,
        )
        for row in rows.order_by("-made_at")[:100]
    )


@queries(6)
def batch_page(ref: str) -> Batch:
    """A payment. Each actor is paid to the account that could be used when it was made. Raises NotFound."""
    row = PaymentBatch.objects.select_related("made_by", "marked_by").filter(ref=ref).first()
    if row is None:
        raise NotFound
    claims = list(row.claims.select_related("commitment", "actor").order_by("ref"))
    accounts = accounts_at({claim.actor_id for claim in claims}, row.made_at)
    sums = _by_year(claims)
    actors = {claim.actor_id: claim.actor for claim in claims}
    return Batch(
        ref=row.ref,
        state=row.state,
        made_at=row.made_at,
        made_by=row.made_by.name,
        paid_on=row.paid_on,
        marked_by=row.marked_by.name if row.marked_by else "",
        payees=tuple(
            _payee(actor, accounts.get(actor.pk), [claim for claim in claims if claim.actor_id == actor.pk], sums)
            for actor in sorted(actors.values(), key=lambda actor: swedish_key(actor.name))
        ),
        files=tuple(_taken_out(file) for file in row.files.select_related("taken_by", "unused_by")),
    )


def _taken_out(row: PaymentFile) -> TakenOut:
    return TakenOut(
        taken_by=row.taken_by.name,
        taken_at=row.taken_at,
        unused_by=row.unused_by.name if row.unused_by else "",
        unused_at=row.unused_at,
        unused_why=str(UnusedWhy(row.unused_why).label) if row.unused_why else "",
    )


def _by_year(claims: Sequence[Claim]) -> dict[UUID, dict[int, Decimal]]:
    """What each claim was approved for, year by year: its bookings that were not taken back."""
    rows = LedgerLine.objects.filter(kind=LineKind.REPORT, cause=Cause.CLAIM, reverses=None, reversed_by=None)
    rows = rows.filter(cause_id__in=[claim.pk for claim in claims])
    found: dict[UUID, dict[int, Decimal]] = {}
    for line in rows.values("cause_id", "year").annotate(sum=Sum("amount")).order_by("year"):
        found.setdefault(line["cause_id"], {})[line["year"]] = line["sum"]
    return found


def _payee(
    actor: Actor, account: BankAccount | None, claims: list[Claim], sums: dict[UUID, dict[int, Decimal]]
) -> Payee:
    return Payee(
        ref=actor.ref,
        name=actor.name,
        account_kind=str(AccountKind(account.kind).label) if account else "",
        account=last_four(account.number) if account else "",
        number=grouped(account.kind, account.number) if account else "",
        ended=account is None or account.ended_at is not None,
        rows=tuple(
            PaidRow(
                claim.ref,
                claim.commitment.ref,
                str(Kind(claim.commitment.kind).label),
                claim.commitment.programme,
                year,
                amount,
            )
            for claim in claims
            for year, amount in sums.get(claim.pk, {}).items()
        ),
    )


def _sum(claims: list[Claim]) -> Decimal:
    return sum((claim.approved or NOTHING for claim in claims), NOTHING)
