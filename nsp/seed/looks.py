"""The access log of the last two weeks in the demo: everyday looks, and a few that a data protection officer would ask
about. Written by the function that writes every event, hour by hour sealed as ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from accounts.door import acting_as
from accounts.log import NOBODY, seal
from accounts.viewer import Viewer
from accounts.workdays import is_working_day
from audit.models import Outcome
from audit.record import access
from cases.models import AdmissionRequest, BrokenGlass, Person
from cases.models.choices import Protection
from cases.services.details import Guarded, write_protection
from nsp.seed.lives import World

DAYS = 14
LOOKED, DONE, REFUSED = Outcome.LOOKED, Outcome.DONE, Outcome.REFUSED


@dataclass(frozen=True)
class Look:
    """Somebody opened or did something, about a person or not."""

    at: datetime
    act: str
    outcome: Outcome = LOOKED
    person: Person | None = None
    kind: str = "Person"
    ref: str = ""
    why: str = ""


def seed_looks(here: World) -> None:
    """Two weeks of the log, and their seals."""
    _protect(here)
    persons = _persons(here)
    for key in ("alma", "bo", "cia", "gun", "lars"):
        _write(here, here.viewers[key], _days_work(here, persons[key]))
    for key in ("dag", "disa"):
        _write(here, here.viewers[key], _office(here, persons["dag"]))
    _write(here, here.viewers["bo"], _late(here, persons["bo"]))
    _write(here, here.viewers["cia"], _curious(here, persons["alma"]))
    _write(here, here.viewers["disa"], _many(here, persons["dag"]))
    _write(here, here.viewers["disa"], _glass(here))
    _write(here, here.viewers["nils"], _wrong_passwords(here, 6))
    _write(here, Viewer(id=NOBODY.id, name=""), _unknown_address(here))
    seal(at=here.now)


def _protect(here: World) -> None:
    """One of Cia's persons has protected data."""
    with acting_as(here.viewers["cia"]) as cia:
        person = Person.objects.order_by("-made_at")[0]
        write_protection(person.code, Guarded(Protection.MARK, person.threat), by=cia, at=here.now)


def _persons(here: World) -> dict[str, list[Person]]:
    """The newest persons that each sees."""
    found = {}
    for key in ("alma", "bo", "cia", "gun", "lars", "dag"):
        with acting_as(here.viewers[key]):
            found[key] = list(Person.objects.only("id", "code").order_by("-made_at")[: 20 if key == "dag" else 7])
    return found


def _workdays(here: World) -> Iterator[datetime]:
    for n in range(DAYS, -1, -1):
        on = here.today - timedelta(days=n)
        if is_working_day(on):
            yield here.moment(on, hour=9)


def _days_work(here: World, persons: list[Person]) -> Iterator[Look]:
    """Opening a few persons each working day, and reading what is sealed about one of them."""
    for morning in _workdays(here):
        for person in here.rng.sample(persons, min(3, len(persons))):
            at = morning + timedelta(minutes=here.rng.randint(0, 400))
            yield Look(at, "SEE_PERSON", person=person, ref=person.code)
            if here.rng.random() < 0.4:
                yield Look(at + timedelta(minutes=2), "READ_SEALED", person=person, ref=person.code)
            if here.rng.random() < 0.2:
                yield Look(at + timedelta(minutes=6), "CHANGE_PERSON", DONE, person, ref=person.code)


def _office(here: World, persons: list[Person]) -> Iterator[Look]:
    """A coordinator reads requests, some of them several times."""
    with acting_as(here.viewers["dag"]):
        requests = list(
            AdmissionRequest.objects.filter(person__in=persons, sent_at__isnull=False).select_related("person")
        )
    for morning in _workdays(here):
        for request in here.rng.sample(requests, min(2, len(requests))):
            for n in range(here.rng.randint(1, 3)):
                at = morning + timedelta(minutes=here.rng.randint(0, 300) + n)
                yield Look(at, "SEE_REQUEST", person=request.person, kind="AdmissionRequest", ref=request.ref)


def _late(here: World, persons: list[Person]) -> Iterator[Look]:
    """On a Saturday night."""
    saturday = here.today - timedelta(days=(here.today.weekday() - 5) % 7 or 7)
    for n, person in enumerate(persons[:2]):
        yield Look(here.moment(saturday, hour=23) + timedelta(minutes=n), "SEE_PERSON", person=person, ref=person.code)


def _curious(here: World, foreign: list[Person]) -> Iterator[Look]:
    """Somebody at another actor tries codes that they have heard."""
    at = here.moment(here.today - timedelta(days=2), hour=14)
    for n in range(12):
        yield Look(
            at + timedelta(minutes=n), "SEE_PERSON", REFUSED, ref=foreign[n % len(foreign)].code, why="not_found"
        )


def _many(here: World, persons: list[Person]) -> Iterator[Look]:
    """Very many persons within an hour."""
    at = here.moment(here.today - timedelta(days=1), hour=13).replace(minute=2)
    for n, person in enumerate(persons[:17]):
        yield Look(at + timedelta(minutes=2 * n), "SEE_PERSON", person=person, ref=person.code)


def _glass(here: World) -> Iterator[Look]:
    """The glass that she broke (nsp/seed/now.py), and what she read behind it."""
    with acting_as(here.viewers["disa"]) as disa:
        broken = list(BrokenGlass.objects.filter(by_id=disa.id).select_related("person"))
    for row in broken:
        yield Look(row.at, "BREAK_GLASS", DONE, row.person, ref=row.person.code)
        yield Look(row.at + timedelta(minutes=1), "READ_SEALED", person=row.person, ref=row.person.code)


def _wrong_passwords(here: World, times: int) -> Iterator[Look]:
    at = here.moment(here.today - timedelta(days=3), hour=8)
    for n in range(times):
        yield Look(at + timedelta(seconds=20 * n), "SIGN_IN", REFUSED, kind="", why="password")


def _unknown_address(here: World) -> Iterator[Look]:
    at = here.moment(here.today - timedelta(days=5), hour=16)
    for n in range(6):
        yield Look(
            at + timedelta(seconds=9 * n), "SIGN_IN", REFUSED, kind="Address", ref="5f3a90c1e2b4d687", why="password"
        )


def _write(here: World, viewer: Viewer, looks: Iterator[Look]) -> None:
    written = [look for look in looks if look.at < here.now]
    with acting_as(viewer):
        for look in sorted(written, key=lambda look: look.at):
            access(
                at=look.at,
                user_id=viewer.id,
                act=look.act,
                outcome=look.outcome,
                kind=look.kind,
                ref=look.ref,
                person_id=look.person.pk if look.person else None,
                why=look.why,
                request_id=uuid4(),
            )
