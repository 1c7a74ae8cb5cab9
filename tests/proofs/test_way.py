"""The main way in a browser: from a hand-over to the funder's PDF, with everybody signed in.

Prints the clicks and seconds of each station.
"""

from __future__ import annotations

import io
import re
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
from tests.proofs.hands import Keys, Pointer

Opened = Callable[..., Page]
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def _hand_over(page: Page, hand: Pointer) -> None:
    hand.choose(page, "age", "ADULT")
    hand.choose(page, "forms", "LABOUR")
    hand.fill(page, "story", "Arbetade utan lön på ett bygge, saknar säker plats.")
    hand.press(page, "Lämna över till samordnarna")
    expect(page.get_by_role("heading", name="Tack. Samordnarna har tagit emot det.")).to_be_visible()
    hand.done("Frej hands over")


def _ask(page: Page, hand: Pointer) -> None:
    hand.press(page, "Ansök om tillträde")
    hand.fill(page, "start", today().isoformat())
    hand.fill(page, "days", "30")
    hand.fill(page, "why", "Utnyttjad i arbete, saknar säker plats.")
    hand.fill(page, "wants", "Vila och tala med en jurist.")
    hand.choose(page, "consent", "YES")
    hand.fill(page, "need", "Saknar boende från och med i kväll.")
    hand.choose(page, "right", "HOUSING")
    hand.fill(page, "society_asked", "Socialjouren")
    hand.fill(page, "society_asked_on", today().isoformat())
    hand.fill(page, "society_answer", "Ingen plats i natt.")
    hand.choose(page, "society_protects", "NO")
    hand.choose(page, "police_report", "NO")
    hand.press(page, "Kontrollera och skicka")
    expect(page.get_by_role("heading", name="Kontrollera innan du skickar")).to_be_visible()
    expect(page.get_by_text(re.compile("43.500")).first).to_be_visible()
    hand.press(page, "Skicka ansökan")
    expect(page.get_by_text("Ansökan är skickad")).to_be_visible()
    hand.done("Alma asks for admission")


def _confirm(page: Page, hand: Pointer) -> None:
    hand.follow(page, "ul.tasks a.task")
    hand.press(page, "Kontrollera beslutet")
    hand.press(page, "Bekräfta")
    hand.done("Dag confirms, from the queue")


@pytest.mark.parametrize("hand", [Pointer(), Keys()], ids=["pointer", "keys"])
def test_the_whole_way(opened: Opened, alma: Viewer, dag: Viewer, hand: Pointer) -> None:
    last_year = datetime(today().year - 1, 6, 1, 10, 0, tzinfo=STOCKHOLM)
    for _ in range(6):
        confirmed_case(alma, dag, at=last_year)

    frej = opened("/identifications/new/", as_="frej")
    _hand_over(frej, hand)

    coordinator = opened("/identifications/", as_="dag")
    hand.press(coordinator, "Välj en aktör för personen", "link")
    hand.choose(coordinator, "actor", "A-LINDEN")
    hand.press(coordinator, "Fråga aktören")
    hand.done("Dag routes it")

    desk = opened("/", as_="alma")
    hand.press(desk, "Ta emot", "link")
    hand.press(desk, "Ta emot personen")
    hand.done("Alma accepts")
    _ask(desk, hand)

    coordinator.goto("/decisions/")
    _confirm(coordinator, hand)

    desk.goto("/persons/")
    hand.follow(desk, "ul.tasks a.task")
    expect(desk.get_by_text("dag 1 av 30").first).to_be_visible()

    runs.run_outbox(at=now())
    runs.run_sweep(at=now())
    runs.run_outbox(at=now())
    sent = runs.run_delivery(at=now())
    desk.goto("/notices/")
    expect(desk.get_by_text("har fått tillträde till programmet").first).to_be_visible()
    assert runs.run_delivery(at=now()) == 0

    coordinator.goto("/reports/new/")
    hand.press(coordinator, "Gör rapporten")
    coordinator.wait_for_url(re.compile(r"/reports/F-"))
    ref = coordinator.url.rstrip("/").rsplit("/", 1)[-1]
    make_report(ref, at=now())
    hand.done("Dag makes the report")

    second = opened(f"/reports/{ref}/", as_="disa")
    hand.press(second, "Publicera", "link")
    hand.press(second, "Publicera rapporten")
    hand.done("Disa publishes")

    eva = opened("/", as_="eva")
    hand.press(eva, "Programmet", "link")
    with eva.expect_download() as download:
        hand.press(eva, "Hämta PDF", "link")
    with open(download.value.path(), "rb") as file:
        pdf = pikepdf.open(io.BytesIO(file.read()))
    hand.done("Eva downloads")
    assert len(pdf.pages) > 5
    assert str(pdf.Root.Lang).lower().startswith("sv")
    assert pdf.Root.MarkInfo.Marked
    for page in (frej, coordinator, desk, second, eva):
        assert page.problems == []  # type: ignore[attr-defined]
    main = sum(count for _, count, _ in hand.stations[2:5])
    print(f"\n{hand.told()}\n  from the offer to a confirmed admission: {main} {hand.what}")
    print(f"  e-mails sent: {sent}, sent again: 0; pages in the PDF: {len(pdf.pages)}")
    if hand.what == "clicks":
        assert main <= 25, "the promise of quality.md"


def test_identifying_and_asking_without_a_script(opened: Opened) -> None:
    page = opened("/identifications/new/", as_="alma", script=False)
    hand = Pointer()
    hand.press(page, "Gå vidare till formuläret", "link")
    page.locator("input[name=age][value=ADULT]").check(force=True)
    hand.press(page, "Spara identifieringen")
    hand.press(page, "Ansök om tillträde")
    hand.fill(page, "days", "31")
    hand.press(page, "Kontrollera och skicka")
    assert page.locator("input[name=days]").input_value() == "31"
    expect(page.get_by_text("30").first).to_be_visible()
