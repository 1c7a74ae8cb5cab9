"""Whether the background work is done: its facts, and a judgement on them. Nothing here is about anybody."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

import redis
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.clock import day
from accounts.queries import queries
from accounts.words import clock_words, moment_words
from reminders.models import Pulse
from reminders.services.outbox import PARKED_AFTER
from reminders.services.pulses import FAULT

PATIENCE = 0.5
"""Seconds that Redis has to answer in."""
QUEUE = "nsp:celery"
FAILED_FOR = timedelta(days=7)
FAULTY_FOR = timedelta(minutes=10)
"""So long after it last failed a part of the sweep is said to fail."""


class State(StrEnum):
    """How a part does."""

    OK = "ok"
    LATE = "late"
    DOWN = "down"


@dataclass(frozen=True)
class Lived:
    """When a part lived first and last."""

    since: datetime
    at: datetime


@dataclass(frozen=True)
class Facts:
    """What is known at a moment. ``queue`` and ``disk`` (MB) are None where nobody can say."""

    at: datetime
    pulses: Mapping[str, Lived]
    event_at: datetime | None = None
    mail_at: datetime | None = None
    parked: int = 0
    failed: int = 0
    queue: int | None = 0
    disk: int | None = None


@dataclass(frozen=True)
class Part:
    """A part of the program, judged. ``name``: one word for a monitor."""

    name: str
    heading: str
    state: State
    sentence: str

    @property
    def word(self) -> str:
        """Its state in a word."""
        return {State.OK: _("Works"), State.LATE: _("Late"), State.DOWN: _("Down")}[self.state]

    @property
    def kind(self) -> str:
        """How the word is drawn."""
        return {State.OK: "done", State.LATE: "soon", State.DOWN: "late"}[self.state]


@dataclass(frozen=True)
class Silence:
    """Reminders do not go out at ``at``. ``since``: None where they never have."""

    since: datetime | None
    at: datetime

    @property
    def sentence(self) -> str:
        """What stands on top of the pages of whoever can have it mended."""
        if self.since is None:
            return _("Reminders do not go out: the background work has not been started here.")
        if day(self.since) == day(self.at):
            return _("Reminders have not gone out since %(time)s today.") % {"time": clock_words(self.since)}
        return _("Reminders have not gone out since %(at)s.") % {"at": moment_words(self.since)}


HEADINGS = {
    "worker": gettext_lazy("Worker"),
    "beat": gettext_lazy("Timer"),
    "sweep": gettext_lazy("Search for what falls due"),
    "outbox": gettext_lazy("Handing on of events"),
    "mail": gettext_lazy("Sending of e-mails"),
    "event": gettext_lazy("Oldest event that waits"),
    "unsent": gettext_lazy("Oldest e-mail that waits"),
    "parked": gettext_lazy("Events that nobody could be told of"),
    "failed": gettext_lazy("E-mails given up"),
    "faults": gettext_lazy("Parts of the search that fail"),
    "queue": gettext_lazy("Queue"),
    "disk": gettext_lazy("Disk"),
}
RUNS = ("sweep", "outbox", "mail")


@queries(1)
def pulses() -> dict[str, Lived]:
    """When each part lived."""
    return {row.name: Lived(row.since, row.at) for row in Pulse.objects.all()}


@queries(2)
def facts_at(at: datetime) -> Facts:
    """What the database says, inside the door."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nsp_waiting(%s, %s, %s)", [PARKED_AFTER, at - FAILED_FOR, at])
        event_at, mail_at, parked, failed = cursor.fetchone()
    return Facts(at, pulses(), event_at, mail_at, parked, failed)


def with_machine(facts: Facts) -> Facts:
    """The same with the queue and the disk. Outside the door, where that can be: Redis may take its time."""
    return replace(facts, queue=queue_length(), disk=free_disk())


def queue_length() -> int | None:
    """How many messages wait for the worker; None where Redis does not answer."""
    try:
        asked = redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=None
        )
        with asked as answering:
            return int(answering.llen(QUEUE))
    except (redis.RedisError, OSError):
        return None


def free_disk() -> int | None:
    """MB that are free where the program keeps its data."""
    place = settings.NSP_DATA_DIR
    try:
        found = next(one for one in (place, *place.parents) if one.exists())
        return shutil.disk_usage(found).free // 1_000_000
    except OSError:
        return None


def judge(facts: Facts, limits: Mapping[str, int]) -> tuple[Part, ...]:
    """Every part with its state and a sentence, in the order in which one looks at them."""
    lived = [_lived(facts, name, limits["silent"]) for name in ("worker", "beat")]
    runs = [_run(facts, name, limits["sweep"]) for name in RUNS]
    waits = [_waits(facts.at, "event", facts.event_at, limits["event"])]
    waits += [_waits(facts.at, "unsent", facts.mail_at, limits["mail"])]
    return (
        *lived,
        *runs,
        _faults(facts),
        *waits,
        *_stuck(facts),
        _queue(facts.queue, limits["queue"]),
        _disk(facts.disk, limits),
    )


def _part(name: str, state: State, sentence: str) -> Part:
    return Part(name, str(HEADINGS[name]), state, sentence)


def _lived(facts: Facts, name: str, minutes: int) -> Part:
    found = facts.pulses.get(name)
    if found is None:
        return _part(name, State.DOWN, _("It has never run here."))
    words = {"at": moment_words(found.at)}
    if facts.at - found.at > timedelta(minutes=minutes):
        return _part(name, State.DOWN, _("It has been silent since %(at)s.") % words)
    return _part(name, State.OK, _("It last lived on %(at)s.") % words)


def _run(facts: Facts, name: str, minutes: int) -> Part:
    found = facts.pulses.get(name)
    if found is None:
        state = State.LATE if is_overdue(facts.pulses, name, facts.at, minutes) else State.OK
        return _part(name, state, _("It has not been done yet."))
    late = facts.at - found.at > timedelta(minutes=minutes)
    return _part(name, State.LATE if late else State.OK, _("Last done on %(at)s.") % {"at": moment_words(found.at)})


def is_overdue(lived: Mapping[str, Lived], name: str, at: datetime, minutes: int) -> bool:
    """Whether a run should have been done since. One that was never done has as long from the worker's first start."""
    found = lived.get(name)
    last = found.at if found else min((one.since for one in lived.values()), default=None)
    return last is None or at - last > timedelta(minutes=minutes)


def _faults(facts: Facts) -> Part:
    faulty = sorted(name.removeprefix(FAULT) for name, one in facts.pulses.items() if _is_faulty(name, one, facts.at))
    words = _("These fail and are tried again each minute: %(names)s. All else is told.") % {"names": ", ".join(faulty)}
    return _part("faults", State.LATE if faulty else State.OK, words if faulty else _("None."))


def _is_faulty(name: str, lived: Lived, at: datetime) -> bool:
    return name.startswith(FAULT) and at - lived.at <= FAULTY_FOR


def _waits(at: datetime, name: str, oldest: datetime | None, minutes: int) -> Part:
    if oldest is None:
        return _part(name, State.OK, _("Nothing waits."))
    state = State.LATE if at - oldest > timedelta(minutes=minutes) else State.OK
    return _part(name, state, _("It has waited since %(at)s.") % {"at": moment_words(oldest)})


def _stuck(facts: Facts) -> list[Part]:
    parked = ngettext(
        "%(n)s event waits for somebody to look.", "%(n)s events wait for somebody to look.", facts.parked
    )
    failed = ngettext(
        "%(n)s e-mail was given up in the last seven days.",
        "%(n)s e-mails were given up in the last seven days.",
        facts.failed,
    )
    none = _("None.")
    return [
        _part(name, State.LATE if n else State.OK, words % {"n": n} if n else none)
        for name, n, words in (("parked", facts.parked, parked), ("failed", facts.failed, failed))
    ]


def _queue(length: int | None, limit: int) -> Part:
    if length is None:
        return _part("queue", State.LATE, _("Unknown: the queue does not answer. Nothing is lost meanwhile."))
    words = ngettext("%(n)s message waits for the worker.", "%(n)s messages wait for the worker.", length)
    return _part("queue", State.LATE if length > limit else State.OK, words % {"n": length})


def _disk(free: int | None, limits: Mapping[str, int]) -> Part:
    if free is None:
        return _part("disk", State.LATE, _("Unknown: the disk does not answer."))
    state = State.LATE if free < limits["disk"] else State.OK
    return _part("disk", state, _("%(gb)s GB are free.") % {"gb": f"{free // 1000}"})


def silent(lived: Mapping[str, Lived], at: datetime, limits: Mapping[str, int]) -> Silence | None:
    """Whether worker or beat is silent, or the sweep late, and since when: for the line on top of pages."""
    allowed = {"worker": limits["silent"], "beat": limits["silent"], "sweep": limits["sweep"]}
    dead = [name for name, minutes in allowed.items() if is_overdue(lived, name, at, minutes)]
    last = [lived[name].at for name in dead if name in lived]
    return Silence(min(last, default=None), at) if dead else None


def monitored(parts: tuple[Part, ...]) -> list[str]:
    """What whoever runs the program reads: a line for each part that is not as it should be."""
    return [f"{part.name} {part.state}" for part in parts if part.state is not State.OK]


def worst(parts: tuple[Part, ...]) -> State:
    """All that a stranger is told."""
    states = {part.state for part in parts}
    return next(one for one in (State.DOWN, State.LATE, State.OK) if one in states or one is State.OK)
