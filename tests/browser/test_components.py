"""The living page of the components: readable for everybody, in every light, at every width, under the policy."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import violations

Opened = Callable[..., Page]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_on_any_component(opened: Opened, width: int, dark: bool) -> None:
    page = opened("/components/", width=width, dark=dark)
    assert violations(page) == []
    assert page.problems == []  # type: ignore[attr-defined]


def test_no_page_is_wider_than_the_smallest_screen(opened: Opened) -> None:
    page = opened("/components/", width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_every_target_is_large_enough_for_a_thumb(opened: Opened) -> None:
    page = opened("/components/", width=375)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, a.ds-button, .task, .tile, .bottom a")]
            .filter((e) => e.offsetParent && !e.matches(".linklike, .stat summary"))
            .map((e) => [e.textContent.trim().slice(0, 30), e.getBoundingClientRect()])
            .filter(([, box]) => box.height < 43.5 || box.width < 24).map(([text, box]) => `${text}: ${box.height}`)"""
    )
    assert small == []


def test_the_error_summary_has_the_focus_and_leads_to_the_field(opened: Opened) -> None:
    page = opened("/components/")
    assert page.title().startswith("Fel: ")
    expect(page.locator("[data-errors]")).to_be_focused()
    page.locator("[data-errors] a").nth(1).click()
    expect(page.locator("#id_who")).to_be_focused()


def test_the_theme_is_chosen_without_a_script(opened: Opened) -> None:
    page = opened("/account/login/", script=False)
    page.get_by_role("button", name="Mörkt").click()
    assert page.locator("html").get_attribute("data-color-scheme") == "dark"
    page.get_by_role("button", name="Ljust").click()
    assert page.locator("html").get_attribute("data-color-scheme") == "light"
    assert page.locator("link[href*='dark']").count() == 0


def test_the_screen_is_hidden_by_three_shifts_at_once(opened: Opened) -> None:
    page = opened("/components/")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/hidden/")
    assert page.title() == "Planering"
    assert "Blå Björk" not in page.content()


def test_the_hidden_page_is_empty_within_a_tenth_of_a_second(opened: Opened) -> None:
    page = opened("/components/")
    page.evaluate(
        """() => {
            addEventListener("keydown", (event) => { window.pressed = event.timeStamp; }, true);
            new MutationObserver(() => {
                if (!document.body.children.length) sessionStorage.took = performance.now() - window.pressed;
            }).observe(document.body, { childList: true });
        }"""
    )
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/hidden/")
    took = float(page.evaluate("() => sessionStorage.took"))
    assert 0 < took < 100, f"{took:.0f} ms"


def test_shift_as_part_of_writing_hides_nothing(opened: Opened) -> None:
    page = opened("/components/")
    page.locator("#id_plain-why").click()
    page.keyboard.press("Shift+A")
    page.keyboard.press("Shift+B")
    page.keyboard.press("Shift+C")
    assert "/components/" in page.url
    assert page.locator("#id_plain-why").input_value() == "ABC"


def test_hiding_works_without_a_script(opened: Opened) -> None:
    page = opened("/components/", script=False)
    page.get_by_role("link", name="Dölj skärmen").click()
    assert page.url.endswith("/hidden/")
    assert page.title() == "Planering"
    assert "Björk" not in page.content()


def test_text_stays_when_the_server_cannot_be_reached(opened: Opened) -> None:
    page = opened("/components/")
    page.locator("#id_plain-why").fill("Något som tog tid att skriva.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Kontrollera och skicka").click()
    told = page.locator("[data-not-sent]")
    expect(told).to_be_focused()
    expect(told).to_contain_text("Det du skrev finns kvar här.")
    assert page.locator("#id_plain-why").input_value() == "Något som tog tid att skriva."


def test_a_page_is_light_enough_for_an_old_phone(opened: Opened) -> None:
    """At most 150 kB, fonts and scripts and all; measured as sent without compression of the HTML."""
    page = opened("/components/")
    sent = page.evaluate(
        """async () => {
            const names = performance.getEntriesByType("resource").map((entry) => entry.name);
            const sizes = await Promise.all([location.href, ...names].map(async (name) => {
                const body = await (await fetch(name)).blob();
                if (name.endsWith(".woff2")) return body.size;
                const packed = body.stream().pipeThrough(new CompressionStream("gzip"));
                return (await new Response(packed).blob()).size;
            }));
            return sizes.reduce((sum, size) => sum + size, 0);
        }"""
    )
    assert sent <= 150_000
