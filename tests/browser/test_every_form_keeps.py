"""What is typed in any form is there again after the page is gone, and whoever writes in two windows is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.clock import now
from accounts.door import acting_as
from accounts.models import Draft
from accounts.services.form_drafts import FORM
from accounts.viewer import Viewer
from cases.models import Person
from tests.browser.conftest import violations
from tests.factories import identified

Opened = Callable[..., Page]
TEXT = "Har flyttat till en kollega."


@pytest.fixture
def person(alma: Viewer) -> Person:
    with acting_as(alma):
        return identified(alma, at=now())


def _type(page: Page, text: str = TEXT) -> None:
    page.locator("input[name=level][value=HIGH]").check()
    page.locator("textarea[name=plan]").press_sequentially(text)
    expect(page.locator("[data-save-status]")).to_contain_text("Sparat kl.", timeout=4_000)


def test_it_is_there_again_and_can_be_thrown_away(opened: Opened, person: Person, alma: Viewer) -> None:
    address = f"/persons/{person.code}/safety/"
    page = opened(address, as_="alma")
    _type(page)
    page.reload()
    assert page.locator("textarea[name=plan]").input_value() == TEXT
    expect(page.locator("input[name=level][value=HIGH]")).to_be_checked()
    expect(page.locator(".draft")).to_contain_text("Utkast från")
    assert violations(page) == []
    page.locator("textarea[name=plan]").press_sequentially(" Mer.")
    page.locator("textarea[name=reasons]").focus()
    expect(page.locator("[data-save-status]")).to_have_attribute("data-state", "saved")
    page.get_by_role("button", name="Ta bort utkastet").click()
    expect(page.locator(".draft")).to_contain_text("Utkastet är borttaget")
    assert page.locator("textarea[name=plan]").input_value() == ""
    page.get_by_role("button", name="Ångra").click()
    assert TEXT in page.locator("textarea[name=plan]").input_value()
    page.get_by_role("button", name="Spara", exact=True).click()
    page.wait_for_url(lambda url: not url.endswith("/safety/"))
    with acting_as(alma):
        assert not Draft.objects.filter(kind=FORM).exists()
    assert page.problems == []  # type: ignore[attr-defined]


def test_the_later_window_sees_the_difference(opened: Opened, person: Person) -> None:
    address = f"/persons/{person.code}/safety/"
    first, second = opened(address, as_="alma"), opened(address, as_="alma")
    _type(second, "Det andra fönstret.")
    first.locator("input[name=level][value=NONE]").check()
    first.locator("textarea[name=plan]").fill("Det första fönstret.")
    expect(first.locator("[data-save-status]")).to_contain_text("Inte sparat")
    first.get_by_role("button", name="Spara", exact=True).click()
    told = first.locator("[data-draft-late]")
    expect(told).to_contain_text("i ett annat fönster också")
    expect(told).to_contain_text("Det första fönstret.")
    assert first.locator("textarea[name=plan]").input_value() == "Det andra fönstret."
    assert violations(first) == []


def test_hiding_the_screen_saves_first(opened: Opened, person: Person, alma: Viewer) -> None:
    page = opened(f"/persons/{person.code}/safety/", as_="alma")
    page.locator("textarea[name=plan]").fill(TEXT)
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/hidden/")
    with acting_as(alma):
        assert Draft.objects.get().data.open()["typed"]["plan"] == [TEXT]


def test_without_a_script_a_button_saves_it(opened: Opened, person: Person) -> None:
    page = opened(f"/persons/{person.code}/safety/", as_="alma", script=False)
    page.locator("textarea[name=plan]").fill(TEXT)
    page.get_by_role("button", name="Spara utkast").click()
    assert page.locator("textarea[name=plan]").input_value() == TEXT
    expect(page.locator("main")).to_contain_text("Utkastet är sparat.")
