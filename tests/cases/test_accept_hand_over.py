"""A hand-over on its way: routed, accepted, sent back, closed; who sees what at each step."""

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
from cases.services import handover
from cases.services.identification import Identified, hand_over
from tests.at_once import at_once


@pytest.fixture
def handed(frej: Viewer, dag: Viewer) -> str:
    """The reference of a hand-over from Frej."""
    with acting_as(frej):
        receipt = hand_over(
            Identified(on=today(), county="01", story="Mött vid stationen."), token=uuid4(), by=frej, at=now()
        )
    with acting_as(dag):
        return HandOver.objects.get(receipt_id=receipt.pk).ref


def _route(client: Client, ref: str, actor: str) -> int:
    return client.post(f"/hand-overs/{ref}/", {"actor": actor, "note": "Har ni plats?"}).status_code


def test_the_coordinator_routes_it_and_the_actor_takes_the_person_on(
    handed: str, signed_in: Callable[[str], Client], alma: Viewer
) -> None:
    dag, desk = signed_in("dag"), signed_in("alma")
    assert "Mött vid stationen." in dag.get(f"/hand-overs/{handed}/?texts=1").content.decode()
    assert desk.get(f"/hand-overs/{handed}/offer/").status_code == 404
    assert _route(dag, handed, "A-LINDEN") == 302
    assert "Har ni plats?" in desk.get(f"/hand-overs/{handed}/offer/?texts=1").content.decode()
    assert signed_in("cia").get(f"/hand-overs/{handed}/offer/").status_code == 404
    assert desk.post(f"/hand-overs/{handed}/accept/").status_code == 302
    with acting_as(alma):
        person = Person.objects.get()
        assert (person.responsible_actor_id, person.caseworker_id) == (alma.actors[0], alma.id)


def test_an_actor_that_says_no_sees_the_person_no_more(
    handed: str, signed_in: Callable[[str], Client], alma: Viewer
) -> None:
    dag, desk = signed_in("dag"), signed_in("alma")
    _route(dag, handed, "A-LINDEN")
    assert desk.post(f"/hand-overs/{handed}/send-back/", {"reason": " "}).status_code == 422
    assert desk.post(f"/hand-overs/{handed}/send-back/", {"reason": "Fullt hos oss."}).status_code == 302
    with acting_as(alma):
        assert not Person.objects.exists()
    assert "Fullt hos oss." in dag.get(f"/hand-overs/{handed}/?texts=1").content.decode()
    assert _route(dag, handed, "A-NOOR") == 302


def test_only_an_actor_that_is_certified_can_be_asked(handed: str, signed_in: Callable[[str], Client]) -> None:
    assert _route(signed_in("dag"), handed, "A-FRISTADEN") == 422
    assert _route(signed_in("dag"), handed, "") == 422


def test_it_is_offered_to_one_at_a_time(handed: str, signed_in: Callable[[str], Client]) -> None:
    assert _route(signed_in("dag"), handed, "A-LINDEN") == 302
    assert _route(signed_in("disa"), handed, "A-NOOR") == 409


def test_a_caseworker_cannot_route(handed: str, signed_in: Callable[[str], Client]) -> None:
    assert _route(signed_in("alma"), handed, "A-LINDEN") == 404
    assert signed_in("frej").get(f"/hand-overs/{handed}/").status_code == 404


def test_the_coordinator_ends_it_without_an_actor(handed: str, signed_in: Callable[[str], Client], dag: Viewer) -> None:
    said = {"closing": "1", "outcome": "leave", "note": "Kom aldrig till mötet."}
    assert signed_in("dag").post(f"/hand-overs/{handed}/", said).status_code == 302
    with acting_as(dag):
        row = HandOver.objects.get(ref=handed)
        assert row.state == "CLOSED"
        assert row.person.identifications.get().state == "LEFT"


def test_the_receipt_follows_and_never_goes_back(handed: str, signed_in: Callable[[str], Client], frej: Viewer) -> None:
    from accounts.viewer import system
    from audit.models import Outbox
    from audit.record import handlers_of
    from cases.models import Receipt

    _route(signed_in("dag"), handed, "A-LINDEN")
    signed_in("alma").post(f"/hand-overs/{handed}/accept/")
    with acting_as(system("test")):
        rows = list(Outbox.objects.filter(ref=handed).order_by("at"))
        for row in [*rows, *rows]:
            for handler in handlers_of(row.event):
                if handler.__module__ == "cases.handlers":
                    handler(row)
    with acting_as(frej):
        assert Receipt.objects.get().state == "CLOSED"


def test_the_coordinator_takes_the_question_back_and_asks_another(
    handed: str, signed_in: Callable[[str], Client], alma: Viewer
) -> None:
    dag = signed_in("dag")
    _route(dag, handed, "A-LINDEN")
    assert "Ta tillbaka frågan" in dag.get(f"/hand-overs/{handed}/?texts=1").content.decode()
    assert dag.post(f"/hand-overs/{handed}/", {"taking_back": "1"}).status_code == 302
    assert signed_in("alma").get(f"/hand-overs/{handed}/offer/").status_code == 404
    with acting_as(alma):
        assert not Person.objects.exists()
    assert _route(dag, handed, "A-NOOR") == 302
    assert signed_in("cia").get(f"/hand-overs/{handed}/offer/").status_code == 200


def test_an_offer_that_has_run_out_is_no_dead_end(
    handed: str, signed_in: Callable[[str], Client], dag: Viewer, alma: Viewer
) -> None:
    long_ago = now() - timedelta(days=9)
    with acting_as(dag):
        handover.offer(handed, "A-LINDEN", note="", by=dag, at=long_ago)
    assert signed_in("alma").get(f"/hand-overs/{handed}/offer/").status_code == 404, "seven days at most"
    office = signed_in("dag")
    assert office.post(f"/hand-overs/{handed}/", {"taking_back": "1"}).status_code == 302
    assert _route(office, handed, "A-NOOR") == 302


def test_a_second_coordinator_is_told_how_it_stands(handed: str, signed_in: Callable[[str], Client]) -> None:
    _route(signed_in("dag"), handed, "A-LINDEN")
    late = signed_in("disa").post(f"/hand-overs/{handed}/", {"actor": "A-NOOR", "note": "Kan ni i natt?"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Någon var här före dig" in page
    assert "Frågan ligger hos Linden" in page
    assert "Kan ni i natt?" in page
    assert "Fråga aktören" not in page


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_two_colleagues_answer_in_the_same_instant_and_one_answer_stands(
    handed: str, dag: Viewer, alma: Viewer, bo: Viewer
) -> None:
    with acting_as(dag):
        handover.offer(handed, "A-LINDEN", note="", by=dag, at=now())

    def yes(by: Viewer) -> str:
        with acting_as(by):
            handover.accept(handed, by=by, at=now())
        return "yes"

    def no() -> str:
        with acting_as(bo):
            handover.send_back(handed, reason="Fullt.", by=bo, at=now())
        return "no"

    told = at_once(lambda: yes(alma), lambda: yes(bo), no)
    won = [one for one in told if isinstance(one, str)]
    assert len(won) == 1, told
    with acting_as(dag):
        row = HandOver.objects.get(ref=handed)
        person = Person.objects.get()
        assert row.state == ("ACCEPTED" if won == ["yes"] else "SENT_BACK")
        assert bool(person.responsible_actor_id) == (won == ["yes"])
    with acting_as(alma):
        assert Person.objects.exists() == (won == ["yes"])
