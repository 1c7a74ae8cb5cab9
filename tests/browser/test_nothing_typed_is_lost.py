"""What somebody has typed survives: it saves itself, and it stays on the page when sending fails."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts import clock
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import AdmissionRequest
from tests.factories import draft_request

Opened = Callable[..., Page]
TEXT = "Har sovit i en bil i två veckor."


@pytest.fixture
def draft(alma: Viewer) -> AdmissionRequest:
    return draft_request(alma, at=clock.now())


def _typing(opened: Opened, draft: AdmissionRequest) -> Page:
    page = opened(f"/requests/{draft.ref}/edit/", as_="alma")
    page.locator("textarea[name=need]").fill(TEXT)
    return page


def test_a_draft_saves_itself_within_two_seconds_and_says_so(opened: Opened, draft: AdmissionRequest) -> None:
    page = _typing(opened, draft)
    expect(page.locator("[data-save-status]")).to_have_text("Inte sparat än")
    expect(page.locator("[data-save-status]")).to_contain_text("Sparat kl.", timeout=2_500)
    page.reload()
    assert page.locator("textarea[name=need]").input_value() == TEXT


def test_a_draft_that_cannot_be_saved_says_so_and_is_tried_again(opened: Opened, draft: AdmissionRequest) -> None:
    page = opened(f"/requests/{draft.ref}/edit/", as_="alma")
    page.context.set_offline(True)
    page.locator("textarea[name=need]").fill(TEXT)
    expect(page.locator("[data-save-status]")).to_contain_text("Inte sparat. Vi försöker igen")
    expect(page.locator("[data-offline]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("[data-save-status]")).to_contain_text("Sparat kl.")
    expect(page.locator("[data-offline]")).to_be_hidden()


def test_a_session_that_ran_out_keeps_the_text_on_the_page(opened: Opened, draft: AdmissionRequest) -> None:
    page = opened(f"/requests/{draft.ref}/edit/", as_="alma")
    page.context.clear_cookies(name="sessionid")
    page.locator("textarea[name=need]").fill(TEXT)
    expect(page.locator("[data-save-status]")).to_contain_text("du har loggats ut")
    page.get_by_role("button", name="Kontrollera och skicka").click()
    expect(page.locator("[data-not-sent]")).to_contain_text("du har loggats ut")
    expect(page.locator("[data-not-sent] a[target=_blank]")).to_have_attribute("href", "/account/login/")
    assert page.locator("textarea[name=need]").input_value() == TEXT


def test_with_every_cookie_gone_the_text_stays_and_a_link_leads_to_signing_in(
    opened: Opened, draft: AdmissionRequest
) -> None:
    page = opened(f"/requests/{draft.ref}/edit/", as_="alma")
    page.locator("textarea[name=need]").fill(TEXT)
    page.context.clear_cookies()
    page.get_by_role("button", name="Kontrollera och skicka").click()
    said = page.locator("[data-not-sent]")
    expect(said).to_contain_text("Logga in i en ny flik")
    expect(said).not_to_contain_text("Ladda om")
    expect(said.locator("a[target=_blank]")).to_have_attribute("href", "/account/login/")
    assert page.locator("textarea[name=need]").input_value() == TEXT


def test_a_form_that_is_sent_leads_on_by_itself(opened: Opened, draft: AdmissionRequest) -> None:
    page = _typing(opened, draft)
    page.get_by_role("button", name="Kontrollera och skicka").click()
    page.wait_for_url("**/edit/?check=1")
    expect(page.locator("[data-errors]")).to_be_focused()
    assert page.title().startswith("Fel: ")
    assert page.locator("textarea[name=need]").input_value() == TEXT


def test_the_same_without_a_script(opened: Opened, draft: AdmissionRequest) -> None:
    page = opened(f"/requests/{draft.ref}/edit/", as_="alma", script=False)
    page.locator("textarea[name=need]").fill(TEXT)
    page.get_by_role("button", name="Kontrollera och skicka").click()
    assert page.url.endswith("?check=1")
    assert page.locator("textarea[name=need]").input_value() == TEXT


def test_hiding_the_screen_saves_on_the_way_out(opened: Opened, draft: AdmissionRequest, alma: Viewer) -> None:
    page = _typing(opened, draft)
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/hidden/")
    assert page.inner_text("h1") == "Planering"
    with acting_as(alma):
        kept = AdmissionRequest.objects.get(ref=draft.ref).typed.open()
    assert kept["need"] == TEXT, "saved before the session was locked"
