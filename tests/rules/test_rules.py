"""Each rule at its edges: the last thing that passes, and the first that does not (domain §3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cases.periods import Period
from cases.rules import (
    AskedChild,
    Certified,
    Facts,
    Granted,
    Level,
    RuleSet,
    ThreeTests,
    Verdict,
    YearMoney,
    missing_motivations,
    on_confirm,
    on_send,
    stops,
)
from tests.rules.facts import GOOD, INTEGRATION, REST, SENT, SPECIFIC, SUPPORT, TESTS, facts

OK, WARNING, STOP = Level.OK, Level.WARNING, Level.STOP


def says(given: Facts, code: str) -> Level | None:
    """The level of the first verdict with ``code``, or None where the rule says nothing."""
    return next((v.level for v in on_confirm(given) if v.code == code), None)


def verdict(given: Facts, code: str) -> Verdict:
    """The first verdict with ``code``."""
    return next(v for v in on_confirm(given) if v.code == code)


def test_an_ordinary_request_meets_every_rule() -> None:
    assert {v.level for v in on_confirm(GOOD)} == {OK}
    assert stops(on_confirm(GOOD)) == []


def test_the_page_gets_the_rules_that_are_met_too_and_always_in_the_same_order() -> None:
    codes = [v.code for v in on_send(GOOD)]
    assert codes == [
        "programme_in_force",
        "certified_on_day_sent",
        "start_before_request",
        "days_within_period",
        "before_police_report",
        "three_tests",
        "consent",
    ]
    assert [v.code for v in on_confirm(GOOD)] == [*codes, "money_left"]


def test_the_applicant_is_told_nothing_of_the_budget() -> None:
    assert "money_left" not in [v.code for v in on_send(facts(money=(YearMoney(2026, Decimal(1), Decimal(0)),)))]


@pytest.mark.parametrize(
    ("changed", "code", "level"),
    [
        ({"start": None}, "period_given", STOP),
        ({"days": None}, "period_given", STOP),
        ({"days": 0}, "period_given", STOP),
        ({"days": 1}, "period_given", None),
        ({"programme": None, "rules": None}, "programme_in_force", STOP),
        ({"rules": None}, "programme_in_force", STOP),
        ({}, "programme_in_force", OK),
        ({"days": 30}, "days_within_period", OK),
        ({"days": 31}, "days_within_period", STOP),
        ({"rules": SPECIFIC, "kind": "SPECIFIC", "days": 400}, "days_within_period", None),
        ({"start": SENT}, "start_before_request", None),
        ({"start": SENT - timedelta(days=3)}, "start_before_request", OK),
        ({"start": SENT - timedelta(days=4)}, "start_before_request", WARNING),
        ({"start": SENT + timedelta(days=30)}, "start_far_ahead", None),
        ({"start": SENT + timedelta(days=31)}, "start_far_ahead", WARNING),
        ({"birth_year": 2026}, "birth_in_future", None),
        ({"birth_year": 2027}, "birth_in_future", STOP),
        ({"birth_year": None}, "birth_in_future", None),
        ({"open_case": True}, "one_open_case", STOP),
        ({"open_case": False}, "one_open_case", None),
    ],
)
def test_dates_programme_and_person(changed: dict[str, Any], code: str, level: Level | None) -> None:
    assert says(facts(**changed), code) == level


@pytest.mark.parametrize(
    ("certifications", "level"),
    [
        ([], STOP),
        ([Certified(SENT, SENT)], OK),
        ([Certified(date(2025, 1, 1), SENT - timedelta(days=1))], STOP),
        ([Certified(SENT + timedelta(days=1), date(2027, 1, 1))], STOP),
        ([Certified(date(2025, 1, 1), date(2027, 1, 1), suspended_on=SENT)], STOP),
        ([Certified(date(2025, 1, 1), date(2027, 1, 1), suspended_on=SENT + timedelta(days=1))], OK),
    ],
)
def test_the_certification_is_valid_on_the_day_of_sending(certifications: list[Certified], level: Level) -> None:
    assert says(facts(certifications=tuple(certifications)), "certified_on_day_sent") == level


@pytest.mark.parametrize(
    ("certifications", "level"),
    [
        ([Certified(date(2026, 3, 15), date(2027, 1, 1))], None),
        ([Certified(date(2026, 3, 16), date(2027, 1, 1))], STOP),
        ([Certified(date(2025, 1, 1), date(2026, 3, 15)), Certified(date(2026, 3, 16), date(2027, 1, 1))], None),
        ([Certified(date(2025, 1, 1), date(2026, 3, 14)), Certified(date(2026, 3, 16), date(2027, 1, 1))], STOP),
        (
            [
                Certified(date(2025, 1, 1), date(2026, 3, 15), suspended_on=date(2026, 3, 10)),
                Certified(date(2026, 3, 16), date(2027, 1, 1)),
            ],
            STOP,
        ),
    ],
)
def test_days_before_the_certification_are_stopped(certifications: list[Certified], level: Level | None) -> None:
    assert says(facts(certifications=tuple(certifications)), "before_certification") == level


def test_a_certification_that_ends_during_the_period_is_no_hindrance() -> None:
    certified = (Certified(date(2025, 1, 1), SENT),)
    assert stops(on_send(facts(certifications=certified))) == []


def test_a_second_rest_period_is_stopped_whatever_is_left_of_the_first() -> None:
    ended_early = (Granted("REST", Period(date(2026, 1, 1), 5)),)
    given = facts(granted=ended_early, days=25)
    assert says(given, "periods_within_limit") == STOP
    assert says(given, "days_within_total") == OK


def test_days_used_of_the_kind_count_also_after_an_early_end() -> None:
    rules = replace(REST, max_periods=2)
    granted = (Granted("REST", Period(date(2026, 1, 1), 5)),)
    assert says(facts(granted=granted, days=25, rules=rules), "days_within_total") == OK
    assert says(facts(granted=granted, days=26, rules=rules), "days_within_total") == STOP
    assert verdict(facts(granted=granted, days=26, rules=rules), "days_within_total").params == {
        "asked_days": 26,
        "used_days": 5,
        "left_days": 25,
        "max_days": 30,
    }


def test_days_of_other_kinds_do_not_count() -> None:
    granted = (Granted("SUPPORT", Period(date(2025, 1, 1), 90)),)
    assert says(facts(granted=granted), "days_within_total") is None
    assert says(facts(granted=granted), "periods_within_limit") is None


@pytest.mark.parametrize(
    ("kind", "rules", "granted", "level"),
    [
        ("REST", REST, Granted("SUPPORT", Period(date(2026, 4, 13), 90)), STOP),
        ("REST", REST, Granted("SUPPORT", Period(date(2026, 4, 14), 90)), None),
        ("SUPPORT", SUPPORT, Granted("REST", Period.until(date(2026, 2, 14), date(2026, 3, 15))), STOP),
        ("SUPPORT", SUPPORT, Granted("REST", Period.until(date(2026, 2, 13), date(2026, 3, 14))), None),
        ("REST", REST, Granted("SPECIFIC", Period(date(2026, 3, 15), 30)), None),
        ("SPECIFIC", SPECIFIC, Granted("REST", Period(date(2026, 3, 15), 30)), None),
    ],
)
def test_rest_and_support_never_share_a_day(kind: str, rules: RuleSet, granted: Granted, level: Level | None) -> None:
    assert says(facts(kind=kind, rules=rules, granted=(granted,)), "no_overlap") == level


@pytest.mark.parametrize(
    ("rules", "society", "level"),
    [
        (REST, "YES", None),
        (SUPPORT, "NO", OK),
        (SUPPORT, "APPLIED", OK),
        (SUPPORT, "ENDED", OK),
        (SUPPORT, "UNKNOWN", WARNING),
        (SUPPORT, "PARTLY", STOP),
        (SUPPORT, "YES", STOP),
        (replace(SUPPORT, outside_mmm="WARNING"), "YES", WARNING),
    ],
)
def test_not_knowing_about_mmm_is_a_warning_and_never_a_stop(rules: RuleSet, society: str, level: Level | None) -> None:
    assert says(facts(kind=rules.kind, rules=rules, society_protects=society), "outside_mmm") == level


@pytest.mark.parametrize(
    ("rules", "inside", "level"),
    [(REST, True, None), (INTEGRATION, False, OK), (INTEGRATION, None, WARNING), (INTEGRATION, True, STOP)],
)
def test_integration_is_for_those_outside_the_return_programme(
    rules: RuleSet, inside: bool | None, level: Level | None
) -> None:
    given = facts(kind=rules.kind, rules=rules, in_return_programme=inside)
    assert says(given, "outside_return_programme") == level


@pytest.mark.parametrize(
    ("made", "on", "demand", "level"),
    [
        ("NO", None, "WARNING", OK),
        ("UNKNOWN", None, "WARNING", OK),
        ("YES", None, "WARNING", WARNING),
        ("YES", date(2026, 3, 14), "WARNING", WARNING),
        ("YES", date(2026, 3, 15), "WARNING", OK),
        ("YES", date(2026, 3, 14), "STOP", STOP),
        ("YES", None, "STOP", WARNING),
        ("YES", date(2026, 3, 14), "NO", None),
    ],
)
def test_a_report_dated_before_the_first_day_gives_the_verdict(
    made: str, on: date | None, demand: str, level: Level | None
) -> None:
    rules = replace(REST, before_police_report=demand)
    assert says(facts(rules=rules, police_report=made, police_report_on=on), "before_police_report") == level


@pytest.mark.parametrize(
    ("tests", "urgent", "levels"),
    [
        (TESTS, False, {"": OK}),
        (ThreeTests(), False, {"need": STOP, "right": STOP, "society": STOP}),
        (replace(TESTS, society_answer=False), False, {"society": STOP}),
        (replace(TESTS, society_asked_on=None), False, {"society": STOP}),
        (replace(TESTS, society_asked=False), True, {"society": WARNING}),
        (replace(TESTS, need=False), True, {"need": STOP}),
    ],
)
def test_the_three_tests(tests: ThreeTests, urgent: bool, levels: dict[str, Level]) -> None:
    given = on_send(facts(tests=tests, urgent=urgent))
    assert {v.of: v.level for v in given if v.code == "three_tests"} == levels


def test_a_programme_without_the_three_tests_does_not_ask_for_them() -> None:
    assert says(facts(tests=ThreeTests(), rules=replace(REST, three_tests=False)), "three_tests") is None


def test_what_has_happened_is_not_still_to_come() -> None:
    tomorrow = SENT + timedelta(days=1)
    assert says(facts(police_report="YES", police_report_on=tomorrow), "date_in_future") == STOP
    assert says(facts(tests=replace(TESTS, society_asked_on=tomorrow)), "date_in_future") == STOP
    assert says(facts(tests=replace(TESTS, society_asked_on=SENT)), "date_in_future") is None


@pytest.mark.parametrize(
    ("child", "code", "level"),
    [
        (AskedChild(30, 2010), "under_18", OK),
        (AskedChild(30, 2009), "under_18", OK),
        (AskedChild(30, 2008), "under_18", WARNING),
        (AskedChild(30, 2007), "under_18", STOP),
        (AskedChild(30, None), "under_18", WARNING),
        (AskedChild(30, 2026), "under_18", OK),
        (AskedChild(30, 2027), "under_18", STOP),
        (AskedChild(30, 2015), "child_days", None),
        (AskedChild(31, 2015), "child_days", STOP),
        (AskedChild(0, 2015), "child_days", STOP),
        (AskedChild(30, 2015), "child_abroad", None),
        (AskedChild(30, 2015, in_sweden=False), "child_abroad", STOP),
        (AskedChild(30, 2015, taken=(Period(date(2026, 4, 13), 5),)), "child_once", STOP),
        (AskedChild(30, 2015, taken=(Period(date(2026, 4, 14), 5),)), "child_once", None),
        (AskedChild(30, 2015), "child_supplement", OK),
        (AskedChild(30, 1990, relation="PARTNER"), "only_children", STOP),
        (AskedChild(30, None, relation="PARENT"), "only_children", STOP),
        (AskedChild(30, None, relation="PARENT"), "under_18", None),
        (AskedChild(30, 2008, relation="PARTNER"), "only_children", STOP),
        (AskedChild(30, 2009, relation="PARTNER"), "only_children", None),
        (AskedChild(30, 2009, relation="PARTNER"), "under_18", OK),
        (AskedChild(30, None, relation="SIBLING"), "only_children", None),
        (AskedChild(30, None, relation="SIBLING"), "under_18", WARNING),
        (AskedChild(30, 2015, like_one_known=True), "child_on_record", WARNING),
        (AskedChild(30, 2015), "child_on_record", None),
    ],
)
def test_a_child(child: AskedChild, code: str, level: Level | None) -> None:
    assert says(facts(children=(child,)), code) == level


def test_a_child_abroad_where_the_programme_gives_it() -> None:
    child = AskedChild(30, 2015, in_sweden=False)
    assert says(facts(kind="SPECIFIC", rules=SPECIFIC, children=(child,)), "child_abroad") == OK


def test_what_is_still_to_come_counts_from_the_day_of_judging_and_what_lies_back_from_the_day_of_sending() -> None:
    later = SENT + timedelta(days=40)
    reported = {"police_report": "YES", "police_report_on": SENT + timedelta(days=20)}
    assert says(facts(**reported), "date_in_future") == STOP
    assert says(facts(**reported, on=later), "date_in_future") is None
    assert says(facts(start=SENT - timedelta(days=3), on=later), "start_before_request") == OK
    assert says(facts(start=later, on=later), "start_far_ahead") is None
    assert says(facts(certifications=(Certified(SENT, SENT),), on=later), "certified_on_day_sent") == OK


def test_a_programme_without_child_supplements() -> None:
    rules = replace(REST, child_supplement=False)
    given = facts(rules=rules, children=(AskedChild(30, 2015, in_sweden=False),))
    assert says(given, "child_supplement") == STOP
    assert says(given, "child_abroad") is None


def test_the_same_child_is_asked_for_once() -> None:
    twice = (AskedChild(30, 2015, ref="B-1"), AskedChild(5, 2015, ref="B-1"))
    assert [v.of for v in on_send(facts(children=twice)) if v.code == "child_once"] == ["2"]
    new = (AskedChild(30, 2015), AskedChild(30, 2015))
    assert says(facts(children=new), "child_once") is None


@pytest.mark.parametrize(
    ("asked", "left", "level"),
    [
        (Decimal("100.00"), Decimal("100.00"), OK),
        (Decimal("100.01"), Decimal("100.00"), STOP),
        (Decimal(1), None, STOP),
    ],
)
def test_money(asked: Decimal, left: Decimal | None, level: Level) -> None:
    assert says(facts(money=(YearMoney(2026, asked, left),)), "money_left") == level


def test_each_year_of_a_period_over_new_year_has_its_own_verdict() -> None:
    money = (YearMoney(2026, Decimal(10), Decimal(10)), YearMoney(2027, Decimal(10), Decimal(9)))
    levels = {v.of: v.level for v in on_confirm(facts(money=money)) if v.code == "money_left"}
    assert levels == {"2026": OK, "2027": STOP}


def test_each_warning_needs_its_own_motivation_and_blanks_are_none() -> None:
    children = (AskedChild(30, None), AskedChild(30, 2008), AskedChild(30, 2015))
    verdicts = on_send(facts(children=children, start=SENT - timedelta(days=9), met_on=None))
    missing = [v.key for v in missing_motivations(verdicts, {})]
    assert missing == ["start_before_request", "under_18:1", "under_18:2"]
    given = {"start_before_request": "Natten till lördag.", "under_18:1": "  ", "under_18:2": "Fyller i december."}
    assert [v.key for v in missing_motivations(verdicts, given)] == ["under_18:1"]


@pytest.mark.parametrize(("consent", "level"), [("YES", OK), ("NO", WARNING), ("NOT_ASKED", WARNING)])
def test_what_the_person_says_of_sharing_is_met_or_explained(consent: str, level: Level) -> None:
    assert [v.level for v in on_send(facts(consent=consent)) if v.code == "consent"] == [level]


def test_a_first_day_before_the_first_contact_is_explained() -> None:
    met = SENT - timedelta(days=2)
    assert _codes(facts(start=met - timedelta(days=1), met_on=met)) >= {"start_before_met"}
    assert "start_before_met" not in _codes(facts(start=met, met_on=met))


def _codes(asked: Facts) -> set[str]:
    return {v.code for v in on_send(asked)}
