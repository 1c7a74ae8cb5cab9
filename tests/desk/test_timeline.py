"""The timeline is cut by what it is about, by year, and to what is to come: on the page and through the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.queries import OverBudget
from accounts.viewer import Viewer
from cases.models import Person
from cases.selectors import subjects
from cases.selectors.person import timeline
from cases.selectors.rights import right_entries
from tests.factories import confirmed_case

SignedIn = Callable[[str], Client]


@pytest.fixture
def code(alma: Viewer, dag: Viewer) -> str:
    """The code of somebody whose rest began three days ago."""
    case = confirmed_case(alma, dag, at=now() - timedelta(days=3))
    with acting_as(alma):
        return Person.objects.get(pk=case.person_id).code


def _whats(browser: Client, code: str, query: str) -> list[tuple[str, bool]]:
    told = browser.get(f"/api/v1/persons/{code}/timeline/?{query}")
    assert told.status_code == 200
    return [(line["subject"], line["ahead"]) for line in told.json()]


def test_each_cut_is_a_part_of_the_whole_and_the_subjects_together_are_the_whole(
    code: str, signed_in: SignedIn
) -> None:
    browser = signed_in("alma")
    whole = _whats(browser, code, "")
    by_subject = [_whats(browser, code, f"about={subject}") for subject in {name for name, _ in whole}]
    assert sorted(line for part in by_subject for line in part) == sorted(whole)
    assert all(len({name for name, _ in part}) == 1 for part in by_subject)
    ahead = _whats(browser, code, "ahead=true")
    assert ahead == [line for line in whole if line[1]]
    assert ahead


def test_a_year_in_which_nothing_happened_is_not_offered_and_asks_for_nothing(code: str, signed_in: SignedIn) -> None:
    browser = signed_in("alma")
    assert _whats(browser, code, "year=1999") == _whats(browser, code, "")
    this = _whats(browser, code, f"year={today().year}")
    assert this
    page = browser.get(f"/persons/{code}/timeline/").content.decode()
    assert 'value="1999"' not in page


def test_the_page_says_what_is_chosen_and_how_to_take_it_away(code: str, signed_in: SignedIn) -> None:
    address = f"/persons/{code}/timeline/"
    browser = signed_in("alma")
    page = browser.get(f"{address}?about=PERIODS").content.decode()
    assert f'class="chip"\n               href="{address}"' in page
    assert "Tillträde begärt" not in page
    assert "Inget passar det du valt" not in page
    nothing = browser.get(f"{address}?about=MET&ahead=on").content.decode()
    assert "Inget passar det du valt." in nothing


def test_a_subject_that_asks_more_than_it_says_is_named(
    code: str, alma: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(subjects._ENTRIES, right_entries, 0)
    with acting_as(alma), pytest.raises(OverBudget, match="right_entries may ask 0 times"):
        timeline(alma, code, on=today())
