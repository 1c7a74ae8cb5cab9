"""What must be done before a year can be signed: worked out from the data each time, with the way to each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.clock import span_of
from accounts.queries import queries
from accounts.sorting import swedish_key
from accounts.words import day_words, money_words
from cases.models import AdmissionRequest
from cases.selectors.money_days import Behind, behind
from cases.selectors.reconciliation import differences
from cases.states import TO_DECIDE, UNDECIDED
from funding.models import BatchState, Claim, ClaimState
from funding.selectors.accounts import accounts_at
from funding.selectors.year import Stands, YearLine, lines_of, stands_of

SHOWN = 12
"""How many of what is open a check names."""
Link = tuple[str, str, str]
"""Words, the name of an address, and the reference in it."""


@dataclass(frozen=True)
class Check:
    """``said``: how it stands, in words; ``links``: to what is open, ``more``: how many are not named; ``way``: to the
    page where it is done."""

    code: str
    name: str
    done: bool
    said: str
    links: tuple[Link, ...] = ()
    more: int = 0
    way: Link | None = None


@dataclass(frozen=True)
class _Facts:
    """What the checks look at, read once."""

    year: int
    on: date
    stands: tuple[Stands, ...]
    claims: dict[UUID, Claim]
    behind: dict[UUID, Behind]
    lines: tuple[YearLine, ...]
    undecided: tuple[AdmissionRequest, ...]
    unpayable: dict[str, int]
    """Actors without an account that can be used, and how many of their approved reports are in no payment for it."""

    def without_claim(self) -> list[Stands]:
        """Committed, and not reported back."""
        sent = {key for key, claim in self.claims.items() if claim.state != ClaimState.DRAFT}
        return [one for one in self.stands if one.committed > 0 and one.commitment_id not in sent and not one.reported]

    def claims_in(self, *states: ClaimState) -> list[Claim]:
        """Claims of the year's commitments in these states, oldest first."""
        found = [claim for claim in self.claims.values() if claim.state in states]
        return sorted(found, key=lambda claim: (claim.sent_at or claim.made_at, claim.ref))

    def unpaid(self) -> list[Stands]:
        """Reported and not paid."""
        return [one for one in self.stands if one.reported != one.paid]

    def in_batch(self, one: Stands) -> bool:
        """Whether it lies in a payment that is not marked as paid."""
        claim = self.claims.get(one.commitment_id)
        return bool(claim and claim.batch and claim.batch.state == BatchState.MADE)


@queries(40)
def year_checks(year: int, *, on: date) -> tuple[Check, ...]:
    """Every check of a year, in the order in which they are done. All must be done before it is signed."""
    facts = _read(year, on)
    return tuple(
        check(facts)
        for check in (_over, _waiting, _reported, _approved, _in_a_payment, _paid, _rest, _returned, _reconciled)
    )


def _read(year: int, on: date) -> _Facts:
    stands = stands_of(year)
    keys = [one.commitment_id for one in stands]
    claims = Claim.objects.filter(commitment_id__in=keys).exclude(state=ClaimState.TAKEN_BACK)
    found = {claim.commitment_id: claim for claim in claims.select_related("actor", "batch").order_by("made_at")}
    waiting = AdmissionRequest.objects.filter(state__in=UNDECIDED, start__lte=date(year, 12, 31), days__gt=0)
    waiting = waiting.select_related("person").order_by("start", "ref")
    return _Facts(
        year,
        on,
        stands,
        found,
        behind([one.cause_id for one in stands]),
        lines_of(year),
        tuple(row for row in waiting if row.start and row.start.toordinal() + (row.days or 0) > _first(year)),
        _unpayable(found.values(), on),
    )


def _unpayable(claims: Iterable[Claim], on: date) -> dict[str, int]:
    ready = [one for one in claims if one.state == ClaimState.APPROVED and one.batch is None and one.approved]
    _begin, end = span_of(on)
    accounts = accounts_at({claim.actor_id for claim in ready}, end)
    names = [claim.actor.name for claim in ready if claim.actor_id not in accounts]
    return {name: names.count(name) for name in sorted(set(names), key=swedish_key)}


def _first(year: int) -> int:
    return date(year, 1, 1).toordinal()


def _check(code: str, name: str, open_: Sequence[Link], said: str, none: str) -> Check:
    return Check(code, name, not open_, said if open_ else none, tuple(open_[:SHOWN]), max(len(open_) - SHOWN, 0))


def _over(facts: _Facts) -> Check:
    last = date(facts.year, 12, 31)
    over = facts.on > last
    said = _("It ended.") if over else _("It ends on %(day)s.") % {"day": day_words(last)}
    return Check("over", _("The year has ended"), over, said)


def _waiting(facts: _Facts) -> Check:
    places = ((row, "request_decide" if row.state in TO_DECIDE else "request") for row in facts.undecided)
    open_ = [(row.person.code, place, row.ref) for row, place in places]
    return _check(
        "waiting",
        _("Applications with days in the year are decided"),
        open_,
        _("Waiting for a decision: %(n)s.") % {"n": len(open_)},
        _("None waits."),
    )


def _reported(facts: _Facts) -> Check:
    open_ = facts.without_claim()
    return _check(
        "reported",
        _("All that was granted is reported back"),
        _named(facts, open_),
        _("Not reported back: %(n)s, %(amount)s in all.") % {"n": len(open_), "amount": _sum(open_, _committed)},
        _("All is reported back."),
    )


def _approved(facts: _Facts) -> Check:
    open_ = [(claim.ref, "claim", claim.ref) for claim in facts.claims_in(ClaimState.SENT, ClaimState.ASKED)]
    return _check(
        "approved",
        _("What was reported back is approved"),
        open_,
        _("To approve, or to be answered: %(n)s.") % {"n": len(open_)},
        _("All is approved."),
    )


def _in_a_payment(facts: _Facts) -> Check:
    open_ = [one for one in facts.unpaid() if not facts.in_batch(one)]
    said = _("In no payment: %(n)s, %(amount)s in all.") % {"n": len(open_), "amount": _sum(open_, _unpaid)}
    if facts.unpayable:
        number = sum(facts.unpayable.values())
        said = " ".join((said, _without_account(number) % {"n": number, "actors": ", ".join(facts.unpayable)}))
    check = _check("in_a_payment", _("What was approved is in a payment"), _named(facts, open_), said, _("All of it."))
    return replace(check, way=(_("Payments"), "payment_list", "")) if open_ else check


def _without_account(number: int) -> str:
    return ngettext(
        "%(n)s approved report cannot be paid, since its actor has no account that can be used: %(actors)s. A manager "
        "there writes one, and another confirms it.",
        "%(n)s approved reports cannot be paid, since their actors have no account that can be used: %(actors)s. A "
        "manager there writes one, and another confirms it.",
        number,
    )


def _paid(facts: _Facts) -> Check:
    batches = {claim.batch.ref for claim in facts.claims.values() if claim.batch and claim.batch.state == "MADE"}
    return _check(
        "paid",
        _("Payments are marked as paid"),
        [(ref, "payment", ref) for ref in sorted(batches)],
        _("Made and not marked: %(n)s.") % {"n": len(batches)},
        _("All are marked."),
    )


def _rest(facts: _Facts) -> Check:
    without = {one.commitment_id for one in facts.without_claim()}
    going = {claim.commitment_id for claim in facts.claims_in(ClaimState.SENT, ClaimState.ASKED)}
    rests = [one for one in facts.stands if one.committed != one.reported]
    open_ = [one for one in rests if one.commitment_id not in without | going]
    return _check(
        "rest",
        _("What was granted and not used is released"),
        _named(facts, open_),
        _("With something left: %(n)s, %(amount)s in all.") % {"n": len(open_), "amount": _sum(open_, _over_reported)},
        _("Nothing is left."),
    )


def _returned(facts: _Facts) -> Check:
    left = sum((line.left for line in facts.lines), Decimal(0))
    back = sum((line.returned for line in facts.lines), Decimal(0))
    said = _("%(amount)s is left to return.") if left else _("%(amount)s has gone back. Nothing is left on any line.")
    words = said % {"amount": money_words(left or back)}
    return Check("returned", _("What is left has gone back to the funder"), not left, words)


def _reconciled(facts: _Facts) -> Check:
    wrong = [str(one) for one in differences() if one.year in (None, facts.year)]
    said = (
        _("Differences: %(n)s. The first: %(first)s") % {"n": len(wrong), "first": wrong[0]}
        if wrong
        else _("Nothing differs.")
    )
    return Check("reconciled", _("The ledger is what was decided, approved and paid"), not wrong, said)


def _named(facts: _Facts, rows: Iterable[Stands]) -> list[Link]:
    """Each by the person's code and a link to its application; by the commitment's reference where nothing is known."""
    found = []
    for one in rows:
        what = facts.behind.get(one.cause_id)
        found.append((what.code, "request", what.request) if what else (one.ref, "", ""))
    return found


def _sum(rows: Iterable[Stands], of: Callable[[Stands], Decimal]) -> str:
    return money_words(sum((of(one) for one in rows), Decimal(0)))


def _committed(one: Stands) -> Decimal:
    return one.committed


def _unpaid(one: Stands) -> Decimal:
    return one.reported - one.paid


def _over_reported(one: Stands) -> Decimal:
    return one.committed - one.reported
