"""A new person tonight, by the keys alone on a phone: the network is gone for a while, and the end is the person's page
with what is to be done next."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import Identification
from tests.proofs.hands import Keys

pytestmark = pytest.mark.django_db(transaction=True)

STORY = "Sov i en bil vid bygget, vågar inte tillbaka."


@pytest.mark.parametrize("width", [1280, 375])
def test_a_new_person_tonight(opened: Callable[..., Page], alma: Viewer, width: int) -> None:
    page = opened("/identifications/new/", as_="alma", width=width)
    hand = Keys()
    hand.press(page, "Gå vidare till formuläret", "link")
    hand.choose(page, "age", "ADULT")
    hand.choose(page, "forms", "LABOUR")
    hand.choose(page, "immediate_risk", "YES")
    page.context.set_offline(True)
    hand.fill(page, "story", STORY)
    expect(page.locator("[data-save-status]")).to_contain_text("Inte sparat. Vi försöker igen")
    page.context.set_offline(False)
    expect(page.locator("[data-save-status]")).to_contain_text("Sparat kl.", timeout=20_000)
    page.reload()
    assert page.locator("textarea[name=story]").input_value() == STORY
    hand.press(page, "Spara identifieringen")
    expect(page.get_by_text("Identifieringen är sparad")).to_be_visible()
    expect(page.get_by_role("heading", name="I fara nu")).to_be_visible()
    hand.press(page, "Till personens sida", "link")
    expect(page.get_by_role("button", name="Ansök om tillträde").first).to_be_visible()
    with acting_as(alma):
        row = Identification.objects.select_related("person").get()
        assert page.url.endswith(f"/persons/{row.person.code}/")
        assert (row.immediate_risk, str(row.story.open())) == ("YES", STORY)
    lost = "ERR_INTERNET_DISCONNECTED"
    assert [problem for problem in page.problems if lost not in problem] == []  # type: ignore[attr-defined]
