"""What has to be put right is listed in the order of the page, the same way in every form."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from accounts.clock import day, now
from accounts.viewer import Viewer
from cases.models.choices import Consent
from tests.cases.asking import decide_url, told, whole_form
from tests.cases.typed import typed
from tests.factories import draft_request, sent_request

SignIn = Callable[[str], Client]
POINTS_OUT = "Ring 070-123 45 67."


@pytest.fixture
def at() -> datetime:
    """Now: the pages ask the real clock."""
    return now()


def _in_order(page: str) -> list[str]:
    """The sentences of the summary, if their links follow the page."""
    summary = page.split("data-errors")[1].split("</ul>")[0]
    links = re.findall(r'href="#([^"]+)">(.*?)</a>', summary, re.DOTALL)
    body = page.split("</ul>", page[: page.index("data-errors")].count("</ul>") + 1)[-1]
    places = [body.index(f'id="{target}"') for target, _ in links]
    assert places == sorted(places), [target for target, _ in links]
    return [unescape(sentence) for _, sentence in links]


@pytest.mark.parametrize("who", ["alma", "frej"])
def test_of_an_identification(signed_in: SignIn, who: str) -> None:
    wrong = {"on": "", "age": "", "story": POINTS_OUT, "safe_contact": POINTS_OUT, "county": "99", "language": "x"}
    page = signed_in(who).post(f"/identifications/new/{uuid4()}/", typed(**wrong)).content.decode()
    found = _in_order(page)
    assert len(found) == 6
    assert all(" – " in sentence for sentence in found)


def test_of_a_request(signed_in: SignIn, alma: Viewer, at: datetime) -> None:
    wrong = {"start": "", "days": "", "why": POINTS_OUT, "society_asked": "", "need": "", "consent": ""}
    wrong |= {"police_report": "x", "society_protects": "x", "new_children": "1", "new-0-birth_year": "x"}
    page = told(signed_in("alma"), draft_request(alma, at=at), **(whole_form(day(at)) | wrong))
    found = _in_order(page)
    assert len(found) >= 7
    assert all(" – " in sentence for sentence in found)


def test_of_a_decision(signed_in: SignIn, alma: Viewer, at: datetime) -> None:
    request = sent_request(alma, at=at, consent=Consent.NO, motivations={"consent": "Vill inte."})
    said = {"version": str(request.version), "choice": "DECLINE", "reason": "", "step": "check"}
    assert len(_in_order(signed_in("dag").post(decide_url(request), said).content.decode())) == 2
