"""A printed summary: what it holds, whose name stands on it, and that it is remembered."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.viewer import Viewer
from audit.models import AccessEvent, Outcome
from cases.models import Person
from cases.services.child import Standing, state_child
from cases.services.dependant import Close, add_dependant
from cases.services.family import link_persons
from tests.desk.paper import words_of
from tests.factories import confirmed_case, identified
from tests.sameness import said

SignedIn = Callable[[str], Client]
STORY = "Arbetade utan lön på ett bygge."


@pytest.fixture
def code(alma: Viewer, dag: Viewer) -> str:
    """The code of somebody whose rest began three days ago."""
    case = confirmed_case(alma, dag, at=now() - timedelta(days=3))
    with acting_as(alma):
        return Person.objects.get(pk=case.person_id).code


def test_the_paper_says_who_took_it_out_on_every_page_and_names_nobody_in_its_metadata(
    code: str, alma: Viewer, signed_in: SignedIn
) -> None:
    browser = signed_in("alma")
    answer = browser.post(f"/persons/{code}/print/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="underlag.pdf"'
    with pikepdf.open(BytesIO(answer.content)) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "sv"
        assert str(file.docinfo["/Title"]) == "Underlag"
        assert "/Author" not in file.docinfo
        assert code not in str(file.docinfo)
        pages = len(file.pages)
    each = words_of(answer.content)
    assert len(each) == pages
    for page in each:
        assert code in page
        assert "utskrivet av Alma Lind" in page
    whole = " ".join(each)
    assert "Viloperiod" in whole
    assert STORY not in whole


def test_it_is_remembered_as_an_act_and_the_mark_leads_to_it(code: str, alma: Viewer, signed_in: SignedIn) -> None:
    browser = signed_in("alma")
    browser.get(f"/persons/{code}/print/")
    paper = " ".join(words_of(browser.post(f"/persons/{code}/print/").content))
    with acting_as(alma):
        events = list(AccessEvent.objects.filter(act="PRINT_PERSON", ref=code).order_by("at"))
    assert [event.outcome for event in events] == [Outcome.LOOKED, Outcome.DONE]
    assert re.search(r"händelse ([0-9A-F]{8})", paper).group(1) == events[1].request_id.hex[:8].upper()  # type: ignore[union-attr]


def test_sealed_text_is_in_it_only_where_it_was_opened_and_that_is_remembered_too(
    code: str, alma: Viewer, signed_in: SignedIn
) -> None:
    browser, address = signed_in("alma"), f"/persons/{code}/print/"
    page = browser.get(f"{address}?texts=1").content.decode()
    assert STORY not in page, "the page says only that it will be there"
    assert '<input type="hidden" name="texts" value="1">' in page
    assert STORY in " ".join(words_of(browser.post(address, {"texts": "1"}).content))
    with acting_as(alma):
        opened = AccessEvent.objects.filter(act="READ_SEALED", ref=code)
        assert opened.count() == 2


def test_a_coordinator_without_an_errand_prints_no_sealed_text(code: str, signed_in: SignedIn) -> None:
    browser, address = signed_in("dag"), f"/persons/{code}/print/"
    assert browser.get(f"{address}?texts=1").status_code == 404
    assert STORY not in " ".join(words_of(browser.post(address, {"texts": "1"}).content))


def test_another_actor_gets_what_is_nobodys(code: str, signed_in: SignedIn) -> None:
    cia = signed_in("cia")
    for send in (cia.get, cia.post):
        foreign, missing = send(f"/persons/{code}/print/"), send("/persons/K7QF-2M/print/")
        assert (foreign.status_code, said(foreign)) == (404, said(missing))


def test_a_program_gets_the_same_paper(code: str, signed_in: SignedIn) -> None:
    answer = signed_in("alma").post(f"/api/v1/persons/{code}/print/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "Viloperiod" in " ".join(words_of(answer.content))


def test_what_is_owed_a_child_and_who_is_close_stands_on_the_paper(alma: Viewer, signed_in: SignedIn) -> None:
    at = now() - timedelta(days=1)
    child, other = identified(alma, at=at, age="CHILD"), identified(alma, at=at)
    with acting_as(alma):
        state_child(child.code, Standing(today(), "SOCIETY", "NEEDED", school="GOES"), by=alma, at=now())
        add_dependant(child.code, Close("SIBLING", custody="MOTHER", needs=("TALK",)), by=alma, at=at)
        link_persons(child.code, other.code, "SIBLING", by=alma, at=now())
    paper = " ".join(" ".join(words_of(signed_in("alma").post(f"/persons/{child.code}/print/").content)).split())
    assert "Orosanmälan Ingen orosanmälan är noterad." in paper
    assert "God man behövs, inte begärd Skola går i skola eller förskola" in paper
    assert "vårdnad: mamman, behöver: någon att prata med" in paper
    assert f"har en egen sida: {other.code_name}" in paper
