"""In a browser: a need that nobody meets in two clicks, what was done in two clicks and by keyboard, on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import RightEntry, ServiceGiven
from tests.factories import identified

Opened = Callable[..., Page]


def test_two_clicks_from_the_overview_note_a_need_that_nobody_meets(opened: Opened, alma: Viewer) -> None:
    person = identified(alma, at=now() - timedelta(days=1))
    phone = opened(f"/persons/{person.code}/", as_="alma", width=375)
    phone.locator("#rights").get_by_role("link", name="Nödvändig vård").click()
    phone.get_by_role("button", name="Hjälpen finns inte i länet").click()
    expect(phone.locator("main .unmet")).to_contain_text("ingen möter det · hjälpen finns inte i länet")
    with acting_as(alma):
        row = RightEntry.objects.get(person=person)
    assert (row.right_id, row.state, row.gap, row.on) == ("CARE", "NEEDED", "NO_SUCH_HELP", today())
    phone.goto(f"/persons/{person.code}/")
    expect(phone.locator("#rights .tile").first).to_contain_text("Nödvändig vård")
    assert phone.problems == []  # type: ignore[attr-defined]


def test_what_was_done_is_noted_in_two_clicks_and_saved_by_enter(opened: Opened, alma: Viewer) -> None:
    person = identified(alma, at=now() - timedelta(days=1))
    page = opened(f"/persons/{person.code}/", as_="alma")
    page.get_by_role("link", name="Notera vad ni gjort").click()
    page.locator("#id_category").select_option("COMPANY")
    page.locator("#id_hours").fill("1,5")
    page.keyboard.press("Enter")
    expect(page.locator("#services")).to_contain_text("Följa med till myndighet eller vård")
    page.get_by_role("link", name="Notera vad ni gjort").click()
    assert page.locator("#id_category").input_value() == "COMPANY"
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("body")).to_contain_text("Noterat.")
    with acting_as(alma):
        rows = ServiceGiven.objects.filter(person=person).order_by("made_at")
        assert [(row.category_id, row.hours and float(row.hours), row.on) for row in rows] == [
            ("COMPANY", 1.5, today()),
            ("COMPANY", None, today()),
        ]
    assert page.problems == []  # type: ignore[attr-defined]
