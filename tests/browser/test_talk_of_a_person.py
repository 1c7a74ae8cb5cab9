"""Two actors talk about a person: one asks, the other answers on a phone without a script, the first sees it read."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from accounts.clock import now
from accounts.viewer import Viewer
from tests.cases.test_share_a_person import shared
from tests.factories import identified

Opened = Callable[..., Page]
PHONE = 375


def test_alma_asks_noor_answers_on_a_phone_and_alma_sees_that_it_is_read(opened: Opened, alma: Viewer) -> None:
    person = identified(alma, at=now())
    shared(person, alma)
    here = f"/persons/{person.code}/talk/"
    asks = opened(here, as_="alma")
    asks.get_by_label("Meddelande").fill("Kan ni ta emot på torsdag?")
    asks.get_by_label("Vem ska svara?").select_option("A-NOOR")
    asks.get_by_role("button", name="Skicka meddelandet").click()
    expect(asks.get_by_text("Meddelandet står i samtalet.")).to_be_visible()
    expect(asks.get_by_text("Väntar på svar från")).to_be_visible()
    expect(asks.get_by_text("Kan ni ta emot på torsdag?")).to_have_count(0)

    phone = opened("/", as_="cia", width=PHONE, script=False)
    phone.get_by_role("link", name=f"Svara på en fråga om {person.code_name}").click()
    phone.get_by_role("link", name="Visa texten").click()
    expect(phone.get_by_text("Kan ni ta emot på torsdag?")).to_be_visible()
    phone.get_by_label("Meddelande").fill("Ja, klockan tio.")
    phone.get_by_role("button", name="Skicka meddelandet").click()
    expect(phone.get_by_text("Ja, klockan tio.")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE
    phone.goto("/")
    expect(phone.get_by_role("link", name="Svara på en fråga om")).to_have_count(0)

    asks.goto(here)
    expect(asks.get_by_text("Läst av Noor", exact=False).first).to_be_visible()
    asks.get_by_role("link", name="Visa texten").click()
    expect(asks.get_by_text("Ja, klockan tio.")).to_be_visible()
    # What saves itself in the moment of sending hears that the form has been sent (409): nothing is written twice.
    assert not [said for said in asks.problems if "409" not in said]  # type: ignore[attr-defined]


def test_what_is_typed_saves_itself(opened: Opened, alma: Viewer) -> None:
    person = identified(alma, at=now())
    here = f"/persons/{person.code}/talk/"
    page = opened(here, as_="alma", width=PHONE)
    page.get_by_label("Meddelande").fill("Halvt skrivet.")
    expect(page.locator("[data-save-status]")).to_contain_text("Sparat kl.", timeout=2_500)
    assert opened(here, as_="alma").get_by_label("Meddelande").input_value() == "Halvt skrivet."
