"""Two coordinators confirm the same human, on record twice and linked, in the same instant: one case is opened."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.clock import now
from accounts.door import acting_as
from accounts.errors import Stopped
from accounts.viewer import Viewer
from cases.models import AdmissionRequest, Case, Person
from cases.models.same_person import SameState
from cases.services import decision
from cases.services.same_person import ask_about, decide_same
from tests.at_once import at_once
from tests.factories import sent_request

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def _confirms(sent: AdmissionRequest, by: Viewer) -> Callable[[], object]:
    def act() -> object:
        with acting_as(by):
            return decision.confirm(sent.ref, version=sent.version, reason="Prövat.", by=by, at=now())

    return act


def test_one_of_two_decisions_opens_the_case_of_one_human(alma: Viewer, cia: Viewer, dag: Viewer, disa: Viewer) -> None:
    for _round in range(5):
        here, there = sent_request(alma, at=now()), sent_request(cia, at=now())
        with acting_as(disa):
            persons = [Person.objects.get(pk=one.person_id) for one in (here, there)]
            row = ask_about(persons[0].code, persons[1].code, by=disa, at=now())
            decide_same(row.ref, SameState.LINKED, "FACTS", seen=row.state, by=disa, at=now())
        results = at_once(_confirms(here, dag), _confirms(there, disa))
        assert sum(isinstance(one, Case) for one in results) == 1, results
        [told] = [one for one in results if isinstance(one, Stopped)]
        assert "one_open_case" in {v.code for v in told.verdicts if v.level == "stop"}
        with acting_as(disa):
            assert Case.objects.filter(person__in=persons, closed_on=None).count() == 1
