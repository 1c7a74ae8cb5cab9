"""Help speaks to the one who reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

STAFF, OFFICE, HANDING, FUNDER = "nio frågor", "Det som väntar på dig", "Lämna över någon", "Små tal döljs"


@pytest.mark.parametrize(
    ("who", "says"), [("alma", STAFF), ("dag", OFFICE), ("frej", HANDING), ("eva", FUNDER), ("olle", "")]
)
def test_each_role_has_its_own_guide_and_no_other(who: str, says: str, signed_in: Callable[[str], Client]) -> None:
    page = signed_in(who).get("/help/").content.decode().partition("<main")[2]
    assert {guide for guide in (STAFF, OFFICE, HANDING, FUNDER) if guide in page} == ({says} if says else set())
    assert "Dölj skärmen" in page
