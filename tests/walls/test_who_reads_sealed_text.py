"""Sealed text is read by staff who hold a permission on the person, and by a coordinator with an open errand; by
nobody else, on no page. Changing is for those who hold the right to change, whatever other role they have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from accounts.access import may
from accounts.acts import Act
from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import NotFound
from accounts.viewer import Viewer
from cases.models import AdmissionRequest, HandOver, Identification, Person
from cases.services import admission, decision, handover
from cases.services.facts import state_police_report
from cases.services.identification import Identified, hand_over, state_outcome
from tests.factories import confirmed_case, draft_request, identified, sent_request

SignIn = Callable[[str], Client]
STORY, WHY = "Arbetade utan lön på ett bygge.", "Utnyttjad i arbete, saknar säker plats."
SEALED = "förseglad"


def _pages(request: AdmissionRequest) -> list[str]:
    person = Person.objects.get(pk=request.person_id)
    met = Identification.objects.get(person_id=request.person_id)
    return [
        f"/persons/{person.code}/",
        f"/identifications/{met.ref}/",
        f"/requests/{request.ref}/",
        f"/requests/{request.ref}/decide/",
        f"/api/v1/persons/{person.code}/",
        f"/api/v1/requests/{request.ref}/",
    ]


def _read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def _opened(client: Client, address: str) -> str:
    """The page with its texts opened. Folded it shows none of them, to nobody."""
    folded = _read(client, address)
    assert STORY not in folded and WHY not in folded, address
    return _read(client, f"{address}?texts=1")


def _is_closed(client: Client, address: str) -> str:
    """The page, whose texts are not for this reader: asking for them is the 404 of something that is not there."""
    assert client.get(f"{address}?texts=1").status_code == 404, address
    return _read(client, address)


@pytest.mark.parametrize("who", ["dag", "gerd"])
def test_a_coordinator_reads_the_text_until_the_request_is_decided(
    who: str, signed_in: SignIn, alma: Viewer, disa: Viewer, gerd: Viewer
) -> None:
    request = sent_request(alma, at=now() - timedelta(hours=2))
    with acting_as(disa):
        pages = _pages(request)
    for address in pages[:2]:
        assert STORY in _opened(signed_in(who), address), address
    for address in pages[2:4]:
        assert WHY in _opened(signed_in(who), address), address
    assert STORY in _opened(signed_in(who), pages[4]) and WHY in _opened(signed_in(who), pages[5])
    with acting_as(disa):
        decision.return_for_completion(ref=request.ref, version=request.version, question="Var?", by=disa, at=now())
    assert STORY in _opened(signed_in(who), pages[0])
    with acting_as(alma):
        admission.withdraw(request.ref, by=alma, at=now())
    for address in pages:
        page = _is_closed(signed_in(who), address)
        assert STORY not in page and WHY not in page and "Var?" not in page, address
        assert SEALED in page or "/api/" in address, address


@pytest.mark.parametrize("who", ["dag", "gerd"])
def test_a_decided_request_is_closed_to_those_who_have_no_errand(
    who: str, signed_in: SignIn, alma: Viewer, disa: Viewer, gerd: Viewer
) -> None:
    case = confirmed_case(alma, disa, at=now() - timedelta(hours=2))
    with acting_as(disa):
        pages = _pages(case.request)
    for address in pages:
        page = _is_closed(signed_in(who), address)
        assert not any(text in page for text in (STORY, WHY, "Behovet är visat.", "Socialjouren")), address
    assert WHY in _opened(signed_in("bo"), pages[2])


@pytest.mark.parametrize("who", ["dag", "gerd"])
def test_a_hand_over_is_read_by_coordinators_until_it_is_accepted(
    who: str, signed_in: SignIn, frej: Viewer, disa: Viewer, alma: Viewer, gerd: Viewer
) -> None:
    with acting_as(frej):
        receipt = hand_over(Identified(on=today(), story=STORY), token=uuid4(), by=frej, at=now())
    with acting_as(disa):
        ref = HandOver.objects.get(receipt_id=receipt.pk).ref
    assert STORY in _opened(signed_in(who), f"/hand-overs/{ref}/")
    with acting_as(disa):
        handover.offer(ref, "A-LINDEN", note="Kan ni?", by=disa, at=now())
    assert STORY in _opened(signed_in("alma"), f"/hand-overs/{ref}/offer/")
    assert signed_in("cia").get(f"/hand-overs/{ref}/offer/?texts=1").status_code == 404
    with acting_as(alma):
        handover.accept(ref, by=alma, at=now())
    assert STORY not in _is_closed(signed_in(who), f"/hand-overs/{ref}/")
    assert STORY in _opened(signed_in("alma"), f"/hand-overs/{ref}/offer/")
    assert signed_in("cia").get(f"/hand-overs/{ref}/offer/?texts=1").status_code == 404


def test_two_roles_do_not_add_up_to_the_right_to_change_another_actors_person(
    signed_in: SignIn, alma: Viewer, cia: Viewer, gerd: Viewer
) -> None:
    theirs, own = identified(alma, at=now()), identified(cia, at=now())
    with acting_as(gerd):
        ref = Identification.objects.get(person=theirs).ref
        assert [may(gerd, act, theirs) for act in (Act.SEE_PERSON, Act.CHANGE_PERSON)] == [True, False]
        assert [may(gerd, act, own) for act in (Act.CHANGE_PERSON, Act.READ_SEALED)] == [True, True]
        with pytest.raises(NotFound):
            state_police_report(theirs.code, "NO", on=None, by=gerd, at=now())
        with pytest.raises(NotFound):
            state_outcome(ref, "leave", note="", by=gerd, at=now())
        state_police_report(own.code, "NO", on=None, by=gerd, at=now())
    page = _is_closed(signed_in("gerd"), f"/persons/{theirs.code}/")
    assert STORY not in page and "/police-report/" not in page
    assert "/outcome/" not in _read(signed_in("gerd"), f"/identifications/{ref}/")
    assert STORY in _opened(signed_in("gerd"), f"/persons/{own.code}/")


def test_what_was_never_sent_is_nobodys_but_the_actors(
    signed_in: SignIn, alma: Viewer, cia: Viewer, gerd: Viewer, dag: Viewer
) -> None:
    draft = draft_request(alma, at=now())
    with acting_as(alma):
        withdrawn = draft_request_withdrawn(alma)
    for who in ("dag", "gerd"):
        client = signed_in(who)
        for ref in (draft.ref, withdrawn):
            assert client.get(f"/requests/{ref}/").status_code == 404
            assert ref not in _read(client, "/requests/")
    assert draft.ref in _read(signed_in("bo"), "/requests/")
    for ref in (draft.ref, withdrawn):
        assert ref in _read(signed_in("bo"), f"/requests/{ref}/")


def draft_request_withdrawn(by: Viewer) -> str:
    """The reference of a request that was begun and taken back, never sent."""
    draft = draft_request(by, at=now())
    with acting_as(by):
        return admission.withdraw(draft.ref, by=by, at=now()).ref


def test_a_coordinator_who_is_employed_by_the_actor_sees_no_draft_of_its_and_takes_nothing_back(
    signed_in: SignIn, cia: Viewer, users: dict[str, object], dag: Viewer
) -> None:
    from accounts.models import Actor, User

    User.objects.filter(email="dag@example.org").update(employer=Actor.objects.get(ref="A-NOOR"))
    draft, sent = draft_request(cia, at=now()), sent_request(cia, at=now())
    client = signed_in("dag")
    assert client.get(f"/requests/{draft.ref}/").status_code == 404
    assert "/withdraw/" not in _read(client, f"/requests/{sent.ref}/")
    assert "/withdraw/" in _read(signed_in("cia"), f"/requests/{sent.ref}/")
