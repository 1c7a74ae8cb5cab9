"""Row-level security under mixed viewers on pooled connections, and every address tried as somebody else.

Prints how many queries were asked, and how many showed a foreign row.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from random import Random

import pytest
from django.db import ProgrammingError, connections, transaction
from django.test import Client

from accounts.clock import now
from accounts.door import acting_as
from accounts.policies import ABOUT_SOMEBODY, WITHOUT_PERSONS
from accounts.viewer import Viewer
from cases.models import AdmissionRequest, Identification, Person
from tests.factories import identified, sent_request
from tests.walls.test_foreign_is_missing import MISSING, doors

ASKED = 6000
THREADS = 6
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


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


def test_every_address_as_somebody_else(alma: Viewer, signed_in: Callable[[str], Client]) -> None:
    request = sent_request(alma, at=now())
    with acting_as(alma):
        refs: dict[type, str] = {Person: request.person.code, AdmissionRequest: request.ref}
    tried = 0
    for who in ("cia", "eva", "olle", "frej"):
        client = signed_in(who)
        for door in doors():
            for method in ("get", "post"):
                address = door.to(refs.get(door.of, MISSING[door.of]))
                assert getattr(client, method)(address).status_code == 404, (who, address)
                tried += 1
    print(f"\n  {tried} answers to somebody else's question: all 404")
