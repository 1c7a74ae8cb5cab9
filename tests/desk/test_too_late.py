"""What cannot be done any longer says so in words that are true, and leads back to where one was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.clock import STOCKHOLM, now, today
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import Intervention
from cases.models.choices import EndReason
from cases.services.intervention import end_early
from cases.services.report_back import report_back
from tests.factories import confirmed_case

NOT_SAVED = "Det du gjorde är inte sparat"


def _days_ago(days: int) -> datetime:
    on = today() - timedelta(days=days)
    return datetime(on.year, on.month, on.day, 9, 0, tzinfo=STOCKHOLM)


@pytest.fixture
def ended(alma: Viewer, dag: Viewer) -> Intervention:
    """A rest that was ended early."""
    case = confirmed_case(alma, dag, at=_days_ago(20))
    with acting_as(alma):
        row = case.interventions.select_related("person").get()
        last = today() - timedelta(days=3)
        end_early(row.ref, last=last, reason=EndReason.LEFT, note="", by=alma, at=_days_ago(2))
        return row


def test_a_page_that_is_only_read_does_not_speak_of_what_was_not_saved(
    alma: Viewer, ended: Intervention, signed_in: Callable[[str], Client]
) -> None:
    with acting_as(alma):
        report_back(ended.ref, by=alma, at=now())
    page = signed_in("alma").get(f"/interventions/{ended.ref}/end/")
    assert page.status_code == 409
    assert NOT_SAVED not in page.content.decode()
    assert f'href="/persons/{ended.person.code}/"' in page.content.decode()


def test_what_is_done_already_is_said_to_be_done(
    alma: Viewer, ended: Intervention, signed_in: Callable[[str], Client]
) -> None:
    with acting_as(alma):
        report_back(ended.ref, by=alma, at=now())
    page = signed_in("alma").post(f"/interventions/{ended.ref}/report/")
    assert page.status_code == 409
    assert "Det är redan gjort" in page.content.decode()
    assert NOT_SAVED not in page.content.decode()
    assert f'href="/persons/{ended.person.code}/"' in page.content.decode()
