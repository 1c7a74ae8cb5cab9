"""Notices as somebody meets them: no axe violation in any state, on a phone and in the dark; works without a script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from accounts import clock
from accounts.viewer import Viewer
from reminders import runs
from tests.accounts.ways import sent_by_morning
from tests.browser.conftest import violations
from tests.factories import confirmed_case, sent_request

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., Page]


@pytest.fixture
def something_told(alma: Viewer, disa: Viewer) -> None:
    """A rest that ends tomorrow, one that is overdue, an urgent request."""
    now = clock.now()
    confirmed_case(alma, disa, at=now - timedelta(days=12, hours=2), days=10)
    confirmed_case(alma, disa, at=now - timedelta(days=8, hours=2), days=10)
    sent_request(alma, at=now, urgent=True)
    runs.run_outbox(at=now)
    runs.run_sweep(at=now)


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (375, False), (375, True), (320, False)])
def test_the_page_is_in_order(opened: Open, something_told: None, width: int, dark: bool) -> None:
    page = opened("/notices/", as_="disa", width=width, dark=dark)
    assert page.locator("button.task").count() >= 3
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.problems == []  # type: ignore[attr-defined]


def test_opening_one_without_a_script_leads_to_the_decision(opened: Open, something_told: None) -> None:
    page = opened("/notices/", as_="disa", script=False)
    page.get_by_role("button", name="Brådskande").click()
    assert "/decide/" in page.url
    page.goto("/notices/")
    assert page.get_by_role("link", name="Brådskande").count() == 1


def test_nothing_told_and_everything_read(opened: Open, something_told: None) -> None:
    page = opened("/notices/", as_="eva")
    assert page.get_by_text("Du har läst allt").count() == 1
    assert violations(page) == []
    page = opened("/notices/", as_="alma")
    page.get_by_role("button", name="Markera alla som lästa").click()
    page.wait_for_url("**/notices/")
    assert page.locator("button.task").count() == 0
    assert violations(page) == []


def test_the_demos_mail_page_shows_the_spool(opened: Open, something_told: None, settings: Any, tmp_path: Path) -> None:
    settings.MAIL_DIR = tmp_path
    settings.EMAIL_BACKEND = "reminders.spool.EmailBackend"
    sent_by_morning(clock.now())
    page = opened("/demo/mail/")
    assert page.get_by_role("heading", name="Du har något att göra").count() >= 3
    assert violations(page) == []
