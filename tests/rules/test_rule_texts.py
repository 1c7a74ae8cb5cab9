"""Every way in which a rule can answer has a sentence in both languages, with its figures in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given, settings

from cases.costs import cost
from cases.periods import Period
from cases.rule_texts import CATALOGUE, finding, sentence, source, title
from cases.rules import ON_CONFIRM, AskedChild, Facts, Level, Verdict, on_confirm
from tests.rules.facts import facts
from tests.rules.test_rules_naive import any_facts

NBSP = "\u00a0"


@settings(max_examples=150, deadline=None)
@given(any_facts())
def test_every_verdict_that_the_rules_can_give_has_a_sentence(facts: Facts) -> None:
    for language in ("sv", "en"):
        with override(language):
            for verdict in on_confirm(facts):
                assert "%(" not in sentence(verdict)
                assert "None" not in sentence(verdict)
                assert title(verdict.code)
                assert source(verdict.code)


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_text_is_translated(code: str) -> None:
    text = CATALOGUE[code]
    said = (s if isinstance(s, tuple) else (s,) for s in text.sentences.values())
    for lazy in (text.title, text.source, *(part for parts in said for part in parts)):
        with override("en"):
            english = str(lazy)
        with override("sv"):
            assert str(lazy) != english


def test_the_catalogue_has_a_text_per_rule() -> None:
    assert len(CATALOGUE) == len(ON_CONFIRM)


def test_a_sentence_says_how_many_days_and_what_to_do() -> None:
    verdict = next(v for v in on_confirm(facts(days=31)) if v.code == "days_within_period")
    with override("sv"):
        assert sentence(verdict) == (f"Du söker 31{NBSP}dagar. En period är högst 30{NBSP}dagar. Sök färre dagar.")
    with override("en"):
        assert sentence(verdict) == (f"You ask for 31{NBSP}days. A period is at most 30{NBSP}days. Ask for fewer days.")


def test_one_day_is_in_the_singular() -> None:
    verdict = Verdict(Level.OK, "days_within_period", {"asked_days": 1, "max_days": 30})
    with override("sv"):
        assert sentence(verdict) == f"1{NBSP}dag av högst 30{NBSP}dagar."


def test_dates_and_money_are_in_words() -> None:
    earlier = Verdict(Level.WARNING, "before_police_report", {"reported": date(2026, 3, 14)}, case="earlier")
    money = Verdict(Level.STOP, "money_left", {"year": "2026", "asked": Decimal(43500), "left": Decimal(1200)})
    with override("sv"):
        assert f"lör{NBSP}14{NBSP}mars{NBSP}2026" in sentence(earlier)
        assert sentence(money) == (f"År 2026: det här kostar 43{NBSP}500{NBSP}kr, och 1{NBSP}200{NBSP}kr finns kvar.")


def test_a_warning_says_which_child_it_means_and_asks_only_whoever_applies_to_explain() -> None:
    verdicts = on_confirm(facts(children=(AskedChild(30, 2015), AskedChild(30, None, ref="B-2"))))
    unclear = next(v for v in verdicts if v.level == Level.WARNING)
    with override("sv"):
        assert finding(unclear) == "Barnet med okänd ålder räknas som ett barn: i tvivel, ett barn."
        assert sentence(unclear) == f"{finding(unclear)} Förklara vad du vet."


def test_the_steps_of_a_cost_can_be_read_aloud() -> None:
    worked_out = cost(Period(date(2026, 12, 15), 30), Decimal(1450), [30, 30, 10], Decimal(400))
    with override("sv"):
        assert [str(step).replace(NBSP, " ") for step in worked_out.steps] == [
            "30 dygn × 1 450 kr",
            "2 barn × 30 dygn × 400 kr",
            "1 barn × 10 dygn × 400 kr",
        ]
    assert worked_out.total == Decimal(43500 + 24000 + 4000)
    assert worked_out.by_year == {
        2026: Decimal(17 * 1450 + 2 * 17 * 400 + 10 * 400),
        2027: Decimal(13 * 1450 + 2 * 13 * 400),
    }


def test_a_kind_without_a_day_rate_costs_nothing_by_the_day() -> None:
    worked_out = cost(Period(date(2026, 3, 1), 30), None)
    assert (worked_out.steps, worked_out.total, worked_out.by_year) == ((), Decimal(0), {2026: Decimal(0)})
