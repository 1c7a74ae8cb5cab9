"""No sealed text turns up elsewhere: on pages of those who may not read it, in logs, errors, mail, queue, stores."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db import transaction

from accounts.clock import now
from accounts.models import User
from reminders import runs
from reports.tasks import wake
from tests.signing import signed_in_client
from tests.walls.canaries import (
    ALMAS,
    HANDED_OVER,
    LINDEN,
    Canaries,
    Heard,
    fill_the_rest,
    put_controls,
    stored,
    tell_the_story,
)
from tests.walls.canaries_in_a_report import in_a_report
from tests.walls.matrix.asking import GET, Asking, about, routes
from tests.walls.matrix.forms import Field, forms_of, likely
from tests.walls.matrix.people import PEOPLE, STANDING, Asker, make_people, session_of
from tests.walls.matrix.things import Thing

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
MAY_READ = {
    "alma": (LINDEN, HANDED_OVER, ALMAS),
    "bo": (LINDEN, HANDED_OVER),
    "maj": (LINDEN, HANDED_OVER),
    "frej": (HANDED_OVER,),
    "dag": (LINDEN, HANDED_OVER),  # who has broken the glass
    "disa": (HANDED_OVER,),
    "gerd": (HANDED_OVER,),
}
"""Who may read what (access.md, Roles): an actor its own and what it is offered; coordinators with an open errand; who
handed over, their own receipt; nobody else anything."""


@pytest.fixture
def heard() -> Iterator[Heard]:
    """All that is logged, at the lowest level that settings leave open."""
    handler, root = Heard(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.setLevel(level)
    root.removeHandler(handler)


def test_no_canary_is_found_where_it_should_not_be(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    hits, said = look_everywhere(heard, monkeypatch, [a for a in [*PEOPLE, *STANDING] if a.key in IN_SHORT])
    assert hits == [], said + "\n" + "\n".join(hits)


IN_SHORT = ("alma", "cia", "disa", "eva", "frej", "nobody", "locked")


def look_everywhere(
    heard: Heard, monkeypatch: pytest.MonkeyPatch, askers: list[Asker], *, with_report: bool = False
) -> tuple[list[str], str]:
    """Tell the story, ask as everybody, break things, run what runs in the background; then look. Gives the hits, and
    in words where was looked; fails where a control is not found."""
    canaries, users = Canaries(), make_people()
    things = tell_the_story(canaries, users)
    fields = fill_the_rest(canaries)
    logging.getLogger("nsp.test").debug(control := canaries.control())
    words, looked = put_controls(canaries), 0
    hits: list[str] = []
    for asker in askers:
        asking = Asking(asker, session_of(asker, users), things)
        found, count = _ask(asking, canaries)
        hits, looked = hits + found, looked + count
    hits += _send_every_form(canaries, users, things) + _break(canaries, users, things, monkeypatch)
    at = now()
    runs.run_outbox(at=at)
    runs.run_sweep(at=at)
    runs.run_delivery(at=at)
    with transaction.atomic():
        wake("F-KANARIE")
    if with_report:
        hits += in_a_report(canaries, users)
    stores = stored() | {"log": "\n".join(heard.lines).encode()}
    for name, blob in stores.items():
        assert (words | {"log": control})[name] in canaries.found(blob), f"nobody looks into {name}"
        hits += [f"{name}: {place}" for place in canaries.leaked(blob)]
    assert len(mail.outbox) > 1, "nobody was told of anything"
    said = f"{len(canaries.put)} canaries in {len(fields)} sealed fields and every form's free text, looked for in "
    said += f"{looked} answers and {len(stores)} stores: {len(hits)} hits; {len(canaries.controls)} controls found"
    return hits, said


def _ask(asking: Asking, canaries: Canaries) -> tuple[list[str], int]:
    """Every address as one person; whoever may read must be seen to read, or nothing is looked through."""
    opens = asking.asker.standing in ("open", "stale")
    may_read, hits, seen = MAY_READ.get(asking.asker.whose, ()) if opens else (), [], set()
    looked = 0
    for route in routes():
        for thing in about(route, asking.things) or [None]:
            if thing is None and route.row.of:
                continue
            answer = asking.ask(route, thing.refs if thing else {}, GET)
            looked += 1
            blob = answer.body + repr(answer.headers).encode()
            hits += [f"{asking.asker.key}: {route.name}: {where}" for where in canaries.leaked(blob, may_read=may_read)]
            seen |= canaries.found(blob)
    assert seen or not may_read, f"{asking.asker.key} should have read something"
    return hits, looked


def _send_every_form(canaries: Canaries, users: dict[str, User], things: list[Thing]) -> list[str]:
    """A word in every free text of every form, sent and taken back: none in an address, a header or another's log."""
    hits: list[str] = []
    tried: set[tuple[str, ...]] = set()
    for asker in (asker for asker in PEOPLE if asker.key in ("alma", "disa", "frej")):
        asking = Asking(asker, session_of(asker, users), things)

        def fill(one: Field) -> str | None:
            return canaries.new(f"form: {one.name}", ALMAS) if one.is_free else likely(one)

        for route in routes():
            for thing in about(route, things):
                if route.row.of and not asking.gets_in(route.row, thing):
                    continue
                hits += _send(asking, route.to(thing.refs if thing else {}), canaries, fill, tried)
    assert len(tried) > 10, "no form was found"
    return hits


def _send(asking: Asking, address: str, canaries: Canaries, fill: Any, tried: set[tuple[str, ...]]) -> list[str]:
    hits = []
    with transaction.atomic():
        page = asking.client.get(address)
        html = page.content.decode() if "text/html" in page.headers.get("Content-Type", "") else ""
        for form in forms_of(html):
            action = form.action.split("#")[0] or address
            away = not action.startswith("/") or action.startswith(("/account/", "/demo/"))
            if form.method != "post" or away or form.shape in tried:
                continue
            tried.add(form.shape)
            for said in form.sent(fill):
                answer = asking.client.post(action, said)
                hits += [f"header of {action}: {p}" for p in canaries.leaked(repr(answer.headers).encode())]
        transaction.set_rollback(True)
    return hits


def _break(
    canaries: Canaries, users: dict[str, User], things: list[Thing], monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Faults in the middle of a view that holds sealed text, with a message that quotes it: as the program runs, with
    ``DEBUG``, and with somebody named to get Django's mail about faults."""
    secret, code = canaries.new("a fault's message"), things[0].refs["code"]
    hits = []

    def goes_wrong(*args: Any, **kwargs: Any) -> None:
        held = {"story": secret}
        raise LookupError(f"{held}")

    monkeypatch.setattr("nsp.desk.views.person.person_page", goes_wrong)
    monkeypatch.setattr("cases.api.person.person_page", goes_wrong)
    monkeypatch.setattr("cases.views.details.section_now", goes_wrong)
    monkeypatch.setattr(django_settings, "ADMINS", [("x", "x@example.org")])
    client = signed_in_client(users["alma"])
    client.raise_request_exception = False
    for debug in (False, True):
        monkeypatch.setattr(django_settings, "DEBUG", debug)
        for address in (f"/persons/{code}/", f"/api/v1/persons/{code}/", f"/persons/{code}/details/contact/"):
            for answer in (client.get(address), client.post(address, {"story": secret, "safe_contact": secret})):
                assert answer.status_code in (405, 500), (address, answer.status_code)
                hits += [f"fault at {address}, DEBUG={debug}: {p}" for p in canaries.leaked(answer.content)]
    monkeypatch.undo()
    return hits
