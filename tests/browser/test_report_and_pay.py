"""The walk of the money: report, a question, the answer, approved, a payment, its file, paid."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import Intervention
from funding.models import Claim
from tests.cases.reporting import has_account, journey_of

Opened = Callable[..., Page]


@pytest.fixture
def row(alma: Viewer, maj: Viewer, dag: Viewer, disa: Viewer) -> Intervention:
    """A journey for 9 000 kr that is over, and an account to be paid to."""
    has_account("A-LINDEN", maj, disa, at=now() - timedelta(days=9))
    return journey_of(alma, dag, at=now() - timedelta(days=20))


def _cost(page: Page, n: int, amount: str, voucher: str) -> None:
    page.locator(f"[name=cost-{n}-amount]").fill(amount)
    page.locator(f"[name=cost-{n}-voucher]").fill(voucher)
    page.locator(f"[name=cost-{n}-on]").fill((day(now()) - timedelta(days=5)).isoformat())


def test_from_the_report_to_the_bank(opened: Opened, row: Intervention, dag: Viewer) -> None:
    actor = opened(f"/interventions/{row.ref}/report/", as_="alma", width=375)
    _cost(actor, 0, "5 000", "a 214")
    _cost(actor, 1, "4 500", "215")
    actor.get_by_role("button", name="Kontrollera och skicka").click()
    expect(actor.get_by_role("alert")).to_contain_text("9 000 kr".replace(" ", "\u00a0"))
    actor.locator("[name=cost-1-amount]").fill("1 500,50")
    actor.get_by_role("button", name="Kontrollera och skicka").click()
    expect(actor.locator("main")).to_contain_text("6 500,50 kr".replace(" ", "\u00a0"))
    actor.get_by_role("button", name="Skicka redovisningen").click()
    expect(actor.locator("main")).to_contain_text("Väntar på samordnaren")
    with acting_as(dag):
        ref = Claim.objects.get().ref

    office = opened("/claims/", as_="dag")
    office.locator("a.task").first.click()
    office.get_by_label("Fråga aktören något").check()
    office.get_by_label("Din fråga").fill("Vad var 215?")
    office.get_by_role("button", name="Kontrollera beslutet").click()
    office.get_by_role("button", name="Skicka frågan").click()
    expect(office.locator("body")).to_contain_text("gått tillbaka med din fråga")

    actor.goto(f"/claims/{ref}/")
    actor.get_by_role("link", name="Läs och svara").click()
    expect(actor.locator("#question")).to_contain_text("Vad var 215?")
    actor.get_by_label("Ditt svar").fill("Tolk i två timmar.")
    actor.get_by_role("button", name="Kontrollera och skicka").click()
    actor.get_by_role("button", name="Skicka redovisningen").click()
    expect(actor.locator("main")).to_contain_text("Väntar på samordnaren")

    office.goto(f"/claims/{ref}/decide/")
    office.get_by_role("link", name="Visa texten").click()
    expect(office.locator("#texts")).to_contain_text("Tolk i två timmar.")
    office.locator("[name=choice][value=approve]").check()
    office.get_by_text("Stryk på en rad").click()
    office.locator("[name^=cut-]").last.fill("500,50")
    office.locator("[name^=why-]").last.select_option("NO_PAPERS")
    office.get_by_label("Din fråga").fill("Kvittot visar mindre.")
    office.get_by_role("button", name="Kontrollera beslutet").click()
    cut = office.locator("tr", has_text="Du stryker")
    expect(cut).to_contain_text("A214 · Underlag saknas")
    expect(cut).to_contain_text("−500,50 kr".replace(" ", "\u00a0"))
    office.get_by_role("button", name="Godkänn", exact=True).click()
    expect(office.locator("body")).to_contain_text("Den kan betalas")

    office.goto("/payments/")
    office.get_by_role("button", name=re.compile("Skapa en utbetalning")).click()
    expect(office.locator("main")).to_contain_text("•••• 1055")
    with office.expect_download() as taken:
        office.get_by_role("button", name="Ta ut filen (CSV)").click()
    text = Path(taken.value.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert rows[1][:5] == ["Linden", "Bankgiro", "5050-1055", "6000,00", ref]
    office.get_by_role("link", name="Markera som betald").click()
    office.get_by_role("button", name="Markera som betald").click()
    expect(office.locator("main")).to_contain_text("Betald")
    actor.goto("/money/own/")
    expect(actor.locator("main")).to_contain_text("6 000 kr".replace(" ", "\u00a0"))
    told = [line for line in actor.problems + office.problems if "422" not in line]  # type: ignore[attr-defined]
    assert told == [], "but that what was too much was refused"


def test_it_is_reported_without_javascript_and_the_voucher_is_told_beside_its_field(
    opened: Opened, row: Intervention
) -> None:
    page = opened(f"/interventions/{row.ref}/report/", as_="alma", script=False)
    _cost(page, 0, "100", "7")
    _cost(page, 1, "100", "7")
    page.get_by_role("button", name="Kontrollera och skicka").click()
    page.get_by_role("button", name="Skicka redovisningen").click()
    expect(page.locator(".field.wrong").first).to_contain_text("Samma nummer")
    assert page.locator("[name=cost-1-voucher]").input_value() == "7"
    page.get_by_role("button", name="Fler rader").click()
    assert page.locator("[name=cost-5-voucher]").count() == 1
