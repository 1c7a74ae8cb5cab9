"""Rotation: put every wrapped key, and every secret of sign-in codes, under the newest key of the ring.

Many short transactions, so that nobody waits and an interrupted run goes on where it stopped: what stands under the
newest key already is never touched. The data keys themselves do not change, so no text is written anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from allauth.mfa.utils import decrypt, encrypt
from django.db import models, transaction

from accounts import progress, sealing
from accounts.acts import Act
from accounts.door import acting_as
from accounts.progress import Progress
from audit.models import Outcome
from audit.record import access
from cases.rings import CODES, REWRAP, WRAPPED, codes, in_use, ring_of_code, rows_with_a_key

WORK = "rewrap"
BATCH = 200
MOST_PASSES = 20


@dataclass
class Rewrapped:
    """How many were put under the newest key, and how many could not be opened and stand as before, by kind."""

    done: dict[str, int] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Batch:
    """``last``: the key to go on after; None where there was nothing left."""

    done: int
    failed: int
    last: Any


Hear = Callable[[Progress], None]


def rewrap(*, size: int = BATCH, hear: Hear = lambda _: None) -> Rewrapped:
    """Re-wrap everything that stands under an older key, ``size`` in a transaction, until a pass finds nothing more.

    Safe while people work and while another run does the same. What cannot be opened is left, counted and passed by.
    ``hear`` is told how far it is after each batch, and so is the broker's store. Idempotent.
    """
    newest, made = sealing.ring_ids()[0], Rewrapped()
    total = sum(n for counts in in_use().values() for ring, n in counts.items() if ring != newest)
    for _pass in range(MOST_PASSES):
        before = sum(made.done.values())
        for kind in (*WRAPPED, CODES):
            made.failed[kind] = 0
            _one_kind(kind, newest, size, made, total, hear)
        if sum(made.done.values()) == before:
            break
    _tell(made, total, "ready", hear)
    return made


def remember(*, at: datetime) -> None:
    """Write in the access log that everything has been put under the newest key; ``at`` is when it was ready. A run
    takes as long as it takes, and the hour in which it began may be sealed by then."""
    with acting_as(REWRAP):
        access(
            at=at,
            user_id=REWRAP.id,
            act=Act.RUN_SYSTEM.name,
            outcome=Outcome.DONE,
            request_id=uuid4(),
            why=f"rewrap to {sealing.ring_ids()[0]}",
        )


def _one_kind(kind: str, newest: str, size: int, made: Rewrapped, total: int, hear: Hear) -> None:
    after: Any = 0 if kind == CODES else UUID(int=0)
    while True:
        batch = _codes(after, newest, size) if kind == CODES else _keys(WRAPPED[kind], after, newest, size)
        if batch.last is None:
            return
        after = batch.last
        made.done[kind] = made.done.get(kind, 0) + batch.done
        made.failed[kind] += batch.failed
        _tell(made, total, kind, hear)


def _tell(made: Rewrapped, total: int, step: str, hear: Hear) -> None:
    done = sum(made.done.values())
    now = Progress(done, max(total, done), step)
    progress.tell(WORK, now)
    hear(now)


def _keys(model: type[models.Model], after: UUID, newest: str, size: int) -> _Batch:
    """Data keys of persons, users or receipts; a row that somebody else holds is for the next pass."""
    with acting_as(REWRAP):
        rows: list[Any] = list(
            rows_with_a_key(model)
            .select_for_update(skip_locked=True)
            .only("pk", "ring", "wrapped")
            .filter(pk__gt=after)
            .exclude(ring=newest)
            .order_by("pk")[:size]
        )
        opened = [row for row in rows if _rewrapped(row)]
        model._default_manager.bulk_update(opened, ["ring", "wrapped"])
    return _Batch(len(opened), len(rows) - len(opened), rows[-1].pk if rows else None)


def _rewrapped(row: Any) -> bool:
    try:
        row.ring, row.wrapped = sealing.wrap_anew(row.ring, bytes(row.wrapped), row.pk)
    except sealing.CannotOpen:
        return False
    return True


def _codes(after: int, newest: str, size: int) -> _Batch:
    """The secrets of sign-in codes, outside the door: no role behind it reads them."""
    done = 0
    with transaction.atomic():
        rows = list(codes().select_for_update(skip_locked=True).filter(pk__gt=after)[:size])
        for row in rows:
            if ring_of_code(row) == newest:
                continue
            try:
                row.data["secret"] = encrypt(decrypt(row.data["secret"]))
            except sealing.CannotOpen:
                continue
            row.save(update_fields=["data"])
            done += 1
    left = sum(ring_of_code(row) != newest for row in rows)
    return _Batch(done, left, rows[-1].pk if rows else None)
