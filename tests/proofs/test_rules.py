"""Tens of thousands of histories lived twice, and as many applications judged twice: by the program's rules, and by a
second, naive formulation. Prints what happened in them; a situation that never came up is a failure.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.rules import ON_CONFIRM, Facts, on_confirm
from tests.rules.histories import HEARD, history_of, live
from tests.rules.test_rules_naive import any_facts, naive

HISTORIES = int(os.environ.get("NSP_PROOF_HISTORIES", "20000"))
APPLICATIONS = int(os.environ.get("NSP_PROOF_APPLICATIONS", "10000"))
NEVER_LESS = 5
"""So often, at least, each of these comes up in a thousand: else the proof would prove nothing of it."""
HAS_TO_HAPPEN = (
    "programmes put in force",
    "programmes refused",
    "granted",
    "renewals granted",
    "renewals under other rules than the first period",
    "ended early",
    "over New Year",
    "over 29 February",
    "stopped: no programme that day",
    "stopped: the programme lacks the kind",
    *(f"stopped by {code}" for code in sorted(HEARD)),
)
_many = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))


def _tell(what: str, seen: Counter[str], began: float) -> None:
    print(f"\n{what}: {time.monotonic() - began:.0f} s")
    for name, count in sorted(seen.items(), key=lambda one: -one[1]):
        print(f"  {count:>9,}  {name}".replace(",", " "))


def test_histories_lived_by_the_rules_are_those_counted_by_hand() -> None:
    seen: Counter[str] = Counter()

    @settings(_many, max_examples=HISTORIES)
    @given(st.randoms(use_true_random=True))
    def lives(rng: random.Random) -> None:
        live(history_of(rng), seen)

    began = time.monotonic()
    lives()
    _tell("Histories, lived by the rules and counted by hand: no step differs", seen, began)
    rare = {name: seen[name] for name in HAS_TO_HAPPEN if seen[name] * 1000 < NEVER_LESS * HISTORIES}
    assert not rare, rare
    assert seen["histories"] >= HISTORIES


def test_applications_are_judged_as_the_naive_formulation_judges_them() -> None:
    seen: Counter[str] = Counter()

    @settings(_many, max_examples=APPLICATIONS)
    @given(any_facts())
    def judges(facts: Facts) -> None:
        said = Counter((v.code, v.level.value) for v in on_confirm(facts))
        assert said == naive(facts)
        seen["applications"] += 1
        seen.update(f"{code}: {level}" for code, level in said)

    began = time.monotonic()
    judges()
    _tell("Applications, judged twice: no verdict differs", seen, began)
    heard = {name.split(":")[0] for name in seen} - {"applications"}
    assert len(heard) == len(ON_CONFIRM), "every rule has spoken"
    assert seen["applications"] >= APPLICATIONS
