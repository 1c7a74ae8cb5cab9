"""Of somebody who is restricted to one of the staff, no deadline says anything to the others: not in a notice, a
calendar, what is put off or what a stand-in has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.selectors.absences import colleagues_of
from accounts.viewer import Viewer
from cases.models import Person
from cases.services.bulk import give_persons
from cases.services.sharing import restrict
from nsp.desk.selectors.calendar import WHOLE, calendar_of
from nsp.desk.selectors.todo import caseworker_todo
from reminders import runs
from reminders.models import Notice
from tests.factories import identified
from tests.reminders.helpers import EYE, told, unread
from tests.reminders.test_clocks import given
from tests.walls.test_away_attacked import away, later

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def hidden(alma: Viewer, bo: Viewer, maj: Viewer) -> Person:
    """Bo's at first, told of to him; from then on Alma's, whom alone it is restricted to. She is away, and Bo stands in
    for her."""
    person = identified(bo, at=now())
    given(person, today() + 3 * DAY, bo, at=now())
    runs.run_sweep(at=now())
    assert "CONSENT_ENDS" in unread(bo)
    with acting_as(maj):
        give_persons([person.code], to=alma.id, by=maj, at=now())
        restrict(person.code, [alma.id], caseworker=alma.id, by=maj, at=now())
    away(alma, bo, today(), today() + 9 * DAY)
    with acting_as(alma):
        later(person, alma).save(force_insert=True)
    return person


def seen(viewer: Viewer, **how: Any) -> str:
    """Everything that their calendar says of the month in which the consent ends."""
    with acting_as(viewer):
        month = f"{today() + 3 * DAY:%Y-%m}"
        return str(calendar_of(viewer, month=month, on=today(), **how))


def test_neither_the_manager_nor_the_stand_in_has_them_in_a_calendar_or_a_list(
    hidden: Person, alma: Viewer, bo: Viewer, maj: Viewer
) -> None:
    with acting_as(maj):
        handles = [handle for handle, _name in colleagues_of(maj)]
    assert hidden.code_name in seen(alma) and hidden.code_name in seen(alma, person=hidden.code)
    for viewer in (bo, maj):
        pages = [seen(viewer), seen(viewer, whose=WHOLE), *(seen(viewer, whose=one) for one in handles)]
        assert not [page for page in pages if hidden.code_name in page or hidden.code in page]
        assert "falls=()" in seen(viewer, person=hidden.code)
        with acting_as(viewer):
            todo = str(caseworker_todo(viewer, now=now()))
        assert hidden.code_name not in todo and hidden.code not in todo


def test_what_falls_due_is_told_to_who_is_named_though_away_and_to_nobody_else(
    hidden: Person, alma: Viewer, bo: Viewer
) -> None:
    runs.run_sweep(at=now() + 3 * DAY)
    asks = {row.user.name for row in told("CONSENT_ENDS") if row.read_at is None}
    assert asks == {"Alma Lind"}
    with acting_as(EYE):
        assert not Notice.objects.filter(user_id=bo.id, person_id=hidden.pk, read_at=None).exists()


def test_what_was_told_before_names_nobody_on_the_page_and_through_the_api(
    hidden: Person, signed_in: Callable[[str], Client]
) -> None:
    runs.run_sweep(at=now())
    for address in ("/notices/", "/api/v1/notices/", "/", "/calendar/", "/api/v1/calendar/?whose=actor"):
        page = signed_in("bo").get(address)
        assert page.status_code == 200
        assert hidden.code_name not in page.content.decode() and hidden.code not in page.content.decode()


def test_a_code_that_one_may_not_know_is_answered_as_one_that_does_not_exist(
    hidden: Person, signed_in: Callable[[str], Client]
) -> None:
    for who in ("bo", "maj", "cia", "disa"):
        browser = signed_in(who)
        real, none = (
            browser.get("/api/v1/calendar/", {"person": code}).content for code in (hidden.code, "P-ZZZZ-ZZZZ")
        )
        assert real == none
        answers = {
            browser.post(f"/api/v1/persons/{code}/put-off/", {}, content_type="application/json").content
            for code in (hidden.code, "P-ZZZZ-ZZZZ")
        }
        assert len(answers) == 1, answers
