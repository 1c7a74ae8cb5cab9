"""Two coordinators press the button in the same instant, over two real connections: one decides, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.errors import Stopped, WrongState
from accounts.viewer import Viewer
from cases.models import AdmissionDecision, Case, LastDayProposal
from cases.services import decision
from cases.services.facts import state_protection
from funding.models import Commitment
from tests.at_once import at_once
from tests.cases.asking import decide_url
from tests.factories import confirmed_case, sent_further, sent_request
from tests.money import committed

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def _confirms(ref: str, version: int, by: Viewer, at: datetime) -> Callable[[], object]:
    def act() -> object:
        with acting_as(by):
            return decision.confirm(ref, version=version, reason=f"Prövat {len(by.name)}.", by=by, at=at)

    return act


def test_one_of_two_services_decides_and_the_other_hears_who_and_when(alma: Viewer, dag: Viewer, disa: Viewer) -> None:
    for _round in range(5):
        at = now()
        sent = sent_request(alma, at=at)
        results = at_once(*(_confirms(sent.ref, sent.version, by, at) for by in (dag, disa)))
        cases = [one for one in results if isinstance(one, Case)]
        told = [one for one in results if isinstance(one, WrongState)]
        assert (len(cases), len(told)) == (1, 1), results
        with acting_as(dag):
            made = AdmissionDecision.objects.select_related("by").get(request=sent)
            assert told[0].params["who"] == made.by.name
            assert told[0].params["at"] == made.at
            assert Case.objects.filter(person_id=sent.person_id).count() == 1
            assert Commitment.objects.count() == _round + 1


def test_one_of_two_pages_decides_and_the_other_keeps_what_was_written(
    signed_in: Callable[[str], Client], alma: Viewer, dag: Viewer
) -> None:
    sent = sent_request(alma, at=now())
    before = committed(now().year)

    def press(name: str, choice: str) -> Callable[[], object]:
        client = signed_in(name)
        form = {
            "version": str(sent.version),
            "choice": choice,
            "decline_reason": "NO_NEED",
            "reason": f"{name} skriver.",
            "step": "decide",
        }

        def act() -> object:
            answer = client.post(decide_url(sent), form)
            return name, answer.status_code, answer.content.decode()

        return act

    answers: list[tuple[str, int, str]] = list(at_once(press("dag", "CONFIRM"), press("disa", "DECLINE")))  # type: ignore[arg-type]
    first = next(answer for answer in answers if answer[1] == 302)
    second = next(answer for answer in answers if answer[1] == 409)
    names = {"dag": "Dag Ek", "disa": "Disa Dal"}
    assert f"{names[first[0]]} beslutade" in second[2]
    assert f"{second[0]} skriver." in second[2]
    with acting_as(dag):
        assert AdmissionDecision.objects.filter(request=sent).count() == 1
        assert Case.objects.filter(request=sent).count() == (1 if first[0] == "dag" else 0)
    spent = committed(now().year) - before
    assert (spent > 0) == (first[0] == "dag")


def test_support_that_is_granted_as_society_begins_to_protect_is_stopped_or_has_a_last_day_proposed(
    alma: Viewer, dag: Viewer
) -> None:
    for _round in range(4):
        at = now()
        case = confirmed_case(alma, dag, at=at - timedelta(days=40))
        sent = sent_further(case, "SUPPORT", alma, at=at - timedelta(minutes=1), days=20)

        def states(code: str = case.person.code, at: datetime = at) -> object:
            with acting_as(alma):
                return state_protection(code, "YES", on=day(at), by=alma, at=at)

        given, _stated = at_once(_confirms(sent.ref, sent.version, dag, at), states)
        with acting_as(dag):
            proposed = LastDayProposal.objects.filter(intervention__request=sent).exists()
        assert isinstance(given, Stopped) or proposed, given
