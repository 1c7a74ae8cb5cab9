"""The access log under somebody who has the owner's login to the database and not the key.

1 000 random tamperings of sealed hours, each by itself, then verified: each must be found and rightly named. Prints how
many of each kind; a log that nobody touched must give no complaint, between tamperings too. And a large log, verified
in memory that does not grow with it.
"""

from __future__ import annotations

import secrets
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest

from accounts.clock import now
from accounts.log import seal
from accounts.viewer import Viewer
from audit import hashing
from audit.models import AccessEvent, Outcome, Seal
from audit.services import HOUR
from audit.verify import Kind, hour_words
from tests.audit.forging import as_owner, events, forge, found, seals, written

TRIED = 1000
HOURS, EACH = 96, 8
Named = set[tuple[Kind, str]]
COLUMNS = "at, user_id, act, outcome, kind, ref, person_id, why, request_id, key, mac"
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


class Forger:
    """Each method tampers once, at random, and says what the verification must name."""

    def __init__(self, dice: Random) -> None:
        self.dice, self.events, self.seals = dice, events(), seals()

    def uuid(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128), version=4)

    def event(self) -> AccessEvent:
        return self.dice.choice(self.events)

    def seal(self) -> Seal:
        return self.dice.choice(self.seals)

    def any_column(self) -> Named:
        event = self.event()
        values: dict[str, Any] = {
            "id": self.uuid(),
            "at": event.at + timedelta(microseconds=self.dice.choice((-1, 1))),
            "user_id": self.uuid(),
            "act": "HELP",
            "outcome": "REFUSED",
            "kind": event.kind + " ",
            "ref": "P-" + str(self.dice.randrange(1000, 9999)),
            "person_id": self.uuid(),
            "why": "x",
            "request_id": self.uuid(),
            "key": "other",
            "mac": self.dice.randbytes(32),
        }
        column = self.dice.choice(sorted(values))
        forge(f"UPDATE audit_accessevent SET {column} = %s WHERE id = %s", values[column], event.pk)
        where = str(values["id"] if column == "id" else event.pk)
        return {(Kind.KEY if column == "key" else Kind.EVENT, where)}

    def delete(self) -> Named:
        event = self.event()
        forge("DELETE FROM audit_accessevent WHERE id = %s", event.pk)
        return {(Kind.HOUR, hour_words(event.at))}

    def invent(self) -> Named:
        like, new = self.event(), self.uuid()
        mac = self.dice.choice((self.dice.randbytes(32), bytes(like.mac)))
        at = self.seal().hour + timedelta(seconds=self.dice.randrange(3600))
        forge(
            f"INSERT INTO audit_accessevent (id, {COLUMNS}) SELECT %s, %s, user_id, act, outcome, kind, ref, person_id,"
            " why, request_id, key, %s FROM audit_accessevent WHERE id = %s",
            *(new, at, mac, like.pk),
        )
        return {(Kind.EVENT, str(new)), (Kind.HOUR, hour_words(at))}

    def replace(self) -> Named:
        """Another event in the place of one that is taken away, so that the count is right."""
        event, new = self.event(), self.uuid()
        forge("UPDATE audit_accessevent SET id = %s, ref = 'P-9999' WHERE id = %s", new, event.pk)
        return {(Kind.EVENT, str(new))}

    def move(self) -> Named:
        event, to = self.event(), self.seal()
        while to.hour <= event.at < to.hour + HOUR:
            to = self.seal()
        at = to.hour + timedelta(seconds=self.dice.randrange(3600))
        forge("UPDATE audit_accessevent SET at = %s WHERE id = %s", at, event.pk)
        hours: Named = {(Kind.HOUR, hour_words(event.at)), (Kind.HOUR, hour_words(at))}
        return hours | {(Kind.EVENT, str(event.pk))}

    def swap(self) -> Named:
        """All that two rows say changes places, their hashes with it or not."""
        one, other = self.dice.sample(self.events, 2)
        columns = COLUMNS if self.dice.random() < 0.5 else COLUMNS.removesuffix(", mac")
        names = [name.strip() for name in columns.split(",")]
        with as_owner() as cursor:
            for into, of in ((one, other), (other, one)):
                values = [getattr(of, name) for name in names]
                said = ", ".join(f"{name} = %s" for name in names)
                cursor.execute(f"UPDATE audit_accessevent SET {said} WHERE id = %s", [*values, into.pk])
        return {(Kind.EVENT, str(one.pk)), (Kind.EVENT, str(other.pk))}

    def older_hash(self) -> Named:
        place = self.dice.randrange(1, len(self.events))
        event, older = self.events[place], self.dice.choice(self.events[:place])
        forge("UPDATE audit_accessevent SET mac = %s WHERE id = %s", bytes(older.mac), event.pk)
        return {(Kind.EVENT, str(event.pk)), (Kind.HOUR, hour_words(event.at))}

    def change_seal(self) -> Named:
        seal = self.seal()
        values: dict[str, Any] = {
            "hour": self.seals[-1].hour + timedelta(hours=self.dice.randrange(2, 9999)),
            "count": seal.count + self.dice.choice((-1, 1)) if seal.count else 1,
            "rows": self.dice.randbytes(32),
            "before": self.dice.randbytes(32),
            "sealed_at": seal.sealed_at + timedelta(seconds=1),
            "key": "other",
            "mac": self.dice.randbytes(32),
        }
        column = self.dice.choice(sorted(values))
        forge(f"UPDATE audit_seal SET {column} = %s WHERE hour = %s", values[column], seal.hour)
        hour = values["hour"] if column == "hour" else seal.hour
        return {(Kind.KEY if column == "key" else Kind.SEAL, hour_words(hour))}

    def _inner(self) -> int:
        return self.dice.randrange(1, len(self.seals) - 1)

    def delete_seal(self) -> Named:
        seal = self.seals[self._inner()]
        forge("DELETE FROM audit_seal WHERE hour = %s", seal.hour)
        return {(Kind.NO_SEAL, hour_words(seal.hour))}

    def chain_anew(self) -> Named:
        """A seal is taken away, and the one after it made to follow the one before."""
        place = self._inner()
        before, gone, after = self.seals[place - 1 : place + 2]
        forge("DELETE FROM audit_seal WHERE hour = %s", gone.hour)
        forge("UPDATE audit_seal SET before = %s WHERE hour = %s", bytes(before.mac), after.hour)
        return {(Kind.SEAL, hour_words(after.hour))}

    def older_seal(self) -> Named:
        """What an older seal says, in the place of another."""
        place = self.dice.randrange(1, len(self.seals))
        seal, older = self.seals[place], self.dice.choice(self.seals[:place])
        forge(
            "UPDATE audit_seal SET count = %s, rows = %s, mac = %s WHERE hour = %s",
            *(older.count, bytes(older.rows), bytes(older.mac), seal.hour),
        )
        return {(Kind.SEAL, hour_words(seal.hour))}

    def delete_and_count_less(self) -> Named:
        """An event is taken away, and its hour's seal counts one less."""
        event = self.event()
        hour = event.at.replace(minute=0, second=0, microsecond=0)
        forge("DELETE FROM audit_accessevent WHERE id = %s", event.pk)
        forge("UPDATE audit_seal SET count = count - 1 WHERE hour = %s", hour)
        return {(Kind.SEAL, hour_words(hour))}


KINDS: tuple[Callable[[Forger], Named], ...] = (
    Forger.any_column,
    Forger.delete,
    Forger.invent,
    Forger.replace,
    Forger.move,
    Forger.swap,
    Forger.older_hash,
    Forger.change_seal,
    Forger.delete_seal,
    Forger.chain_anew,
    Forger.older_seal,
    Forger.delete_and_count_less,
)


def _keep() -> None:
    with as_owner() as cursor:
        for table in ("audit_accessevent", "audit_seal"):
            cursor.execute(f"CREATE TEMPORARY TABLE kept_{table} AS SELECT * FROM {table}")


def _give_back() -> None:
    with as_owner() as cursor:
        for table in ("audit_accessevent", "audit_seal"):
            cursor.execute(f"DELETE FROM {table}")
            cursor.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")


def test_a_thousand_tamperings_are_each_found_and_named(alma: Viewer) -> None:
    written(alma, hours=HOURS, each=EACH)
    _keep()
    forger = Forger(Random(seed := secrets.randbits(32)))
    assert found() == [], "nobody has touched the log"
    tried, named, complaints, missed = Counter[str](), Counter[str](), 0, []
    begun = time.monotonic()
    for n in range(TRIED):
        kind = KINDS[n % len(KINDS)]
        must = kind(forger)
        said = {(finding.kind, finding.where) for finding in found()}
        tried[kind.__name__] += 1
        named[kind.__name__] += must <= said
        if not must <= said:
            missed.append((kind.__name__, must, said))
        _give_back()
        if n % 50 == 0:
            complaints += len(found())
    print(f"\n  {len(forger.events)} events in {len(forger.seals)} sealed hours, seed {seed}")
    for name, count in tried.items():
        print(f"  {name:<24} {count:>4} tried, {named[name]:>4} found and rightly named")
    print(f"  {TRIED} tamperings, {sum(named.values())} found, {time.monotonic() - begun:.0f} s")
    print(f"  an untouched log, verified {1 + TRIED // 50} times: {complaints} complaints")
    assert (missed[:3], complaints) == ([], 0)


def _fill(viewer: Viewer, count: int) -> None:
    """So many events over the last days, one each minute, straight into the table."""
    begin = now() - timedelta(minutes=count)
    with as_owner():
        for first in range(0, count, 5000):
            rows = [
                AccessEvent(
                    at=begin + timedelta(minutes=n),
                    user_id=viewer.id,
                    act="SEE_PERSON",
                    outcome=Outcome.LOOKED,
                    kind="Person",
                    ref="P-1",
                    person_id=uuid4(),
                    request_id=uuid4(),
                )
                for n in range(first, min(first + 5000, count))
            ]
            for row in rows:
                hashing.sign(row)
            AccessEvent.objects.using("owner").bulk_create(rows)
    seal(at=now())


def test_a_large_log_is_verified_in_memory_that_does_not_grow(alma: Viewer) -> None:
    peaks = []
    print()
    for count in (5_000, 60_000):
        forge("DELETE FROM audit_accessevent")
        forge("DELETE FROM audit_seal")
        _fill(alma, count)
        begun = time.monotonic()
        assert found() == []
        seconds = time.monotonic() - begun
        tracemalloc.start()
        assert found() == []
        peaks.append(tracemalloc.get_traced_memory()[1] / 1e6)
        tracemalloc.stop()
        print(f"  {count} events in {len(seals())} sealed hours verified in {seconds:.1f} s, peak {peaks[-1]:.1f} MB")
    assert peaks[1] < 2 * peaks[0]
