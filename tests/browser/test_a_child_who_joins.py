"""A child who joins during the support, on a phone: written down, the concern reported, the supplement applied for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.viewer import Viewer, system
from cases.models import ChildSupplement, ConcernReport, Dependant
from cases.services.dependant import Close, add_dependant
from tests.factories import confirmed_case, identified, move_away

Opened = Callable[..., Page]
DUTY = ".ds-alert[data-color=warning]"


def test_a_child_who_joins_is_written_down_reported_and_supplemented(opened: Opened, alma: Viewer, dag: Viewer) -> None:
    at = now()
    case = confirmed_case(alma, dag, at=at - timedelta(days=30))
    with acting_as(alma):
        code = case.person.code
    phone = opened(f"/persons/{code}/", as_="alma", width=375)
    phone.get_by_role("link", name="Lägg till någon").click()
    phone.get_by_label("barn", exact=True).check()
    phone.get_by_label("Födelseår").fill(str(at.year - 4))
    phone.locator("input[name=threatened][value=YES]").check()
    phone.locator("select[name=custody]").select_option("MOTHER")
    phone.get_by_label("förskola").check()
    phone.get_by_role("button", name="Lägg till").click()
    # From the duty, on top, to noted in two clicks.
    expect(phone.locator(DUTY)).to_contain_text("Gör orosanmälan till socialtjänsten genast")
    phone.locator(DUTY).get_by_role("link", name="Notera anmälan").click()
    expect(phone.locator("h1")).to_contain_text(f"Orosanmälan: barn, fött {at.year - 4}")
    phone.get_by_role("button", name="Spara").click()
    expect(phone.locator(DUTY)).to_have_count(0)
    expect(phone.locator("main")).to_contain_text("Orosanmälan gjord")
    _apply(phone, day(at).isoformat())
    ref = phone.url.rstrip("/").split("/requests/")[1].split("/")[0]
    office = opened(f"/requests/{ref}/decide/", as_="dag")
    expect(office.locator("#concern")).to_contain_text("Orosanmälan gjord")
    office.get_by_role("button", name="Kontrollera beslutet").click()
    office.get_by_role("button", name="Bevilja").click()
    expect(office.locator("body")).to_contain_text("är beviljad")
    phone.goto(f"/persons/{code}/")
    expect(phone.locator("main")).to_contain_text("barntillägg till")
    with acting_as(alma):
        child = Dependant.objects.get(person__code=code)
        assert ConcernReport.objects.get(dependant=child).made == "MADE"
        assert ChildSupplement.objects.get(dependant=child).start == day(at)
    assert (phone.problems, office.problems) == ([], [])  # type: ignore[attr-defined]


def _apply(phone: Page, today: str) -> None:
    """Support for thirty days, with a supplement for the child."""
    phone.get_by_role("link", name="Ansök om insats").first.click()
    phone.get_by_label("Stöd och skydd").check()
    phone.get_by_role("button", name="Fortsätt").click()
    phone.locator("#id_days").fill("30")
    phone.locator("input[name^=child-][name$=-wanted]").check()
    phone.locator("#id_need").fill("Barnet och föräldern kan inte bo tryggt själva ännu.")
    phone.locator("#id_right").select_option("HOUSING")
    phone.locator("#id_society_asked").fill("Socialjouren")
    phone.locator("#id_society_asked_on").fill(today)
    phone.locator("#id_society_answer").fill("Ingen plats.")
    phone.get_by_role("button", name="Kontrollera och skicka").click()
    expect(phone.locator("h1")).to_contain_text("Kontrollera innan du skickar")
    phone.get_by_role("button", name="Skicka ansökan").click()
    expect(phone.locator("main")).to_contain_text("Ansökan är skickad")


def test_a_child_who_is_exposed_gets_a_page_of_their_own_in_one_step(opened: Opened, alma: Viewer) -> None:
    person = identified(alma, at=now() - timedelta(days=3))
    with acting_as(alma):
        add_dependant(person.code, Close("CHILD", now().year - 15, directly_exposed=True), by=alma, at=now())
    phone = opened(f"/persons/{person.code}/", as_="alma", width=375)
    phone.get_by_role("link", name="Skapa en egen sida").click()
    phone.get_by_label("tiggeri").check()
    phone.get_by_role("button", name="Skapa sidan").click()
    expect(phone.locator("body")).to_contain_text("Nu finns en egen sida")
    expect(phone.locator(DUTY).first).to_contain_text("orosanmälan")
    phone.get_by_role("link", name=person.code_name).first.click()
    expect(phone).to_have_url(f"{phone.url.split('/persons/')[0]}/persons/{person.code}/")
    assert phone.problems == []  # type: ignore[attr-defined]


def test_a_person_who_moved_meanwhile_leaves_what_was_typed_on_the_page(opened: Opened, alma: Viewer) -> None:
    person = identified(alma, at=now())
    page = opened(f"/persons/{person.code}/dependants/new/", as_="alma")
    page.get_by_label("barn", exact=True).check()
    page.locator("textarea[name=note]").fill("Behöver någon att prata med.")
    move_away(person)
    page.get_by_role("button", name="Lägg till").click()
    expect(page.locator("[data-not-sent]")).to_contain_text("Sidan finns inte, eller så har du inte tillgång till den.")
    assert page.locator("textarea[name=note]").input_value() == "Behöver någon att prata med."
    with acting_as(system("test")):
        assert not Dependant.objects.filter(person=person).exists()
