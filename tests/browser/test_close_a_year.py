"""The coordinators' year on every screen, and closing one: what is left goes back, and two sign, without a script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from accounts.clock import now
from accounts.door import acting_as
from accounts.viewer import Viewer
from funding.selectors.year_end import ended
from tests.browser.conftest import violations
from tests.factories import confirmed_case, sent_request
from tests.funding.closing import YEAR, all_done, granted
from tests.money import give

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., Page]
SCREENS = [(1280, False), (1280, True), (375, False), (375, True), (320, False)]


@pytest.fixture
def a_year(alma: Viewer, cia: Viewer, dag: Viewer, disa: Viewer) -> None:
    """A year that runs, with a period, an application that waits, and little left; and one that is over."""
    at = now() - timedelta(days=20)
    confirmed_case(alma, dag, at=at)
    sent_request(cia, at=at)
    give(at.year, 50_000)
    granted(alma, dag)
    all_done(alma, dag, 5)


@pytest.mark.parametrize(("width", "dark"), SCREENS)
@pytest.mark.parametrize("address", ["/money/", f"/money/year-end/?year={YEAR}", f"/money/year-end/sign/?year={YEAR}"])
def test_the_pages_are_in_order(opened: Open, a_year: None, address: str, width: int, dark: bool) -> None:
    page = opened(address, as_="disa", width=width, dark=dark)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.problems == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(("width", "shown"), [(1280, "curves-page"), (375, "curves-phone")])
def test_a_screen_has_one_drawing_of_its_size_and_the_same_figures_in_a_table(
    opened: Open, a_year: None, width: int, shown: str
) -> None:
    page = opened("/money/", as_="disa", width=width)
    drawings = [one for one in page.locator("svg.curves").all() if one.is_visible()]
    assert [one.get_attribute("aria-labelledby") for one in drawings] == [f"{shown}-title {shown}-desc"]
    # What is written in it can be read.
    assert drawings[0].locator("text").first.evaluate("e => e.getBoundingClientRect().height") >= 12
    page.get_by_text("Som tabell").click()
    assert page.get_by_role("columnheader", name="Förbrukat, dag för dag").is_visible() or width < 640


def test_two_close_a_year_without_a_script(opened: Open, alma: Viewer, dag: Viewer) -> None:
    all_done(alma, dag)
    page = opened(f"/money/?year={YEAR}", as_="dag", script=False)
    page.get_by_role("link", name="Avsluta året").click()
    assert page.get_by_text("1 sak återstår").is_visible()
    assert violations(opened(f"/money/year-end/return/?year={YEAR}", as_="dag", width=320)) == []
    page.get_by_role("link", name="Bokför det som går tillbaka").click()
    page.get_by_label("Vilken dag gick det tillbaka?").fill(f"{YEAR + 1}-01-15")
    page.get_by_role("button", name="Bokför").click()
    page.get_by_role("link", name="Se siffrorna och underteckna").click()
    page.get_by_role("button", name="Underteckna som första").click()
    assert page.get_by_text("Dag Ek har undertecknat").is_visible()
    assert page.get_by_text("En annan samordnare undertecknar som andra.").is_visible()

    page = opened(f"/money/year-end/?year={YEAR}", as_="disa", width=375, script=False)
    page.get_by_role("link", name="Se siffrorna och underteckna").click()
    page.get_by_role("button", name="Underteckna och stäng året").click()
    assert page.get_by_role("heading", name="Året är avslutat").is_visible()
    assert violations(opened(f"/money/year-end/?year={YEAR}", as_="disa")) == []
    assert opened(f"/money/?year={YEAR}", as_="disa").get_by_role("heading", name="Året är avslutat").is_visible()
    with acting_as(dag):
        begun = ended(YEAR)
    assert begun
    assert begun.signed


def test_signing_what_is_not_done_says_what_is_left(opened: Open, a_year: None) -> None:
    page = opened(f"/money/year-end/sign/?year={YEAR}", as_="disa")
    assert page.get_by_role("button", name="Underteckna").count() == 0
    left = page.get_by_role("alert")
    assert left.get_by_text("Allt beviljat är redovisat").is_visible()
