"""The frame round every page: it offers only what leads somewhere for whoever looks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.clock import now
from accounts.viewer import Viewer
from tests.factories import identified
from tests.sameness import said

SEARCH = 'action="/search/"'


@pytest.mark.parametrize(("who", "boxes"), [("alma", 2), ("dag", 2), ("eva", 0), ("frej", 0), ("olle", 0)])
def test_the_search_box_is_there_for_those_who_may_search(
    who: str, boxes: int, signed_in: Callable[[str], Client]
) -> None:
    assert signed_in(who).get("/").content.decode().count(SEARCH) == boxes


def test_a_page_that_is_not_there_has_menu_and_search_for_the_signed_in(
    alma: Viewer, signed_in: Callable[[str], Client], client: Client
) -> None:
    person = identified(alma, at=now())
    page = signed_in("cia").get(f"/persons/{person.code}/")
    assert page.status_code == 404
    assert SEARCH in page.content.decode()
    assert 'href="/requests/"' in page.content.decode()
    assert 'href="/reports/"' in signed_in("eva").get("/nowhere/").content.decode()
    assert SEARCH not in client.get("/nowhere/").content.decode()


def test_foreign_and_missing_stay_the_same_bytes_with_the_menu(
    alma: Viewer, signed_in: Callable[[str], Client]
) -> None:
    person, browser = identified(alma, at=now()), signed_in("cia")
    foreign, missing = (browser.get(f"/persons/{code}/") for code in (person.code, "K7QF-2M"))
    assert said(foreign) == said(missing)


def test_handing_over_is_called_the_same_on_the_button_and_on_the_page(signed_in: Callable[[str], Client]) -> None:
    words, browser = "Lämna över en person", signed_in("frej")
    for address in ("/", "/receipts/", "/identifications/new/"):
        page = browser.get(address, follow=True).content.decode()
        assert words in page, address
        assert "Ny identifiering" not in page.split("<main")[1].split("</main>")[0], address
