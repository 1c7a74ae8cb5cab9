"""Who is told of a further intervention: every coordinator, at once, in words that say which it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import Case
from cases.services import decision
from reminders.wordings import FURTHER
from tests.factories import confirmed_case, sent_further
from tests.reminders.helpers import hand_on, mails, names

SignIn = Callable[[str], Client]


@pytest.fixture
def case(alma: Viewer, dag: Viewer, march: datetime) -> Case:
    """A case in which a rest ended yesterday, and of which everybody has been told."""
    case = confirmed_case(alma, dag, at=march - timedelta(days=30))
    hand_on(march - timedelta(days=1))
    return case


def test_every_coordinator_is_told_of_tonights(case: Case, alma: Viewer, march: datetime) -> None:
    before = {row.pk for row in mails()}
    sent_further(case, "SUPPORT", alma, at=march, urgent=True, days=20)
    hand_on(march)
    assert names(FURTHER + "URGENT_REQUEST") == ["Dag", "Disa"]
    assert names("URGENT_REQUEST") == []
    by_mail = {row.user.name for row in mails() if row.user and row.pk not in before}
    assert {"Dag Ek", "Disa Dal"} <= by_mail


def test_the_actor_is_told_what_became_of_it_in_its_own_words(
    case: Case, alma: Viewer, dag: Viewer, march: datetime, signed_in: SignIn
) -> None:
    request = sent_further(case, "SUPPORT", alma, at=march, days=20)
    with acting_as(dag):
        given = {"need_level": "LOW", "reason": "Medlen räcker inte."}
        request = decision.wait(request.ref, version=request.version, by=dag, at=march, **given)
    hand_on(march)
    assert names(FURTHER + "ADMISSION_WAITS") == ["Alma"]
    assert names(FURTHER + "ADMISSION_SENT") == [], "it is nobody's errand any longer"
    with acting_as(dag):
        decision.confirm(request.ref, version=request.version, reason="", by=dag, at=march + timedelta(hours=1))
    hand_on(march + timedelta(hours=2))
    assert names(FURTHER + "ADMISSION_CONFIRMED") == ["Alma"]
    page = signed_in("alma").get("/notices/").content.decode()
    assert "är beviljad: Stöd och skydd" in page
