"""Row-level security under mixed viewers on pooled connections, and every address in every way as everybody.

Prints how many questions were asked, and how many were not answered as they should.
"""

from __future__ import annotations

import threading
import time
from random import Random

import pytest
from django.db import ProgrammingError, connections, transaction

from accounts.clock import now
from accounts.door import acting_as
from accounts.policies import ABOUT_SOMEBODY, WITHOUT_PERSONS
from accounts.viewer import Viewer
from cases.models import AdmissionRequest, Identification, Person
from tests.factories import identified, sent_request
from tests.walls.matrix.asking import WAYS, Asking, about, routes
from tests.walls.matrix.people import PEOPLE, STANDING, make_people, session_of
from tests.walls.matrix.things import make_things

ASKED = 6000
THREADS = 6


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_mixed_viewers_on_pooled_connections_see_no_foreign_row(
    alma: Viewer, bo: Viewer, cia: Viewer, dag: Viewer
) -> None:
    for viewer in (alma, cia):
        for _ in range(5):
            identified(viewer, at=now())
        sent_request(viewer, at=now())
    seen = {v.id: _visible(v) for v in (alma, bo, cia, dag)}
    assert seen[alma.id] == seen[bo.id]
    assert not seen[alma.id] & seen[cia.id]
    assert seen[dag.id] == seen[alma.id] | seen[cia.id]
    foreign: list[str] = []

    def ask(seed: int) -> None:
        dice = Random(seed)
        for _ in range(ASKED // THREADS):
            viewer = dice.choice((alma, bo, cia, dag))
            model = dice.choice((Person, Identification, AdmissionRequest))
            with acting_as(viewer):
                rows = model._default_manager.all()
                found = {row.person_id for row in rows}
            if not found <= seen[viewer.id]:
                foreign.append(f"{viewer.name} {model.__name__}")
            try:
                with transaction.atomic():
                    Person.objects.count()
                foreign.append("no viewer")
            except ProgrammingError:
                pass
        connections.close_all()

    begun = time.monotonic()
    threads = [threading.Thread(target=ask, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"\n  {ASKED} questions by 4 viewers on {THREADS} connections, and {ASKED} without a viewer: ", end="")
    print(f"{len(foreign)} foreign rows, {time.monotonic() - begun:.1f} s")
    print(f"  tables about somebody under a policy: {len(ABOUT_SOMEBODY)}; without persons: {len(WITHOUT_PERSONS)}")
    assert foreign == []


def _visible(viewer: Viewer) -> set[object]:
    with acting_as(viewer):
        return set(Person.objects.values_list("pk", flat=True))


@pytest.mark.django_db(databases=["default", "owner"])
def test_every_address_in_every_way_as_everybody_about_everything() -> None:
    users = make_people()
    things = make_things(users)
    begun, asked, wrong = time.monotonic(), 0, []
    everybody = [*PEOPLE, *STANDING]
    for asker in everybody:
        asking = Asking(asker, session_of(asker, users), things)
        for route in routes():
            for thing in about(route, things):
                wrong += [fault for way in route.ways if (fault := asking.wrong(route, thing, way)[0])]
        asked += asking.asked
    print(
        f"\n  {len(routes())} addresses × {len(WAYS)} ways × {len(everybody)} sessions × {len(things)} things and what"
    )
    print(f"  is missing: {asked} questions, {len(wrong)} not as declared, {time.monotonic() - begun:.0f} s")
    assert wrong == [], "\n".join(wrong)
