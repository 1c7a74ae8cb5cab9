"""A foreign object and a missing one answer alike, on every page and in the API: generated from the addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.test import Client

from accounts.asks import asked_by
from accounts.clock import now
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import AdmissionRequest, HandOver, Identification, Intervention, Person, Receipt
from tests.factories import confirmed_case
from tests.house.test_doors import patterns
from tests.sameness import without_chance

MISSING: dict[type, str] = {
    Person: "ZZZZ-99",
    AdmissionRequest: "T-ZZZZZZZZ",
    Identification: "I-ZZZZZZZZ",
    Intervention: "N-ZZZZZZZZ",
    HandOver: "H-ZZZZZZZZ",
    Receipt: "K-ZZZZZZZZ",
}


@dataclass(frozen=True)
class Door:
    """An address with one reference in it."""

    address: str
    of: type
    name: str

    def to(self, ref: str) -> str:
        """The address for one reference."""
        return re.sub(r"<[^>]+>", ref, self.address)


def doors() -> list[Door]:
    """Every address that leads to one object about somebody."""
    found = []
    for address, pattern in patterns():
        asked = asked_by(pattern.callback, pattern.name)
        if asked is not None and asked.of in MISSING:
            found.append(Door(address, asked.of, pattern.name or address))
    return found


@pytest.fixture
def refs(alma: Viewer, dag: Viewer, frej: Viewer) -> dict[type, str]:
    """One of each kind, of Alma's actor (the hand-over and receipt: of Frej's)."""
    from uuid import uuid4

    from cases.services.identification import Identified, hand_over

    at: datetime = now()
    case = confirmed_case(alma, dag, at=at)
    with acting_as(frej):
        receipt = hand_over(Identified(on=at.date()), token=uuid4(), by=frej, at=at)
    with acting_as(dag):
        return {
            Person: case.person.code,
            AdmissionRequest: case.request.ref,
            Identification: Identification.objects.get(person=case.person).ref,
            Intervention: case.interventions.get().ref,
            HandOver: HandOver.objects.get(receipt_id=receipt.pk).ref,
            Receipt: receipt.number,
        }


def _answer(client: Client, address: str, method: str) -> tuple[int, bytes]:
    json = {"content_type": "application/json"} if method == "post" and address.startswith("/api/") else {}
    response = getattr(client, method)(address, **json)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, without_chance(body, address)


def test_there_are_doors_to_try() -> None:
    assert len(doors()) >= 15
    assert {d.of for d in doors()} >= {Person, AdmissionRequest, Intervention}


@pytest.mark.parametrize("who", ["cia", "eva", "olle"])
def test_foreign_and_missing_are_the_same_404(
    who: str, refs: dict[type, str], signed_in: Callable[[str], Client]
) -> None:
    client = signed_in(who)
    for door in doors():
        for method in ("get", "post"):
            foreign = _answer(client, door.to(refs[door.of]), method)
            missing = _answer(client, door.to(MISSING[door.of]), method)
            assert foreign == missing, (door.name, method)
            assert foreign[0] == 404, (door.name, method, foreign[0])


def test_a_stranger_is_sent_to_sign_in_and_learns_nothing(refs: dict[type, str], client: Client) -> None:
    for door in doors():
        for method in ("get", "post"):
            status, _ = _answer(client, door.to(refs[door.of]), method)
            assert status == (401 if door.address.startswith("/api/") else 302), (door.name, method)


def test_the_own_actors_staff_get_in(refs: dict[type, str], signed_in: Callable[[str], Client]) -> None:
    client = signed_in("bo")
    for name, of in (("person", Person), ("request", AdmissionRequest), ("api_person", Person)):
        door = next(d for d in doors() if d.name == name)
        assert _answer(client, door.to(refs[of]), "get")[0] == 200, name
