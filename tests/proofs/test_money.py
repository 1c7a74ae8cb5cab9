"""Twenty deciders race for the last krona: nobody gets more than there is, nobody waits in a ring, and the sums are right.

Prints rounds, what was granted and refused, deadlocks, lines that went over, and what ``reconcile`` finds at the end.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from decimal import Decimal
from random import Random
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, connections

from accounts.acts import Role
from accounts.clock import now
from accounts.door import acting_as
from accounts.errors import NothingLeft, Stopped
from accounts.models import Actor, Appointment, User
from accounts.viewer import Viewer, system, viewer_of
from cases.models import AdmissionRequest, Case
from cases.selectors.reconciliation import differences
from cases.selectors.verdicts import cost_of_request
from cases.services import decision
from funding.models import BudgetLine
from funding.services.commitments import commit, release
from tests.factories import sent_request
from tests.money import general_line, give

DECIDERS, LAST, PRICE, NEXT = 20, 3, Decimal("1450.01"), Decimal("399.99")
ROUNDS, DECISIONS = int(os.environ.get("NSP_ROUNDS", "1000")), int(os.environ.get("NSP_DECISIONS", "25"))
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def _deciders() -> list[Viewer]:
    found = []
    for n in range(DECIDERS):
        user = User.objects.create_user(f"decider{n}@example.org", f"Beslutare {n}")
        Appointment.objects.create(user=user, role=Role.COORDINATOR)
        found.append(viewer_of(user))
    return found


class Race:
    """A pool of threads, each with a connection of its own; every round starts all of them in the same instant."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.pool = pool
        self.told: Counter[str] = Counter()

    def run(self, acts: Sequence[Callable[[], object]]) -> Counter[str]:
        """One round: how many got it, and how the others were told no."""
        start = Barrier(len(acts))
        found = Counter(self.pool.map(lambda act: self._one(start, act), acts))
        self.told += found
        return found

    def _one(self, start: Barrier, act: Callable[[], object]) -> str:
        start.wait()
        try:
            told = act()
        except (NothingLeft, Stopped):
            return "refused"
        except OperationalError as error:
            return "deadlock" if "deadlock" in str(error) else "failed"
        return str(told or "granted")


def _grant(by: Viewer, actor: Actor, at: datetime, made: list[UUID]) -> Callable[[], object]:
    """Commit in this year and the next, all or nothing."""

    def act() -> None:
        cause = uuid4()
        with acting_as(by):
            amounts = {at.year: PRICE, at.year + 1: NEXT}
            commit(cause, amounts, actor_id=actor.pk, kind="REST", programme="", by=by, at=at)
        made.append(cause)

    return act


def _give_back(by: Viewer, at: datetime, cause: UUID) -> Callable[[], object]:
    def act() -> str:
        with acting_as(by):
            release(cause, {at.year: Decimal("0.01"), at.year + 1: Decimal("0.01")}, by=by, at=at)
        return "gave back"

    return act


def _room(amounts: dict[int, Decimal], times: int) -> None:
    """Exactly so many times the amounts are left of each year."""
    for year, amount in amounts.items():
        give(year, general_line(year).committed + amount * times)


def _lines_over() -> int:
    with acting_as(system("proof")):
        return sum(1 for line in BudgetLine.objects.all() if line.left < 0)


def _bare(race: Race, deciders: list[Viewer], alma: Viewer, at: datetime) -> list[UUID]:
    """Commitments alone, a thousand times; every fifth round an actor gives back meanwhile."""
    linden, dice, wrong = Actor.objects.get(ref="A-LINDEN"), Random(5), 0
    causes: list[UUID] = []
    for n in range(ROUNDS):
        _room({at.year: PRICE, at.year + 1: NEXT}, LAST)
        acts = [_grant(by, linden, at, causes) for by in deciders]
        if n % 5 == 4:
            acts[-2:] = [_give_back(alma, at, cause) for cause in dice.sample(causes, 2)]
        wrong += race.run(acts)["granted"] != LAST
    assert wrong == 0, f"{wrong} rounds did not give exactly {LAST}"
    return causes


def _whole(race: Race, deciders: list[Viewer], alma: Viewer) -> int:
    """Real decisions on requests that wait: case, intervention and money, all or nothing."""
    waiting: list[AdmissionRequest] = []
    cases = 0
    for _round in range(DECISIONS):
        waiting += [sent_request(alma, at=now()) for _n in range(DECIDERS - len(waiting))]
        with acting_as(deciders[0]):
            _room(cost_of_request(waiting[0]).by_year, LAST)

        def confirm(by: Viewer, request: AdmissionRequest) -> Callable[[], object]:
            def act() -> None:
                with acting_as(by):
                    decision.confirm(request.ref, version=request.version, reason="Ja.", by=by, at=now())

            return act

        race.run([confirm(by, request) for by, request in zip(deciders, waiting, strict=True)])
        with acting_as(deciders[0]):
            decided = set(Case.objects.values_list("request_id", flat=True))
        before, waiting = len(waiting), [request for request in waiting if request.pk not in decided]
        assert before - len(waiting) == LAST
        cases += LAST
    return cases


def test_twenty_race_for_the_last_krona(alma: Viewer) -> None:
    deciders, at, begun = _deciders(), now(), time.monotonic()
    with ThreadPoolExecutor(DECIDERS) as pool:
        bare, whole = Race(pool), Race(pool)
        made = _bare(bare, deciders, alma, at)
        over, seconds = _lines_over(), time.monotonic() - begun
        cases = _whole(whole, deciders, alma)
        over += _lines_over()
        Race(pool).run([connections.close_all] * DECIDERS)
    with acting_as(system("reconcile")):
        found = differences()
    undecided = [one for one in found if one.what == "committed without a decision"]
    print(
        f"\n{ROUNDS} rounds of {DECIDERS} for the last {LAST}, in two years at once: {seconds:.0f} s, {dict(bare.told)}"
    )
    print(f"{DECISIONS} rounds of whole decisions: {dict(whole.told)}, {cases} cases")
    print(f"lines over: {over}; reconcile: {len(found) - len(undecided)} differences")
    assert bare.told["deadlock"] == whole.told["deadlock"] == bare.told["failed"] == whole.told["failed"] == 0
    assert over == 0
    assert len(undecided) == len(made)
    assert [str(one) for one in found if one not in undecided] == []
