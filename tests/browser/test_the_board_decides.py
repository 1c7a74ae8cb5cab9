"""The decision from the social board arrives: noted on a phone, and society's protection stated with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.viewer import Viewer, system
from cases.models import LegalStep, Person, ProtectionStatement
from cases.services.law import Stated, state_step
from tests.factories import identified, move_away

Opened = Callable[..., Page]


def _asked_for(alma: Viewer) -> Person:
    """Somebody for whom housing was asked for at the social board eight days ago."""
    at = now()
    person = identified(alma, at=at - timedelta(days=10))
    asked = Stated("SOCIAL_BOARD", "ASKED", day(at - timedelta(days=8)), details=("HOUSING",))
    with acting_as(alma):
        state_step(person.code, asked, by=alma, at=at)
    return person


def test_the_decision_from_the_social_board_is_stated_within_three_pages(opened: Opened, alma: Viewer) -> None:
    person = _asked_for(alma)
    phone = opened(f"/persons/{person.code}/", as_="alma", width=375)
    pages = [phone.url]
    expect(phone.locator("#law")).to_contain_text("Socialnämndens beslut väntas.")
    phone.locator("#law").get_by_role("link", name="Svaret har kommit").click()
    expect(phone.locator("h1")).to_have_text("Socialnämnden beviljar")
    pages.append(phone.url)
    phone.get_by_label("Boende").check()
    phone.get_by_label("Till och med vilken dag?").fill(day(now() + timedelta(days=90)).isoformat())
    phone.get_by_role("button", name="Spara").click()
    expect(phone.locator("h1")).to_have_text("Samhällets skydd")
    pages.append(phone.url)
    expect(phone.locator("input[name=answer][value=YES]")).to_be_checked()
    expect(phone.get_by_label("Socialnämndens beslut")).to_be_checked()
    phone.get_by_role("button", name="Spara").click()
    expect(phone.locator("#law")).to_contain_text("Hjälp från socialnämnden till och med")
    expect(phone.locator("#state")).to_contain_text("Ja")
    assert len(pages) == 3
    with acting_as(alma):
        row = LegalStep.objects.get(person=person, step="GRANTED")
        assert (row.details, row.since) == (["HOUSING"], row.on)
        statement = ProtectionStatement.objects.get(person=person)
        assert (statement.answer, statement.rests_on) == ("YES", ["SOCIAL_BOARD"])
    assert phone.problems == []  # type: ignore[attr-defined]


def test_a_person_who_moved_meanwhile_leaves_what_was_typed_on_the_page(opened: Opened, alma: Viewer) -> None:
    person = _asked_for(alma)
    page = opened(f"/persons/{person.code}/law/new/SOCIAL_BOARD-GRANTED/", as_="alma")
    page.locator("textarea[name=note]").fill("Boende till hösten, ingen tolk.")
    move_away(person)
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("[data-not-sent]")).to_contain_text("Sidan finns inte, eller så har du inte tillgång till den.")
    assert page.locator("textarea[name=note]").input_value() == "Boende till hösten, ingen tolk."
    with acting_as(system("test")):
        assert not LegalStep.objects.filter(person=person, step="GRANTED").exists()


def test_what_can_hardly_be_is_answered_by_a_tick(opened: Opened, alma: Viewer) -> None:
    person = _asked_for(alma)
    page = opened(f"/persons/{person.code}/law/new/SOCIAL_BOARD-REFUSED/", as_="alma", width=375)
    page.get_by_label("Vilken dag?").fill(day(now() - timedelta(days=9)).isoformat())
    page.get_by_role("button", name="Spara").click()
    expect(page.locator(".guard")).to_contain_text("Dagen ligger före det som brukar komma först")
    page.get_by_label("Det stämmer").check()
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("h1")).to_have_text("Samhällets skydd")
    expect(page.locator("input[name=answer][value=NO]")).to_be_checked()
