"""Each statistic over a small data set whose answers were worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from cases.models import Dependant, ExploitationForm, Person
from reports.statistics.indirect import INDIRECT
from reports.statistics.left import LEFT
from reports.statistics.money import MONEY
from reports.statistics.persons import PERSONS
from reports.statistics.rest import REST
from reports.statistics.route import ROUTE
from tests.reports import rows
from tests.reports.rows import counting

YEAR, ON = 2024, date(2025, 2, 1)


@pytest.fixture
def a_year() -> Iterator[None]:
    """Five persons of 2024, one of 2023, one for whom there was no ground; two rests, one ended early over New Year."""
    with counting():
        first = rows.person(date(2024, 3, 1), route="SELF")
        child = rows.dependant(first)
        rows.rest(first, date(2024, 12, 20), children={child: 10}, used=20)
        second = rows.person(date(2024, 5, 2), route="AUTHORITY", gender="MAN")
        rows.rest(second, date(2024, 5, 3))
        rows.person(date(2024, 6, 1), state="LEFT", certainty="CONCEIVABLE")
        rows.person(date(2024, 7, 1), age="CHILD", birth_year=2010)
        rows.person(date(2024, 8, 1), age="UNCLEAR", birth_year=None, route="COOPERATING")
        rows.person(date(2024, 9, 1), state="NO_GROUND")
        rows.person(date(2023, 9, 1))
        yield


def test_persons_are_those_first_met_in_the_year_and_doubt_counts_as_a_child(a_year: None) -> None:
    numbers = PERSONS.count(YEAR, ON).numbers
    assert (numbers["persons"], numbers["children"], numbers["dependants"]) == (5, 2, 1)


def test_a_child_at_two_persons_and_one_who_became_a_person_count_once(a_year: None) -> None:
    first = Person.objects.filter(identified_on=date(2024, 3, 1)).get()
    second = Person.objects.filter(identified_on=date(2024, 8, 1)).get()
    mark = uuid4()
    there = rows.dependant(second, same_as=mark)
    Dependant.objects.filter(person=first).update(same_as=mark)
    assert PERSONS.count(YEAR, ON).numbers["dependants"] == 1
    children = INDIRECT.count(YEAR, ON).numbers
    rows.rest(second, date(2024, 9, 1), children={there: 5})
    later = INDIRECT.count(YEAR, ON).numbers
    assert later["children"] == children["children"] == 1
    assert (children["supplements"], later["supplements"]) == (1, 2)
    rows.dependant(second, became=rows.person(date(2024, 9, 2)), directly_exposed=True)
    numbers = PERSONS.count(YEAR, ON).numbers
    assert (numbers["persons"], numbers["dependants"]) == (6, 1)
    Dependant.objects.filter(became__isnull=False).update(same_as=mark)
    numbers = PERSONS.count(YEAR, ON).numbers
    assert (numbers["persons"], numbers["dependants"]) == (6, 0), "who is a person is nobody's dependant anywhere"


def test_a_second_identification_does_not_count_a_person_again(a_year: None) -> None:
    again = Person.objects.filter(identified_on=date(2024, 3, 1)).get()
    rows.identification(again, date(2024, 11, 1))
    assert PERSONS.count(YEAR, ON).numbers["persons"] == 5


def test_route_divides_the_same_persons(a_year: None) -> None:
    numbers = ROUTE.count(YEAR, ON).numbers
    assert (numbers["persons"], numbers["self"], numbers["authority"], numbers["society"]) == (5, 1, 1, 3)


def test_who_left_before_further_help(a_year: None) -> None:
    numbers = LEFT.count(YEAR, ON).numbers
    assert (numbers["presumed"], numbers["left"]) == (5, 1)


@pytest.mark.parametrize(
    ("state", "left"), [("DECLINED", 2), ("WITHDRAWN", 2), ("SENT", 1), ("RETURNED", 1), ("CONFIRMED", 1)]
)
def test_who_left_after_a_no_left_before_further_help(a_year: None, state: str, left: int) -> None:
    somebody = rows.person(date(2024, 10, 1), state="LEFT")
    rows.request(somebody, date(2024, 10, 2), state=state)
    assert LEFT.count(YEAR, ON).numbers["left"] == left


def test_rest_counts_the_days_that_stand_in_the_year_in_which_it_began(a_year: None) -> None:
    numbers = REST.count(YEAR, ON).numbers
    assert (numbers["persons"], numbers["days"], numbers["median"], numbers["all_days"]) == (2, 50, 20, 1)


def test_days_that_have_not_come_yet_are_not_counted(a_year: None) -> None:
    counted_on = date(2024, 12, 24)  # the fifth of the first one's twenty days; the child's ten
    numbers = REST.count(YEAR, counted_on).numbers
    assert (numbers["persons"], numbers["days"], numbers["all_days"]) == (2, 30 + 5, 1)
    assert INDIRECT.count(YEAR, counted_on).numbers["days"] == 5


def test_child_supplements_and_their_days(a_year: None) -> None:
    numbers = INDIRECT.count(YEAR, ON).numbers
    assert (numbers["children"], numbers["supplements"], numbers["days"]) == (1, 1, 10)


def test_money_is_for_the_days_that_lie_in_the_year(a_year: None) -> None:
    numbers = MONEY.count(YEAR, ON).numbers
    # 12 of the 30 days lie in 2024 (all 12 stand), and the child's ten; the other rest has its thirty.
    assert numbers["granted"] == Decimal(30_000 + 12_000 + 10 * 300)


def test_a_year_without_facts_says_so_instead_of_zero(db: None) -> None:
    with counting():
        assert all(s.count(2019, ON).nothing for s in (PERSONS, REST, INDIRECT))


def test_citizenship_is_sorted_by_where_the_country_lies_and_what_nobody_knows_is_unknown(db: None) -> None:
    said = [["SE", "IQ"], ["DE"], ["NO"], ["US"], ["NG", "RO"], ["ZZ"], [], ["QQ"], ["ZZ", "IR"], ["XS"]]
    with counting():
        for citizenships in said:
            rows.person(date(2021, 3, 1), citizenships=citizenships)
        groups = PERSONS.count(2021, ON).tables["citizenship"]
    assert {code: group.count for code, group in groups.items()} == {"SE": 1, "EU": 3, "THIRD": 2, "UNKNOWN": 4}


def test_the_form_is_the_one_that_is_marked_as_the_main_one_and_unknown_where_none_is(db: None) -> None:
    with counting():
        for main in ("CRIME", None):
            of = rows.person(date(2021, 3, 1), form=None)
            for form in ("SEXUAL", "CRIME"):
                ExploitationForm(person=of, form=form, is_main=form == main).save(force_insert=True)
        groups = PERSONS.count(2021, ON).tables["form"]
    assert {code: group.count for code, group in groups.items()} == {"CRIME": 1, "UNKNOWN": 1}


def test_age_is_that_of_the_first_identification_whatever_is_written_later(db: None) -> None:
    on, guessed = (
        date(2021, 3, 1),
        {"age_basis": "ESTIMATED", "estimated_on": date(2021, 3, 1), "estimated_how": "LOOKS"},
    )
    persons: list[dict[str, Any]] = [
        {"age": "ADULT", "birth_year": 2004},  # 17 then; grown up since, and written so
        {"age": "ADULT", "birth_year": 2003},  # turns 18, and was said to be grown up
        {"age": "UNCLEAR", "birth_year": 2003},  # turns 18: in doubt a child
        {"age": "CHILD", "birth_year": 2000},  # 21, whatever was said
        {"age": "ADULT", "birth_year": 2005, **guessed},  # by an estimate a child
        {"age": "UNCLEAR", "birth_year": 1997, **guessed},  # an estimate makes no grown-up
        {"age": "ADULT", "birth_year": 1997, **guessed},
        {"age": "CHILD", "birth_year": None},
        {"age": "UNCLEAR", "birth_year": None},
    ]
    with counting():
        for said in persons:
            rows.person(on, **said)
        found = PERSONS.count(2021, ON)
    assert found.numbers["children"] == 6
    ages = {code: group.count for code, group in found.tables["age"].items() if group.count}
    assert ages == {"A15": 2, "A18": 5, "UNKNOWN": 2}
