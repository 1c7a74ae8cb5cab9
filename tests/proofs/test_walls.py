"""Row-level security under mixed viewers on pooled connections, and every address in every way as everybody.

Prints how many questions were asked, and how many were not answered as they should.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from random import Random

import pytest
from django.db import ProgrammingError, connections, transaction

from accounts.clock import now
from accounts.door import acting_as
from accounts.models import User
from accounts.policies import ABOUT_SOMEBODY, WITHOUT_PERSONS
from accounts.viewer import Viewer, viewer_of
from cases.models import AdmissionRequest, Identification, Person
from tests.factories import identified, sent_request
from tests.house.reading import ROOT
from tests.signing import signed_in_client
from tests.walls.canaries import Heard
from tests.walls.matrix.asking import GET, OTHERS, POST, WAYS, Asking, about, routes
from tests.walls.matrix.people import PEOPLE, STANDING, make_people, session_of
from tests.walls.matrix.things import make_things
from tests.walls.test_canaries import look_everywhere

ASKED = 6000
THREADS = 6
PROCESSES = 2
IN_ALL_WAYS = ("alma", "cia", "disa", "frej", "eva", "nobody", "locked")
"""Who asks in every way; everybody asks by GET and POST."""
REQUESTS = int(os.environ.get("NSP_REQUESTS", "100000"))


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


def _in_this_database(url: str) -> str:
    address, _, options = url.partition("?")
    name = connections["default"].settings_dict["NAME"]
    return f"{address.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_hundred_thousand_requests_by_alternating_viewers_show_nothing_of_anothers(users: dict[str, User]) -> None:
    """Through everything a request passes, in two processes with as many threads each as would serve a busy day."""
    codes: dict[str, list[str]] = {}
    requests: dict[str, list[str]] = {}
    for name in ("alma", "cia"):
        viewer = viewer_of(users[name])
        sent = [sent_request(viewer, at=now()) for _ in range(3)]
        met = [identified(viewer, at=now()).code for _ in range(3)]
        codes[name], requests[name] = [*met, *(one.person.code for one in sent)], [one.ref for one in sent]
    mine = {name: codes[name] + requests[name] for name in ("alma", "cia")}
    mine |= {"bo": mine["alma"], "dag": mine["alma"] + mine["cia"], "eva": [], "olle": [], "nobody": []}
    sessions = {name: signed_in_client(users[name]).cookies["sessionid"].value for name in mine if name != "nobody"}
    said = {
        "sessions": sessions,
        "mine": mine,
        "codes": codes["alma"] + codes["cia"],
        "requests": requests["alma"] + requests["cia"],
        "count": REQUESTS // PROCESSES,
        "threads": THREADS // PROCESSES,
    }
    env = {**os.environ, "NSP_MODE": "test", "PYTHONPATH": str(ROOT)}
    env |= {name: _in_this_database(os.environ[name]) for name in ("DATABASE_URL", "DATABASE_OWNER_URL")}
    begun, running = time.monotonic(), []
    for number in range(PROCESSES):
        command = [sys.executable, "-m", "tests.proofs.questions"]
        child = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert child.stdin
        child.stdin.write(json.dumps(said | {"seed": number * 1000}) + "\n")
        child.stdin.flush()
        running.append(child)
    told = [json.loads(child.communicate()[0]) for child in running]
    took, asked = time.monotonic() - begun, sum(one["asked"] for one in told)
    wrong = [line for one in told for line in one["wrong"]]
    answers = sum((Counter(one["answers"]) for one in told), Counter())
    print(f"\n  {asked} requests by 7 alternating viewers (one not signed in) on {THREADS} connections in {PROCESSES}")
    print(f"  processes: {len(wrong)} foreign, {took:.0f} s, {asked / took:.0f} a second; answers {dict(answers)}")
    assert wrong == [], "\n".join(wrong)
    assert asked >= REQUESTS * 0.99 and {"200", "404", "401"} <= answers.keys()


@pytest.mark.django_db(databases=["default", "owner"])
def test_every_address_in_every_way_as_everybody_about_everything() -> None:
    users = make_people()
    things = make_things(users)
    begun, asked = time.monotonic(), 0
    wrong: list[str] = []
    everybody = [*PEOPLE, *STANDING]
    for asker in everybody:
        asking = Asking(asker, session_of(asker, users), things)
        for route in routes():
            for thing in about(route, things):
                wrong += [asking.wrong(route, thing, way)[0] for way in (GET, POST) if way in route.ways]
            others = [way for way in OTHERS if way in route.ways and asker.key in IN_ALL_WAYS]
            wrong += [asking.wrong(route, thing, way)[0] for thing in about(route, things, asking) for way in others]
        asked += asking.asked
    wrong = [fault for fault in wrong if fault]
    print(
        f"\n  {len(routes())} addresses × {len(WAYS)} ways × {len(everybody)} sessions × {len(things)} things and what"
    )
    print(f"  is missing: {asked} questions, {len(wrong)} not as declared, {time.monotonic() - begun:.0f} s")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_no_canary_is_found_anywhere(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    hits, said = look_everywhere(heard, monkeypatch, [*PEOPLE, *STANDING], with_report=True)
    print(f"\n  {said}")
    assert hits == [], "\n".join(hits)
