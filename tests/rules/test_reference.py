"""The reference data that ships: the programme of 2017 as in the table of domain §3, rights and indicators."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cases.rule_facts import RuleSet

REFERENCE = Path(__file__).resolve().parents[2] / "cases" / "reference"


def read(name: str) -> Any:
    return json.loads((REFERENCE / f"{name}.json").read_text())


RULES = {rule["kind"]: rule for rule in read("programme_2017")["rules"]}
TABLE: dict[str, tuple[Any, ...]] = {
    "name_sv": ("Akut viloperiod", "Stöd och skydd", "Specifik stödinsats", "Specifik integrationsinsats"),
    "max_days_per_period": (30, 90, None, None),
    "max_periods": (1, 1, None, None),
    "max_days_total": (30, 90, None, None),
    "child_supplement": (True, True, True, True),
    "child_supplement_abroad": (False, False, True, False),
    "outside_mmm": ("NO", "STOP", "NO", "NO"),
    "outside_return_programme": ("NO", "NO", "NO", "STOP"),
    "before_police_report": ("WARNING", "NO", "NO", "NO"),
    "catalogue_item": (False, False, True, True),
    "three_tests": (True, True, True, True),
    "start_before_request_days": (3, 0, 0, 0),
    "remind_before_end": ([7, 1, 0], [14, 7, 1, 0], [], []),
    "report_back_days": (30, 30, 30, 30),
}


@pytest.mark.parametrize("field", TABLE)
def test_the_programme_of_2017_is_the_table_of_the_domain(field: str) -> None:
    kinds = ("REST", "SUPPORT", "SPECIFIC", "INTEGRATION")
    assert tuple(RULES[kind][field] for kind in kinds) == TABLE[field]


def test_only_periods_of_days_have_a_day_rate() -> None:
    assert {kind for kind, rule in RULES.items() if rule["day_rate"]} == {"REST", "SUPPORT"}
    assert all(bool(rule["day_rate"]) == bool(rule["child_day_rate"]) for rule in RULES.values())


def test_the_list_has_examples_of_everything_that_an_application_can_be_about() -> None:
    items = read("catalogue_2017")
    assert {item["kind"] for item in items} == {kind for kind, rule in RULES.items() if rule["catalogue_item"]}
    assert {item["for_whom"] for item in items} == {"PERSON", "DEPENDANT", "ANYBODY"}
    assert {item["for_whom"] for item in items if item.get("is_return")} == {"PERSON", "DEPENDANT"}
    assert len({item["ref"] for item in items}) == len(items)
    assert all(item["name_sv"] and item["name_en"] and float(item["max_amount"]) > 0 for item in items)
    assert all(item["right_id"] in {right["code"] for right in read("rights")} | {None} for item in items)


def test_the_rules_read_fields_that_the_data_has() -> None:
    for rule in RULES.values():
        assert set(RuleSet.__dataclass_fields__) <= set(rule)


def test_six_rights_and_two_more_that_say_where_they_apply() -> None:
    rights = read("rights")
    assert len(rights) == 8
    assert [bool(right.get("where_sv")) for right in rights] == [False] * 6 + [True] * 2
    assert all(right["name_sv"] and right["name_en"] for right in rights)


def test_all_indicators_are_there_in_both_languages_and_in_order() -> None:
    indicators = read("indicators")
    counted = {"A": 10, "B": 5, "C": 12, "D": 4, "E": 5, "F": 3, "G": 4, "H": 4}
    assert [i["code"] for i in indicators] == [f"{g}{n}" for g, count in counted.items() for n in range(1, count + 1)]
    assert [i["order"] for i in indicators] == list(range(1, len(indicators) + 1))
    assert all(i["text_sv"] and i["text_en"] and i["text_sv"] != i["text_en"] for i in indicators)
    assert all(i["group"] == i["code"][0] for i in indicators)
