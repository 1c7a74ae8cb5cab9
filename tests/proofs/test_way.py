"""The main way in a browser: from a hand-over to the funder's PDF, with everybody signed in.

Prints the clicks and seconds of each station.
"""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from datetime import datetime

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from accounts.clock import STOCKHOLM, now, today
from accounts.viewer import Viewer
from reminders import runs
from reports.services import make_report
from tests.factories import confirmed_case

Opened = Callable[..., Page]
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


class Walk:
    """Counts what a person does."""

    def __init__(self) -> None:
        self.clicks = 0
        self.begun = time.monotonic()
        self.stations: list[tuple[str, int, float]] = []

    def click(self, page: Page, name: str, role: str = "button") -> None:
        """One click on what has this name."""
        page.get_by_role(role, name=re.compile(name)).first.click()  # type: ignore[arg-type]
        self.clicks += 1

    def choose(self, page: Page, name: str, value: str) -> None:
        """One choice among radio buttons."""
        page.locator(f"input[name={name}][value={value}]").check(force=True)
        self.clicks += 1

    def done(self, station: str) -> None:
        """End of a station."""
        self.stations.append((station, self.clicks, time.monotonic() - self.begun))
        self.clicks, self.begun = 0, time.monotonic()

    def told(self) -> str:
        """The numbers."""
        return "\n".join(f"  {name:<34} {clicks:>3} clicks {seconds:6.1f} s" for name, clicks, seconds in self.stations)


def _hand_over(page: Page, walk: Walk) -> None:
    walk.choose(page, "age", "ADULT")
    page.locator("input[name=forms][value=LABOUR]").check(force=True)
    page.fill("textarea[name=story]", "Arbetade utan lön på ett bygge, saknar säker plats.")
    walk.click(page, "Lämna över till samordnarna")
    expect(page.get_by_role("heading", name="Tack. Samordnarna har tagit emot det.")).to_be_visible()
    walk.done("Frej hands over")


def _ask(page: Page, walk: Walk) -> None:
    walk.click(page, "Ansök om tillträde")
    page.fill("input[name=start]", today().isoformat())
    page.fill("input[name=days]", "30")
    page.fill("textarea[name=why]", "Utnyttjad i arbete, saknar säker plats.")
    page.fill("textarea[name=wants]", "Vila och tala med en jurist.")
    walk.choose(page, "consent", "YES")
    page.fill("textarea[name=need]", "Saknar boende från och med i kväll.")
    page.locator("[name=right]").first.evaluate(
        "e => { if (e.tagName === 'SELECT') { e.value = 'HOUSING'; e.dispatchEvent(new Event('change', {bubbles: true})); }"
        " else document.querySelector('[name=right][value=HOUSING]').click(); }"
    )
    page.fill("[name=society_asked]", "Socialjouren")
    page.fill("input[name=society_asked_on]", today().isoformat())
    page.fill("[name=society_answer]", "Ingen plats i natt.")
    walk.choose(page, "society_protects", "NO")
    walk.choose(page, "police_report", "NO")
    walk.click(page, "Kontrollera och skicka")
    expect(page.get_by_role("heading", name="Kontrollera innan du skickar")).to_be_visible()
    expect(page.get_by_text(re.compile("43.500")).first).to_be_visible()
    walk.click(page, "Skicka ansökan")
    walk.done("Alma asks for admission")


def _confirm(page: Page, walk: Walk) -> None:
    page.locator("ul.tasks a.task").first.click()
    walk.clicks += 1
    walk.click(page, "Kontrollera beslutet")
    walk.click(page, "Bekräfta")
    walk.done("Dag confirms, from the queue")


def test_the_whole_way(opened: Opened, alma: Viewer, dag: Viewer) -> None:
    walk = Walk()
    last_year = datetime(today().year - 1, 6, 1, 10, 0, tzinfo=STOCKHOLM)
    for _ in range(6):
        confirmed_case(alma, dag, at=last_year)

    frej = opened("/identifications/new/", as_="frej")
    _hand_over(frej, walk)

    coordinator = opened("/identifications/", as_="dag")
    walk.click(coordinator, "Välj en aktör för personen", "link")
    coordinator.select_option("select[name=actor]", "A-LINDEN")
    walk.click(coordinator, "Fråga aktören")
    walk.done("Dag routes it")

    desk = opened("/", as_="alma")
    walk.click(desk, "Ta emot", "link")
    walk.click(desk, "Ta emot personen")
    walk.done("Alma accepts")
    _ask(desk, walk)

    coordinator.goto("/decisions/")
    _confirm(coordinator, walk)
    assert walk.stations[-1][1] <= 3

    desk.goto("/persons/")
    desk.locator("ul.tasks a.task").first.click()
    expect(desk.get_by_text("dag 1 av 30").first).to_be_visible()

    runs.run_outbox(at=now())
    runs.run_sweep(at=now())
    runs.run_outbox(at=now())
    sent = runs.run_delivery(at=now())
    desk.goto("/notices/")
    expect(desk.get_by_text("har fått tillträde till programmet").first).to_be_visible()
    assert runs.run_delivery(at=now()) == 0

    coordinator.goto("/reports/new/")
    walk.click(coordinator, "Gör rapporten")
    coordinator.wait_for_url(re.compile(r"/reports/F-"))
    ref = coordinator.url.rstrip("/").rsplit("/", 1)[-1]
    make_report(ref, at=now())
    walk.done("Dag makes the report")

    second = opened(f"/reports/{ref}/", as_="disa")
    walk.click(second, "Publicera", "link")
    walk.click(second, "Publicera rapporten")
    walk.done("Disa publishes")

    eva = opened("/", as_="eva")
    walk.click(eva, "Programmet", "link")
    with eva.expect_download() as download:
        walk.click(eva, "Hämta PDF", "link")
    with open(download.value.path(), "rb") as file:
        pdf = pikepdf.open(io.BytesIO(file.read()))
    walk.done("Eva downloads")
    assert len(pdf.pages) > 5
    assert str(pdf.Root.Lang).lower().startswith("sv")
    assert pdf.Root.MarkInfo.Marked
    for page in (frej, coordinator, desk, second, eva):
        assert page.problems == []  # type: ignore[attr-defined]
    main = sum(clicks for name, clicks, _ in walk.stations[2:5])
    print(f"\n{walk.told()}\n  from the offer to a confirmed admission: {main} clicks (promise: 25)")
    print(f"  e-mails sent: {sent}, sent again: 0; pages in the PDF: {len(pdf.pages)}")
    assert main <= 25


def test_identifying_by_keyboard_only(opened: Opened) -> None:
    page = opened("/identifications/new/", as_="alma")
    page.get_by_role("link", name="Gå vidare till formuläret").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/identifications/new/*/")
    page.locator("input[name=age]").first.focus()
    page.keyboard.press("Space")
    expect(page.locator("input[name=age][value=ADULT]")).to_be_checked()
    page.locator("textarea[name=story]").focus()
    page.keyboard.type("Bor på arbetsplatsen.")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.includes('Spara identifieringen')"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Vad händer nu")).to_be_visible()


def test_identifying_and_asking_without_a_script(opened: Opened) -> None:
    page = opened("/identifications/new/", as_="alma", script=False)
    walk = Walk()
    walk.click(page, "Gå vidare till formuläret", "link")
    page.locator("input[name=age][value=ADULT]").check(force=True)
    walk.click(page, "Spara identifieringen")
    walk.click(page, "Ansök om tillträde")
    page.fill("input[name=days]", "31")
    walk.click(page, "Kontrollera och skicka")
    assert page.locator("input[name=days]").input_value() == "31"
    expect(page.get_by_text("30").first).to_be_visible()
