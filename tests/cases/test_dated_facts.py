"""Dated facts about a person: a slip of the pen is asked about, and what is said stands where it was said."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from accounts.clock import STOCKHOLM, now, today
from accounts.door import acting_as
from accounts.errors import Invalid
from accounts.viewer import Viewer
from cases.models import Person
from cases.models.choices import ReportMade, SocietyProtects
from cases.selectors.person import timeline
from cases.services.facts import state_police_report, state_protection
from tests.factories import identified


@pytest.fixture
def person(alma: Viewer) -> Person:
    """Somebody who was met ten days ago."""
    on = today() - timedelta(days=10)
    return identified(alma, at=datetime(on.year, on.month, on.day, 9, 0, tzinfo=STOCKHOLM))


def test_a_police_report_may_be_years_old_but_not_from_another_age(alma: Viewer, person: Person) -> None:
    with acting_as(alma):
        said = {"by": alma, "at": now()}
        state_police_report(person.code, ReportMade.YES, on=date(today().year - 25, 3, 1), **said)  # type: ignore[arg-type]
        with pytest.raises(Invalid):
            state_police_report(person.code, ReportMade.YES, on=date(today().year - 31, 3, 1), **said)  # type: ignore[arg-type]


def test_society_did_not_begin_years_before_anybody_met_the_person(alma: Viewer, person: Person) -> None:
    with acting_as(alma):
        said = {"by": alma, "at": now()}
        for years, fine in ((6, False), (0, True)):
            on = today() - timedelta(days=365 * years + 30)
            if fine:
                state_protection(person.code, SocietyProtects.YES, on=on, **said)  # type: ignore[arg-type]
                continue
            with pytest.raises(Invalid):
                state_protection(person.code, SocietyProtects.YES, on=on, **said)  # type: ignore[arg-type]


def test_a_statement_stands_on_the_day_it_was_made_and_says_since_when(alma: Viewer, person: Person) -> None:
    before = person.identified_on - timedelta(days=60)
    with acting_as(alma):
        state_protection(person.code, SocietyProtects.PARTLY, on=before, by=alma, at=now())
        newest = timeline(alma, person.code, on=today())[0]
    assert (newest.on, "delvis" in newest.what) == (today(), True)
    assert newest.text.startswith("Sedan ")
