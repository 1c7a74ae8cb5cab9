"""What the coordinator reads of a hand-over, to whom it can go, and who reads its text when the errand is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import HandOver, Person
from cases.selectors.handover import actors_to_route_to
from cases.services.identification import Identified, hand_over
from certification.models import Certification

STORY = "Mötte personen vid stationen."


@pytest.fixture
def handed(frej: Viewer, dag: Viewer) -> str:
    """The reference of a hand-over from Frej: somebody met in Skåne, where Noor is."""
    what = Identified(on=today(), county="12", story=STORY, forms=("LABOUR",), indicators={"E1": "SEEN"})
    with acting_as(frej):
        hand_over(what, token=uuid4(), by=frej, at=now())
    with acting_as(dag):
        return HandOver.objects.get().ref


def test_actors_of_the_persons_county_come_first(handed: str, dag: Viewer) -> None:
    with acting_as(dag):
        names = [words.split(" · ")[0] for _ref, words in actors_to_route_to(handed, on=today())]
    assert names == ["Noor", "Ankaret", "Linden"]


def test_a_suspended_actor_and_one_that_only_cooperates_are_not_offered(handed: str, dag: Viewer) -> None:
    with acting_as(dag):
        Certification.objects.filter(actor__ref="A-NOOR").update(suspended_on=today())
        refs = [ref for ref, _words in actors_to_route_to(handed, on=today())]
        before = [ref for ref, _words in actors_to_route_to(handed, on=today() - timedelta(days=1))]
    assert set(refs) == {"A-ANKARET", "A-LINDEN"}
    assert "A-NOOR" in before


def test_it_stands_on_top_of_the_coordinators_list_until_somebody_has_it(
    handed: str, signed_in: Callable[[str], Client]
) -> None:
    dag = signed_in("dag")
    assert f"/hand-overs/{handed}/" in dag.get("/identifications/").content.decode()
    dag.post(f"/hand-overs/{handed}/", {"actor": "A-LINDEN", "note": ""})
    assert "Linden har fått frågan" in dag.get("/identifications/").content.decode()
    signed_in("alma").post(f"/hand-overs/{handed}/accept/")
    assert f"/hand-overs/{handed}/" not in dag.get("/identifications/").content.decode()
    for who in ("alma", "cia"):
        assert f"/hand-overs/{handed}/" not in signed_in(who).get("/identifications/").content.decode()


def test_the_coordinator_reads_the_text_as_long_as_it_is_an_errand(
    handed: str, signed_in: Callable[[str], Client], dag: Viewer
) -> None:
    office = signed_in("dag")
    with acting_as(dag):
        ref = Person.objects.get().identifications.get().ref
    pages = (f"/hand-overs/{handed}/", f"/identifications/{ref}/")
    assert all(STORY in office.get(f"{page}?texts=1").content.decode() for page in pages)
    office.post(f"/hand-overs/{handed}/", {"actor": "A-LINDEN", "note": ""})
    assert all(STORY in office.get(f"{page}?texts=1").content.decode() for page in pages)
    signed_in("alma").post(f"/hand-overs/{handed}/accept/")
    assert {office.get(f"{page}?texts=1").status_code for page in pages} == {404}
    assert not any(STORY in office.get(page).content.decode() for page in pages)
    assert STORY in signed_in("alma").get(f"/identifications/{ref}/?texts=1").content.decode()


def test_a_note_that_points_somebody_out_is_quoted_and_can_be_answered(
    handed: str, signed_in: Callable[[str], Client]
) -> None:
    from cases import guard

    note = "Ring 070-123 45 67 i kväll"
    said = {"actor": "A-LINDEN", "note": note}
    dag = signed_in("dag")
    stopped = dag.post(f"/hand-overs/{handed}/", said)
    assert stopped.status_code == 422
    assert "070-123 45 67" in stopped.content.decode()
    token = guard.find(note)[0].token
    assert dag.post(f"/hand-overs/{handed}/", said | {"note_guard": token}).status_code == 302


def test_a_closed_hand_over_needs_its_reason(handed: str, signed_in: Callable[[str], Client], dag: Viewer) -> None:
    assert signed_in("dag").post(f"/hand-overs/{handed}/", {"closing": "1", "note": ""}).status_code == 422
    with acting_as(dag):
        assert HandOver.objects.get().state == "RECEIVED"


def test_an_offer_ends_by_itself_after_seven_days(handed: str, signed_in: Callable[[str], Client], cia: Viewer) -> None:
    signed_in("dag").post(f"/hand-overs/{handed}/", {"actor": "A-NOOR", "note": ""})
    with acting_as(cia, on=today() + timedelta(days=7)):
        assert Person.objects.count() == 1
    with acting_as(cia, on=today() + timedelta(days=8)):
        assert not Person.objects.exists()
