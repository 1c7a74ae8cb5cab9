"""Signing in with a passkey in a real browser (Chromium's virtual authenticator), and what the demo shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, Route

from accounts import clock
from accounts.sessions import SessionStore
from accounts.viewer import Viewer
from tests.browser.conftest import violations
from tests.cast import PASSWORD
from tests.factories import sent_request

Opened = Callable[..., Page]


@pytest.fixture
def page(opened: Opened, live_server: Any) -> Page:
    """The sign-in page at ``http://localhost``, which passkeys need; the browser has a built-in authenticator."""
    page = opened(live_server.url.replace("127.0.0.1", "localhost") + "/account/login/")
    assert "//localhost" in page.url
    return page


def authenticator(page: Page) -> tuple[CDPSession, str]:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, made["authenticatorId"]


def by_password(page: Page, name: str) -> None:
    page.fill("[name=login]", f"{name}@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_load_state()


def test_a_passkey_is_made_at_the_first_sign_in_and_used_at_the_next(page: Page) -> None:
    authenticator(page)
    by_password(page, "dag")
    assert violations(page) == []
    page.click("text=Skapa en passkey")
    page.click("[data-passkey]")
    page.wait_for_url("**/account/second-factor/")
    assert "Din passkey är skapad" in page.inner_text("main")
    home = page.url.split("/account/")[0]
    page.goto(home + "/")
    assert page.inner_text("h1") == "Att göra"
    page.context.clear_cookies()
    page.goto(home + "/account/login/")
    by_password(page, "dag")
    assert "/account/second-factor/authenticate/" in page.url
    assert violations(page) == []
    page.click("[data-passkey]")
    page.wait_for_function("document.querySelector('h1')?.textContent.trim() === 'Att göra'")


def test_the_button_waits_for_its_script(page: Page) -> None:
    authenticator(page)
    by_password(page, "dag")
    held: list[Route] = []
    page.route("**/passkeys*.js", lambda route: held.append(route))
    page.click("text=Skapa en passkey", no_wait_after=True)
    assert page.locator("[data-passkey]").is_disabled()
    while not held:
        page.wait_for_timeout(20)
    for route in held:
        route.continue_()
    page.click("[data-passkey]")
    page.wait_for_url("**/account/second-factor/")


def test_a_passkey_that_is_not_this_ones_opens_nothing(page: Page) -> None:
    session, first = authenticator(page)
    by_password(page, "dag")
    page.click("text=Skapa en passkey")
    page.click("[data-passkey]")
    page.wait_for_url("**/account/second-factor/")
    session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": first})
    authenticator(page)
    home = page.url.split("/account/")[0]
    page.context.clear_cookies()
    page.goto(home + "/account/login/")
    by_password(page, "dag")
    page.click("[data-passkey]")
    page.wait_for_selector("[data-passkey-error]:not([hidden])")
    page.goto(home + "/")
    assert "/account/" in page.url


def test_hiding_the_screen_locks_and_the_passkey_opens(page: Page) -> None:
    authenticator(page)
    by_password(page, "alma")
    page.click("text=Skapa en passkey")
    page.click("[data-passkey]")
    page.wait_for_url("**/account/second-factor/")
    home = page.url.split("/account/")[0]
    page.goto(home + "/persons/")
    page.click("[data-hide]")
    page.wait_for_url("**/hidden/")
    page.goto(home + "/persons/")
    assert page.inner_text("h1") == "Låst"
    assert violations(page) == []
    page.click("[data-passkey]")
    page.wait_for_url("**/persons/")


def test_a_decision_with_an_old_proof_asks_for_the_passkey_and_goes_on(page: Page, alma: Viewer) -> None:
    sent = sent_request(alma, at=clock.now())
    authenticator(page)
    by_password(page, "disa")
    page.click("text=Skapa en passkey")
    page.click("[data-passkey]")
    page.wait_for_url("**/account/second-factor/")
    home = page.url.split("/account/")[0]
    page.goto(f"{home}/requests/{sent.ref}/decide/")
    _age_the_proof(page)
    page.fill("[name=reason]", "Behövs i natt.")
    page.click("button[name=step]")
    page.wait_for_selector("[data-passkey]")
    assert page.inner_text("h1") == "Visa att det är du"
    page.click("[data-passkey]")
    page.wait_for_selector("button[value=decide]")
    assert "Behövs i natt." in page.inner_text("main")


def _age_the_proof(page: Page) -> None:
    """Eleven minutes pass for the session's newest proof."""
    value = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "sessionid")
    session = SessionStore(value)
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [record | {"at": record["at"] - 11 * 60} for record in records]
    session.save()
