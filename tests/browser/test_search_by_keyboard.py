"""The search by keyboard: the key that goes there, arrows among those whom it may be, and without a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.clock import now
from accounts.door import acting_as
from accounts.viewer import Viewer, system
from audit.models import AccessEvent
from cases.models import Person
from tests.factories import identified

Opened = Callable[..., Page]


@pytest.fixture
def blue(alma: Viewer, cia: Viewer) -> list[Person]:
    """Two of Alma's whose names begin alike, and one of Cia's."""
    at = now() - timedelta(days=1)
    return [
        identified(who, at=at, code_name=name)
        for who, name in ((alma, "Blå Björk"), (alma, "Blå Uggla"), (cia, "Blå Trast"))
    ]


def test_slash_arrows_and_enter_open_a_person(opened: Opened, blue: list[Person]) -> None:
    page = opened("/", as_="alma")
    page.keyboard.press("/")
    page.keyboard.type("blå")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(page.get_by_text("Blå Trast")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.type(" björk")
    expect(options).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/persons/{blue[0].code}/$"))
    with acting_as(system("test")):
        assert AccessEvent.objects.filter(act="SEARCH").count() >= 2
        assert "Blå" not in str(list(AccessEvent.objects.values()))


def test_enter_with_none_marked_searches_and_help_turns_the_key_off(opened: Opened, blue: list[Person]) -> None:
    page = opened("/help/", as_="alma")
    page.get_by_label("Låt tangenten / gå till sökrutan").uncheck()
    page.goto(page.url)
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("#top-q")).not_to_be_focused()
    page.get_by_label("Låt tangenten / gå till sökrutan").check()
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("#top-q")).to_be_focused()
    page.keyboard.type(blue[1].code)
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sök")).to_be_visible()
    expect(page.get_by_role("link", name="Blå Uggla")).to_be_visible()


def test_without_a_script_it_is_a_plain_search(opened: Opened, blue: list[Person]) -> None:
    page = opened("/", as_="alma", script=False)
    page.locator("#top-q").fill("blå")
    page.get_by_role("button", name="Sök").first.click()
    expect(page.get_by_text("2 personer")).to_be_visible()
