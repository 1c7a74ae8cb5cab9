"""What is known of a person is put right on a phone, by the keyboard too; and nothing typed is lost when they move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from accounts.clock import now
from accounts.door import acting_as
from accounts.viewer import Viewer, system
from cases.models import Person
from tests.factories import identified, move_away

Opened = Callable[..., Page]


def _met(alma: Viewer) -> Person:
    return identified(alma, at=now() - timedelta(days=40), safe_contact="Via jouren.", interpreter=True)


def test_sections_are_put_right_on_a_phone_and_what_it_was_is_told(opened: Opened, alma: Viewer) -> None:
    person = _met(alma)
    phone = opened(f"/persons/{person.code}/", as_="alma", width=375)
    expect(phone.locator("#state")).to_contain_text("Gammalt: kontrollera innan du använder det")
    phone.locator("#details").get_by_role("link", name="Se och ändra").click()
    phone.locator("#contact").get_by_role("button", name="Det stämmer: kontrollerat i dag").click()
    expect(phone.locator("#contact")).not_to_contain_text("Gammalt")
    phone.locator("#age").get_by_role("link", name="Ändra").click()
    expect(phone.get_by_label("När uppskattades åldern?")).to_be_hidden()
    phone.get_by_label("uppskattat", exact=True).check()
    phone.get_by_label("Uppskattad ålder, i år").fill("25")
    phone.get_by_role("button", name="Spara").click()
    expect(phone.locator("h1, h2").first).to_be_visible()
    expect(phone.locator("main")).to_contain_text("Skriv dagen då åldern uppskattades.")
    phone.get_by_label("När uppskattades åldern?").fill((now() - timedelta(days=3)).date().isoformat())
    phone.get_by_role("button", name="Spara").click()
    expect(phone.locator("#age")).to_contain_text("Omkring 25 år, uppskattat")
    phone.get_by_role("link", name="Vad som stod tidigare").click()
    expect(phone.locator("main")).to_contain_text("Uppskattad ålder")
    expect(phone.locator("main")).to_contain_text("Alma Lind")
    told = [line for line in phone.problems if "422" not in line]  # type: ignore[attr-defined]
    assert told == []


def test_a_section_is_filled_in_by_the_keyboard_alone(opened: Opened, alma: Viewer) -> None:
    person = _met(alma)
    page = opened(f"/persons/{person.code}/details/language/", as_="alma")
    page.locator("select[name=citizenships]").first.focus()
    for words in ("Thai", "Kam", "thai"):
        page.keyboard.type(words, delay=20)
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("thai", delay=20)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Spara").press("Enter")
    expect(page.locator("#language")).to_contain_text("Thailand, Kambodja")
    expect(page.locator("#language")).to_contain_text("Behövs, thailändska")
    with acting_as(alma):
        row = Person.objects.get(pk=person.pk)
        assert (row.citizenships, row.languages, row.interpreter_language) == (["TH", "KH"], ["tha"], "tha")


def test_a_person_who_moved_meanwhile_leaves_what_was_typed_on_the_page(opened: Opened, alma: Viewer) -> None:
    person = _met(alma)
    page = opened(f"/persons/{person.code}/details/contact/", as_="alma")
    page.locator("textarea[name=safe_contact]").fill("Genom tolken, aldrig på kvällen.")
    move_away(person)
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("[data-not-sent]")).to_contain_text("Sidan finns inte, eller så har du inte tillgång till den.")
    assert page.locator("textarea[name=safe_contact]").input_value() == "Genom tolken, aldrig på kvällen."
    with acting_as(system("test")):
        assert Person.objects.get(pk=person.pk).changed_by_id == alma.id
