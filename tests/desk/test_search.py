"""Search: exact, within what the viewer sees, by POST, and a miss says no more than that."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.clock import now
from accounts.door import acting_as
from accounts.lists import PAGE
from accounts.viewer import Viewer, system
from audit.models import AccessEvent
from cases.models import Person
from tests.factories import confirmed_case, identified, sent_request


@pytest.fixture
def own(alma: Viewer) -> Person:
    """A person of Alma's, with the number of the actor's own file."""
    return identified(alma, at=now() - timedelta(days=1), file_number="L-2026/17", code_name="Blå Björk")


def _shown(browser: Client, words: str) -> str:
    answer = browser.post("/search/", {"q": words})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_person_is_found_by_code_code_name_and_own_file_number(
    own: Person, signed_in: Callable[[str], Client]
) -> None:
    browser = signed_in("alma")
    spoken = own.code.lower().replace("-", " ")
    for words in (own.code, spoken, "blå björk", "BLÅ BJÖRK ", "l-2026/17"):
        assert f"/persons/{own.code}/" in _shown(browser, words), words


def test_a_part_of_a_code_name_an_actor_or_a_standing_is_enough(
    own: Person, alma: Viewer, dag: Viewer, signed_in: Callable[[str], Client]
) -> None:
    waiting = sent_request(alma, at=now() - timedelta(days=1)).person
    case = confirmed_case(alma, dag, at=now() - timedelta(days=3))
    with acting_as(alma):
        resting = Person.objects.get(pk=case.person_id)
    everybody = (own, waiting, resting)
    browser = signed_in("alma")
    assert own.code in _codes(browser, "björ", *everybody)
    assert _codes(browser, "väntar", *everybody) == {waiting.code}
    assert _codes(browser, "viloperiod", *everybody) == {resting.code}
    assert _codes(browser, "lind", *everybody) == {person.code for person in everybody}
    assert _codes(browser, "å", *everybody) == set()
    for words in ("björ", "väntar", "viloperiod", "lind"):
        assert _codes(signed_in("cia"), words, *everybody) == set(), words


def test_an_actors_name_finds_its_page_for_those_who_may_open_it(signed_in: Callable[[str], Client]) -> None:
    assert "/actors/A-NOOR/" in _shown(signed_in("dag"), "noo")
    shown = _shown(signed_in("alma"), "noo")
    assert "Noor" in shown
    assert "/actors/A-NOOR/" not in shown


def test_half_a_code_and_half_a_file_number_find_nobody(own: Person, signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("alma")
    for words in (own.code[:4], "L-2026", "Björk Blå"):
        assert own.code not in _shown(browser, words)


def test_another_actor_gets_the_same_miss_for_a_foreign_code_as_for_none(
    own: Person, signed_in: Callable[[str], Client]
) -> None:
    browser = signed_in("cia")
    for words in (own.code, own.code_name, "L-2026/17"):
        found = _shown(browser, words)
        assert f"/persons/{own.code}/" not in found
        assert "bland dem du har tillgång till" in found


def test_a_coordinator_finds_by_actor_and_by_where_somebody_stands(
    own: Person, alma: Viewer, signed_in: Callable[[str], Client]
) -> None:
    waiting = sent_request(alma, at=now() - timedelta(days=1)).person
    office = signed_in("dag")
    assert {own.code, waiting.code} <= _codes(office, "linden", own, waiting)
    assert _codes(office, "Väntar på beslut", own, waiting) == {waiting.code}
    assert "L-2026/17" not in _shown(office, own.code)


def _codes(browser: Client, words: str, *among: Person) -> set[str]:
    page = _shown(browser, words)
    return {person.code for person in among if f"/persons/{person.code}/" in page}


def test_the_words_stand_in_no_address_and_in_no_log(own: Person, signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("alma")
    assert f"/persons/{own.code}/" not in browser.get("/search/", {"q": own.code}).content.decode()
    _shown(browser, own.code_name)
    with acting_as(system("test")):
        events = list(AccessEvent.objects.filter(act="SEARCH").values())
    assert len(events) == 2
    assert own.code_name not in str(events)


def _suggested(browser: Client, words: str) -> str:
    answer = browser.post("/search/suggest/", {"q": words})
    assert answer.status_code == 200
    return answer.content.decode().strip()


def test_whoever_types_is_shown_those_whose_name_or_code_begins_so(
    own: Person, signed_in: Callable[[str], Client]
) -> None:
    browser = signed_in("alma")
    for words in ("bl", "BLÅ b", own.code[:2].lower(), own.code.replace("-", " ").lower(), f" {own.code[:4]}"):
        assert f"/persons/{own.code}/" in _suggested(browser, words), words
    for words in ("", "b", "björk", "Ö" * 50, own.code[1:], "L-2026/17", "väntar", "%", "__"):
        assert _suggested(browser, words) == "", words


def test_nobody_is_suggested_whom_one_does_not_see(own: Person, signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("cia")
    for words in ("blå björk", own.code, own.code[:3]):
        assert _suggested(browser, words) == "", words
    assert f"/persons/{own.code}/" in _suggested(signed_in("dag"), "blå")
    for name in ("eva", "frej", "olle"):
        assert signed_in(name).post("/search/suggest/", {"q": "blå"}).status_code == 404
    with acting_as(system("test")):
        events = list(AccessEvent.objects.filter(act="SEARCH", outcome="LOOKED").values())
    assert len(events) == 4
    assert own.code_name not in str(events)
    assert own.code not in str(events)


@pytest.mark.parametrize("address", ["/search/", "/search/suggest/"])
def test_a_foreign_code_costs_as_many_questions_as_one_that_is_none(
    address: str, own: Person, signed_in: Callable[[str], Client]
) -> None:
    browser, asked = signed_in("cia"), []
    for posted in (
        {"q": own.code},
        {"q": "ZZZZ-99"},
        {"q": "lind", "older": own.code},
        {"q": "lind", "older": "ZZZZ-99"},
    ):
        with CaptureQueriesContext(connection) as questions:
            browser.post(address, posted)
        asked.append(len(questions))
    assert asked[0] == asked[1]
    assert asked[2] == asked[3]


def test_every_hit_is_shown_a_page_at_a_time(alma: Viewer, signed_in: Callable[[str], Client]) -> None:
    everybody = [identified(alma, at=now() - timedelta(days=1)) for _n in range(PAGE + 2)]
    browser = signed_in("alma")
    first = _shown(browser, "linden")
    assert f"{PAGE + 2} personer" in first
    assert "Actors" not in first
    found = re.findall(r'name="older"\s+value="([^"]+)"', first)
    assert len(found) == 1
    second = browser.post("/search/", {"q": "linden", "older": found[0]}).content.decode()
    shown = [{one.code for one in everybody if f"/persons/{one.code}/" in page} for page in (first, second)]
    assert [len(codes) for codes in shown] == [PAGE, 2]
    assert shown[0] | shown[1] == {one.code for one in everybody}
    assert 'name="newer"' in second
    assert 'name="older"' not in second


def test_those_without_persons_have_no_search(signed_in: Callable[[str], Client]) -> None:
    for name in ("eva", "frej", "olle"):
        assert signed_in(name).post("/search/", {"q": "Linden"}).status_code == 404
