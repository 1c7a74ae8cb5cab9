"""Next year's rules, written on the page by a coordinator and then used for a case, with no line of code changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import CatalogueItem, Intervention
from cases.selectors.verdicts import programme_on
from cases.services.facts import state_return_programme
from tests.factories import confirmed_case

Opened = Callable[..., Page]
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def _first_day() -> date:
    """Tomorrow; in the last days of a year the second of January, since the days of the case lie in one programme."""
    left = (date(today().year, 12, 31) - today()).days
    return today() + DAY if left > 20 else date(today().year + 1, 1, 2)


def _write(page: Page, first: date) -> None:
    """A copy with other names, a support that can be renewed once, a day limit on integration, and something new on
    its list; then it is put in force."""
    runs = programme_on(first)
    assert runs
    page.goto(f"/programmes/{runs.code}/")
    page.get_by_role("link", name="Kopiera").click()
    page.fill("[name=name_sv]", "Stödprogrammet på nytt sätt")
    page.fill("[name=name_en]", "The programme anew")
    page.fill("[name=valid_from]", first.isoformat())
    page.fill("[name=valid_to]", runs.valid_to.isoformat())
    page.get_by_role("button", name="Gör ett utkast").click()
    page.get_by_role("link", name="Ändra Stöd och skydd").click()
    page.fill("[name=name_sv]", "Tryggt boende")
    page.fill("[name=max_days_per_period]", "3")
    page.fill("[name=max_periods]", "2")
    page.fill("[name=max_days_total]", "6")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Ändra Specifik integrationsinsats").click()
    page.fill("[name=name_sv]", "Vägen vidare")
    page.fill("[name=max_days_total]", "20")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Lägg till på listan Vägen vidare").click()
    page.fill("[name=name_sv]", "Simskola")
    page.fill("[name=name_en]", "Swimming lessons")
    page.fill("[name=max_amount]", "900")
    page.locator("[name=is_return][value=no]").check(force=True)
    page.get_by_role("button", name="Lägg till", exact=True).click()
    expect(page.get_by_text("Regler som blir andra").or_(page.get_by_text("Simskola")).first).to_be_visible()
    page.get_by_role("link", name="Sätt i kraft").click()
    page.get_by_role("button", name="Ja, sätt i kraft").click()
    expect(page.get_by_text("Programmet gäller från sin första dag.")).to_be_visible()


def _begin(page: Page, code: str, kind: str, first: date, days: int) -> None:
    page.goto(f"/persons/{code}/apply/")
    page.locator(f"[name=kinds][value={kind}]").check(force=True)
    page.get_by_role("button", name="Fortsätt").click()
    page.fill("[name=start]", first.isoformat())
    page.fill("[name=days]", str(days))
    page.fill("[name=need]", "Behöver det för att komma vidare.")
    page.locator("[name=right]").select_option("HOUSING")
    page.fill("[name=society_asked]", "Socialtjänsten")
    page.fill("[name=society_asked_on]", today().isoformat())
    page.fill("[name=society_answer]", "Nej.")
    page.locator("[name=society_protects][value=NO]").check(force=True)
    page.locator("[name=police_report][value=NO]").check(force=True)
    page.get_by_role("button", name="Kontrollera reglerna").last.click()
    page.wait_for_load_state("networkidle")


def _send(page: Page) -> None:
    page.get_by_role("button", name="Kontrollera och skicka").click()
    page.get_by_role("button", name="Skicka ansökan").click()
    expect(page.get_by_text("Ansökan är skickad")).to_be_visible()


def _refused(page: Page, sentence: str | re.Pattern[str]) -> None:
    """It cannot be sent, and the page says why."""
    expect(page.get_by_text(sentence).first).to_be_visible()
    page.get_by_role("button", name="Kontrollera och skicka").click()
    page.wait_for_url(re.compile(r"/edit/\?check=1"))
    expect(page.get_by_text(sentence).first).to_be_visible()
    expect(page.get_by_role("button", name="Skicka ansökan")).to_have_count(0)


def _confirm(page: Page) -> None:
    page.goto("/decisions/")
    page.locator("ul.tasks a.task").first.click()
    page.get_by_role("button", name="Kontrollera beslutet").click()
    page.locator("button[name=step][value=decide]").click()
    expect(page.locator("button[name=step][value=decide]")).to_have_count(0)
    expect(page.get_by_role("button", name="Kontrollera beslutet")).to_have_count(0)


def test_a_programme_written_on_the_page_holds_for_the_next_case(opened: Opened, alma: Viewer, dag: Viewer) -> None:
    first, case = _first_day(), confirmed_case(alma, dag, at=now() - timedelta(days=30))
    with acting_as(alma):
        code = case.person.code
        state_return_programme(code, "NO", on=today(), by=alma, at=now())
    coordinator = opened("/programmes/", as_="dag")
    _write(coordinator, first)
    desk = opened("/", as_="alma")
    for n in range(2):  # the first period, and its renewal
        _begin(desk, code, "SUPPORT", first + 3 * n * DAY, 3)
        expect(desk.get_by_text("Stödprogrammet på nytt sätt").first).to_be_visible()
        _send(desk)
        _confirm(coordinator)
    _begin(desk, code, "SUPPORT", first + 6 * DAY, 3)
    _refused(desk, "Ärendet har redan så här många perioder av samma sort: 2. Fler än 2 går inte.")
    _begin(desk, code, "INTEGRATION", first, 21)
    desk.locator("[name=item]").select_option(CatalogueItem.objects.get(name_sv="Simskola").ref)
    desk.fill("[name=amount]", "800")
    desk.get_by_role("button", name="Kontrollera reglerna").last.click()
    _refused(desk, re.compile("Högst 20.dagar kan sökas, och ansökan gäller 21.dagar"))
    desk.fill("[name=days]", "20")
    _send(desk)
    _confirm(coordinator)
    with acting_as(alma):
        found = Intervention.objects.filter(case=case, programme__name_sv="Stödprogrammet på nytt sätt")
        assert sorted((row.kind, row.granted_days, row.start) for row in found) == [
            ("INTEGRATION", 20, first),
            ("SUPPORT", 3, first),
            ("SUPPORT", 3, first + 3 * DAY),
        ]
    desk.goto(f"/persons/{code}/")
    expect(desk.locator("main")).to_contain_text(re.compile("Vägen vidare|Simskola"))
    assert desk.problems == []  # type: ignore[attr-defined]
    assert coordinator.problems == []  # type: ignore[attr-defined]
