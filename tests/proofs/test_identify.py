"""How long it takes to write people down, by the keys alone on a slow network that is gone for a while.

Prints seconds and key presses. The network of the proof: 400 ms of delay, 50 kB/s down, 20 kB/s up.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import Identification
from tests.browser.test_forty_people_from_one_place import begin_by_key, type_lines
from tests.proofs.hands import Keys

pytestmark = pytest.mark.django_db(transaction=True)

FORTY = 40
PACE = 200
"""Milliseconds between keys: about 60 words a minute, by somebody who types often."""
SLOW = {"latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 20_000}


def slow(page: Page) -> Callable[[bool], None]:
    """A network as it is in a basement. What takes it away and gives it back: the same session that made it slow, since
    of two sessions the one that says less wins."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def gone(offline: bool) -> None:
        session.send("Network.emulateNetworkConditions", {"offline": offline, **SLOW})

    gone(False)
    return gone


def test_one_person_within_two_minutes(opened: Callable[..., Page]) -> None:
    page = opened("/identifications/new/", as_="alma")
    slow(page)
    hand, begun = Keys(), time.monotonic()
    hand.press(page, "Gå vidare till formuläret", "link")
    hand.choose(page, "age", "ADULT")
    hand.choose(page, "gender", "WOMAN")
    hand.choose(page, "forms", "LABOUR")
    hand.choose(page, "certainty", "LIKELY")
    hand.choose(page, "wants_identified", "YES")
    hand.fill(page, "story", "Arbetade utan lön på ett bygge, saknar säker plats.")
    hand.press(page, "Spara identifieringen")
    expect(page.get_by_text("Identifieringen är sparad")).to_be_visible(timeout=60_000)
    letters = len("Arbetade utan lön på ett bygge, saknar säker plats.")
    # The keys were pressed at once: what a person needs for each is counted besides.
    seconds = time.monotonic() - begun + (hand.count + letters) * PACE / 1000
    print(f"\n  one person: {hand.count} keys and {letters} letters, {seconds:.0f} s at {PACE} ms a key (120)")
    assert seconds < 120


def test_forty_from_one_place_within_ten_minutes(opened: Callable[..., Page], alma: Viewer) -> None:
    page = opened("/groups/new/", as_="alma")
    begin_by_key(page, FORTY)
    gone = slow(page)
    begun = time.monotonic()
    keys = type_lines(page, FORTY, pace=PACE, gone_at=20, gone=gone)
    seconds = time.monotonic() - begun
    with acting_as(alma):
        born = [int(year or 0) for year in Identification.objects.values_list("person__birth_year", flat=True)]
    lost = set(range(1961, 1961 + FORTY)) - set(born)
    print(f"\n  forty from one place: {keys} keys, {seconds:.0f} s at {PACE} ms a key (600)")
    print(f"  lines lost when the network was gone: {len(lost)} (0), written twice: {len(born) - len(set(born))} (0)")
    assert seconds < 600
    assert len(born) == FORTY
    assert not lost
