"""What cannot be right is said where it was typed: the sentence stands beside its field, which keeps its text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.viewer import Viewer, system
from cases.models import Case
from certification.models import Certification
from tests.cases.asking import told, whole_form
from tests.cases.typed import typed
from tests.days import AHEAD
from tests.factories import confirmed_case, draft_request, identified

SignIn = Callable[[str], Client]
NBSP = "\u00a0"


@pytest.fixture
def at() -> datetime:
    """Now: the pages ask the real clock."""
    return now()


def _beside(page: str, field: str) -> str:
    """What is wrong, as it stands beside the field."""
    found = re.search(rf'<ul class="error" id="id_{field}_error">(.*?)</ul>', page, re.DOTALL)
    return unescape(re.sub(r"<[^>]+>|\s+", " ", found[1])).replace(NBSP, " ").strip() if found else ""


def _next_year(start: date) -> dict[str, str]:
    return {"new_children": "1", "new-0-birth_year": str(start.year + 1), "new-0-in_sweden": "yes"}


@pytest.mark.parametrize(
    ("field", "sentence", "said"),
    [
        ("days", "Du söker 31 dagar", lambda start: {"days": "31"}),
        ("start", "certifierad från", lambda start: {"start": "2023-03-01"}),
        ("start", "mer än 5 år tillbaka", lambda start: {"start": "2019-12-31"}),
        ("start", "Inget program", lambda start: {"start": f"{start.year + 4}-01-01"}),
        ("new-0-birth_year", "Kontrollera året", _next_year),
        (
            "police_report_on",
            "Kontrollera datumet",
            lambda start: {"police_report": "YES", "police_report_on": (start + timedelta(days=1)).isoformat()},
        ),
        ("society_asked", "Skriv vem", lambda start: {"society_asked": ""}),
    ],
)
def test_each_stop_of_a_request_stands_beside_its_field(
    signed_in: SignIn, alma: Viewer, at: datetime, field: str, sentence: str, said: Callable[[date], dict[str, Any]]
) -> None:
    draft, what = draft_request(alma, at=at), said(day(at))
    with acting_as(system("test")):
        Certification.objects.filter(actor_id=draft.actor_id).update(valid_from=date(2024, 1, 1))
    page = told(signed_in("alma"), draft, **(whole_form(day(at)) | what))
    assert sentence in _beside(page, field)
    assert f'href="#id_{field}"' in page


def test_days_that_meet_a_granted_period_are_said_at_the_first_day(
    signed_in: SignIn, alma: Viewer, dag: Viewer, at: datetime
) -> None:
    person = identified(alma, at=at)
    confirmed_case(alma, dag, at=at, person=person)
    with acting_as(system("test")):
        Case.objects.filter(person=person).update(closed_on=day(at))
    draft = draft_request(alma, at=at, person=person)
    with acting_as(system("test")):
        Case.objects.filter(person=person).update(closed_on=None)  # reopened while the draft lay there
    page = told(signed_in("alma"), draft, **whole_form(day(at) + timedelta(days=29)))
    assert "Välj en första dag efter" in _beside(page, "start")
    assert "Kontrollera innan du skickar" not in page


@pytest.mark.parametrize(
    ("field", "said", "sentence"),
    [
        ("birth_year", {"birth_year": str(AHEAD.year + 1)}, "Födelseåret ligger i framtiden"),
        ("birth_year", {"birth_year": "19"}, "fyra siffror"),
        ("on", {"on": AHEAD.isoformat()}, "i framtiden"),
    ],
)
def test_each_fault_of_an_identification_stands_beside_its_field(
    signed_in: SignIn, field: str, said: dict[str, str], sentence: str
) -> None:
    page = signed_in("alma").post(f"/identifications/new/{uuid4()}/", typed(**said)).content.decode()
    assert sentence in _beside(page, field)
    assert f'value="{said[field]}"' in page
