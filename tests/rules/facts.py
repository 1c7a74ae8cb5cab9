"""Facts that every rule is content with; a test changes the one thing that it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from cases.rules import Certified, Facts, Item, RuleSet, ThreeTests, YearMoney

REST = RuleSet(
    kind="REST",
    max_days_per_period=30,
    max_periods=1,
    max_days_total=30,
    child_supplement=True,
    before_police_report="WARNING",
    start_before_request_days=3,
)
SUPPORT = RuleSet(
    kind="SUPPORT",
    max_days_per_period=90,
    max_periods=1,
    max_days_total=90,
    child_supplement=True,
    outside_mmm="STOP",
)
SPECIFIC = RuleSet(kind="SPECIFIC", child_supplement=True, child_supplement_abroad=True, catalogue_item=True)
INTEGRATION = RuleSet(kind="INTEGRATION", child_supplement=True, outside_return_programme="STOP", catalogue_item=True)

SENT = date(2026, 3, 16)
TESTS = ThreeTests(need=True, right=True, society_asked=True, society_asked_on=date(2026, 3, 16), society_answer=True)

GOOD = Facts(
    kind="REST",
    sent_on=SENT,
    start=date(2026, 3, 15),
    days=30,
    programme="NSP 2026",
    rules=REST,
    certifications=(Certified(date(2025, 1, 1), date(2027, 12, 31)),),
    birth_year=1999,
    met_on=date(2026, 3, 14),
    consent="YES",
    society_protects="NO",
    in_return_programme=False,
    police_report="NO",
    tests=TESTS,
    money=(YearMoney(2026, Decimal(43_500), Decimal(900_000)),),
)


FROM_LIST = replace(
    GOOD,
    kind="SPECIFIC",
    rules=SPECIFIC,
    start=SENT,
    item=Item("SPECIFIC", max_amount=Decimal(9_000)),
    amount=Decimal(9_000),
)
"""The same for something on the list, in a case that is open."""


def facts(**changed: Any) -> Facts:
    """GOOD with something changed."""
    return replace(GOOD, **changed)
