"""What an actor reports back of what was granted, and what a coordinator says of it: sums, days and vouchers.

A commitment has one claim that counts. Whoever writes or decides holds the commitment first (``booking.hold``), so that
one comes after the other and nobody waits in a ring; the claim itself needs no lock then. Who may, whose words belong
to it and what follows for the person is for the floor above.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.errors import Conflict, Invalid, NotFound, WrongState
from accounts.moves import after, leads_to
from accounts.refs import new_ref
from accounts.viewer import Viewer
from accounts.words import money_words
from funding.models import (
    Cause,
    Claim,
    ClaimCost,
    ClaimState,
    Commitment,
    CostOf,
    CutReason,
    LedgerLine,
    PapersSeen,
    Repayment,
)
from funding.selectors.balances import standing
from funding.selectors.claims import Row
from funding.services import booking
from funding.services.booking import Why
from funding.spreading import NOTHING, spread
from funding.states import CLAIM_MOVES


@dataclass(frozen=True)
class Days:
    """So much for days and nights. ``key`` names whose they are (the floor above knows), the same each time."""

    key: str
    amount: Decimal
    of_child: bool = False


@dataclass(frozen=True)
class Spent:
    """A cost as it is reported: SEK, the number of its voucher in the actor's bookkeeping, and the voucher's day."""

    what: str
    amount: Decimal
    voucher: str
    on: date


@dataclass(frozen=True)
class Report:
    """All of a claim: ``days`` is how many the person had the place (None where it is not given by the day)."""

    days: int | None = None
    day_sums: tuple[Days, ...] = ()
    costs: tuple[Spent, ...] = ()

    @property
    def total(self) -> Decimal:
        """SEK."""
        return sum((part.amount for part in self.day_sums), sum((cost.amount for cost in self.costs), NOTHING))


@dataclass(frozen=True)
class Cut:
    """What is taken off a row (SEK), and why."""

    amount: Decimal
    reason: str


def row_of(claim_id: UUID, key: str) -> UUID:
    """The id of the row that holds the days of ``key``: the floor above finds it again, and this one knows nobody."""
    return uuid5(claim_id, key)


def write(cause_id: UUID, said: Report, *, version: int, send: bool, by: Viewer, at: datetime) -> Claim:
    """Keep what is reported of a commitment, as a draft or sent. ``version``: of the page, 0 where nothing was kept.

    Raises NotFound, WrongState (sent already), Conflict("changed") (with who and when), Invalid ("days" or ""; more
    than stands; ``cost-<n>-<field>``: a voucher that the actor has used, a day to come).
    """
    booking.hold([cause_id])
    commitment = Commitment.objects.filter(cause_id=cause_id).first()
    if commitment is None:
        raise NotFound
    claim = counting_claim(cause_id)
    act = "send" if send else "save"
    state = after(CLAIM_MOVES, _seen(claim, version, act), act)
    _refuse_wrong(commitment, claim, said, on=day(at))
    if claim is None:
        claim = Claim(pk=uuid4(), ref=new_ref("C"), commitment=commitment, actor_id=commitment.actor_id, made_at=at)
        claim.made_by_id = by.id
        claim.save(force_insert=True)
    _rows(claim, said)
    claim.version, claim.days = claim.version + 1, said.days
    claim.state = state
    if send:
        claim.sent_at, claim.sent_by_id = at, by.id
    claim.save(update_fields=["version", "days", "state", "sent_at", "sent_by"])
    return claim


def counting_claim(cause_id: UUID) -> Claim | None:
    """The claim of a commitment that was not taken back; None where there is none."""
    rows = Claim.objects.filter(commitment__cause_id=cause_id)
    return rows.exclude(state=ClaimState.TAKEN_BACK).select_related("decided_by", "sent_by", "commitment").first()


def _seen(claim: Claim | None, version: int, act: str) -> str:
    if claim is None:
        if version:
            raise Conflict("changed")
        return ClaimState.DRAFT
    if (claim.state, act) not in CLAIM_MOVES:
        raise WrongState(claim.state, act, is_done=leads_to(CLAIM_MOVES, claim.state, act), **who_was_first(claim))
    if claim.version != version:
        raise Conflict("changed", **who_was_first(claim))
    return claim.state


def who_was_first(claim: Claim) -> dict[str, object]:
    """Who decided or sent it last, and when: for whoever came too late."""
    decided = claim.decided_at is not None and (claim.sent_at is None or claim.decided_at >= claim.sent_at)
    user, at = (claim.decided_by, claim.decided_at) if decided else (claim.sent_by, claim.sent_at)
    return {"who": user.name, "who_id": user.pk, "at": at} if user else {}


def _refuse_wrong(commitment: Commitment, claim: Claim | None, said: Report, *, on: date) -> None:
    stands = sum(standing(commitment.cause_id).values(), NOTHING)
    wrong: dict[str, str] = {}
    for n, cost in enumerate(said.costs):
        if cost.on > on:
            wrong[f"cost-{n}-on"] = _("That day has not come yet.")
    if said.total > stands:
        wrong[""] = too_much(said.total, stands)
    wrong |= _used(commitment, claim, [cost.voucher for cost in said.costs])
    if wrong:
        raise Invalid(wrong)


def too_much(total: Decimal, stands: Decimal) -> str:
    """What is said where more is reported than stands."""
    words = {"total": money_words(total), "left": money_words(stands)}
    return _("That is %(total)s, and %(left)s is granted. Report at most what is granted.") % words


def _used(commitment: Commitment, claim: Claim | None, vouchers: list[str]) -> dict[str, str]:
    """A sentence beside each voucher that stands twice here, or in another claim of the actor."""
    others = ClaimCost.objects.filter(actor_id=commitment.actor_id, counts=True, voucher__in=vouchers)
    used = set(others.exclude(claim=claim).values_list("voucher", flat=True) if vouchers else ())
    wrong: dict[str, str] = {}
    for n, voucher in enumerate(vouchers):
        if voucher in used:
            wrong[f"cost-{n}-voucher"] = voucher_used()
        elif voucher in vouchers[:n]:
            wrong[f"cost-{n}-voucher"] = _("The same number stands on another row here.")
    return wrong


def voucher_used() -> str:
    """What is said beside a number that the actor has reported before. It says nothing of where."""
    return _("You have reported this number before. Each voucher counts once.")


def _rows(claim: Claim, said: Report) -> None:
    claim.costs.all().delete()
    days = [part for part in said.day_sums if part.amount > 0]
    for part in days:
        what = CostOf.CHILD_DAYS if part.of_child else CostOf.DAYS
        pk = row_of(claim.pk, part.key)
        ClaimCost(pk=pk, claim=claim, actor_id=claim.actor_id, what=what, amount=part.amount).save(force_insert=True)
    for n, cost in enumerate(said.costs):
        row = ClaimCost(claim=claim, actor_id=claim.actor_id, what=cost.what, amount=cost.amount)
        row.voucher, row.spent_on = cost.voucher, cost.on
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:  # somebody else at the actor has reported it in this very moment
            if "a_voucher_once" not in str(error):
                raise
            raise Invalid({f"cost-{n}-voucher": voucher_used()}) from error


def throw_away(cause_id: UUID, *, version: int) -> Claim:
    """Take back a draft: its voucher numbers are free again. Raises NotFound, WrongState, Conflict."""
    booking.hold([cause_id])
    claim = counting_claim(cause_id)
    if claim is None:
        raise NotFound
    claim.state = after(CLAIM_MOVES, _seen(claim, version, "take_back"), "take_back")
    claim.save(update_fields=["state"])
    return claim


def refuse_late(claim: Claim, act: str, *, version: int) -> None:
    """Raises WrongState, Conflict (with who was first) where the claim is not as the page showed it."""
    _seen(claim, version, act)


def held(ref: str) -> Claim:
    """The claim, its commitment held. Raises NotFound."""
    found = Claim.objects.filter(ref=ref).values_list("commitment__cause_id", flat=True).first()
    if found is None:
        raise NotFound
    booking.hold([found])
    return Claim.objects.select_related("decided_by", "sent_by", "commitment", "actor").get(ref=ref)


def ask(claim: Claim, *, by: Viewer, at: datetime) -> None:
    """Send a claim back with a question."""
    _decided(claim, "ask", by=by, at=at)
    claim.save(update_fields=["state", "version", "decided_at", "decided_by"])


def approve(
    claim: Claim, cuts: Mapping[UUID, Cut], wanted: Mapping[int, Decimal], *, by: Viewer, at: datetime
) -> Decimal:
    """Approve a claim, less ``cuts`` (by row); ``wanted``: what is left of it, year by year. Returns the sum, SEK.

    Books it as reported, year by year, and releases what then stands of the commitment. Raises Conflict("ledger").
    """
    for row in claim.costs.all():
        cut = cuts.get(row.pk)
        row.cut, row.cut_reason = (cut.amount, cut.reason) if cut else (NOTHING, "")
        row.save(update_fields=["cut", "cut_reason"])
    claim.approved = sum((row.amount - row.cut for row in claim.costs.all()), NOTHING)
    assert claim.approved == sum(wanted.values(), NOTHING)
    stands = standing(claim.commitment.cause_id)
    try:
        taken = spread(wanted, stands)
    except ValueError as error:
        raise Conflict("ledger", promise="never_more_reported_than_committed") from error
    why = Why(Cause.CLAIM, claim.pk, by, at)
    booking.report(claim.commitment, taken, why=why)
    rest = {year: has - taken.get(year, NOTHING) for year, has in stands.items()}
    booking.release(claim.commitment, rest, why=why)
    _decided(claim, "approve", by=by, at=at)
    claim.save(update_fields=["state", "version", "decided_at", "decided_by", "approved"])
    return claim.approved


def reverse(claim: Claim, *, by: Viewer, at: datetime) -> None:
    """Take an approval back by counter-entries, to decide anew. Nothing that was booked is touched.

    Raises Conflict("in_a_payment") where it stands in a payment, Conflict("ledger") where the budget has no room for
    what was released then.
    """
    if claim.batch_id is not None:
        raise Conflict("in_a_payment")
    lines = LedgerLine.objects.filter(cause=Cause.CLAIM, cause_id=claim.pk, reverses=None, reversed_by=None)
    for line in lines.order_by("-kind", "year", "id"):  # REPORT before RELEASE: never more reported than stands
        booking.reverse(line.pk, why=Why(Cause.CLAIM, claim.pk, by, at))
    for row in claim.costs.exclude(cut=0):
        row.cut, row.cut_reason = NOTHING, ""
        row.save(update_fields=["cut", "cut_reason"])
    claim.approved = None
    _decided(claim, "reverse", by=by, at=at)
    claim.save(update_fields=["state", "version", "decided_at", "decided_by", "approved"])


def _decided(claim: Claim, act: str, *, by: Viewer, at: datetime) -> None:
    claim.state = after(CLAIM_MOVES, claim.state, act)
    claim.version += 1
    claim.decided_at, claim.decided_by_id = at, by.id


def check_cuts(rows: Collection[Row], cuts: Mapping[UUID, Cut]) -> None:
    """Raises Invalid beside the row (``cut-<id>``, ``why-<id>``): more than it has, or no reason."""
    wrong: dict[str, str] = {}
    for row in rows:
        cut = cuts.get(row.id)
        if cut is None:
            continue
        if not 0 < cut.amount <= row.amount:
            wrong[f"cut-{row.id}"] = _("At most %(amount)s can be cut.") % {"amount": money_words(row.amount)}
        elif cut.reason not in CutReason.values:
            wrong[f"why-{row.id}"] = _("Choose a reason.")
    if wrong or cuts.keys() - {row.id for row in rows}:
        raise Invalid(wrong or {"": _("A row that you cut is no longer there.")})


def papers_seen(claim: Claim, on: date, *, by: Viewer, at: datetime) -> None:
    """Note that the papers behind a claim were seen that day, which may be before it was reported (papers are kept at
    the actor, and looked at on a visit). Raises Invalid (a day to come)."""
    if on > day(at):
        raise Invalid({"on": _("That day has not come yet.")})
    PapersSeen(claim=claim, actor_id=claim.actor_id, by_id=by.id, on=on, at=at).save(force_insert=True)


def keep_repayment(claim: Claim, amount: Decimal, on: date, *, by: Viewer, at: datetime) -> Repayment:
    """Keep that the actor paid back ``amount`` SEK of a claim: what its booking is compared with."""
    row = Repayment(claim=claim, actor_id=claim.actor_id, amount=amount, on=on, by_id=by.id, at=at)
    row.save(force_insert=True)
    return row
