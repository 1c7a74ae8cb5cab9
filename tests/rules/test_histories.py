"""Over whole histories the rules agree with an official who counts days by hand. ``make prove P=rules`` lives many."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings

from tests.rules.histories import Step, histories, live


@settings(max_examples=150, deadline=None)
@given(histories)
def test_a_history_lived_by_the_rules_is_the_one_counted_by_hand(history: list[Step]) -> None:
    live(history, Counter())
