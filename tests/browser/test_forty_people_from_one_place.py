"""Forty people from one place, by the keys alone, with the network gone in the middle. The gate types five of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import Identification

pytestmark = pytest.mark.django_db(transaction=True)


def type_lines(
    page: Page, count: int, *, pace: int = 0, gone_at: int = 0, gone: Callable[[bool], None] | None = None
) -> int:
    """Write down ``count`` persons born in different years, the second and on as the first was. How many keys it took.

    ``pace``: milliseconds between keys. The network is gone at the line ``gone_at`` (from 1), which is sent again.
    ``gone``: takes the network away and gives it back, where it is slow already.
    """
    keys = 0
    gone = gone or page.context.set_offline

    def press(key: str) -> None:
        nonlocal keys
        page.keyboard.press(key, delay=0)
        page.wait_for_timeout(pace)
        keys += 1

    for number in range(1, count + 1):
        page.wait_for_selector("[name=birth_year]:focus")
        for digit in str(1960 + number):
            press(digit)
        if number == 1:
            for key in ("Tab", "Tab", "m", "Tab", "t", "h", "a", "i", "Tab", "t", "h", "a", "i"):
                press(key)
        if number == gone_at:
            gone(True)
            press("Enter")
            page.wait_for_selector("[data-not-sent]")
            assert page.input_value("[name=birth_year]") == str(1960 + number)
            gone(False)
            press("Tab")
        press("Enter")
        page.wait_for_function(
            "n => document.querySelectorAll('#written .ledger > li').length === n", arg=number, timeout=60_000
        )
    return keys


def begin_by_key(page: Page, count: int) -> None:
    """What they share: the number, and on."""
    page.focus("[name=met]")
    page.keyboard.type(str(count))
    page.keyboard.press("Enter")
    page.wait_for_selector("#written")


def test_forty_people_from_one_place(opened: Callable[..., Page], alma: Viewer) -> None:
    page = opened("/groups/new/", as_="alma")
    begin_by_key(page, 5)
    type_lines(page, 5, gone_at=3)
    with acting_as(alma):
        rows = list(Identification.objects.select_related("person").order_by("made_at"))
    assert [row.person.birth_year for row in rows] == [1961, 1962, 1963, 1964, 1965]
    assert {(row.person.gender, *row.person.citizenships, *row.person.languages) for row in rows} == {
        ("MAN", "TH", "tha")
    }
    assert len({row.group_event_id for row in rows}) == 1
    assert [problem for problem in page.problems if "ERR_INTERNET_DISCONNECTED" not in problem] == []  # type: ignore[attr-defined]
