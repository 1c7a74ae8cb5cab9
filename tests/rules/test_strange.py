"""Histories that can hardly be are asked about, once for each that was typed; what is said to be right is taken."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.errors import Strange
from cases.strange import MOST, Question, before_birth, long_before, out_of_order, refuse_unasked, said_right, without

EARLIER = "The decision is before its application (%(earlier)s)."


def test_a_day_before_the_year_of_birth_is_asked_about_and_the_year_itself_is_not() -> None:
    assert [one.code for one in before_birth(date(1989, 12, 31), 1990)] == ["before_birth"]
    assert not list(before_birth(date(1990, 1, 1), 1990))
    assert not list(before_birth(None, 1990))
    assert not list(before_birth(date(1989, 12, 31), None)), "an unknown year asks nothing"


def test_what_comes_before_what_it_follows_is_asked_about_and_the_same_day_is_not() -> None:
    first, then = date(2017, 3, 2), date(2017, 3, 1)
    [asked] = out_of_order("early", then, first, EARLIER)
    assert "2 mars 2017" in asked.sentence or "2 March 2017" in asked.sentence
    assert not list(out_of_order("early", first, first, EARLIER))
    assert not list(out_of_order("early", then, None, EARLIER))


def test_long_before_the_identification_is_asked_about() -> None:
    met = date(2017, 3, 15)
    assert list(long_before(date(2016, 3, 14), met, days=365))
    assert not list(long_before(date(2016, 3, 15), met, days=365))


def test_another_day_is_another_question() -> None:
    [one], [other] = before_birth(date(1980, 1, 1), 1990), before_birth(date(1981, 1, 1), 1990)
    refuse_unasked([one], {one.token})
    with pytest.raises(Strange):
        refuse_unasked([other], {one.token})


def test_every_question_comes_at_once_and_what_is_answered_stays_answered() -> None:
    one, other = Question("a", "on", "?"), next(without("b", True, "?", field="step"))
    with pytest.raises(Strange) as asked:
        refuse_unasked([one, other], {one.token})
    assert [(q["code"], q["answered"]) for q in asked.value.questions] == [("a", True), ("b", False)]
    assert list(asked.value.fields) == ["step"], "beside what is answered nothing is wrong"
    assert not list(without("b", False, "?"))


def test_no_more_answers_are_read_than_a_form_can_ask_for() -> None:
    said = said_right({"strange": [*(str(n) for n in range(MOST)), "more"]})
    assert len(said) == MOST
    assert said_right({"strange": ["x" * 81]}) == frozenset()
