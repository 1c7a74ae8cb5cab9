"""A note in the journal on a phone, without a script and with one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.clock import now
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import JournalNote, Person
from tests.factories import identified

Opened = Callable[..., Page]
PHONE = 375
TEXT = "Satt i bilen utanför. Personen mår bättre."


@pytest.fixture
def person(alma: Viewer) -> Person:
    return identified(alma, at=now())


def _notes(alma: Viewer) -> list[tuple[str, str, str]]:
    with acting_as(alma):
        return [(row.contact, row.text.open(), row.words.open()) for row in JournalNote.objects.order_by("written_at")]


def test_a_note_on_a_phone_without_a_script(opened: Opened, person: Person, alma: Viewer) -> None:
    page = opened(f"/persons/{person.code}/journal/", as_="alma", width=PHONE, script=False)
    page.get_by_label("Vad har hänt?").fill(TEXT)
    page.get_by_text("Personens egna ord").first.click()
    page.get_by_label("Vad sa personen, ord för ord?").fill("Jag vill hem.")
    page.get_by_role("button", name="Spara anteckningen").click()
    expect(page.get_by_text("Välj ett svar.").first).to_be_visible()
    assert page.get_by_label("Vad har hänt?").input_value() == TEXT, (
        "nothing typed is lost by an answer that is missing"
    )
    page.get_by_label("Telefonsamtal").check()
    page.get_by_role("button", name="Spara anteckningen").click()
    expect(page.get_by_text("Anteckningen är sparad. Den låses")).to_be_visible()
    assert _notes(alma) == [("TELEPHONE", TEXT, "Jag vill hem.")]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    page.get_by_role("button", name="Ta bort").click()
    page.get_by_role("button", name="Ångra").click()
    expect(page.get_by_text("Anteckningen är tillbaka.")).to_be_visible()
    page.get_by_role("link", name="Visa texten").click()
    expect(page.get_by_text(TEXT)).to_be_visible()


def test_what_is_typed_saves_itself_and_is_there_on_another_device(opened: Opened, person: Person) -> None:
    here = f"/persons/{person.code}/journal/"
    page = opened(here, as_="alma", width=PHONE)
    page.get_by_label("Vad har hänt?").fill(TEXT)
    expect(page.locator("[data-save-status]")).to_contain_text("Sparat kl.", timeout=2_500)
    other = opened(here, as_="alma")
    assert other.get_by_label("Vad har hänt?").input_value() == TEXT
    other.get_by_label("Vad har hänt?").fill("Skrivet vid datorn.")
    expect(other.locator("[data-save-status]")).to_contain_text("Sparat kl.", timeout=2_500)
    page.get_by_label("Vad har hänt?").fill(f"{TEXT} Och mer.")
    expect(page.locator("[data-save-status]")).to_contain_text("Inte sparat: det här har skickats eller ändrats")


def test_a_passage_is_struck_by_two(opened: Opened, person: Person, alma: Viewer) -> None:
    here = f"/persons/{person.code}/journal/"
    page = opened(here, as_="alma")
    page.get_by_label("Vad har hänt?").fill("Allt är bra. Mannen bor i grannhuset.")
    page.get_by_label("Möte", exact=True).check()
    page.get_by_role("button", name="Spara anteckningen").click()
    page.get_by_role("link", name="Stryk ett stycke").click()
    page.get_by_role("link", name="Visa texten").click()
    expect(page.get_by_text("Mannen bor i grannhuset.")).to_be_visible()
    page.get_by_label("Stycket").fill("Mannen bor i grannhuset.")
    page.get_by_label("Det pekar ut en misstänkt").check()
    page.get_by_role("button", name="Be att det stryks").click()
    expect(page.get_by_text("Frågan är skickad.")).to_be_visible()
    second = opened("/", as_="maj")
    second.get_by_role("link", name="Ska ett stycke om").click()
    second.get_by_role("link", name="Visa texten").click()
    expect(second.locator("mark")).to_contain_text("Mannen bor i grannhuset.")
    second.get_by_role("button", name="Stryk det").click()
    expect(second.get_by_text("Stycket är struket, här och i alla äldre versioner.")).to_be_visible()
    [(_contact, text, _words)] = _notes(alma)
    assert text.startswith("Allt är bra. [struket den ") and "grannhuset" not in text
