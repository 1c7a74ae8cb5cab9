"""The steps of a random walk in which money is paid, and its end: whatever was done, the year can be closed.

After the last step everything that is open is brought to its end by the services, as people would: applications
declined, periods ended and reported, reports approved, payments made and marked, what nobody is promised returned, and
the first year of the walk signed by two.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

from accounts.clock import day
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.access import open_proposals
from cases.models import AdmissionRequest, Intervention
from cases.models.choices import DeclineReason
from cases.services import admission, claims, decision, last_day
from cases.services.report_back import as_granted, report_back
from cases.states import AdmissionState
from funding.models import Claim, ClaimState, PaymentBatch, UnusedWhy
from funding.selectors.year import lines_of
from funding.services import payments
from funding.services.year_end import return_unspent
from funding.states import BatchState
from reports.snapshot import fingerprint
from reports.year_checks import year_checks
from reports.year_end import sign_year
from reports.year_figures import figures_of
from tests.cases.reporting import has_account
from tests.walk import BEGINS, OFFICE, STEPS, Step, Walk

BANKS = {"A-LINDEN": ("maj", "5050-1055"), "A-NOOR": ("nora", "991-2346")}
"""Who of each actor writes where it is paid."""


def with_accounts(walk: Walk) -> None:
    """Both actors can be paid."""
    for ref, (manager, typed) in BANKS.items():
        said = {"at": BEGINS - timedelta(days=5), "typed": typed}
        has_account(ref, walk.viewers[manager], walk.viewers["disa"], **said)  # type: ignore[arg-type]


def make_payment(walk: Walk, rng: Random) -> str | None:
    with acting_as(walk.viewers["system"]):
        ready = Claim.objects.filter(state=ClaimState.APPROVED, batch=None)
        names = sorted(set(ready.values_list("commitment__programme", flat=True)))
    if not names:
        return None
    with acting_as(walk.somebody(rng, OFFICE)) as by:
        return payments.make_batch(rng.choice(names), by=by, at=walk.at).ref


def take_file(walk: Walk, rng: Random) -> str | None:
    """Take the file out; or say that it was not used."""
    if (row := _payment(walk, rng)) is None:
        return None
    with acting_as(walk.somebody(rng, OFFICE)) as by:
        if rng.random() < 0.7:
            payments.take_out(row.ref, by=by, at=walk.at)
            return "out"
        payments.say_unused(row.ref, rng.choice(UnusedWhy.values), by=by, at=walk.at)
        return "unused"


def leave_out(walk: Walk, rng: Random) -> str | None:
    if (row := _payment(walk, rng)) is None:
        return None
    with acting_as(walk.viewers["system"]):
        refs = sorted(row.claims.values_list("ref", flat=True))
    if not refs:
        return None
    with acting_as(walk.somebody(rng, OFFICE)) as by:
        payments.leave_out(row.ref, rng.choice(refs), by=by, at=walk.at)
    return row.ref


def mark_paid(walk: Walk, rng: Random) -> str | None:
    if (row := _payment(walk, rng)) is None:
        return None
    with acting_as(walk.somebody(rng, OFFICE)) as by:
        payments.mark_paid(row.ref, day(walk.at), by=by, at=walk.at)
    return row.ref


def pay_back(walk: Walk, rng: Random) -> str | None:
    """An actor pays back some of what it was paid, or more than that."""
    with acting_as(walk.viewers["system"]):
        paid = list(Claim.objects.filter(batch__state=BatchState.PAID).order_by("decided_at", "ref"))
    if not paid:
        return None
    claim = rng.choice(paid)
    amount = (claim.approved or Decimal(0)) / rng.choice((1, 2, 4)) // 1 + rng.choice((0, 0, 0, 10_000))
    with acting_as(walk.somebody(rng, OFFICE)) as by:
        claims.repaid(claim.ref, amount, day(walk.at), by=by, at=walk.at)
    return str(amount)


def _payment(walk: Walk, rng: Random) -> PaymentBatch | None:
    """One of the payments, most of the time one that is not paid yet."""
    with acting_as(walk.viewers["system"]):
        rows = list(PaymentBatch.objects.order_by("made_at", "ref"))
    if rng.random() < 0.9:
        rows = [row for row in rows if row.state != BatchState.PAID]
    return rng.choice(rows) if rows else None


STEPS_WITH_MONEY: dict[Step, int] = STEPS | {
    make_payment: 5,
    take_file: 3,
    leave_out: 2,
    mark_paid: 4,
    pay_back: 2,
}
"""What can happen, and how often, money too."""


def close_the_year(walk: Walk) -> None:
    """Bring everything to its end, and sign the first year."""
    walk.at = max(walk.at, BEGINS + timedelta(days=100))
    _decide_all(walk)
    _end_all(walk)
    _pay_all(walk)
    year = BEGINS.year
    dag, disa = walk.viewers["dag"], walk.viewers["disa"]
    with acting_as(dag):
        unspent = sum((line.unspent for line in lines_of(year)), Decimal(0))
        if unspent:
            return_unspent(year, unspent, on=day(walk.at), by=dag, at=walk.at)
        open_ = [(check.code, check.said) for check in year_checks(year, on=day(walk.at)) if not check.done]
        assert not open_, open_
        digest = fingerprint(figures_of(year))
        sign_year(year, digest=digest, by=dag, at=walk.at)
    with acting_as(disa):
        assert sign_year(year, digest=digest, by=disa, at=walk.at).state == "SIGNED"
    walk.trace.append(f"{walk.at:%Y-%m-%d %H.%M}  the year is closed")
    walk.done["close_the_year"] += 1


def _decide_all(walk: Walk) -> None:
    with acting_as(walk.viewers["system"]):
        rows = list(AdmissionRequest.objects.exclude(state__in=_DECIDED).select_related("person", "actor"))
        proposals = [row.ref for row in open_proposals()]
    for row in rows:
        if row.state in (AdmissionState.SENT, AdmissionState.WAITING):
            with acting_as(walk.viewers["disa"]) as by:
                said = {"decline_reason": DeclineReason.NO_NEED, "reason": "Året stängs.", "by": by, "at": walk.at}
                decision.decline(row.ref, version=row.version, paid_until=None, **said)  # type: ignore[arg-type]
            continue
        with acting_as(_worker(walk, row.actor.ref)) as by:
            admission.withdraw(row.ref, by=by, at=walk.at)
    for ref in proposals:
        with acting_as(walk.viewers["disa"]) as by:
            last_day.let_go_on(ref, reason="Året stängs.", by=by, at=walk.at)


_DECIDED = (AdmissionState.CONFIRMED, AdmissionState.DECLINED, AdmissionState.WITHDRAWN)


def _end_all(walk: Walk) -> None:
    """Everything is over one day, is reported back as granted, and approved."""
    with acting_as(walk.viewers["system"]):
        rows = list(Intervention.objects.select_related("actor").order_by("last"))
    if rows:
        walk.at = max(walk.at, walk.at + (rows[-1].last - day(walk.at)) + timedelta(days=1))
    for row in rows:
        claim = _claim(walk, row)
        if row.last >= row.start and (claim is None or claim.state in (ClaimState.DRAFT, ClaimState.ASKED)):
            with acting_as(_worker(walk, row.actor.ref)) as by:
                said = None
                if claim and claim.state == ClaimState.ASKED:
                    said = replace(as_granted(row.ref), answer="Det stämmer.")
                report_back(row.ref, said, version=claim.version if claim else 0, by=by, at=walk.at)
            claim = _claim(walk, row)
        if claim is not None and claim.state == ClaimState.SENT:
            with acting_as(walk.viewers["disa"]) as by:
                claims.approve(claim.ref, {}, version=claim.version, by=by, at=walk.at)


def _claim(walk: Walk, row: Intervention) -> Claim | None:
    with acting_as(walk.viewers["system"]):
        rows = Claim.objects.filter(commitment__cause_id=row.pk).exclude(state=ClaimState.TAKEN_BACK)
        return rows.order_by("made_at").last()


def _pay_all(walk: Walk) -> None:
    with acting_as(walk.viewers["system"]):
        ready = Claim.objects.filter(state=ClaimState.APPROVED, batch=None, approved__gt=0)
        names = sorted(set(ready.values_list("commitment__programme", flat=True)))
    with acting_as(walk.viewers["disa"]) as by:
        for name in names:
            payments.make_batch(name, by=by, at=walk.at)
        for row in PaymentBatch.objects.exclude(state=BatchState.PAID):
            if row.claims.exists():
                payments.mark_paid(row.ref, day(walk.at), by=by, at=walk.at)


def _worker(walk: Walk, actor_ref: str) -> Viewer:
    return walk.viewers["alma" if actor_ref == "A-LINDEN" else "cia"]
