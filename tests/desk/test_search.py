"""Search: exact, within what the viewer sees, by POST, and a miss says no more than that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.clock import now
from accounts.door import acting_as
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


def test_those_without_persons_have_no_search(signed_in: Callable[[str], Client]) -> None:
    for name in ("eva", "frej", "olle"):
        assert signed_in(name).post("/search/", {"q": "Linden"}).status_code == 404
