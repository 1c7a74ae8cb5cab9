"""What an application for something on the programme's list, from a home, or in a case is stopped by, at the edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cases.rules import Certified, Item, Level, on_confirm, on_send, stops
from tests.rules.facts import FROM_LIST, REST, SENT, SPECIFIC, SUPPORT, facts
from tests.rules.test_rules import says

OK, STOP = Level.OK, Level.STOP
ITEM = Item("SPECIFIC")
DAY = timedelta(days=1)


def test_something_on_the_list_meets_every_rule() -> None:
    assert {v.level for v in on_confirm(FROM_LIST)} == {OK}
    assert {"catalogue_item", "item_amount", "item_for_whom"} <= {v.code for v in on_send(FROM_LIST)}


@pytest.mark.parametrize(
    ("changed", "code", "level"),
    [
        ({"item": None}, "catalogue_item", STOP),
        ({"item": replace(ITEM, in_programme=False)}, "catalogue_item", STOP),
        ({"item": replace(ITEM, kind="INTEGRATION")}, "catalogue_item", STOP),
        ({"item": replace(ITEM, closed_on=SENT)}, "item_closed", STOP),
        ({"item": replace(ITEM, closed_on=SENT + DAY)}, "item_closed", None),
        ({"item": replace(ITEM, closed_on=SENT + DAY), "on": SENT + 9 * DAY}, "item_closed", None),
        ({"item": replace(ITEM, closed_on=SENT + DAY), "item_since": SENT + DAY}, "item_closed", STOP),
        ({"item": replace(ITEM, closed_on=SENT + 2 * DAY), "item_since": SENT + DAY}, "item_closed", None),
        ({"amount": None}, "item_amount", STOP),
        ({"amount": Decimal(0)}, "item_amount", STOP),
        ({"amount": Decimal("9000.00")}, "item_amount", OK),
        ({"amount": Decimal("9000.01")}, "item_amount", STOP),
        ({"item": ITEM, "amount": Decimal(1_000_000)}, "item_amount", None),
        ({"item": None, "amount": None}, "item_amount", STOP),
        ({"for_dependant": True}, "item_for_whom", STOP),
        ({"item": replace(ITEM, for_whom="DEPENDANT")}, "item_for_whom", STOP),
        ({"item": replace(ITEM, for_whom="DEPENDANT"), "for_dependant": True}, "item_for_whom", OK),
        ({"item": replace(ITEM, for_whom="ANYBODY"), "for_dependant": True}, "item_for_whom", None),
        ({"item": replace(ITEM, for_whom="ANYBODY")}, "item_for_whom", None),
        ({"rules": None}, "catalogue_item", None),
        ({"rules": None, "amount": None}, "item_amount", None),
    ],
)
def test_an_item(changed: dict[str, Any], code: str, level: Level | None) -> None:
    assert says(replace(FROM_LIST, **changed), code) == level


@pytest.mark.parametrize("changed", [{"item": ITEM}, {"amount": Decimal(5)}, {"for_dependant": True}])
def test_a_kind_that_is_paid_by_the_day_takes_nothing_from_the_list(changed: dict[str, Any]) -> None:
    assert says(facts(), "catalogue_item") is None
    assert [v.case for v in stops(on_send(facts(**changed)))] == ["no_list"]


@pytest.mark.parametrize(
    ("rules", "home", "permits", "level"),
    [
        (REST, False, [], None),
        (REST, True, [], STOP),
        (SUPPORT, True, [], STOP),
        (SPECIFIC, True, [], None),
        (REST, True, [Certified(SENT, SENT)], OK),
        (REST, True, [Certified(date(2025, 1, 1), SENT - DAY)], STOP),
        (REST, True, [Certified(SENT + DAY, date(2027, 1, 1))], STOP),
        (REST, True, [Certified(date(2025, 1, 1), date(2027, 1, 1), suspended_on=SENT)], STOP),
        (REST, True, [Certified(date(2025, 1, 1), date(2027, 1, 1), suspended_on=SENT + DAY)], OK),
        (REST, True, [Certified(date(2025, 1, 1), SENT - DAY), Certified(SENT, SENT)], OK),
    ],
)
def test_a_home_that_gives_a_bed_has_a_permit_on_the_day_of_sending(
    rules: Any, home: bool, permits: list[Certified], level: Level | None
) -> None:
    given = facts(kind=rules.kind, rules=rules, home=home, permits=tuple(permits))
    assert says(given, "home_permit") == level
    assert says(replace(given, on=SENT + 400 * DAY), "home_permit") == level


def test_nothing_further_is_given_in_a_closed_case() -> None:
    assert says(facts(case_closed=True), "case_open") == STOP
    assert says(facts(case_closed=False), "case_open") is None
