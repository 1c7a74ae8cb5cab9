"""Is the log as it was written? Reads it against its hashes and its seals, and names what is not.

What this finds needs no trust in the database, only in the key. What it cannot find stands in ``docs/security.md``:
events removed before their hour was sealed, and a removed end of the log together with its seals, where nobody kept a
newer fingerprint elsewhere.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from audit import hashing
from audit.models import AccessEvent, Seal
from audit.services import HOUR, hour_of

WINDOW = timedelta(days=1)
"""So much is read at a time: memory does not grow with the log."""
LATE = timedelta(hours=2)
"""So long after its end an hour has a seal, unless nothing sealed then: the program was down, or somebody has removed
the end of the log with its seals, and what is left was sealed anew."""
NAMED = 10
"""So many rows of a key that is missing are named; the rest are counted."""


class Kind(StrEnum):
    """What can be wrong."""

    EVENT = "event"  # changed or invented: where = its id
    HOUR = "hour"  # holds fewer events than were sealed, more, or others: where = the hour
    SEAL = "seal"  # changed, invented, or not the one that followed: where = its hour
    NO_SEAL = "no seal"  # where = the hour
    KEY = "key"  # not in the environment: where = what names it, and at the end the key's id
    PAPER = "paper"  # the seal that was written down is not there: where = its hour


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: what, where, and a sentence."""

    kind: Kind
    where: str
    sentence: str


@dataclass
class Tally:
    """What has been read."""

    events: int = 0
    seals: int = 0
    unsealed: int = 0
    newest: Seal | None = None
    first: Seal | None = None
    late: list[datetime] = field(default_factory=list)
    """The first and the last hour that was sealed long after its end (``LATE``), and between them ``late_hours``."""
    late_hours: int = 0
    unknown: dict[str, int] = field(default_factory=dict)
    """How many rows name a key that the environment does not hold, by the key's id."""


def hour_words(hour: datetime) -> str:
    """How an hour is named: ``2026-11-27T03Z``."""
    return f"{hour_of(hour):%Y-%m-%dT%HZ}"


class Check:
    """One run over the log, or a part of it, inside an open door that sees all of it.

    ``begin`` and ``end`` are whole hours (``end`` excluded). ``said`` is called now and then with how far it is.
    """

    def __init__(
        self,
        *,
        begin: datetime | None = None,
        end: datetime | None = None,
        said: Callable[[datetime, Tally], None] = lambda *_: None,
    ) -> None:
        self.begin, self.end, self.said = begin, end, said
        self.keys = hashing.ring()
        self.tally = Tally()

    def run(self) -> Iterator[Finding]:
        """Everything that is wrong, seals first; ``tally`` is whole when it has ended."""
        yield from self._seals()
        yield from self._events()
        for key, rows in self.tally.unknown.items():
            yield Finding(Kind.KEY, key, f"key {key!r} is not in NSP_AUDIT_KEY: {rows} rows cannot be verified")

    def _within(self, column: str) -> dict[str, datetime]:
        said = {f"{column}__gte": self.begin, f"{column}__lt": self.end}
        return {name: at for name, at in said.items() if at is not None}

    # Seals -----------------------------------------------------------------------------------------------------------

    def _seals(self) -> Iterator[Finding]:
        last = self._seal_before()
        for seal in Seal.objects.filter(**self._within("hour")).order_by("hour").iterator(chunk_size=2000):
            self.tally.seals += 1
            name = hour_words(seal.hour)
            if seal.key not in self.keys:
                yield from self._unknown_key(seal.key, f"the seal of {name}", name)
                if last is None or seal.hour == last.hour + HOUR:  # the seal after it tells whether it is genuine
                    last, self.tally.first = seal, self.tally.first or seal
                continue
            if not hashing.holds(seal, self.keys) or hour_of(seal.hour) != seal.hour:
                yield Finding(Kind.SEAL, name, f"the seal of {name} is not as it was written")
                continue
            yield from self._links(seal, last)
            self._note_late(seal)
            last = self.tally.newest = seal
            self.tally.first = self.tally.first or seal

    def _note_late(self, seal: Seal) -> None:
        if seal.sealed_at - seal.hour - HOUR > LATE:
            self.tally.late_hours += 1
            self.tally.late = [*self.tally.late[:1], seal.hour]

    def _seal_before(self) -> Seal | None:
        """The seal that the first one of this run must follow, where the run begins inside the chain."""
        if self.begin is None:
            return None
        found = Seal.objects.filter(hour__lt=self.begin).order_by("-hour").first()
        return found if found and found.key in self.keys and hashing.holds(found, self.keys) else None

    def _links(self, seal: Seal, last: Seal | None) -> Iterator[Finding]:
        name = hour_words(seal.hour)
        if last is None:
            if bytes(seal.before) and self.begin is None:
                yield Finding(Kind.NO_SEAL, name, f"the seals before {name} are missing")
            return
        gap = (seal.hour - last.hour) // HOUR - 1
        if gap:
            first, until = hour_words(last.hour + HOUR), hour_words(seal.hour - HOUR)
            which = first if gap == 1 else f"{first} to {until}"
            for n in range(min(gap, NAMED)):
                hour = hour_words(last.hour + (n + 1) * HOUR)
                yield Finding(Kind.NO_SEAL, hour, f"the seal of {hour} is missing or changed ({which}: {gap})")
        elif bytes(seal.before) != bytes(last.mac):
            yield Finding(Kind.SEAL, name, f"the seal of {name} does not follow the one before it")

    # Events ----------------------------------------------------------------------------------------------------------

    def _events(self) -> Iterator[Finding]:
        first, newest = self.tally.first, self.tally.newest
        if first is None or newest is None:
            yield from self._unsealed(AccessEvent.objects.filter(**self._within("at")))
            return
        every = AccessEvent.objects.filter(**self._within("at"))
        yield from self._before(every.filter(at__lt=first.hour), first)
        begin, end = first.hour, newest.hour + HOUR
        while begin < end:
            until = min(begin + WINDOW, end)
            yield from self._window(begin, until)
            self.said(until, self.tally)
            begin = until
        yield from self._unsealed(every.filter(at__gte=end))

    def _before(self, rows: Any, first: Seal) -> Iterator[Finding]:
        held = self.tally.events
        yield from self._each(rows)
        if self.tally.events > held:
            told = f"{self.tally.events - held} events stand before the first seal, {hour_words(first.hour)}"
            yield Finding(Kind.HOUR, hour_words(first.hour), told)

    def _unsealed(self, rows: Any) -> Iterator[Finding]:
        held = self.tally.events
        yield from self._each(rows)
        self.tally.unsealed = self.tally.events - held

    def _window(self, begin: datetime, end: datetime) -> Iterator[Finding]:
        seals = {
            seal.hour: seal
            for seal in Seal.objects.filter(hour__gte=begin, hour__lt=end)
            if seal.key in self.keys and hashing.holds(seal, self.keys)
        }
        hours = {hour: _Hour(hmac.new(self.keys[seal.key], b"hour\0", hashlib.sha256)) for hour, seal in seals.items()}
        rows = AccessEvent.objects.filter(at__gte=begin, at__lt=end)
        yield from self._each(rows, hours)
        for hour, seal in sorted(seals.items()):
            yield from _compare(seal, hours[hour])

    def _each(self, rows: Any, hours: dict[datetime, _Hour] | None = None) -> Iterator[Finding]:
        for event in rows.order_by("at", "id").iterator(chunk_size=2000):
            self.tally.events += 1
            sealed = (hours or {}).get(hour_of(event.at))
            if sealed is not None:
                sealed.count += 1
                sealed.running.update(bytes(event.mac))
            if event.key in self.keys and hashing.holds(event, self.keys):
                continue
            if sealed is not None:
                sealed.named += 1
            if event.key not in self.keys:
                yield from self._unknown_key(event.key, f"event {event.pk}", str(event.pk))
                continue
            told = f"event {event.pk} ({hour_words(event.at)}) was changed or invented"
            yield Finding(Kind.EVENT, str(event.pk), told)

    def _unknown_key(self, key: str, what: str, where: str) -> Iterator[Finding]:
        self.tally.unknown[key] = self.tally.unknown.get(key, 0) + 1
        if self.tally.unknown[key] <= NAMED:
            yield Finding(Kind.KEY, where, f"{what} names a key that is not in NSP_AUDIT_KEY")


@dataclass
class _Hour:
    """What stands in the log for an hour that has a seal."""

    running: Any
    count: int = 0
    named: int = 0


def _compare(seal: Seal, found: _Hour) -> Iterator[Finding]:
    """An hour against its seal."""
    name, missing = hour_words(seal.hour), seal.count - found.count
    if missing > 0:
        yield Finding(Kind.HOUR, name, f"{missing} of {seal.count} events of {name} are missing")
    elif found.running.digest() != bytes(seal.rows):
        counts = f"{seal.count} then, {found.count} now, {found.named} of these changed or invented"
        yield Finding(Kind.HOUR, name, f"the events of {name} are not those that were sealed: {counts}")


def on_paper(hour: datetime, fingerprint: str) -> Finding | None:
    """Whether the seal that somebody wrote down is still there: else the end of the log was cut off, or made anew."""
    seal = Seal.objects.filter(hour=hour).first()
    name = hour_words(hour)
    if seal is None:
        return Finding(Kind.PAPER, name, f"the seal of {name}, whose fingerprint was kept, is gone")
    if not hmac.compare_digest(hashing.fingerprint(bytes(seal.mac)), fingerprint):
        return Finding(Kind.PAPER, name, f"the seal of {name} is not the one whose fingerprint was kept")
    return None
