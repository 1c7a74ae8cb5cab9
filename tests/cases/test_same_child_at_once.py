"""Two coordinators grant a supplement for the same child at two persons in the same instant: one is granted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.clock import now
from accounts.door import acting_as
from accounts.errors import Stopped
from accounts.viewer import Viewer
from cases.models import AdmissionRequest, Case, ChildSupplement
from cases.services import decision
from cases.services.admission import AskedChild
from cases.services.dependant import Close, add_dependant
from cases.services.family import link_persons, mark_same
from tests.at_once import at_once
from tests.factories import identified, sent_request

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def _confirms(sent: AdmissionRequest, by: Viewer) -> Callable[[], object]:
    def act() -> object:
        with acting_as(by):
            return decision.confirm(sent.ref, version=sent.version, reason="Prövat.", by=by, at=now())

    return act


def test_one_of_two_decisions_supplements_the_same_child(alma: Viewer, dag: Viewer, disa: Viewer) -> None:
    for _round in range(5):
        one, other = identified(alma, at=now()), identified(alma, at=now())
        with acting_as(alma):
            here = add_dependant(one.code, Close("CHILD", 2020), by=alma, at=now())
            there = add_dependant(other.code, Close("CHILD", 2020), by=alma, at=now())
            link_persons(one.code, other.code, "PARTNER", by=alma, at=now())
            mark_same(one.code, here.ref, there.ref, by=alma, at=now())
        first = sent_request(alma, at=now(), person=one, children=(AskedChild(ref=here.ref),))
        second = sent_request(alma, at=now(), person=other, children=(AskedChild(ref=there.ref),))
        results = at_once(_confirms(first, dag), _confirms(second, disa))
        assert sum(isinstance(one, Case) for one in results) == 1, results
        [told] = [one for one in results if isinstance(one, Stopped)]
        assert [v.case for v in told.verdicts if v.level == "stop"] == ["elsewhere"]
        with acting_as(dag):
            assert ChildSupplement.objects.filter(dependant__in=(here, there)).count() == 1
