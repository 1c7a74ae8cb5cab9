"""The walk in a browser: applied for, granted, running; and tonight's, confirmed from a phone in three taps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import AdmissionRequest, Intervention
from tests.factories import confirmed_case, sent_further, sent_request

Opened = Callable[..., Page]


def test_from_the_persons_page_to_a_support_that_runs(opened: Opened, alma: Viewer, dag: Viewer) -> None:
    at = now()
    case = confirmed_case(alma, dag, at=at - timedelta(days=30))
    with acting_as(alma):
        code = case.person.code
    page = opened(f"/persons/{code}/", as_="alma")
    page.get_by_role("link", name="Ansök om insats").first.click()
    page.get_by_label("Stöd och skydd").check()
    page.get_by_role("button", name="Fortsätt").click()
    expect(page.locator("h1")).to_contain_text("Stöd och skydd för")
    expect(page.locator("main")).to_contain_text("Period 1 av högst 1.")
    assert page.locator("#id_start").input_value() == day(at).isoformat()
    page.locator("#id_days").fill("30")
    page.locator("#id_need").fill("Kan inte bo tryggt själv ännu.")
    page.locator("#id_right").select_option("HOUSING")
    page.locator("#id_society_asked").fill("Socialjouren")
    page.locator("#id_society_asked_on").fill(day(at).isoformat())
    page.locator("#id_society_answer").fill("Ingen plats.")
    page.get_by_role("button", name="Kontrollera och skicka").click()
    expect(page.locator("h1")).to_contain_text("Kontrollera innan du skickar")
    page.get_by_role("button", name="Skicka ansökan").click()
    expect(page.locator("main")).to_contain_text("Ansökan är skickad")
    ref = page.url.rstrip("/").split("/requests/")[1].split("/")[0]
    office = opened("/decisions/", as_="dag")
    office.locator(f'a[href="/requests/{ref}/decide/"]').click()
    office.get_by_role("button", name="Kontrollera beslutet").click()
    expect(office.locator("main")).to_contain_text("43 500 kr")
    office.get_by_role("button", name="Bevilja").click()
    expect(office.locator("body")).to_contain_text("är beviljad")
    page.goto(f"/persons/{code}/")
    expect(page.locator("main")).to_contain_text("tödperioden")
    with acting_as(alma):
        assert Intervention.objects.filter(case=case, kind="SUPPORT").count() == 1
    assert (page.problems, office.problems) == ([], [])  # type: ignore[attr-defined]


def test_tonights_is_confirmed_from_a_phone_in_three_taps(opened: Opened, alma: Viewer, dag: Viewer) -> None:
    at = now()
    admission = sent_request(alma, at=at, urgent=True)
    case = confirmed_case(alma, dag, at=at - timedelta(days=30))
    further = sent_further(case, "SUPPORT", alma, at=at, urgent=True, days=20)
    phone = opened("/", as_="dag", width=375)
    for request, act, done in (
        (admission, "Bekräfta tillträde", "är bekräftat"),
        (further, "Bevilja", "är beviljad"),
    ):
        phone.goto("/")
        phone.locator(f'a[href="/requests/{request.ref}/decide/"]').first.click()
        phone.get_by_role("button", name="Kontrollera beslutet").click()
        phone.get_by_role("button", name=act).click()
        expect(phone.locator("body")).to_contain_text(done)
        with acting_as(dag):
            assert AdmissionRequest.objects.get(pk=request.pk).state == "CONFIRMED"


def test_what_only_waiting_needs_stands_there_only_then(opened: Opened, alma: Viewer) -> None:
    request = sent_request(alma, at=now() - timedelta(hours=2), urgent=True)
    page = opened(f"/requests/{request.ref}/decide/", as_="dag", width=375)
    need, nights = page.locator("#id_need_level"), page.locator("#id_paid_until")
    expect(need).to_be_hidden()
    expect(nights).to_be_hidden()
    page.get_by_label("Låt den vänta på plats i budgeten").check()
    expect(need).to_be_visible()
    page.get_by_label("Avslå").check()
    expect(nights).to_be_visible()
    expect(need).to_be_hidden()
