"""Two actors at once: a consent taken back while the other writes, and somebody who moves over while a form is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import Person, PoliceReport
from tests.factories import identified

Opened = Callable[..., Page]


def _nothing_noted(person: Person, by: Viewer) -> None:
    with acting_as(by):
        assert not PoliceReport.objects.filter(person=person).exists()


def test_the_consent_is_taken_back_while_the_other_actor_writes(opened: Opened, alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    home = opened(f"/persons/{person.code}/share/", as_="alma")
    home.locator("[name=actor]").select_option("A-NOOR")
    home.locator("[name=level][value=write]").check()
    home.locator("[name=until]").fill((today() + timedelta(days=9)).isoformat())
    home.locator("select[name=language]").select_option("swe")
    home.locator("[name=how][value=ORAL]").check()
    home.get_by_role("button", name="Se vad som ändras").click()
    seen_after = "Efter detta ser Noor (1 medarbetare) personen: läser och skriver"
    expect(home.locator(".interrupt")).to_contain_text(seen_after)
    home.get_by_role("button", name="Dela", exact=True).click()
    expect(home.locator("body")).to_contain_text("Delat. Aktören har fått veta det.")

    guest = opened(f"/persons/{person.code}/police-report/", as_="cia", width=375)
    guest.locator("[name=made][value=NO]").check()

    home.goto(f"/persons/{person.code}/consents/")
    home.get_by_role("link", name="Personen tar tillbaka det").click()
    expect(home.locator(".interrupt")).to_contain_text("Noor (1 medarbetare) ser inte personen längre.")
    home.get_by_role("button", name="Ta tillbaka det").click()
    expect(home.locator("body")).to_contain_text("Noor ser inte personen längre sedan")

    guest.locator("main form button").first.click()
    expect(guest.locator("main")).to_contain_text("finns inte")  # what was typed stays
    _nothing_noted(person, alma)
    guest.goto(f"/persons/{person.code}/")
    expect(guest.locator("main")).to_contain_text("finns inte")


def test_somebody_moves_over_while_a_colleague_has_a_form_open(
    opened: Opened, alma: Viewer, bo: Viewer, cia: Viewer
) -> None:
    person = identified(alma, at=now())
    colleague = opened(f"/persons/{person.code}/police-report/", as_="bo")
    colleague.locator("[name=made][value=NO]").check()

    home = opened(f"/persons/{person.code}/transfer/", as_="alma")
    home.locator("[name=actor]").select_option("A-NOOR")
    home.locator("[name=errand][value=REST]").check()
    home.locator("[name=words]").fill("Behöver en plats långt härifrån.")
    home.locator("select[name=language]").select_option("swe")
    home.locator("[name=how][value=ORAL]").check()
    home.get_by_role("button", name="Se vad som ändras").click()
    expect(home.locator(".interrupt")).to_contain_text("Du ser inte personen längre.")
    home.get_by_role("button", name="Fråga dem").click()
    expect(home.locator("body")).to_contain_text("Aktören är tillfrågad.")

    asked = opened("/", as_="cia", width=375)
    asked.get_by_text("Linden frågar om ni kan ta över någon som behöver vila").click()
    expect(asked.locator("main")).to_contain_text("Behöver en plats långt härifrån.")
    expect(asked.locator("body")).not_to_contain_text(person.code_name)
    asked.get_by_role("button", name="Ta över personen").click()
    expect(asked.locator("body")).to_contain_text("Nu är ni ansvariga för personen.")
    expect(asked.locator("body")).to_contain_text(person.code_name)

    colleague.locator("main form button").first.click()
    expect(colleague.locator("main")).to_contain_text("finns inte")  # what was typed stays
    _nothing_noted(person, cia)
    home.goto(f"/persons/{person.code}/")
    expect(home.locator("main")).to_contain_text("finns inte")

    manager = opened("/extracts/", as_="maj")
    with manager.expect_download() as taken:
        manager.get_by_role("button", name="Ta ut underlaget").click()
    assert taken.value.suggested_filename == "underlag.pdf"
