"""From the e-mail of an invitation to the first page, in a real browser: a name, a password, a passkey."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from accounts import clock
from accounts.acts import Role
from accounts.models import User
from accounts.services.invitations import invite
from accounts.viewer import viewer_of
from tests.accounts.ways import NEW, link_to, own_spool
from tests.browser.conftest import violations
from tests.browser.test_signing_in import authenticator

Opened = Callable[..., Page]


def test_from_the_e_mail_to_the_first_page(
    opened: Opened, live_server: Any, users: dict[str, User], settings: Any, tmp_path: Path
) -> None:
    own_spool(settings, tmp_path)
    invite("nyss@example.org", Role.CASEWORKER, "A-LINDEN", by=viewer_of(users["maj"]), at=clock.now())
    home = live_server.url.replace("127.0.0.1", "localhost")
    page = opened(home + link_to("nyss@example.org"))
    authenticator(page)
    page.fill("[name=name]", "Nina Ny")
    page.fill("[name=password]", "för kort")
    page.fill("[name=again]", "för kort")
    page.click("main form button")
    page.wait_for_selector(".ds-error-summary")
    assert violations(page) == []
    assert page.input_value("[name=name]") == "Nina Ny"
    page.fill("[name=password]", NEW)
    page.fill("[name=again]", NEW)
    page.click("main form button")
    page.wait_for_url("**/account/second-factor/**")
    page.click("text=Skapa en passkey")
    page.click("[data-passkey]")
    page.wait_for_url("**/account/second-factor/")
    page.click("text=Till startsidan")
    page.wait_for_function("document.querySelector('h1')?.textContent.trim() === 'Att göra'")
    page.goto(home + "/own-account/")
    assert "Nina Ny" in page.inner_text("main")
    assert "den här" in page.inner_text("main")
    assert violations(page) == []


def test_a_coordinator_freezes_an_account_and_its_browser_is_out(opened: Opened, users: dict[str, User]) -> None:
    alma = opened("/", as_="alma")
    page = opened("/users/", as_="disa")
    page.click("text=Alma Lind")
    page.check("input[value=LOST]")
    page.click("text=Frys kontot")
    page.wait_for_selector("text=Kontot är fryst")
    assert violations(page) == []
    alma.goto("/persons/")
    assert "/account/login/" in alma.url
    page.click("text=Öppna kontot igen")
    page.wait_for_selector("text=Kontot är öppet igen")


def test_one_signs_out_ones_other_browser(opened: Opened, users: dict[str, User]) -> None:
    there, here = opened("/", as_="alma"), opened("/own-account/", as_="alma")
    here.click("text=Logga ut på alla andra enheter")
    here.wait_for_selector("text=Du är utloggad på alla andra enheter")
    there.goto("/")
    assert "/account/login/" in there.url
