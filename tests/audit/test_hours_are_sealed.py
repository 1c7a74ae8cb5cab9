"""Each hour of the log is sealed once, in a chain without gaps, by the system alone."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.clock import now
from accounts.door import acting_as
from accounts.log import seal
from accounts.tasks import seal_log
from accounts.viewer import Viewer
from audit.models import Outcome
from audit.record import access
from audit.services import GRACE, HOUR, hour_of
from tests.at_once import at_once
from tests.audit.forging import events, seals, written

pytestmark = pytest.mark.django_db(transaction=True)


def test_after_downtime_every_hour_is_caught_up_also_those_without_events(alma: Viewer) -> None:
    begin = written(alma, hours=700, each=1)
    chain = seals()
    assert [s.hour for s in chain] == [begin + n * HOUR for n in range(len(chain))]
    assert len(chain) >= 700, "more than one transaction's worth"
    assert {s.count for s in chain} == {0, 1}
    assert sum(s.count for s in chain) == len(events())
    assert [bytes(s.before) for s in chain] == [b"", *(bytes(s.mac) for s in chain[:-1])]


def test_an_hour_is_sealed_only_when_its_grace_is_over_and_only_once(alma: Viewer) -> None:
    at = now()
    with acting_as(alma):
        access(at=at, user_id=alma.id, act="HELP", outcome=Outcome.LOOKED, request_id=uuid4())
    over = hour_of(at) + HOUR + GRACE
    assert seal(at=over - timedelta(seconds=1)) == 0
    assert seal(at=over) == 1
    assert seal(at=over) == 0
    (only,) = seals()
    assert (only.hour, only.count) == (hour_of(at), 1)


def test_without_events_there_is_nothing_to_seal(alma: Viewer) -> None:
    seal_log()
    assert seals() == []


def test_workers_that_seal_at_the_same_time_do_no_hour_twice(alma: Viewer) -> None:
    at = now()
    with acting_as(alma):
        access(at=at, user_id=alma.id, act="HELP", outcome=Outcome.LOOKED, request_id=uuid4())
    later = at + timedelta(days=40)
    results = at_once(*[lambda: seal(at=later)] * 6)
    assert all(isinstance(result, int) for result in results), results
    seal(at=later)
    chain = seals()
    assert len(chain) == (hour_of(later - GRACE) - hour_of(at)) // HOUR
    assert len({bytes(s.before) for s in chain}) == len(chain)
