"""What the person's page says to do next can be done: each step leads to the place where it is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.clock import STOCKHOLM, today
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import Person
from cases.models.choices import SocietyProtects
from cases.selectors.person import person_page
from cases.services.facts import state_protection
from tests.factories import confirmed_case

NOTICE = "Samhället ger nu skydd"


def _days_ago(days: int) -> datetime:
    on = today() - timedelta(days=days)
    return datetime(on.year, on.month, on.day, 9, 0, tzinfo=STOCKHOLM)


@pytest.fixture
def ending(alma: Viewer, dag: Viewer) -> Person:
    """Somebody whose rest ends in four days."""
    return _resting(alma, dag, since=25)


def _resting(alma: Viewer, dag: Viewer, *, since: int) -> Person:
    case = confirmed_case(alma, dag, at=_days_ago(since))
    with acting_as(alma):
        return Person.objects.get(pk=case.person_id)


def test_the_end_of_a_period_leads_to_what_can_be_stated_before_it(
    alma: Viewer, ending: Person, signed_in: Callable[[str], Client]
) -> None:
    with acting_as(alma):
        page = person_page(alma, ending.code, on=today())
    step = next(step for step in page.steps if step.code == "ends")
    assert all(step.link != ("person", ending.code) for step in page.steps)
    assert step.link == ("person_protection", ending.code)
    shown = signed_in("alma").get(f"/persons/{ending.code}/").content.decode()
    assert "Planera vad som kommer sedan" in shown
    assert "Välj fortsättning" not in shown
    assert "välj fortsättning" not in shown


@pytest.mark.parametrize("answer", [SocietyProtects.YES, SocietyProtects.PARTLY])
def test_society_that_protects_while_rest_runs_is_said_calmly_and_ends_nothing(
    answer: str, alma: Viewer, ending: Person, signed_in: Callable[[str], Client]
) -> None:
    browser = signed_in("alma")
    assert NOTICE not in browser.get(f"/persons/{ending.code}/").content.decode()
    with acting_as(alma):
        state_protection(ending.code, answer, on=today(), by=alma, at=_days_ago(0))
        assert any(period.can_end for period in person_page(alma, ending.code, on=today()).periods)
    for name in ("alma", "dag"):
        assert NOTICE in signed_in(name).get(f"/persons/{ending.code}/").content.decode()


def test_nothing_is_said_of_society_when_the_period_is_over(
    alma: Viewer, dag: Viewer, signed_in: Callable[[str], Client]
) -> None:
    code = _resting(alma, dag, since=40).code
    with acting_as(alma):
        state_protection(code, SocietyProtects.YES, on=today(), by=alma, at=_days_ago(0))
    assert NOTICE not in signed_in("alma").get(f"/persons/{code}/").content.decode()
