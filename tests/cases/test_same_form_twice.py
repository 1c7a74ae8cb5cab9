"""The same form arrives twice in the same instant, over real connections: one record, and the same answer for both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.models import Draft
from accounts.viewer import Viewer
from cases.models import HandOver, Person, Receipt
from cases.services.drafts import save_draft
from cases.services.identification import Identified, hand_over, identify
from tests.at_once import at_once
from tests.cases.typed import typed

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

Service = Callable[..., Any]


def _sends(service: Service, by: Viewer) -> Callable[[], object]:
    token, what = uuid4(), Identified(on=today())

    def act() -> object:
        with acting_as(by):
            return service(what, token=token, by=by, at=now())

    return act


@pytest.mark.parametrize("copies", [2, 4])
def test_one_person_is_identified_and_both_hear_their_code(alma: Viewer, copies: int) -> None:
    made = at_once(*[_sends(identify, alma)] * copies)
    assert {type(one) for one in made} == {Person}, made
    with acting_as(alma):
        assert {one.code for one in made if isinstance(one, Person)} == {Person.objects.get().code}


def test_one_person_is_handed_over_and_both_hear_the_number(frej: Viewer, dag: Viewer) -> None:
    made = at_once(*[_sends(hand_over, frej)] * 2)
    assert {type(one) for one in made} == {Receipt}, made
    with acting_as(dag):
        assert Person.objects.count() == HandOver.objects.count() == 1
        assert {one.number for one in made if isinstance(one, Receipt)} == {Receipt.objects.get().number}


@pytest.mark.parametrize("who", ["alma", "frej"])
def test_both_pages_lead_to_the_same_place(who: str, signed_in: Callable[[str], Client]) -> None:
    client, address = signed_in(who), f"/identifications/new/{uuid4()}/"

    def press() -> object:
        answer = client.post(address, typed())
        return answer.status_code, answer["Location"]

    first, second = at_once(press, press)
    assert first == second
    assert isinstance(first, tuple)
    assert first[0] == 302


@pytest.mark.parametrize("who", ["alma", "frej"])
def test_both_programs_get_the_same_answer(who: str, signed_in: Callable[[str], Client]) -> None:
    client, said = signed_in(who), {"token": str(uuid4()), "on": today().isoformat()}

    def post() -> object:
        answer = client.post("/api/v1/identifications/", said, content_type="application/json")
        return answer.status_code, answer.content

    first, second = at_once(post, post)
    assert first == second
    assert isinstance(first, tuple)
    assert first[0] == 201


def test_the_first_save_of_a_draft_may_come_twice(alma: Viewer) -> None:
    same, other = uuid4(), uuid4()

    def saves(token: Any) -> Callable[[], object]:
        def act() -> object:
            with acting_as(alma):
                return save_draft(token, {"story": "Halv"}, kind="identification", by=alma, at=now())

        return act

    saved = at_once(saves(same), saves(same), saves(other))
    assert {type(one) for one in saved} == {Draft}, saved
    with acting_as(alma):
        assert Draft.objects.count() == 2


def test_a_save_that_arrives_while_the_form_is_sent_leaves_no_draft_behind(
    signed_in: Callable[[str], Client], alma: Viewer
) -> None:
    client = signed_in("alma")
    for _round in range(3):
        address = f"/identifications/new/{uuid4()}/"

        def send(address: str = address) -> object:
            return client.post(address, typed()).status_code

        def save(address: str = address) -> object:
            return client.post(address, typed(go=""), headers={"X-Autosave": "1"}).status_code

        assert at_once(send, save) == [302, 200]
        with acting_as(alma):
            assert Draft.objects.count() == 0
