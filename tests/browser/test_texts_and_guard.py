"""Sealed text opens in its place and loses nothing that is typed; what refuses it says so. The guard speaks while one
types, in every form with a long text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.clock import now
from accounts.door import acting_as
from accounts.viewer import Viewer, system
from audit.models import AccessEvent
from cases.models import AdmissionRequest, PersonKey
from tests.browser.conftest import violations
from tests.factories import identified, sent_request

Opened = Callable[..., Page]
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def _openings() -> int:
    with acting_as(system("test")):
        return AccessEvent.objects.filter(act="READ_SEALED").count()


@pytest.fixture
def sent(alma: Viewer) -> AdmissionRequest:
    return sent_request(alma, at=now() - timedelta(hours=2), motivations={"start_before_request": "Kom i natt."})


def test_a_coordinator_opens_all_texts_with_one_click_and_keeps_what_is_typed(
    opened: Opened, sent: AdmissionRequest
) -> None:
    page = opened(f"/requests/{sent.ref}/decide/", as_="dag")
    page.fill("textarea[name=reason]", "Skrivet före läsningen.")
    expect(page.get_by_text("Saknar boende.")).to_have_count(0)
    page.get_by_role("link", name="Visa texten").click()
    expect(page.get_by_text("Saknar boende.")).to_be_visible()
    expect(page.get_by_text("Vila och tala med en jurist.")).to_be_visible()
    expect(page.get_by_role("link", name="Visa texten")).to_have_count(0)
    expect(page.locator(".opened-note").first).to_be_focused()
    assert page.input_value("textarea[name=reason]") == "Skrivet före läsningen."
    assert _openings() == 1
    assert violations(page) == []
    page.get_by_role("button", name="Kontrollera beslutet").click()
    page.get_by_role("button", name="Ändra något").click()
    expect(page.get_by_text("Saknar boende.")).to_be_visible()
    assert page.problems == []  # type: ignore[attr-defined]


def test_without_a_script_the_page_comes_with_its_texts(opened: Opened, sent: AdmissionRequest) -> None:
    page = opened(f"/requests/{sent.ref}/decide/", as_="dag", script=False)
    page.get_by_role("link", name="Visa texten").click()
    assert page.get_by_text("Saknar boende.").is_visible()
    assert "texts=1" in page.url


def test_who_is_signed_out_meanwhile_comes_to_the_sign_in_and_reads_nothing(
    opened: Opened, sent: AdmissionRequest
) -> None:
    page = opened(f"/requests/{sent.ref}/", as_="bo")
    page.context.clear_cookies()
    page.get_by_role("link", name="Visa texten").click()
    page.wait_for_url("**/account/login/**")
    assert _openings() == 0


def test_a_text_that_cannot_be_opened_is_told_on_a_page_of_its_own(opened: Opened, sent: AdmissionRequest) -> None:
    with acting_as(system("test")):
        PersonKey.objects.filter(person_id=sent.person_id).update(ring="lost")
    page = opened(f"/requests/{sent.ref}/", as_="bo")
    page.get_by_role("link", name="Visa texten").click()
    expect(page.get_by_role("heading", name="Texten går inte att öppna.")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 375])
def test_the_guard_speaks_while_one_types(opened: Opened, alma: Viewer, sent: AdmissionRequest, width: int) -> None:
    person = identified(alma, at=now())
    for address, who, name in (
        (f"/requests/{sent.ref}/decide/", "dag", "reason"),
        (f"/persons/{person.code}/details/contact/", "alma", "safe_contact"),
    ):
        page = opened(address, as_=who, width=width)
        page.fill(f"textarea[name={name}]", "Ring systern Fatima på 070-123 45 67.")
        page.locator("h1").click()
        expect(page.get_by_text("Det här ser ut som ett telefonnummer.")).to_be_visible()
        expect(page.get_by_text("Står det ett namn på någon?")).to_be_visible()
        page.fill(f"textarea[name={name}]", "Genom jouren, vardagar.")
        page.locator("h1").click()
        expect(page.get_by_text("Det här ser ut som ett telefonnummer.")).to_have_count(0)
        assert violations(page) == []
        assert page.problems == []  # type: ignore[attr-defined]
